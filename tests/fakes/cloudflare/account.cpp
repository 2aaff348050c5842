#include "tests/fakes/cloudflare/account.h"

#include <fstream>

#include "tests/fakes/cloudflare/packaging.h"
#include "tests/fakes/cloudflare/signing.h"

namespace lsl::fakes {
namespace {

constexpr const char* state_file = "state.json";

Json recording_defaults() {
    return {{"mode", "off"},
            {"requireSignedURLs", false},
            {"allowedOrigins", nullptr},
            {"timeoutSeconds", 0},
            {"hideLiveViewerCount", false}};
}

}  // namespace

Account::Account(const StandInOptions& with, const Clock& time) : options(with), clock(time) {
    std::ifstream file(options.folder / state_file);
    const Json kept = Json::parse(file, nullptr, false);
    if (!kept.is_object()) return;
    inputs = kept["inputs"];
    videos = kept["videos"];
    uploads = kept["uploads"];
    keys = kept["keys"];
    idempotency = kept["idempotency"];
    webhook = kept["webhook"];
    destinations = kept["destinations"];
}

void Account::save() const {
    const auto path = options.folder / state_file;
    const auto next = options.folder / "state.json.new";
    std::ofstream(next) << Json{{"inputs", inputs},
                                {"videos", videos},
                                {"uploads", uploads},
                                {"keys", keys},
                                {"idempotency", idempotency},
                                {"webhook", webhook},
                                {"destinations", destinations}}
                               .dump(1);
    std::error_code ignored;
    std::filesystem::rename(next, path, ignored);
}

std::int64_t Account::now_ms() const {
    return clock.utc().time_since_epoch().count() + settings.clock_offset_s * 1000;
}

std::string Account::timestamp() const {
    std::string text = to_iso8601(UtcTime(std::chrono::milliseconds(now_ms())));
    text.insert(text.size() - 1, "000");
    return text;
}

Json* Account::find_input(const std::string& uid) {
    const auto found = inputs.find(uid);
    return found == inputs.end() ? nullptr : &*found;
}

Json* Account::find_video(const std::string& uid) {
    const auto found = videos.find(uid);
    return found == videos.end() ? nullptr : &*found;
}

Json& Account::add_input(const Json& fields) {
    const std::string uid = random_hex(32);
    Json& input = inputs[uid];
    input = {{"uid", uid},
             {"created", timestamp()},
             {"modified", timestamp()},
             {"secret", random_hex(32) + "k" + uid},
             {"streamKey", random_hex(32) + "k" + uid},
             {"enabled", true},
             {"meta", Json::object()},
             {"deleteRecordingAfterDays", nullptr},
             {"preferLowLatency", false},
             {"recording", recording_defaults()},
             {"order", inputs.size()},
             {"connection", nullptr},  // of the last broadcast: connected, disconnected
             {"broadcast", nullptr}};  // a simulated RTMPS one on air: {video}
    input.update(fields, true);
    return input;
}

Json& Account::add_video(const Json& fields) {
    const std::string uid = random_hex(32);
    Json& video = videos[uid];
    video = {{"uid", uid},
             {"created", timestamp()},
             {"modified", timestamp()},
             {"meta", Json::object()},
             {"creator", nullptr},
             {"state", "pendingupload"},
             {"requireSignedURLs", false},
             {"allowedOrigins", nullptr},
             {"scheduledDeletion", nullptr},
             {"thumbnailTimestampPct", 0},
             {"maxDurationSeconds", nullptr},
             {"size", 0},
             {"duration", -1},
             {"width", -1},
             {"height", -1},
             {"error", ""},
             {"hold", ""},  // a state that it does not leave by itself
             {"order", videos.size()}};
    video.update(fields, true);
    return video;
}

Json& Account::add_signing_key(Json& answer) {
    const std::string id = random_hex(32);
    const NewKey made = make_key(id);
    answer = {{"id", id},
              {"pem", base64(made.pem)},
              {"jwk", base64(made.jwk.dump())},
              {"created", timestamp()}};
    keys[id] = {{"id", id}, {"created", answer["created"]}, {"public_pem", made.public_pem}};
    return keys[id];
}

std::filesystem::path Account::file_of(const std::string& video) const {
    return options.folder / "media" / video;
}

void Account::remove_video(const std::string& uid) {
    std::error_code ignored;
    std::filesystem::remove(file_of(uid), ignored);
    std::filesystem::remove_all(packaged_folder(file_of(uid)), ignored);
    for (auto upload = uploads.begin(); upload != uploads.end();) {
        upload = (*upload)["video"] == uid ? uploads.erase(upload) : std::next(upload);
    }
    videos.erase(uid);
}

bool Account::whip_on_air(const std::string& input) const {
    return media->ask(media::ReadRoom{input}).publisher_connected;
}

void Account::end_broadcast(const std::string& input, bool viewers) {
    if (viewers) media->ask(media::CloseRoom{input});
    for (auto session = sessions.begin(); session != sessions.end();) {
        const bool ends = session->second.input == input && (viewers || session->second.publishes);
        if (ends && !viewers) (void)media->ask(media::CloseSession{session->first});
        session = ends ? sessions.erase(session) : std::next(session);
    }
}

void Account::set_state(Json& video, const std::string& state) {
    video["state"] = state;
    video["modified"] = timestamp();
    if (state == "ready") video["readyAt"] = timestamp();
    if ((state == "ready" || state == "error") && webhook.is_object()) {
        outbox.push_back(video_webhook(video, now_ms() / 1000));
    }
    save();
}

void Account::processing_begins(Json& video) {
    const auto file = file_of(video["uid"]);
    std::error_code none;
    const auto size = std::filesystem::file_size(file, none);
    if (!none) {
        const MediaFacts facts = probe(file);
        video["size"] = size;
        video["duration"] = facts.seconds;
        video["width"] = facts.width;
        video["height"] = facts.height;
        if (!facts.is_video) video["error"] = "ERR_NON_VIDEO";
    }
    video["uploaded"] = timestamp();
    video["processing_since"] = now_ms();
    set_state(video, video.contains("liveInput") ? "inprogress" : "queued");
}

void Account::advance() {
    for (Json& video : videos) {
        const std::string state = video["state"];
        if (state != "queued" && state != "inprogress") continue;
        if (video["hold"] == state) continue;
        const auto since = now_ms() - video["processing_since"].get<std::int64_t>();
        if (state == "queued" && since >= settings.ready_after_ms / 2) {
            set_state(video, "inprogress");
        } else if (state == "inprogress" && since >= settings.ready_after_ms) {
            set_state(video, video["error"] == "" ? "ready" : "error");
        }
    }
}

Outgoing Account::video_webhook(const Json& video, std::int64_t time_s) const {
    Outgoing sent;
    sent.url = webhook.value("notificationUrl", "");
    sent.body = video_json(video).dump();
    const std::string time = std::to_string(time_s);
    const std::string signature =
        hmac_sha256_hex(webhook.value("secret", ""), time + "." + sent.body);
    sent.headers = {{"Webhook-Signature", "time=" + time + ",sig1=" + signature}};
    return sent;
}

}  // namespace lsl::fakes
