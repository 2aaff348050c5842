#include "server/cloudflare/api_calls.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "server/cloudflare/api_json.h"
#include "server/cloudflare/failures.h"
#include "server/cloudflare/web_url.h"

namespace lsl::cloudflare {

namespace {

constexpr std::chrono::minutes window{5};
constexpr int code_not_found = 10003;
constexpr int pause_without_retry_after_seconds = 60;
constexpr std::size_t longest_message = 200;
constexpr double most_jitter = 0.25;

bool is_transient(int status) { return status == 408 || status >= 500; }

/// A message of the other side, fit for a line of the log.
std::string one_line(std::string text) {
    if (text.size() > longest_message) text.resize(longest_message);
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = ' ';
    }
    return text;
}

}  // namespace

struct ApiCalls::Outcome {
    Result<HttpAnswer> result;
    bool may_repeat = false;
    int retry_after_seconds = 0;
};

ApiCalls::ApiCalls(const Clock& clock, ApiOptions options)
    : clock_(clock), options_(std::move(options)), random_(std::random_device{}()) {}

Result<HttpAnswer> ApiCalls::call(const ApiCall& call) {
    return call_repeatedly(call, Envelope::Expected);
}

Result<HttpAnswer> ApiCalls::call_plain(const ApiCall& call) {
    return call_repeatedly(call, Envelope::None);
}

Result<HttpAnswer> ApiCalls::call_repeatedly(const ApiCall& call, Envelope envelope) {
    for (int failed_tries = 1;; ++failed_tries) {
        LSL_TRY(enter_window());
        Outcome outcome = call_once(call, envelope);
        if (!outcome.may_repeat || failed_tries >= options_.tries) return outcome.result;
        const std::chrono::milliseconds asked = std::chrono::seconds(outcome.retry_after_seconds);
        // Nobody's request waits for minutes: the caller is told when to come again.
        if (asked > options_.longest_pause) return outcome.result;
        wait(std::max(asked, pause_after(failed_tries)));
    }
}

ApiCalls::Outcome ApiCalls::call_once(const ApiCall& call, Envelope envelope) {
    auto sent = exchange(request_of(call), options_.http);
    if (!sent) {
        std::string detail = call.name + ": " + sent.error().detail;
        return {std::move(sent).error().with_detail(std::move(detail)),
                call.repeat == Repeat::Always};
    }
    HttpAnswer& answer = *sent;
    const int retry_after = retry_after_seconds(answer);
    if (answer.status == 429) {
        const int seconds = retry_after > 0 ? retry_after : pause_without_retry_after_seconds;
        block_window(seconds);
        return {error_of(call.name, answer), true, seconds};
    }
    if (!answer.is_success()) {
        return {error_of(call.name, answer),
                call.repeat == Repeat::Always && is_transient(answer.status), retry_after};
    }
    if (envelope == Envelope::None || answer.body.empty()) return {std::move(answer)};
    const Verdict verdict = read_verdict(answer.body);
    if (!verdict.is_json) {
        return {unreachable(call.name + ": the answer is no JSON"), call.repeat == Repeat::Always};
    }
    if (!verdict.success) return {error_of(call.name, answer)};
    return {std::move(answer)};
}

Result<HttpAnswer> ApiCalls::call_url(const std::string& name, HttpRequest request,
                                      const HttpLimits& limits) {
    const auto url = WebUrl::parse(request.url);
    const auto base = WebUrl::parse(options_.api_base);
    const bool leads_to_api =
        url && base && url->origin == base->origin && url->target.starts_with(base->target + "/");
    if (leads_to_api) {
        LSL_TRY(enter_window());
        request.headers.emplace_back("Authorization", "Bearer " + options_.api_token);
    }
    auto sent = exchange(request, limits);
    if (!sent) {
        std::string detail = name + ": " + sent.error().detail;
        return std::move(sent).error().with_detail(std::move(detail));
    }
    if (sent->is_success()) return sent;
    if (leads_to_api && sent->status == 429) {
        const int seconds = retry_after_seconds(*sent);
        block_window(seconds > 0 ? seconds : pause_without_retry_after_seconds);
    }
    return error_of(name, *sent);
}

