#include "tests/server/cloudflare/scripted_service.h"

#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include <httplib.h>

namespace lsl::testing {

struct ScriptedService::State {
    std::unique_ptr<httplib::Server> server;
    std::thread thread;
    int port = 0;
    bool secure = false;

    mutable std::mutex mutex;
    std::deque<Scripted> answers;
    std::vector<SeenRequest> seen;

    Scripted take(const httplib::Request& request) {
        SeenRequest one{request.method, request.target, {}, request.body};
        for (const auto& [name, value] : request.headers) one.headers[name] = value;
        const std::lock_guard lock(mutex);
        seen.push_back(std::move(one));
        if (answers.empty()) return {418, "no answer is left"};
        Scripted next = std::move(answers.front());
        answers.pop_front();
        return next;
    }

    void respond(const httplib::Request& request, httplib::Response& response) {
        Scripted next = take(request);
        std::this_thread::sleep_for(next.delay);
        response.status = next.status;
        for (const auto& [name, value] : next.headers) response.set_header(name, value);
        if (next.cut) {
            response.set_content_provider(
                next.body.size() * 2, next.content_type,
                [body = next.body](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                    return offset == 0 && sink.write(body.data(), body.size());
                });
        } else if (!next.body.empty()) {
            response.set_content(next.body, next.content_type);
        }
    }
};

ScriptedService::ScriptedService(const std::string& cert_file, const std::string& key_file)
    : state_(std::make_unique<State>()) {
    state_->secure = !cert_file.empty();
    if (state_->secure) {
        state_->server = std::make_unique<httplib::SSLServer>(cert_file.c_str(), key_file.c_str());
    } else {
        state_->server = std::make_unique<httplib::Server>();
    }
    state_->server->set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
            // HEAD, GET and DELETE have no body that would be read later.
            if (request.method == "POST" || request.method == "PUT" || request.method == "PATCH") {
                return httplib::Server::HandlerResponse::Unhandled;
            }
            state_->respond(request, response);
            return httplib::Server::HandlerResponse::Handled;
        });
    const auto respond = [this](const httplib::Request& request, httplib::Response& response) {
        state_->respond(request, response);
    };
    state_->server->Post(".*", respond);
    state_->server->Put(".*", respond);
    state_->server->Patch(".*", respond);
    state_->port = state_->server->bind_to_any_port("127.0.0.1");
    state_->thread = std::thread([this] { state_->server->listen_after_bind(); });
    state_->server->wait_until_ready();
}

ScriptedService::~ScriptedService() {
    state_->server->stop();
    state_->thread.join();
}

void ScriptedService::answer(Scripted next) {
    const std::lock_guard lock(state_->mutex);
    state_->answers.push_back(std::move(next));
}

void ScriptedService::answer(int status, std::string body) {
    answer(Scripted{status, std::move(body)});
}

std::vector<SeenRequest> ScriptedService::seen() const {
    const std::lock_guard lock(state_->mutex);
    return state_->seen;
}

std::string ScriptedService::url() const {
    const char* host = state_->secure ? "https://localhost:" : "http://127.0.0.1:";
    return host + std::to_string(state_->port);
}

}  // namespace lsl::testing
