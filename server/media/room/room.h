#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "server/media/counters.h"
#include "server/media/egress/log_reader.h"
#include "server/media/ingest/recorded_layer.h"
#include "server/media/ingest/tap.h"
#include "server/media/negotiation.h"
#include "server/media/room/room_track.h"

namespace lsl::media {

class Session;

/// Where FanOut is in its walk over a room's viewers.
struct FanOutWalk {
    bool waiting = false;         ///< packets wait to be sent on
    std::size_t next_viewer = 0;  ///< of the walk under way; 0 = none is
    MonoTime flush_at{};          ///< when the walk may begin
    /// Packets came for viewers that the walk under way has passed: another one by then.
    std::optional<MonoTime> flush_again_at;
    bool begun = false;
    /// The picture takes long to leave: sound goes ahead, from this viewer on.
    bool sound_first = false;
    std::size_t next_listener = 0;
    // Logged when it was last looked at:
    std::uint64_t pictures = 0;
    std::uint64_t sounds = 0;

    void again(MonoTime due) {
        flush_again_at = flush_again_at ? std::min(*flush_again_at, due) : due;
    }
};

/// A class's meeting point: at most one publisher, any number of viewers.
class Room {
  public:
    /// `engine_counters` outlive the room.
    Room(std::string room_name, MediaCounters& engine_counters)
        : name(std::move(room_name)), counters(&engine_counters) {}

    /// A publisher with this many layers comes on air.
    void start_layers(std::size_t count);
    void end_sources();
    /// The layer is there and something comes of it.
    bool flows(std::size_t layer) const;
    /// The best layer that flows, 0 if none does.
    std::size_t best_layer(MonoTime now) const;
    std::span<RoomTrack> video_layers() { return std::span(video).first(layers); }
    /// What the next publisher had better send.
    std::optional<Codec> preferred_codec() const {
        return video_codec || !tap ? video_codec : tap->video_codec();
    }
    bool is_empty() const {
        return publisher == nullptr && pending_publisher == nullptr && viewers.empty() && !tap;
    }

    /// With few viewers every packet goes on at once; with many, in runs.
    static constexpr std::size_t kCollectFromViewers = 24;
    bool collects() const { return viewers.size() >= kCollectFromViewers; }
    /// Packets of the picture that have ever been logged, of all layers.
    std::uint64_t pictures_logged() const;
    /// A viewer leaves; a walk over the viewers that is under way misses none of the others.
    void remove_viewer(const Session& viewer, MonoTime now);

    std::string name;
    MediaCounters* counters;  ///< of all rooms together
    RoomTrack audio{TrackKind::Audio};
    std::array<RoomTrack, kMaxLayers> video;  ///< by layer, in the order of the publisher's offer
    std::size_t layers = 1;                   ///< of the publisher, or of the last one
    std::optional<Codec> video_codec;         ///< of the newest key frame, also of a publisher gone
    std::shared_ptr<MediaTap> tap;
    RecordedLayer recorded;
    // Sessions are owned by the engine's SessionTable.
    Session* publisher = nullptr;          ///< connected, feeds the tracks
    Session* pending_publisher = nullptr;  ///< answered, not connected yet
    std::vector<Session*> viewers;
    std::int64_t packets_forwarded = 0;
    ReplayLimit replays;
    FanOutWalk walk;
};

}  // namespace lsl::media
