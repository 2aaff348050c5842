#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/media/io/media_thread.h"
#include "shared/base/clock.h"
#include "tests/fakes/cloudflare/http_message.h"
#include "tests/fakes/cloudflare/stand_in.h"

namespace lsl::fakes {

using Json = nlohmann::json;

/// What a test may turn while the stand-in runs: where the contract leaves room, and time.
struct Settings {
    std::int64_t clock_offset_s = 0;
    std::int64_t ready_after_ms = 200;  ///< from the last byte to `ready`
    std::string list_form = "object";   ///< of live inputs: "object" or "array"
    std::string status_form =
        "automatic";              ///< "automatic" (null, then object), "null", "string", "object"
    int idle_whep_status = 204;   ///< nobody on air
    int whip_views_status = 404;  ///< `/views` of a WebRTC broadcast
    bool disable_ends_webrtc = false;  ///< not documented, so a client cannot rely on it
};

/// A webhook on its way.
struct Outgoing {
    std::string url;
    Headers headers;
    std::string body;
};

/// A WHIP or WHEP session that runs.
struct Session {
    std::string input;
    bool publishes = false;
};

/// Everything that the stand-in remembers, in JSON so that it can be written down as it is. The
/// caller holds StandIn's lock.
struct Account {
    Account(const StandInOptions& with, const Clock& time);

    StandInOptions options;
    const Clock& clock;
    std::string url;  ///< without a slash at the end
    std::unique_ptr<media::MediaThread> media;
    Settings settings;
    Json faults = Json::array();
    std::map<std::string, Session> sessions;
    std::vector<Outgoing> outbox;

    // Kept over a restart; each an object by id, see the functions that make them.
    Json inputs = Json::object();
    Json videos = Json::object();
    Json uploads = Json::object();      ///< tus: upload id → video uid
    Json keys = Json::object();         ///< signing keys: id → created, public PEM
    Json idempotency = Json::object();  ///< key → input uid and when it expires
    Json webhook = nullptr;
    Json destinations = Json::object();

    void save() const;

    std::int64_t now_ms() const;
    std::string timestamp() const;  ///< of now, RFC 3339 with microseconds

    Json* find_input(const std::string& uid);
    Json* find_video(const std::string& uid);
    Json& add_input(const Json& fields);
    /// A video in `pendingupload`, with what an upload or a broadcast says about it.
    Json& add_video(const Json& fields);
    Json& add_signing_key(Json& answer);
    std::filesystem::path file_of(const std::string& video) const;
    void remove_video(const std::string& uid);

    bool whip_on_air(const std::string& input) const;
    /// Ends sessions of an input: its publisher, or viewers as well.
    void end_broadcast(const std::string& input, bool viewers);

    /// Moves videos on as time passes; webhooks of those that are done go to the outbox.
    void advance();
    /// From the last byte on: probed, then queued.
    void processing_begins(Json& video);
    void set_state(Json& video, const std::string& state);

    Json input_json(const Json& input) const;
    Json input_in_list(const Json& input) const;
    Json status_of(const Json& input) const;
    Json video_json(const Json& video) const;
    Outgoing video_webhook(const Json& video, std::int64_t time_s) const;
};

}  // namespace lsl::fakes
