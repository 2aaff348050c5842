#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "server/media/counters.h"
#include "server/media/key_frame_requests.h"
#include "server/media/media_time.h"
#include "server/media/negotiation.h"
#include "server/media/packet_log.h"
#include "server/media/picture_size.h"
#include "server/media/recorded_layer.h"
#include "server/media/tap.h"

namespace lsl::media {

class Session;

/// One track of a room, or one simulcast layer of its picture, whichever publisher feeds it at the
/// moment. Outlives publishers, so that viewers stay where they are when one comes back.
struct RoomTrack {
    // Video: ten seconds at 4 Mbit/s, for retransmission and for joining at the last key frame.
    // Audio: five seconds.
    static constexpr std::size_t kVideoPackets = 4096;
    static constexpr std::size_t kAudioPackets = 256;
    // A layer of several, at most 3 Mbit/s: six seconds.
    static constexpr std::size_t kLayerPackets = 2048;
    /// A layer is silent when another one is ahead of it by this much.
    static constexpr std::chrono::microseconds kSilence{1'000'000};

    explicit RoomTrack(TrackKind track_kind = TrackKind::Video) : kind(track_kind) {}

    /// Another source begins: nothing of before is sent any more.
    void start_source(const std::vector<NegotiatedFormat>& source_formats, std::size_t log_packets);
    /// The publisher has gone. The log stays readable until the next source.
    void end_source();
    /// Shows more; as long as the sizes are not known, has more to show.
    bool is_better_than(const RoomTrack& other, MonoTime now) const;

    TrackKind kind;
    std::unique_ptr<PacketLog> log;         ///< made for the first source
    std::vector<NegotiatedFormat> formats;  ///< of the source; LoggedPacket::format counts in it
    bool live = false;                      ///< a source is connected
    KeyFrameRequests key_frames;

    /// Ties the source's timestamps to our clock through its sender reports.
    struct SenderClock {
        std::uint32_t timestamp = 0;
        MonoTime at{};
    };
    std::optional<SenderClock> clock;
    std::string rid;   ///< of the layer, empty if it is the only one
    PictureSize size;  ///< of the newest key frame
    MonoTime last_arrival{};
    RateMeter bytes;
    RateMeter frames;
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
    bool is_empty() const {
        return publisher == nullptr && pending_publisher == nullptr && viewers.empty() && !tap;
    }

    /// With few viewers every packet goes on at once; with many, in runs.
    static constexpr std::size_t kCollectFromViewers = 24;
    bool collects() const { return viewers.size() >= kCollectFromViewers; }
    /// Packets came for viewers that the walk under way has left behind: another one by then.
    void flush_again(MonoTime due) {
        flush_again_at = flush_again_at ? std::min(*flush_again_at, due) : due;
    }

    std::string name;
    MediaCounters* counters;  ///< of all rooms together
    RoomTrack audio{TrackKind::Audio};
    std::array<RoomTrack, kMaxLayers> video;  ///< by layer, in the order of the publisher's offer
    std::size_t layers = 1;                   ///< of the publisher, or of the last one
    std::shared_ptr<MediaTap> tap;
    RecordedLayer recorded;
    // Sessions are owned by the engine.
    Session* publisher = nullptr;          ///< connected, feeds the tracks
    Session* pending_publisher = nullptr;  ///< answered, not connected yet
    std::vector<Session*> viewers;
    std::int64_t packets_forwarded = 0;
    int replays = 0;  ///< viewers that are catching up from the last key frame

    // Fan-out state.
    bool dirty = false;      ///< packets wait to be sent on
    std::size_t cursor = 0;  ///< next viewer of the walk
    MonoTime flush_at{};     ///< when the walk may begin
    std::optional<MonoTime> flush_again_at;
};

}  // namespace lsl::media
