// Section 3 of the contract: what the API says about inputs and videos.
#include "tests/fakes/cloudflare/account.h"

namespace lsl::fakes {

Json Account::status_of(const Json& input) const {
    const bool on_air = whip_on_air(input["uid"]) || input["broadcast"].is_object();
    const bool ever = on_air || !input["connection"].is_null();
    if (!ever || settings.status_form == "null") return nullptr;
    if (settings.status_form == "string") return on_air ? "connected" : "client_disconnect";
    return {{"current",
             {{"state", on_air ? "connected" : "disconnected"},
              {"reason", on_air ? "connected" : "client_disconnect"},
              {"statusLastSeen", timestamp()}}},
            {"history", Json::array()}};
}

Json Account::input_in_list(const Json& input) const {
    Json shown;
    for (const char* field :
         {"uid", "created", "modified", "meta", "enabled", "deleteRecordingAfterDays"}) {
        shown[field] = input[field];
    }
    shown["status"] = status_of(input);
    return shown;
}

Json Account::input_json(const Json& input) const {
    const std::string uid = input["uid"];
    const std::string key = input["streamKey"];
    Json shown = input_in_list(input);
    if (input.contains("keysRotatedAt")) shown["keysRotatedAt"] = input["keysRotatedAt"];
    shown["preferLowLatency"] = input["preferLowLatency"];
    shown["recording"] = input["recording"];
    shown["rtmps"] = {{"url", "rtmps://live.cloudflare.com:443/live/"}, {"streamKey", key}};
    shown["rtmpsPlayback"] = shown["rtmps"];
    shown["srt"] = {
        {"url", "srt://live.cloudflare.com:778"}, {"streamId", uid}, {"passphrase", key}};
    shown["srtPlayback"] = shown["srt"];
    shown["webRTC"] = {{"url", url + "/" + input["secret"].get<std::string>() + "/webRTC/publish"}};
    shown["webRTCPlayback"] = {{"url", url + "/" + uid + "/webRTC/play"}};
    shown["playback"] = {{"hls", url + "/" + uid + "/manifest/video.m3u8"},
                         {"dash", url + "/" + uid + "/manifest/video.mpd"}};
    return shown;
}

Json Account::video_json(const Json& video) const {
    const std::string uid = video["uid"];
    const std::string state = video["state"];
    const std::string base = url + "/" + uid;
    Json shown;
    for (const char* field :
         {"uid", "creator", "meta", "created", "modified", "requireSignedURLs", "allowedOrigins",
          "scheduledDeletion", "thumbnailTimestampPct", "maxDurationSeconds", "size", "duration"}) {
        shown[field] = video[field];
    }
    for (const char* field : {"uploaded", "liveInput"}) {
        if (video.contains(field)) shown[field] = video[field];
    }
    const bool ready = state == "ready";
    shown["readyToStream"] = ready || state == "live-inprogress";
    shown["readyToStreamAt"] = ready ? video["readyAt"] : Json();
    shown["status"] = {{"state", state}};
    if (ready) shown["status"]["pctComplete"] = "100.000000";
    if (state == "inprogress") shown["status"]["pctComplete"] = "39.000000";
    shown["status"]["errorReasonCode"] = video["error"];
    shown["status"]["errorReasonText"] =
        video["error"] == "" ? "" : "The file was not recognized as a valid video file.";
    shown["input"] = {{"width", video["width"]}, {"height", video["height"]}};
    shown["thumbnail"] = base + "/thumbnails/thumbnail.jpg";
    shown["preview"] = base + "/watch";
    shown["playback"] = {{"hls", base + "/manifest/video.m3u8"},
                         {"dash", base + "/manifest/video.mpd"}};
    shown["watermark"] = nullptr;
    return shown;
}

}  // namespace lsl::fakes