HttpRequest ApiCalls::request_of(const ApiCall& call) const {
    HttpRequest request;
    request.method = call.method;
    request.url =
        options_.api_base + "/accounts/" + percent_encode(options_.account_id) + call.path;
    request.headers = call.headers;
    request.headers.emplace_back("Authorization", "Bearer " + options_.api_token);
    request.headers.emplace_back("Accept", "application/json");
    request.body = call.body;
    request.content_type = call.content_type;
    if (request.content_type.empty() && !call.body.empty()) {
        request.content_type = "application/json";
    }
    return request;
}

Error ApiCalls::error_of(std::string_view name, const HttpAnswer& answer) const {
    const Verdict verdict = read_verdict(answer.body);
    std::string detail = std::string(name) + ": status " + std::to_string(answer.status);
    if (verdict.code != 0) detail += ", code " + std::to_string(verdict.code);
    if (!verdict.message.empty()) detail += ", " + without_secrets(verdict.message);

    const int status = answer.status;
    if (status == 404 || status == 410 || verdict.code == code_not_found) {
        return not_found("The hosted media service doesn't know this.")
            .with_detail(std::move(detail));
    }
    if (status == 401 || status == 403) {
        return misconfigured(std::move(detail));
    }
    if (status == 409) {
        return make_error(ErrorCode::Conflict, "hosted_media_conflict",
                          "The hosted media service is in another state than expected.")
            .with_detail(std::move(detail));
    }
    if (status == 413) {
        return make_error(ErrorCode::TooLarge, "too_large",
                          "This is too large for the hosted media service.")
            .with_detail(std::move(detail));
    }
    if (status == 429) {
        const int seconds = retry_after_seconds(answer);
        return busy(std::move(detail), seconds > 0 ? seconds : pause_without_retry_after_seconds);
    }
    if (is_transient(status)) {
        const int seconds = retry_after_seconds(answer);
        return seconds > 0 ? unreachable(std::move(detail), seconds)
                           : unreachable(std::move(detail));
    }
    return internal_error(std::move(detail));
}

/// A server that repeats our request in its error must not bring the token into the log.
std::string ApiCalls::without_secrets(std::string text) const {
    const std::string& token = options_.api_token;
    for (auto found = text.find(token); !token.empty() && found != std::string::npos;
         found = text.find(token)) {
        text.replace(found, token.size(), "•••");
    }
    return one_line(std::move(text));
}

Result<void> ApiCalls::enter_window() {
    const std::lock_guard lock(mutex_);
    const MonoTime now = clock_.mono();
    while (!sent_.empty() && now - sent_.front() >= window) sent_.pop_front();
    MonoTime free = blocked_until_;
    if (sent_.size() >= static_cast<std::size_t>(std::max(options_.calls_in_five_minutes, 1))) {
        free = std::max(free, sent_.front() + window);
    }
    if (free > now) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(free - now);
        return busy("the rate window is closed", static_cast<int>(left.count()));
    }
    sent_.push_back(now);
    return {};
}

void ApiCalls::block_window(int seconds) {
    const std::lock_guard lock(mutex_);
    blocked_until_ = std::max(blocked_until_, clock_.mono() + std::chrono::seconds(seconds));
}

std::chrono::milliseconds ApiCalls::pause_after(int failed_tries) {
    auto pause = options_.first_pause;
    for (int i = 1; i < failed_tries && pause < options_.longest_pause; ++i) pause *= 2;
    pause = std::min(pause, options_.longest_pause);
    const std::lock_guard lock(mutex_);
    const double part = std::uniform_real_distribution<double>(1 - most_jitter, 1)(random_);
    return std::chrono::milliseconds(
        static_cast<std::int64_t>(static_cast<double>(pause.count()) * part));
}

void ApiCalls::wait(std::chrono::milliseconds time) const {
    if (options_.wait) {
        options_.wait(time);
    } else {
        std::this_thread::sleep_for(time);
    }
}

}  // namespace lsl::cloudflare
