#include "client/net/api_client.h"

#include <array>
#include <optional>
#include <span>
#include <utility>

namespace lsl::net {

namespace {

constexpr std::string_view offline_sentence =
    "The studio can't be reached. Check your connection and try again.";
constexpr std::string_view fault_sentence =
    "Something went wrong on our side. Try again in a moment.";

ErrorCode code_of_status(int status) {
    switch (status) {
        case 400: return ErrorCode::Malformed;
        case 401: return ErrorCode::Unauthenticated;
        case 402: return ErrorCode::PaymentRequired;
        case 403: return ErrorCode::Forbidden;
        case 404: return ErrorCode::NotFound;
        case 410: return ErrorCode::Gone;
        case 409: return ErrorCode::Conflict;
        case 413: return ErrorCode::TooLarge;
        case 422: return ErrorCode::InvalidInput;
        case 429: return ErrorCode::TooMany;
        case 0:
        case 502:
        case 503:
        case 504: return ErrorCode::Unavailable;
        default: return ErrorCode::Internal;
    }
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

}  // namespace

std::string path_of(std::string_view pattern, const Place& place) {
    std::string path(pattern);
    for (const std::string* value : {&place.id, &place.below}) {
        const auto open = path.find('{');
        if (open == std::string::npos) break;
        path.replace(open, path.find('}', open) + 1 - open, *value);
    }
    char sign = '?';
    const auto add = [&](const char* name, const std::string& value) {
        if (value.empty()) return;
        path += std::exchange(sign, '&') + (name + percent_encoded(value));
    };
    add("q=", place.search);
    add("style=", place.style);
    add("level=", place.level);
    add("before=", place.before);
    add("after=", place.after);
    add("from=", place.from);
    add("to=", place.to);
    add("by=", place.by);
    add("cursor=", place.cursor);
    if (place.limit > 0) add("limit=", std::to_string(place.limit));
    return path;
}

Error error_of(const platform::HttpAnswer& answer) {
    Error error;
    error.code = code_of_status(answer.status);
    error.retry_after_seconds = answer.retry_after_s;
    if (answer.status == 0) {
        error.word = "unreachable";
        error.message = offline_sentence;
        return error;
    }
    if (auto failure = wire::from_json<api::Failure>(answer.body);
        failure && !failure->error.empty()) {
        error.word = std::move(failure->code);
        error.message = std::move(failure->error);
        error.field = std::move(failure->field);
        error.price_in_tokens = failure->price_in_tokens;
        error.until = failure->until;
        return error;
    }
    error.word = "status_" + std::to_string(answer.status);
    error.message = fault_sentence;
    return error;
}

void ApiClient::send(Call call) {
    using Header = std::pair<std::string_view, std::string_view>;
    const std::array<Header, 1> headers = {{{"Idempotency-Key", call.idempotency_key}}};
    platform::HttpRequest request;
    request.method = api::method_name(call.method);
    request.path = call.path;
    request.body = call.body;
    if (!call.idempotency_key.empty()) request.headers = headers;
    const platform::RequestId id = platform::http_request(request);
    waiting_.insert_or_assign(id, std::move(call.done));
}

void ApiClient::upload(std::string_view path, std::uint32_t file,
                       std::function<void(Result<std::string>)> done) {
    waiting_.insert_or_assign(platform::http_upload("POST", path, file), std::move(done));
}

bool ApiClient::on_http(const platform::HttpAnswer& answer) {
    const auto found = waiting_.find(answer.id);
    if (found == waiting_.end()) return false;
    const auto done = std::move(found->second);
    waiting_.erase(found);
    if (answer.status >= 200 && answer.status < 300) {
        done(std::string(answer.body));
    } else {
        done(error_of(answer));
    }
    return true;
}

}  // namespace lsl::net
