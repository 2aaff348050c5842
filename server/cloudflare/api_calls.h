#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <random>
#include <string>
#include <string_view>

#include "server/cloudflare/http_exchange.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::cloudflare {

struct ApiOptions {
    std::string account_id;
    std::string api_token;  ///< secret: in no error, detail or log
    std::string api_base = "https://api.cloudflare.com/client/v4";
    HttpLimits http;

    int tries = 3;  ///< the first one included
    std::chrono::milliseconds first_pause{500};
    std::chrono::milliseconds longest_pause{8'000};
    /// Stays below Cloudflare's 1,200 per five minutes, which the dashboard and every other token
    /// of the same user share.
    int calls_in_five_minutes = 1'000;
    /// Waits between tries; tests move a clock instead. Empty = the calling thread sleeps.
    std::function<void(std::chrono::milliseconds)> wait;
};

/// What may be done again when nobody knows whether the first try arrived.
enum class Repeat {
    Always,     ///< asking twice is asking once
    IfRefused,  ///< only after 429, which did nothing
};

/// A request below `/accounts/{account}` of the API.
struct ApiCall {
    std::string name;  ///< for details of errors: "create live input"
    std::string method = "GET";
    std::string path;  ///< "/stream/…", ids in it percent-encoded
    std::vector<std::pair<std::string, std::string>> headers;
    std::string_view body;  ///< JSON unless a content type is given
    std::string content_type;
    Repeat repeat = Repeat::Always;
};

/// Carries calls to the API: the bearer token, retries with jitter, and the rate window that all
/// calls of this account share. Thread-safe; blocks up to `tries` × the time limit plus the pauses.
///
/// Errors (codes as `server/http` shows them; details have the call's name, status and the first
/// code and message of the answer):
///   400, 422         Internal      our request is wrong
///   401, 403         Unavailable   "hosted_media_misconfigured"
///   404 or 10003     NotFound
///   409              Conflict
///   413              TooLarge
///   429              Unavailable   "hosted_media_busy", retry_after_seconds; every call fails like
///                                  this, without being sent, until that time is over
///   408, 5xx, none   Unavailable   "hosted_media_unreachable", after the last try
class ApiCalls {
  public:
    /// `clock` outlives the object.
    ApiCalls(const Clock& clock, ApiOptions options);

    /// The answer of a call that succeeded: 2xx, and an empty body or `"success": true`.
    Result<HttpAnswer> call(const ApiCall& call);
    /// The same without an envelope around the answer: what tus answers.
    Result<HttpAnswer> call_plain(const ApiCall& call);

    /// A request to a URL that the API returned, with the bearer token only where it leads back to
    /// the API itself. One try, not counted in the rate window unless it does.
    Result<HttpAnswer> call_url(const std::string& name, HttpRequest request,
                                const HttpLimits& limits);
    const HttpLimits& limits() const { return options_.http; }
    const std::string& api_base() const { return options_.api_base; }

  private:
    enum class Envelope { Expected, None };
    struct Outcome;  ///< of one try

    Result<HttpAnswer> call_repeatedly(const ApiCall& call, Envelope envelope);
    Outcome call_once(const ApiCall& call, Envelope envelope);
    HttpRequest request_of(const ApiCall& call) const;
    std::string without_secrets(std::string text) const;
    Error error_of(std::string_view name, const HttpAnswer& answer) const;
    Result<void> enter_window();
    void block_window(int seconds);
    std::chrono::milliseconds pause_after(int failed_tries);
    void wait(std::chrono::milliseconds time) const;

    const Clock& clock_;
    const ApiOptions options_;

    std::mutex mutex_;
    std::deque<MonoTime> sent_;  ///< calls of the last five minutes
    MonoTime blocked_until_{};
    std::mt19937 random_;
};

}  // namespace lsl::cloudflare
