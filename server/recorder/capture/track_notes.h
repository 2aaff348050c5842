#pragma once

#include <cstdint>
#include <optional>

#include "server/media/ingest/tap.h"
#include "server/recorder/timeline/track_timeline.h"

namespace lsl::recorder {

/// Takes down what is learned about a track's clocks. All times are microseconds; what they mean
/// is said at Journal.
class TimingLog {
  public:
    virtual ~TimingLog() = default;
    virtual void segment(media::TrackKind kind, std::uint32_t source, std::int64_t start_us,
                         std::int64_t rtp_us) = 0;
    virtual void arrival(media::TrackKind kind, std::int64_t rtp_us, std::int64_t arrival_us) = 0;
    virtual void report(media::TrackKind kind, std::int64_t rtp_us, std::int64_t sender_us,
                        std::int64_t arrival_us) = 0;
};

/// Places a track's frames in the parts and notes what alignment needs to know about them: where
/// segments begin and end, their least delayed arrivals, and the sender's reports. Times are
/// microseconds of capture time. One thread; no errors but what the log keeps for itself.
class TrackNotes {
  public:
    explicit TrackNotes(media::TrackKind kind) : kind_(kind) {}

    /// `arrival_us` is capture time.
    TrackTimeline::Place frame(std::uint32_t source, std::uint32_t timestamp,
                               std::uint32_t clock_rate_hz, std::int64_t arrival_us,
                               TimingLog& log);
    /// The same of a frame that came late (EncodedFrame::late): its arrival says nothing and is not
    /// noted, where its place among the others is known.
    TrackTimeline::Place late_frame(std::uint32_t source, std::uint32_t timestamp,
                                    std::uint32_t clock_rate_hz, std::int64_t arrival_us,
                                    TimingLog& log);
    void report(const media::TapSenderReport& report, std::int64_t arrival_us, TimingLog& log);
    /// The publisher has gone: what is pending is noted.
    void pause(TimingLog& log);

  private:
    struct Arrival {
        std::int64_t rtp_us = 0;
        std::int64_t arrival_us = 0;

        std::int64_t delay_us() const { return arrival_us - rtp_us; }
    };
    struct Report {
        media::TapSenderReport report;
        std::int64_t arrival_us = 0;
    };

    void note(const Arrival& arrival, TimingLog& log);
    void note_report(const Report& report, TimingLog& log);

    media::TrackKind kind_;
    TrackTimeline timeline_;
    std::optional<Report> early_report_;    ///< came before its source's frames
    std::optional<Arrival> least_delayed_;  ///< of the window that runs
    std::optional<Arrival> last_;           ///< not noted yet
    std::int64_t window_began_us_ = 0;
    std::int64_t segment_began_us_ = 0;  ///< arrival of its first frame
    std::optional<std::int64_t> last_report_us_;
};

}  // namespace lsl::recorder
