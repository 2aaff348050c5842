#include "tests/fakes/cloudflare/stand_in.h"

#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "tests/fakes/cloudflare/http_edge.h"
#include "tests/fakes/cloudflare/parts.h"

namespace lsl::fakes {
namespace {

constexpr auto tick = std::chrono::milliseconds(20);

/// Browsers call the delivery domain and upload URLs from other origins.
void allow_other_origins(const HttpRequest& request, HttpResponse& response) {
    response.headers["Access-Control-Allow-Origin"] = "*";
    response.headers["Access-Control-Expose-Headers"] =
        "Location, ETag, Link, protocol-version, Content-Range, Accept-Ranges, Upload-Offset, "
        "Upload-Length, Tus-Resumable, stream-media-id";
    if (request.method != "OPTIONS") return;
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, PATCH, DELETE, OPTIONS";
    const std::string asked = request.header("Access-Control-Request-Headers");
    response.headers["Access-Control-Allow-Headers"] = asked.empty() ? "*" : asked;
    response.headers["Access-Control-Max-Age"] = "600";
}

class Running final : public StandIn {
  public:
    Running(const StandInOptions& options, const Clock& clock) : account_(options, clock) {}

    ~Running() override {
        {
            const std::lock_guard lock(stop_mutex_);
            stopping_ = true;
        }
        stopped_.notify_all();
        edge_.reset();
        if (ticker_.joinable()) ticker_.join();
        const std::lock_guard lock(mutex_);
        account_.save();
    }

    Result<void> begin() {
        const StandInOptions& options = account_.options;
        std::error_code failed;
        std::filesystem::create_directories(options.folder / "media", failed);
        if (failed) return internal_error("the folder cannot be made: " + failed.message());
        media::MediaOptions media;
        media.udp_port = options.udp_port;
        account_.media = LSL_TRY(
            media::MediaThread::start(media, account_.clock, [](const media::MediaEvent&) {}));
        log_.open(log_file(), std::ios::app);
        const std::lock_guard lock(mutex_);
        edge_ = LSL_TRY(
            HttpEdge::start(options.port, options.tls_cert_file, options.tls_key_file,
                            [this](const HttpRequest& request) { return handle(request); }));
        account_.url = edge_->url();
        ticker_ = std::thread([this] { move_on(); });
        return {};
    }

    std::string url() const override { return account_.url; }
    std::filesystem::path log_file() const override {
        return account_.options.folder / "requests.jsonl";
    }

  private:
    HttpResponse handle(const HttpRequest& request) {
        const Segments path = segments_of(request.path);
        if (!path.empty() && path[0] == "__stand_in") return control(request, path);
        const bool api = path.size() >= 2 && path[0] == "client" && path[1] == "v4";
        HttpResponse response = request.method == "OPTIONS" && !api
                                    ? HttpResponse{.status = 204}
                                    : answer_with_faults(request, api);
        if (!api) allow_other_origins(request, response);
        write_log(request, response.status);
        return response;
    }

    HttpResponse answer(const HttpRequest& request, bool api) {
        const std::lock_guard lock(mutex_);
        account_.advance();
        try {
            return api ? answer_api(account_, request) : answer_delivery(account_, request);
        } catch (const Json::exception&) {  // a member of the body has another type
            return malformed_body();
        }
    }

    HttpResponse answer_with_faults(const HttpRequest& request, bool api) {
        const Json fault = next_fault(request);
        if (fault.is_null()) return answer(request, api);
        const std::string kind = fault.value("kind", "status");
        if (kind == "slow") {
            wait(std::chrono::milliseconds(fault.value("delay_ms", 1000)));
            return answer(request, api);
        }
        if (kind == "status") {
            // "applied": what was asked for happens, only the answer is lost.
            if (fault.value("applied", false)) (void)answer(request, api);
            const int status = fault.value("status", 500);
            HttpResponse response = failure(status, status == 429 ? 10429 : 10001,
                                            status == 429 ? "Please slow down" : "Internal error");
            if (fault.contains("retry_after")) {
                response.headers["retry-after"] = std::to_string(fault["retry_after"].get<int>());
            }
            return response;
        }
        HttpResponse response = answer(request, api);
        if (kind == "truncated") response.body.resize(response.body.size() / 2);
        if (kind == "cut") response.cut = true;
        return response;
    }

    /// The first fault that fits; used up after `count` requests.
    Json next_fault(const HttpRequest& request) {
        const std::lock_guard lock(mutex_);
        Json& faults = account_.faults;
        for (auto fault = faults.begin(); fault != faults.end(); ++fault) {
            const std::string method = fault->value("method", "");
            if (!method.empty() && method != request.method) continue;
            if (request.path.find(fault->value("path", "")) == std::string::npos) continue;
            const Json found = *fault;
            const int left = found.value("count", 1) - 1;
            (*fault)["count"] = left;
            if (left <= 0) faults.erase(fault);
            return found;
        }
        return nullptr;
    }

    HttpResponse control(const HttpRequest& request, const Segments& path) {
        if (path.size() != 3 || path[1] != "webhooks") {
            const std::lock_guard lock(mutex_);
            account_.advance();
            return answer_control(account_, request, path);
        }
        const auto body = object_of(request);
        if (!body) return plain(400, "A JSON object, please");
        std::optional<std::vector<Outgoing>> asked;
        {
            const std::lock_guard lock(mutex_);
            asked = asked_webhooks(account_, *body, path[2]);
        }
        if (!asked) return plain(404, "No such video, or no webhook is set up");
        Json statuses = Json::array();
        for (const Outgoing& sent : *asked) {
            statuses.push_back(post(sent.url, sent.headers, sent.body));
        }
        return {.type = "application/json", .body = Json{{"statuses", statuses}}.dump()};
    }

    /// One line a request: names of headers, never their values.
    void write_log(const HttpRequest& request, int status) {
        Json names = Json::array();
        for (const auto& [name, value] : request.headers) names.push_back(name);
        const std::lock_guard lock(log_mutex_);
        log_ << Json{{"method", request.method},
                     {"path", request.path},
                     {"query", request.query},
                     {"status", status},
                     {"headers", names}}
                    .dump()
             << std::endl;
    }

    /// The ticker: videos become ready and webhooks leave without anybody asking.
    void move_on() {
        while (!wait(tick)) {
            std::vector<Outgoing> due;
            {
                const std::lock_guard lock(mutex_);
                account_.advance();
                due.swap(account_.outbox);
            }
            for (const Outgoing& sent : due) post(sent.url, sent.headers, sent.body);
        }
    }

    /// True when the end came first.
    bool wait(std::chrono::milliseconds time) {
        std::unique_lock lock(stop_mutex_);
        return stopped_.wait_for(lock, time, [this] { return stopping_; });
    }

    std::mutex mutex_;  ///< of account_
    Account account_;
    std::mutex log_mutex_;
    std::ofstream log_;
    std::mutex stop_mutex_;
    std::condition_variable stopped_;
    bool stopping_ = false;
    std::thread ticker_;
    std::unique_ptr<HttpEdge> edge_;
};

}  // namespace

Result<std::unique_ptr<StandIn>> StandIn::start(const StandInOptions& options, const Clock& clock) {
    auto running = std::make_unique<Running>(options, clock);
    LSL_TRY(running->begin());
    return std::unique_ptr<StandIn>(std::move(running));
}

}  // namespace lsl::fakes
