#include "server/cloudflare/stream_api.h"

#include <utility>

#include "server/cloudflare/api_json.h"
#include "server/cloudflare/failures.h"
#include "server/cloudflare/web_url.h"

namespace lsl::cloudflare {

namespace {

constexpr std::size_t longest_idempotency_key = 255;

std::string live_input_path(const std::string& uid) {
    return "/stream/live_inputs/" + percent_encode(uid);
}

std::string video_path(const std::string& uid) { return "/stream/" + percent_encode(uid); }

/// An empty id would turn "one of them" into "all of them".
Result<void> check_id(const std::string& id) {
    if (id.empty() || id == "." || id == "..") return not_found("There is no such thing.");
    return {};
}

/// What a reader made of an answer, or the error of one that it could not use.
template <class T>
Result<T> understood(std::optional<T> value, const std::string& name) {
    if (value) return std::move(*value);
    return unreachable(name + ": the answer lacks what it is about");
}

}  // namespace

Result<LiveInput> StreamApi::create_live_input(const NewLiveInput& input,
                                               const std::string& idempotency_key) {
    if (idempotency_key.empty() || idempotency_key.size() > longest_idempotency_key) {
        return invalid_field("idempotencyKey", "An idempotency key has 1 to 255 bytes.");
    }
    const std::string body = write(input);
    ApiCall call{"create live input", "POST", "/stream/live_inputs"};
    call.headers = {{"Idempotency-Key", idempotency_key}};
    call.body = body;
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_live_input(answer.body), call.name);
}

Result<LiveInput> StreamApi::live_input(const std::string& uid) {
    LSL_TRY(check_id(uid));
    const ApiCall call{"get live input", "GET", live_input_path(uid)};
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_live_input(answer.body), call.name);
}

Result<std::vector<LiveInput>> StreamApi::live_inputs() {
    const ApiCall call{"list live inputs", "GET", "/stream/live_inputs"};
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_live_inputs(answer.body), call.name);
}

Result<LiveInput> StreamApi::change_live_input(const std::string& uid,
                                               const LiveInputChange& change) {
    LSL_TRY(check_id(uid));
    const std::string body = write(change);
    ApiCall call{"change live input", "PUT", live_input_path(uid)};
    call.body = body;
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_live_input(answer.body), call.name);
}

Result<LiveInput> StreamApi::rotate_keys(const std::string& uid) {
    LSL_TRY(check_id(uid));
    const ApiCall call{"rotate keys", "POST", live_input_path(uid) + "/rotate_keys"};
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_live_input(answer.body), call.name);
}

Result<void> StreamApi::delete_live_input(const std::string& uid) {
    LSL_TRY(check_id(uid));
    return remove("delete live input", live_input_path(uid));
}

Result<std::vector<Video>> StreamApi::recordings_of(const std::string& live_input) {
    LSL_TRY(check_id(live_input));
    const ApiCall call{"list recordings", "GET", live_input_path(live_input) + "/videos"};
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_videos(answer.body), call.name);
}

Result<Video> StreamApi::video(const std::string& uid) {
    LSL_TRY(check_id(uid));
    const ApiCall call{"get video", "GET", video_path(uid)};
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_video(answer.body), call.name);
}

Result<std::vector<Video>> StreamApi::videos(const VideoFilter& filter) {
    std::string path = "/stream?limit=" + std::to_string(filter.limit);
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) path += std::string("&") + name + "=" + percent_encode(value);
    };
    add("live_input_id", filter.live_input);
    add("creator", filter.creator);
    add("search", filter.search);
    add("status", filter.status);
    if (filter.created_before) add("end", to_iso8601(*filter.created_before));
    if (filter.created_after) add("start", to_iso8601(*filter.created_after));
    const ApiCall call{"list videos", "GET", path};
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_videos(answer.body), call.name);
}

Result<Video> StreamApi::change_video(const std::string& uid, const VideoChange& change) {
    LSL_TRY(check_id(uid));
    const std::string body = write(change);
    ApiCall call{"change video", "POST", video_path(uid)};
    call.body = body;
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_video(answer.body), call.name);
}

Result<void> StreamApi::delete_video(const std::string& uid) {
    LSL_TRY(check_id(uid));
    return remove("delete video", video_path(uid));
}

Result<NewSigningKey> StreamApi::create_signing_key() {
    ApiCall call{"create signing key", "POST", "/stream/keys"};
    call.repeat = Repeat::IfRefused;  // a key that nobody knows of would stay valid
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_new_signing_key(answer.body), call.name);
}

Result<std::vector<SigningKeyEntry>> StreamApi::signing_keys() {
    const ApiCall call{"list signing keys", "GET", "/stream/keys"};
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_signing_keys(answer.body), call.name);
}

Result<void> StreamApi::delete_signing_key(const std::string& id) {
    LSL_TRY(check_id(id));
    return remove("delete signing key", "/stream/keys/" + percent_encode(id));
}

Result<WebhookSubscription> StreamApi::set_webhook(const std::string& notification_url) {
    const std::string body = write_webhook_url(notification_url);
    ApiCall call{"set webhook", "PUT", "/stream/webhook"};
    call.body = body;
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_webhook_subscription(answer.body), call.name);
}

Result<WebhookSubscription> StreamApi::webhook() {
    const ApiCall call{"get webhook", "GET", "/stream/webhook"};
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_webhook_subscription(answer.body), call.name);
}

Result<void> StreamApi::delete_webhook() { return remove("delete webhook", "/stream/webhook"); }

Result<StorageUse> StreamApi::storage_use() {
    const ApiCall call{"get storage use", "GET", "/stream/storage-usage"};
    const HttpAnswer answer = LSL_TRY(calls_.call(call));
    return understood(read_storage_use(answer.body), call.name);
}

Result<std::optional<Lifecycle>> StreamApi::lifecycle(const DeliveryBase& delivery,
                                                      const std::string& id) {
    HttpRequest request;
    request.url = delivery.lifecycle(id);
    const HttpAnswer answer = LSL_TRY(exchange(request, calls_.limits()));
    return answer.status == 200 ? read_lifecycle(answer.body) : std::nullopt;
}

Result<std::optional<std::int64_t>> StreamApi::live_viewers(const DeliveryBase& delivery,
                                                            const std::string& id) {
    HttpRequest request;
    request.url = delivery.views(id);
    const HttpAnswer answer = LSL_TRY(exchange(request, calls_.limits()));
    return answer.status == 200 ? read_live_viewers(answer.body) : std::nullopt;
}

Result<void> StreamApi::remove(const std::string& name, const std::string& path) {
    const auto answer = calls_.call({name, "DELETE", path});
    if (answer || answer.error().code == ErrorCode::NotFound) return {};
    return answer.error();
}

}  // namespace lsl::cloudflare
