#include "server/recorder/capture/track_notes.h"

#include "server/media/media_time.h"

namespace lsl::recorder {

namespace {

/// Arrivals and reports are noted more often at the beginning of a segment, where there are few, so
/// that a class of hours keeps a small journal.
constexpr std::int64_t settled_after_us = 20'000'000;
constexpr std::int64_t window_us = 500'000;
constexpr std::int64_t settled_window_us = 2'000'000;
constexpr std::int64_t reports_settled_after_us = 60'000'000;
constexpr std::int64_t settled_report_every_us = 4'500'000;

}  // namespace

TrackTimeline::Place TrackNotes::frame(std::uint32_t source, std::uint32_t timestamp,
                                       std::uint32_t clock_rate_hz, std::int64_t arrival_us,
                                       TimingLog& log) {
    const bool new_source = !timeline_.locate(source, timestamp).has_value();
    const auto place = timeline_.place(source, timestamp, clock_rate_hz, arrival_us);
    const Arrival arrived{place.rtp_us, arrival_us};
    if (new_source) last_report_us_.reset();
    if (place.begins_segment) {
        pause(log);
        log.segment(kind_, source, place.media_us, place.rtp_us);
        log.arrival(kind_, place.rtp_us, arrival_us);
        segment_began_us_ = window_began_us_ = arrival_us;
    } else {
        note(arrived, log);
    }
    if (early_report_ && early_report_->report.source == source) {
        note_report(*early_report_, log);
        early_report_.reset();
    }
    return place;
}

TrackTimeline::Place TrackNotes::late_frame(std::uint32_t source, std::uint32_t timestamp,
                                            std::uint32_t clock_rate_hz, std::int64_t arrival_us,
                                            TimingLog& log) {
    if (const auto place = timeline_.place_late(source, timestamp)) return *place;
    return frame(source, timestamp, clock_rate_hz, arrival_us, log);
}

void TrackNotes::note(const Arrival& arrival, TimingLog& log) {
    last_ = arrival;
    if (!least_delayed_ || arrival.delay_us() < least_delayed_->delay_us()) {
        least_delayed_ = arrival;
    }
    const bool settled = arrival.arrival_us - segment_began_us_ > settled_after_us;
    if (arrival.arrival_us - window_began_us_ < (settled ? settled_window_us : window_us)) return;
    log.arrival(kind_, least_delayed_->rtp_us, least_delayed_->arrival_us);
    if (least_delayed_->rtp_us == arrival.rtp_us) last_.reset();
    least_delayed_.reset();
    window_began_us_ = arrival.arrival_us;
}

void TrackNotes::pause(TimingLog& log) {
    if (least_delayed_) log.arrival(kind_, least_delayed_->rtp_us, least_delayed_->arrival_us);
    if (last_ && (!least_delayed_ || last_->rtp_us != least_delayed_->rtp_us)) {
        log.arrival(kind_, last_->rtp_us, last_->arrival_us);
    }
    least_delayed_.reset();
    last_.reset();
}

void TrackNotes::report(const media::TapSenderReport& report, std::int64_t arrival_us,
                        TimingLog& log) {
    if (report.ntp == 0) return;  // the sender knows no time (RFC 3550 6.4.1)
    const Report heard{report, arrival_us};
    if (timeline_.locate(report.source, report.timestamp)) {
        note_report(heard, log);
    } else {
        early_report_ = heard;
    }
}

void TrackNotes::note_report(const Report& heard, TimingLog& log) {
    const auto rtp_us = timeline_.locate(heard.report.source, heard.report.timestamp);
    if (!rtp_us) return;
    const bool settled = heard.arrival_us - segment_began_us_ > reports_settled_after_us;
    if (settled && last_report_us_ &&
        heard.arrival_us - *last_report_us_ < settled_report_every_us) {
        return;
    }
    last_report_us_ = heard.arrival_us;
    log.report(kind_, *rtp_us, media::ntp_to_us(heard.report.ntp), heard.arrival_us);
}

}  // namespace lsl::recorder
