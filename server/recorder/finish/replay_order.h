#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>

#include "server/media/ingest/tap.h"
#include "server/recorder/depacketize/frame.h"

namespace lsl::recorder {

/// A frame with its place in the replay.
struct ReplayFrame {
    media::TrackKind kind = media::TrackKind::Audio;
    std::int64_t time_us = 0;
    std::size_t clock = 0;  ///< Alignment::Place
    bool key = false;
    Bytes data;
};

/// Brings the frames of both tracks into the order in which a replay holds them. Each track is read
/// on its own, so that neither waits for the other nor is judged by the other's clock. The picture
/// stays in the order of its decoding; sound that came late goes where it belongs. Holds three
/// seconds of sound at most. One thread; the tracks are asked on it and outlive nothing. No errors.
class ReplayOrder {
  public:
    /// Gives the next frame of one track, in the order in which it came.
    using Track = std::function<std::optional<ReplayFrame>()>;

    ReplayOrder(Track audio, Track video);

    std::optional<ReplayFrame> next();

  private:
    void read_ahead();

    Track audio_track_;
    Track video_track_;
    std::deque<ReplayFrame> audio_;           ///< sorted by time while of one clock
    std::optional<ReplayFrame> other_clock_;  ///< read already, belongs behind all of audio_
    std::optional<ReplayFrame> video_;
    bool audio_ended_ = false;
};

}  // namespace lsl::recorder
