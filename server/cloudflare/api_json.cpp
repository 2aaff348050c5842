#include "server/cloudflare/api_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

namespace lsl::cloudflare {

namespace {

using Json = nlohmann::json;

Json parse(std::string_view text) { return Json::parse(text, nullptr, /*allow_exceptions=*/false); }

/// The field, or null for a missing one and for anything but an object.
const Json& at(const Json& object, const char* name) {
    static const Json nothing;
    if (!object.is_object()) return nothing;
    const auto found = object.find(name);
    return found == object.end() ? nothing : *found;
}

std::string text_at(const Json& object, const char* name) {
    const Json& value = at(object, name);
    return value.is_string() ? value.get<std::string>() : std::string();
}

bool flag_at(const Json& object, const char* name, bool otherwise) {
    const Json& value = at(object, name);
    return value.is_boolean() ? value.get<bool>() : otherwise;
}

/// A finite number, also one written as text ("39.000000").
std::optional<double> number_at(const Json& object, const char* name) {
    const Json& value = at(object, name);
    double number = 0;
    if (value.is_number()) {
        number = value.get<double>();
    } else if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    } else {
        return std::nullopt;
    }
    if (!std::isfinite(number)) return std::nullopt;
    return number;
}

template <class Whole>
std::optional<Whole> whole_at(const Json& object, const char* name) {
    const auto number = number_at(object, name);
    // 2^53: beyond it a double is no count any more, and the conversion below stays defined.
    const double most =
        std::min(9007199254740992.0, static_cast<double>(std::numeric_limits<Whole>::max()));
    if (!number || *number < -most || *number > most) return std::nullopt;
    return static_cast<Whole>(*number);
}

/// -1 stands for "not known".
template <class Number>
std::optional<Number> known(std::optional<Number> number) {
    return number && *number >= 0 ? number : std::nullopt;
}

std::optional<UtcTime> time_at(const Json& object, const char* name) {
    return parse_iso8601(text_at(object, name));
}

/// null, a word, or an object whose `current.state` is a word: all three are seen.
Connection connection_of(const Json& status) {
    if (status.is_null()) return Connection::Never;
    const std::string word =
        status.is_string() ? status.get<std::string>() : text_at(at(status, "current"), "state");
    if (word == "connected" || word == "reconnected") return Connection::Connected;
    for (const char* off : {"disconnected", "client_disconnect", "reconnecting", "ttl_exceeded",
                            "failed_to_connect", "failed_to_reconnect"}) {
        if (word == off) return Connection::Disconnected;
    }
    return Connection::Unknown;
}

VideoState video_state(const std::string& word) {
    if (word == "pendingupload") return VideoState::PendingUpload;
    if (word == "downloading") return VideoState::Downloading;
    if (word == "queued") return VideoState::Queued;
    if (word == "inprogress") return VideoState::InProgress;
    if (word == "ready") return VideoState::Ready;
    if (word == "error") return VideoState::Error;
    if (word == "live-inprogress") return VideoState::LiveInProgress;
    return VideoState::Unknown;
}

std::optional<LiveInput> live_input_of(const Json& json) {
    LiveInput input;
    input.uid = text_at(json, "uid");
    if (input.uid.empty()) return std::nullopt;
    input.name = text_at(at(json, "meta"), "name");
    input.created = time_at(json, "created");
    input.modified = time_at(json, "modified");
    input.enabled = flag_at(json, "enabled", true);
    input.connection = connection_of(at(json, "status"));
    const Json& recording = at(json, "recording");
    input.recording_automatic = text_at(recording, "mode") == "automatic";
    input.requires_signed_urls = flag_at(recording, "requireSignedURLs", false);
    input.whip_url = text_at(at(json, "webRTC"), "url");
    input.whep_url = text_at(at(json, "webRTCPlayback"), "url");
    input.hls_url = text_at(at(json, "playback"), "hls");
    input.dash_url = text_at(at(json, "playback"), "dash");
    input.rtmps_url = text_at(at(json, "rtmps"), "url");
    input.rtmps_stream_key = text_at(at(json, "rtmps"), "streamKey");
    return input;
}

std::optional<Video> video_of(const Json& json) {
    Video video;
    video.uid = text_at(json, "uid");
    if (video.uid.empty()) return std::nullopt;
    video.name = text_at(at(json, "meta"), "name");
    video.creator = text_at(json, "creator");
    video.live_input = text_at(json, "liveInput");
    video.created = time_at(json, "created");
    video.modified = time_at(json, "modified");
    video.ready_to_stream = flag_at(json, "readyToStream", false);
    const Json& status = at(json, "status");
    video.state = video_state(text_at(status, "state"));
    video.percent_complete = number_at(status, "pctComplete").value_or(0);
    video.error_code = text_at(status, "errorReasonCode");
    if (video.error_code.empty()) video.error_code = text_at(status, "errReasonCode");
    video.error_text = text_at(status, "errorReasonText");
    if (video.error_text.empty()) video.error_text = text_at(status, "errReasonText");
    video.requires_signed_urls = flag_at(json, "requireSignedURLs", false);
    video.duration_seconds = known(number_at(json, "duration"));
    video.width = known(whole_at<int>(at(json, "input"), "width"));
    video.height = known(whole_at<int>(at(json, "input"), "height"));
    video.bytes = known(whole_at<std::int64_t>(json, "size")).value_or(0);
    video.hls_url = text_at(at(json, "playback"), "hls");
    video.dash_url = text_at(at(json, "playback"), "dash");
    video.thumbnail_url = text_at(json, "thumbnail");
    return video;
}

std::optional<SigningKeyEntry> signing_key_of(const Json& json) {
    SigningKeyEntry key{text_at(json, "id"), time_at(json, "created")};
    if (key.id.empty()) key.id = text_at(json, "key_id");
    if (key.id.empty()) return std::nullopt;
    return key;
}

template <class Entry>
std::optional<std::vector<Entry>> list_of(const Json& result, const char* name,
                                          std::optional<Entry> (*read)(const Json&)) {
    const Json& list = result.is_array() ? result : at(result, name);
    if (!list.is_array()) return std::nullopt;
    std::vector<Entry> entries;
    for (const Json& one : list) {
        if (auto entry = read(one)) entries.push_back(std::move(*entry));
    }
    return entries;
}

/// Bad UTF-8 from a title is replaced, where nlohmann would throw.
std::string text_of(const Json& json) {
    return json.dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
}

Json recording_json(const RecordingRules& rules) {
    Json json = {{"mode", rules.automatic ? "automatic" : "off"},
                 {"requireSignedURLs", rules.require_signed_urls},
                 {"timeoutSeconds", rules.timeout_seconds}};
    json["allowedOrigins"] =
        rules.allowed_origins.empty() ? Json(nullptr) : Json(rules.allowed_origins);
    return json;
}

}  // namespace

