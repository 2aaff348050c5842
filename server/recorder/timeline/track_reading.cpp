#include "server/recorder/timeline/track_reading.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "server/recorder/timeline/clock_points.h"
#include "server/recorder/timeline/clock_rate.h"

namespace lsl::recorder {

namespace {

constexpr std::int64_t most_ahead_us = 500'000;
constexpr std::int64_t most_behind_us = 8'000'000;

/// Rates that come so near to each other are one, measured twice.
constexpr double one_rate = 0.03;
/// From one report to the next the sender's clock goes on as capture time does, but for jitter. Of
/// a clock that was set no more than this counts, since that says nothing about RTP time.
constexpr double told_exactly_s = 0.03;
constexpr double most_untold_s = 0.3;

struct Source {
    std::vector<const Journal::Segment*> segments;
    std::vector<std::size_t> at;  ///< in TrackReading::segments
};

/// Compares what one report says with what the one before on the same clock did.
class ReportWatch {
  public:
    void look(std::size_t clock, std::int64_t at_us, const Journal::Report& report) {
        if (!tells_of_present(at_us, report)) {
            untold_s_ += most_untold_s;
            return;
        }
        const std::int64_t ahead_us = report.sender_us - at_us;
        if (last_ && last_->first == clock) {
            const double changed_s = static_cast<double>(std::abs(ahead_us - last_->second)) / 1e6;
            untold_s_ += std::clamp(changed_s - told_exactly_s, 0.0, most_untold_s);
        }
        last_ = {clock, ahead_us};
    }
    double untold_s() const { return untold_s_; }

  private:
    std::optional<std::pair<std::size_t, std::int64_t>> last_;
    double untold_s_ = 0;
};

void add_rates(std::vector<double>& rates, const std::vector<double>& more) {
    for (const double rate : more) {
        const bool known = std::any_of(rates.begin(), rates.end(), [&](double other) {
            return std::abs(other / rate - 1) < one_rate;
        });
        if (!known) rates.push_back(rate);
    }
}

std::optional<double> shared_rate(const std::map<std::uint32_t, Source>& sources,
                                  const NetworkDelay* network) {
    std::vector<double> measured;
    for (const auto& [number, source] : sources) {
        const auto rates = measured_rates(collect_points(source.segments, network));
        measured.insert(measured.end(), rates.begin(), rates.end());
    }
    return usual_rate(std::move(measured));
}

void widen(TrackReading::Clock& clock, const TimedSegment& timed) {
    for (const TimedSegment::Node& node : timed.nodes) {
        clock.begins_us = std::min(clock.begins_us, node.capture_us);
        clock.ends_us = std::max(clock.ends_us, node.capture_us);
    }
}

void add_source(TrackReading& track, std::uint32_t number, const Source& source,
                ClockReading reading) {
    track.sets += reading.sets;
    track.drift = std::max(track.drift, reading.drift);
    add_rates(track.rates, reading.rates);
    track.held.insert(track.held.end(), reading.held.begin(), reading.held.end());
    const std::size_t known = track.clocks.size();
    ReportWatch watch;
    for (std::size_t i = 0; i < reading.segments.size(); ++i) {
        TrackReading::Segment& segment = track.segments[source.at[i]];
        segment.clock = known + reading.segments[i].group;
        segment.timed = std::move(reading.segments[i]);
        while (track.clocks.size() <= segment.clock) {
            track.clocks.push_back({number, std::numeric_limits<std::int64_t>::max(),
                                    std::numeric_limits<std::int64_t>::min(), 0});
        }
        widen(track.clocks[segment.clock], segment.timed);
        for (const Journal::Report& report : source.segments[i]->reports) {
            watch.look(segment.clock, segment.timed.capture_us(report.rtp_us), report);
        }
    }
    track.untold_s += watch.untold_s();
}

}  // namespace

TrackReading read_track(const Journal& journal, media::TrackKind kind,
                        const TrackOptions& options) {
    TrackReading track;
    std::map<std::uint32_t, Source> sources;
    for (const Journal::Segment& segment : journal.segments) {
        if (segment.kind != kind) continue;
        Source& source = sources[segment.source];
        source.segments.push_back(&segment);
        source.at.push_back(track.segments.size());
        track.segments.push_back({segment.start_us, segment.rtp_us, {}, 0});
    }
    ClockOptions clock = options.clock;
    if (options.same_rate) clock.rate = shared_rate(sources, clock.network);
    for (const auto& [number, source] : sources) {
        add_source(track, number, source, read_clock(source.segments, clock));
    }
    track.network = NetworkDelay(track.held);
    return track;
}

bool tells_of_present(std::int64_t at_us, const Journal::Report& report) {
    return at_us <= report.arrival_us + most_ahead_us &&
           at_us >= report.arrival_us - most_behind_us;
}

}  // namespace lsl::recorder
