// What a test asks of the stand-in itself; README.md has the list.
#include <fstream>
#include <iterator>

#include "tests/fakes/cloudflare/packaging.h"
#include "tests/fakes/cloudflare/parts.h"

namespace lsl::fakes {
namespace {

constexpr std::int64_t stale_by_s = 3600;

HttpResponse settings(Account& account, const Json& body) {
    Settings& all = account.settings;
    all.clock_offset_s = body.value("clock_offset_s", all.clock_offset_s);
    all.ready_after_ms = body.value("ready_after_ms", all.ready_after_ms);
    all.list_form = body.value("list_form", all.list_form);
    all.status_form = body.value("status_form", all.status_form);
    all.idle_whep_status = body.value("idle_whep_status", all.idle_whep_status);
    all.whip_views_status = body.value("whip_views_status", all.whip_views_status);
    all.disable_ends_webrtc = body.value("disable_ends_webrtc", all.disable_ends_webrtc);
    return json_answer({{"clock_offset_s", all.clock_offset_s},
                        {"ready_after_ms", all.ready_after_ms},
                        {"list_form", all.list_form},
                        {"status_form", all.status_form},
                        {"idle_whep_status", all.idle_whep_status},
                        {"whip_views_status", all.whip_views_status},
                        {"disable_ends_webrtc", all.disable_ends_webrtc}});
}

HttpResponse state(Account& account) {
    Json inputs = Json::array();
    for (const Json& input : account.inputs) {
        const std::string uid = input["uid"];
        inputs.push_back({{"uid", uid},
                          {"on_air", account.whip_on_air(uid)},
                          {"enabled", input["enabled"]},
                          {"meta", input["meta"]},
                          {"viewers", account.media->ask(media::ReadRoom{uid}).viewers}});
    }
    Json videos = Json::array();
    for (const Json& video : account.videos) videos.push_back(account.video_json(video));
    return json_answer({{"live_inputs", inputs}, {"videos", videos}});
}

/// A broadcast by RTMPS in steps: "start" (connected, no video yet), "live" (a video of its own),
/// "end" (processing begins). `file` gives the recording something to play.
HttpResponse broadcast(Account& account, Json& input, const Json& body) {
    const std::string step = body.value("step", "");
    Json& now = input["broadcast"];
    if (step == "start") {
        if (input["enabled"] == false) return plain(403, "The live input is disabled");
        now = {{"video", nullptr}, {"viewers", body.value("viewers", 0)}};
        input["connection"] = "rtmps";
    } else if (!now.is_object()) {
        return plain(409, "Nothing is on air");
    } else if (step == "live" && input["recording"]["mode"] == "automatic") {
        const Json& video =
            account.add_video({{"liveInput", input["uid"]},
                               {"state", "live-inprogress"},
                               {"meta", input["meta"]},
                               {"requireSignedURLs", input["recording"]["requireSignedURLs"]},
                               {"allowedOrigins", input["recording"]["allowedOrigins"]}});
        now["video"] = video["uid"];
        if (body.contains("file")) {
            const auto to = account.file_of(video["uid"]);
            std::error_code failed;
            std::filesystem::create_directories(to.parent_path());
            std::filesystem::copy_file(body["file"].get<std::string>(), to, failed);
            if (failed) return plain(400, "The file cannot be read");
        }
    } else if (step == "end") {
        if (now["video"].is_string()) {
            Json* video = account.find_video(now["video"]);
            if (video != nullptr) account.processing_begins(*video);
        }
        now = nullptr;
    } else if (step != "live") {
        return plain(400, "step is start, live or end");
    }
    account.save();
    return json_answer({{"broadcast", input["broadcast"]}});
}

HttpResponse change_video(Account& account, Json& video, const Json& body) {
    video["hold"] = body.value("hold", video["hold"].get<std::string>());
    if (body.contains("error")) video["error"] = body["error"];
    if (body.contains("state")) account.set_state(video, body["state"]);
    account.save();
    return json_answer(account.video_json(video));
}

}  // namespace

HttpResponse answer_control(Account& account, const HttpRequest& request, const Segments& path) {
    const auto body = object_of(request);
    if (!body) return plain(400, "A JSON object, please");
    const std::string& what = path.size() > 1 ? path[1] : request.method;
    if (what == "settings") return settings(account, *body);
    if (what == "state") return state(account);
    if (what == "log") {
        std::ifstream file(account.options.folder / "requests.jsonl");
        return plain(200, {std::istreambuf_iterator<char>(file), {}});
    }
    if (what == "faults") {
        if (request.method == "DELETE") account.faults = Json::array();
        if (request.method == "POST") account.faults.push_back(*body);
        return json_answer(account.faults);
    }
    if (what == "live_inputs" && path.size() == 4) {
        Json* input = account.find_input(path[2]);
        if (input == nullptr) return plain(404, "No such live input");
        if (path[3] == "broadcast") return broadcast(account, *input, *body);
        if (path[3] == "kill_publisher") {
            account.end_broadcast(path[2], false);
            return json_answer({{"on_air", account.whip_on_air(path[2])}});
        }
    }
    if (what == "videos" && path.size() == 3) {
        Json* video = account.find_video(path[2]);
        return video == nullptr ? plain(404, "No such video")
                                : change_video(account, *video, *body);
    }
    return plain(404, "No such control");
}

namespace {

std::optional<std::vector<Outgoing>> video_webhooks(Account& account, const Json& body) {
    const Json* video = account.find_video(body.value("uid", ""));
    if (video == nullptr || account.webhook.is_null()) return std::nullopt;
    const std::string kind = body.value("kind", "good");
    const std::int64_t now = account.now_ms() / 1000;
    Outgoing sent = account.video_webhook(*video, kind == "stale" ? now - stale_by_s : now);
    if (kind == "unsigned") sent.headers.erase("Webhook-Signature");
    if (kind == "wrong") sent.body.back() = ' ';
    if (kind == "duplicate") return std::vector{sent, sent};
    return std::vector{sent};
}

std::optional<std::vector<Outgoing>> input_webhooks(Account& account, const Json& body) {
    Json destination = {{"url", body.value("url", "")}, {"secret", body.value("secret", "")}};
    if (destination["url"] == "" && !account.destinations.empty()) {
        destination = *account.destinations.begin();
    }
    if (destination["url"] == "") return std::nullopt;
    const std::string now = account.timestamp();
    Json data = {{"notification_name", "Stream Live Input"},
                 {"input_id", body.value("input_id", "")},
                 {"event_type", body.value("event_type", "live_input.connected")},
                 {"updated_at", body.value("updated_at", now)}};
    if (data["event_type"] == "live_input.errored") {
        data["live_input_errored"] = {
            {"error", {{"code", "ERR_GOP_OUT_OF_RANGE"}, {"message", "Key frames are too rare"}}},
            {"video_codec", "h264"},
            {"audio_codec", "aac"}};
    }
    Outgoing sent{destination["url"],
                  {{"cf-webhook-auth", destination["secret"]}},
                  Json{{"name", "Live input"},
                       {"text", "A live input changed its state"},
                       {"data", data},
                       {"ts", account.now_ms() / 1000}}
                      .dump()};
    const std::string auth = body.value("auth", "right");
    if (auth == "wrong") sent.headers["cf-webhook-auth"] += "x";
    if (auth == "missing") sent.headers.clear();
    if (body.value("kind", "") == "duplicate") return std::vector{sent, sent};
    return std::vector{sent};
}

}  // namespace

std::optional<std::vector<Outgoing>> asked_webhooks(Account& account, const Json& body,
                                                    const std::string& kind) {
    return kind == "video" ? video_webhooks(account, body) : input_webhooks(account, body);
}

}  // namespace lsl::fakes