Verdict read_verdict(std::string_view body) {
    const Json json = parse(body);
    Verdict verdict;
    verdict.is_json = json.is_object();
    verdict.success = flag_at(json, "success", false);
    const Json& errors = at(json, "errors");
    if (errors.is_array() && !errors.empty()) {
        verdict.code = whole_at<int>(errors.front(), "code").value_or(0);
        verdict.message = text_at(errors.front(), "message");
    }
    return verdict;
}

std::optional<LiveInput> read_live_input(std::string_view body) {
    return live_input_of(at(parse(body), "result"));
}

std::optional<std::vector<LiveInput>> read_live_inputs(std::string_view body) {
    return list_of(at(parse(body), "result"), "liveInputs", live_input_of);
}

std::optional<Video> read_video(std::string_view body) {
    return video_of(at(parse(body), "result"));
}

std::optional<std::vector<Video>> read_videos(std::string_view body) {
    return list_of(at(parse(body), "result"), "videos", video_of);
}

std::optional<NewSigningKey> read_new_signing_key(std::string_view body) {
    const Json json = parse(body);
    const Json& result = at(json, "result");
    NewSigningKey key{text_at(result, "id"), text_at(result, "pem"), time_at(result, "created")};
    if (key.id.empty() || key.pem.empty()) return std::nullopt;
    return key;
}

