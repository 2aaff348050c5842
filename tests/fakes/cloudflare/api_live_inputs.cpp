#include <algorithm>

#include "tests/fakes/cloudflare/parts.h"
#include "tests/fakes/cloudflare/signing.h"

namespace lsl::fakes {
namespace {

constexpr std::int64_t idempotency_life_ms = 6 * 3600 * 1000;

bool is_days(const Json& days) {
    return days.is_null() || (days.is_number_integer() && days >= 30 && days <= 1096);
}

/// The members of create and update that are there, checked; a sentence about the first wrong one.
std::optional<std::string> take_fields(const Json& body, Json& fields) {
    const auto wrong = [&](const char* name, auto fits) {
        if (!body.contains(name)) return false;
        fields[name] = body[name];
        return !fits(body[name]);
    };
    const auto is_bool = [](const Json& value) { return value.is_boolean(); };
    const auto is_object = [](const Json& value) { return value.is_object(); };
    if (wrong("meta", is_object)) return "meta is not an object";
    if (wrong("enabled", is_bool)) return "enabled is not a boolean";
    if (wrong("preferLowLatency", is_bool)) return "preferLowLatency is not a boolean";
    if (wrong("deleteRecordingAfterDays", is_days)) {
        return "deleteRecordingAfterDays has to be between 30 and 1096";
    }
    if (wrong("recording", is_object)) return "recording is not an object";
    if (body.contains("defaultCreator") &&
        (!body["defaultCreator"].is_string() ||
         body["defaultCreator"].get_ref<const std::string&>().size() > 64)) {
        return "defaultCreator has at most 64 characters";
    }
    const Json recording = fields.value("recording", Json::object());
    if (recording.contains("mode") && recording["mode"] != "off" &&
        recording["mode"] != "automatic") {
        return "recording.mode is off or automatic";
    }
    for (const char* name : {"requireSignedURLs", "hideLiveViewerCount"}) {
        if (recording.contains(name) && !recording[name].is_boolean()) {
            return std::string("recording.") + name + " is not a boolean";
        }
    }
    if (recording.contains("allowedOrigins") && !recording["allowedOrigins"].is_array() &&
        !recording["allowedOrigins"].is_null()) {
        return "recording.allowedOrigins is not an array";
    }
    return std::nullopt;
}

HttpResponse create(Account& account, const HttpRequest& request) {
    const auto body = object_of(request);
    if (!body) return malformed_body();
    Json fields = Json::object();
    if (const auto wrong = take_fields(*body, fields)) return failure(400, 10005, *wrong);
    const std::string key = request.header("Idempotency-Key");
    if (key.size() > 255) return failure(400, 10005, "Idempotency-Key has at most 255 bytes");
    if (!key.empty() && account.idempotency.contains(key) &&
        account.idempotency[key]["expires"] > account.now_ms()) {
        const Json* made = account.find_input(account.idempotency[key]["input"]);
        if (made == nullptr) {
            return failure(409, 10009, "The idempotency key belongs to a deleted live input");
        }
        return success(account.input_json(*made));
    }
    const Json& input = account.add_input(fields);
    if (!key.empty()) {
        account.idempotency[key] = {{"input", input["uid"]},
                                    {"expires", account.now_ms() + idempotency_life_ms}};
    }
    account.save();
    return success(account.input_json(input));
}

HttpResponse list_inputs(const Account& account, const HttpRequest& request) {
    Json inputs = Json::array();
    for (const Json& input : account.inputs) inputs.push_back(account.input_in_list(input));
    std::stable_sort(inputs.begin(), inputs.end(),
                     [](const Json& a, const Json& b) { return a["created"] > b["created"]; });
    if (account.settings.list_form == "array") return success(inputs);
    Json result = {{"liveInputs", inputs}};
    if (request.parameter("include_counts") == "true") {
        result["range"] = inputs.size();
        result["total"] = inputs.size();
    }
    return success(result);
}

HttpResponse update(Account& account, const HttpRequest& request, Json& input) {
    const auto body = object_of(request);
    if (!body) return malformed_body();
    Json fields = Json::object();
    if (const auto wrong = take_fields(*body, fields)) return failure(400, 10005, *wrong);
    input.update(fields, true);  // members of `recording` that are left out stay as they are
    if (fields.contains("meta")) input["meta"] = fields["meta"];
    input["modified"] = account.timestamp();
    if (input["enabled"] == false && account.settings.disable_ends_webrtc) {
        account.end_broadcast(input["uid"], false);
    }
    account.save();
    return success(account.input_json(input));
}

HttpResponse rotate(Account& account, Json& input) {
    const std::string uid = input["uid"];
    input["secret"] = random_hex(32) + "k" + uid;
    input["streamKey"] = random_hex(32) + "k" + uid;
    input["keysRotatedAt"] = account.timestamp();
    input["modified"] = account.timestamp();
    account.end_broadcast(uid, false);
    account.save();
    return success(account.input_json(input));
}

HttpResponse videos_of(const Account& account, const std::string& input) {
    std::vector<const Json*> found;
    for (const Json& video : account.videos) {
        if (video.value("liveInput", "") == input) found.push_back(&video);
    }
    std::sort(found.begin(), found.end(),
              [](const Json* a, const Json* b) { return (*a)["order"] > (*b)["order"]; });
    Json result = Json::array();
    for (const Json* video : found) result.push_back(account.video_json(*video));
    return success(result);
}

}  // namespace

HttpResponse answer_live_inputs(Account& account, const HttpRequest& request,
                                const Segments& rest) {
    const std::string& method = request.method;
    if (rest.empty()) {
        if (method == "POST") return create(account, request);
        return method == "GET" ? list_inputs(account, request) : no_route();
    }
    if (!is_uid(rest[0])) return no_route();
    Json* input = account.find_input(rest[0]);
    if (input == nullptr) return unknown_object();
    if (rest.size() == 2) {
        if (rest[1] == "rotate_keys" && method == "POST") return rotate(account, *input);
        if (rest[1] == "videos" && method == "GET") return videos_of(account, rest[0]);
        return no_route();
    }
    if (rest.size() > 2) return no_route();
    if (method == "GET") return success(account.input_json(*input));
    if (method == "PUT") return update(account, request, *input);
    if (method != "DELETE") return no_route();
    account.end_broadcast(rest[0], true);
    account.inputs.erase(rest[0]);
    account.save();
    return {};  // specified without a body; recordings stay
}

}  // namespace lsl::fakes
