#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "server/media/egress/packet_log.h"
#include "server/media/room/room_track.h"
#include "shared/base/time.h"

namespace lsl::media {

/// How many viewers of a room catch up from a key frame of the past at the same time. Each sends
/// faster than real time, so their number is limited.
class ReplayLimit {
  public:
    static constexpr int kMost = 32;

    int running() const { return running_; }

  private:
    friend class ReplayPermit;
    int running_ = 0;
};

/// One viewer's place among them; given back when it is destroyed. The limit outlives it.
class ReplayPermit {
  public:
    explicit ReplayPermit(ReplayLimit& limit) : limit_(&limit) { ++limit_->running_; }
    ~ReplayPermit() {
        if (limit_ != nullptr) --limit_->running_;
    }
    ReplayPermit(ReplayPermit&& other) noexcept : limit_(std::exchange(other.limit_, nullptr)) {}
    ReplayPermit& operator=(ReplayPermit&& other) noexcept {
        std::swap(limit_, other.limit_);
        return *this;
    }

  private:
    ReplayLimit* limit_;
};

/// Where one viewer reads in the log of the source that it is sent, and where it may begin to.
///
/// Video begins at a key frame. If the last one is near, it is replayed at once together with what
/// followed; otherwise a new one is asked for, and the old one is taken if none comes, since some
/// encoders (OBS) ignore requests. When many come in, one after the other, each would soon be too
/// far from the key frame that the one before had asked for; they take longer replays instead, so
/// that those who watch already do not pay for every second of it with a key frame.
class LogReader {
  public:
    static constexpr std::size_t kShortReplayBytes = 400 * 1024;
    /// While a key frame that was asked for is no older than kCrowd: six seconds of 2.5 Mbit/s,
    /// which take 0.4 s to send.
    static constexpr std::size_t kLongReplayBytes = 2'000 * 1024;
    static constexpr std::chrono::microseconds kCrowd{6'000'000};
    /// The old key frame is taken when no new one has come for so long.
    static constexpr std::chrono::microseconds kReplayAfter{600'000};

    struct Start {
        std::uint64_t position;  ///< in the log
        std::int64_t sequence;   ///< of the first packet that is to be sent
    };
    /// The newest packet; nothing in an empty log.
    static std::optional<Start> find_audio_start(const PacketLog& log);
    /// The key frame to begin with and, if it lies in the past, a permit to replay. Nothing while
    /// the viewer had better wait; the publisher is asked for a key frame then. `track` has a log.
    std::optional<Start> find_video_start(RoomTrack& track, ReplayLimit& replays, MonoTime now);

    void begin(std::uint64_t position) { position_ = position; }
    std::uint64_t position() const { return position_; }
    /// The packet at `position` has been dealt with.
    void advance() {
        ++position_;
        if (replay_ && position_ >= replay_until_) replay_.reset();
    }
    /// What is being read lies in the past; it may leave faster than real time.
    bool replaying() const { return replay_.has_value(); }
    void end_replay() { replay_.reset(); }
    /// Another source: a wait for the one before means nothing.
    void forget_wait() { waiting_since_.reset(); }

  private:
    std::uint64_t position_ = 0;
    std::optional<ReplayPermit> replay_;
    std::uint64_t replay_until_ = 0;
    std::optional<MonoTime> waiting_since_;  ///< for a key frame
};

}  // namespace lsl::media