std::optional<std::vector<SigningKeyEntry>> read_signing_keys(std::string_view body) {
    return list_of(at(parse(body), "result"), "keys", signing_key_of);
}

std::optional<WebhookSubscription> read_webhook_subscription(std::string_view body) {
    const Json json = parse(body);
    const Json& result = at(json, "result");
    WebhookSubscription webhook{text_at(result, "notificationUrl"), text_at(result, "secret"),
                                time_at(result, "modified")};
    if (webhook.notification_url.empty()) {
        webhook.notification_url = text_at(result, "notification_url");
    }
    if (webhook.secret.empty()) return std::nullopt;
    return webhook;
}

std::optional<StorageUse> read_storage_use(std::string_view body) {
    const Json json = parse(body);
    const Json& result = at(json, "result");
    if (!result.is_object()) return std::nullopt;
    StorageUse use;
    use.stored_minutes = number_at(result, "totalStorageMinutes").value_or(0);
    use.stored_minutes_limit = number_at(result, "totalStorageMinutesLimit").value_or(0);
    use.videos = whole_at<std::int64_t>(result, "videoCount").value_or(0);
    return use;
}

std::optional<Video> read_bare_video(std::string_view body) { return video_of(parse(body)); }

std::optional<LiveInputNotification> read_notification(std::string_view body) {
    using Event = LiveInputNotification::Event;
    const Json json = parse(body);
    if (!json.is_object()) return std::nullopt;
    const Json& data = at(json, "data");
    const std::string type = text_at(data, "event_type");
    LiveInputNotification event;
    if (data.is_null()) event.event = Event::Test;
    if (type == "live_input.connected") event.event = Event::Connected;
    if (type == "live_input.disconnected") event.event = Event::Disconnected;
    if (type == "live_input.errored") event.event = Event::Errored;
    event.live_input = text_at(data, "input_id");
    event.updated_at = time_at(data, "updated_at");
    const Json& error = at(at(data, "live_input_errored"), "error");
    event.error_code = text_at(error, "code");
    event.error_message = text_at(error, "message");
    return event;
}

std::optional<Lifecycle> read_lifecycle(std::string_view body) {
    const Json json = parse(body);
    if (!at(json, "live").is_boolean()) return std::nullopt;
    return Lifecycle{flag_at(json, "isInput", false), flag_at(json, "live", false),
                     text_at(json, "videoUID")};
}

std::optional<std::int64_t> read_live_viewers(std::string_view body) {
    return known(whole_at<std::int64_t>(parse(body), "liveViewers"));
}

std::string write(const NewLiveInput& input) {
    Json json = {{"meta", {{"name", input.name}}},
                 {"enabled", true},
                 {"recording", recording_json(input.recording)}};
    if (!input.creator.empty()) json["defaultCreator"] = input.creator;
    return text_of(json);
}

std::string write(const LiveInputChange& change) {
    Json json = Json::object();
    if (change.name) json["meta"] = {{"name", *change.name}};
    if (change.enabled) json["enabled"] = *change.enabled;
    if (change.recording) json["recording"] = recording_json(*change.recording);
    return text_of(json);
}

std::string write(const VideoChange& change) {
    Json json = Json::object();
    if (change.name) json["meta"] = {{"name", *change.name}};
    if (change.creator) json["creator"] = *change.creator;
    if (change.require_signed_urls) json["requireSignedURLs"] = *change.require_signed_urls;
    if (change.allowed_origins) json["allowedOrigins"] = *change.allowed_origins;
    return text_of(json);
}

std::string write_webhook_url(std::string_view url) {
    Json json = Json::object();
    json["notificationUrl"] = std::string(url);
    return text_of(json);
}

}  // namespace lsl::cloudflare
