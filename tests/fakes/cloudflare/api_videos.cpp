#include <algorithm>

#include "tests/fakes/cloudflare/parts.h"
#include "tests/fakes/cloudflare/signing.h"

namespace lsl::fakes {
namespace {

constexpr std::size_t most_listed = 1000;

HttpResponse list_videos(const Account& account, const HttpRequest& request) {
    const auto asked = [&](const char* name, const Json& value) {
        const std::string wanted = request.parameter(name);
        return wanted.empty() || value == wanted;
    };
    const auto first = [&](const char* name, const char* other) {
        const std::string value = request.parameter(name);
        return value.empty() ? request.parameter(other) : value;
    };
    const std::string start = first("start", "after");
    const std::string end = first("end", "before");
    std::vector<const Json*> found;
    for (const Json& video : account.videos) {
        const std::string created = video["created"];
        const bool live = video["state"] == "live-inprogress";
        if (asked("status", video["state"]) && asked("creator", video["creator"]) &&
            asked("live_input_id", video.value("liveInput", "")) && asked("id", video["uid"]) &&
            asked("type", live ? "live" : "vod") &&
            asked("video_name", video["meta"].value("name", Json())) &&
            video["meta"].value("name", "").find(request.parameter("search")) !=
                std::string::npos &&
            (start.empty() || created > start) && (end.empty() || created < end)) {
            found.push_back(&video);
        }
    }
    const bool ascending = request.parameter("asc") == "true";
    std::sort(found.begin(), found.end(), [&](const Json* a, const Json* b) {
        return ascending ? (*a)["order"] < (*b)["order"] : (*a)["order"] > (*b)["order"];
    });
    const std::size_t total = found.size();
    const std::string limit = request.parameter("limit");
    if (limit.find_first_not_of("0123456789") != std::string::npos || limit.size() > 4) {
        return failure(400, 10005, "limit is not a number");
    }
    const std::size_t most = limit.empty() ? most_listed : std::stoul(limit);
    found.resize(std::min({total, most, most_listed}));
    Json result = Json::array();
    for (const Json* video : found) result.push_back(account.video_json(*video));
    HttpResponse answer = success(result);
    if (request.parameter("include_counts") == "true") {
        Json body = Json::parse(answer.body);
        body["range"] = found.size();
        body["total"] = total;
        answer.body = body.dump();
    }
    return answer;
}

HttpResponse edit(Account& account, const HttpRequest& request, Json& video) {
    const auto body = object_of(request);
    if (!body) return malformed_body();
    if (body->contains("requireSignedURLs") && !(*body)["requireSignedURLs"].is_boolean()) {
        return failure(400, 10005, "requireSignedURLs is not a boolean");
    }
    if (body->contains("scheduledDeletion") && (*body)["scheduledDeletion"].is_string()) {
        const auto at = parse_iso8601((*body)["scheduledDeletion"].get<std::string>());
        const auto ahead_ms = at ? at->time_since_epoch().count() - account.now_ms() : 0;
        if (ahead_ms < 30 * day_s * 1000 || ahead_ms > 1096 * day_s * 1000) {
            return failure(400, 10005, "scheduledDeletion has to be 30 to 1096 days ahead");
        }
    }
    for (const char* name : {"meta", "requireSignedURLs", "allowedOrigins", "scheduledDeletion",
                             "thumbnailTimestampPct", "creator", "maxDurationSeconds"}) {
        if (body->contains(name)) video[name] = (*body)[name];
    }
    video["modified"] = account.timestamp();
    account.save();
    return success(account.video_json(video));
}

HttpResponse make_token(Account& account, const HttpRequest& request, const std::string& uid) {
    const auto body = object_of(request);
    if (!body) return malformed_body();
    const std::int64_t now = account.now_ms() / 1000;
    const std::int64_t exp = body->value("exp", now + 3600);
    if (exp <= now || exp > now + day_s) {
        return failure(400, 10005, "exp has to be within the next 24 hours");
    }
    Json claims = {{"sub", uid}, {"exp", exp}, {"nbf", body->value("nbf", now)}};
    std::string id = body->value("id", "");
    std::string pem = decode_base64(body->value("pem", ""));
    if (id.empty()) {
        if (!account.keys.contains(server_key)) {
            const NewKey made = make_key(server_key);
            account.keys[server_key] = {{"id", server_key},
                                        {"created", account.timestamp()},
                                        {"public_pem", made.public_pem},
                                        {"private_pem", made.pem}};
            account.save();
        }
        id = server_key;
        pem = account.keys[server_key]["private_pem"];
    }
    claims["kid"] = id;
    if (body->contains("downloadable")) claims["downloadable"] = (*body)["downloadable"];
    const std::string token = sign_token(id, pem, claims);
    if (token.empty()) return failure(400, 10005, "pem is not a private key");
    return success({{"token", token}});
}

}  // namespace

HttpResponse answer_videos(Account& account, const HttpRequest& request, const Segments& rest) {
    const std::string& method = request.method;
    if (rest.empty()) {
        if (method == "GET") return list_videos(account, request);
        if (method != "POST") return no_route();
        return request.headers.contains("Tus-Resumable") ? create_upload(account, request)
                                                         : receive_form(account, request);
    }
    if (!is_uid(rest[0])) return no_route();
    Json* video = account.find_video(rest[0]);
    const bool token = rest.size() == 2 && rest[1] == "token" && method == "POST";
    // The token is for whatever has a uid, inputs as well.
    if (token && (video != nullptr || account.find_input(rest[0]) != nullptr)) {
        return make_token(account, request, rest[0]);
    }
    if (video == nullptr) return unknown_object();
    if (rest.size() > 1) return no_route();
    if (method == "GET") return success(account.video_json(*video));
    if (method == "POST") return edit(account, request, *video);
    if (method != "DELETE") return no_route();
    account.remove_video(rest[0]);
    account.save();
    return {};  // specified without a body
}

}  // namespace lsl::fakes
