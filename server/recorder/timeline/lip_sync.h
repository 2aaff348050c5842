#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace lsl::recorder {

/// What a sender report says, once the arrivals have placed its RTP time.
struct ReportedTime {
    std::int64_t at_us = 0;      ///< capture time of the report's RTP time, by arrivals
    std::int64_t sender_us = 0;  ///< what the sender's clock said then
};

/// Frames of one track that lie on one RTP clock (TimedSegment::group).
struct SyncGroup {
    std::size_t source = 0;
    std::int64_t begins_us = 0;  ///< capture time, by arrivals
    std::vector<ReportedTime> reports;
    std::size_t doubtful = 0;  ///< reports besides whose RTP time cannot be what they say
};

/// How much longer the picture's way to us was than the sound's, which arrivals cannot tell and the
/// sender's reports can, since both tracks' tell the time of one clock. Reports are believed as far
/// as arrivals bear them out: those whose clock does not run as fast as ours are not, those around
/// a moment at which the clock was set are compared with none from beyond it, and an offset that no
/// network makes is none. Times are microseconds. A value, constant once made; any thread; no
/// errors.
class LipSync {
  public:
    /// `tracks`: audio, video; each in the order of the times that its groups begin.
    explicit LipSync(const std::array<std::vector<SyncGroup>, 2>& tracks);

    /// By how much the picture comes late against the sound at a capture time by arrivals; negative
    /// when the sound comes late.
    std::int64_t picture_late_us(std::int64_t at_us) const;

  private:
    struct Node {
        std::int64_t at_us = 0;
        std::int64_t late_us = 0;
    };
    /// While one group of each track lasts.
    struct Span {
        std::int64_t begins_us = 0;
        std::array<std::optional<std::size_t>, 2> sources;
        std::vector<Node> nodes;
        std::optional<std::size_t>
            used;  ///< span whose nodes count here: this, or the nearest like it
    };

    void borrow();
    std::optional<std::size_t> nearest_told(std::size_t span, bool same_sources) const;

    std::vector<Span> spans_;
};

}  // namespace lsl::recorder
