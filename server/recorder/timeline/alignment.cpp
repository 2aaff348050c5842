#include "server/recorder/timeline/alignment.h"

#include <algorithm>

#include "server/recorder/timeline/two_tracks.h"

namespace lsl::recorder {

namespace {

/// Nothing is captured before what was captured before it. Frames that may all have come late give
/// way to those that follow, by so much at most.
constexpr std::int64_t most_given_way_us = 2'000'000;
constexpr std::int64_t sound_frame_us = 20'000;

std::size_t index(media::TrackKind kind) { return kind == media::TrackKind::Video ? 1 : 0; }

}  // namespace

Alignment::Alignment(const Journal& journal)
    : tracks_(read_both_tracks(journal)), lip_sync_([&] {
          std::array<std::vector<SyncGroup>, 2> groups;
          for (std::size_t i = 0; i < 2; ++i) {
              for (const TrackReading::Clock& clock : tracks_[i].clocks) {
                  groups[i].push_back({clock.source, clock.begins_us, {}, 0});
              }
          }
          std::array<std::size_t, 2> next{0, 0};
          for (const Journal::Segment& segment : journal.segments) {
              const std::size_t i = index(segment.kind);
              const TrackReading::Segment& placed = tracks_[i].segments[next[i]++];
              for (const Journal::Report& report : segment.reports) {
                  const std::int64_t at_us = placed.timed.capture_us(report.rtp_us);
                  if (!tells_of_present(at_us, report)) {
                      ++groups[i][placed.clock].doubtful;
                      continue;
                  }
                  groups[i][placed.clock].reports.push_back({at_us, report.sender_us});
              }
          }
          for (auto& track : groups) {
              std::stable_sort(track.begin(), track.end(), [](const auto& a, const auto& b) {
                  return a.begins_us < b.begins_us;
              });
          }
          return LipSync(groups);
      }()) {
    for (const auto kind : {media::TrackKind::Audio, media::TrackKind::Video}) {
        keep_order(kind);
        // Starts ascend as written; a journal that was tampered with must not be searched in vain.
        auto& segments = tracks_[index(kind)].segments;
        std::stable_sort(segments.begin(), segments.end(),
                         [](const auto& a, const auto& b) { return a.start_us < b.start_us; });
    }
}

/// Where reports put what arrivals put at `time_us`.
std::int64_t Alignment::synced(media::TrackKind kind, std::int64_t time_us) const {
    const std::int64_t picture_late_us = lip_sync_.picture_late_us(time_us);
    return time_us + (kind == media::TrackKind::Video ? -std::max<std::int64_t>(picture_late_us, 0)
                                                      : std::min<std::int64_t>(picture_late_us, 0));
}

void Alignment::keep_order(media::TrackKind kind) {
    TrackReading& track = tracks_[index(kind)];
    for (std::size_t i = track.clocks.size(); i-- > 1;) {
        TrackReading::Clock& before = track.clocks[i - 1];
        const TrackReading::Clock& after = track.clocks[i];
        if (before.source != after.source || before.ends_us < before.begins_us) continue;
        const std::int64_t lasts_us = kind == media::TrackKind::Audio ? sound_frame_us : 0;
        const std::int64_t over_us = synced(kind, before.ends_us) + lasts_us -
                                     synced(kind, after.begins_us) - after.shift_us;
        if (over_us <= 0 || over_us > most_given_way_us) continue;
        before.shift_us = -over_us;
    }
}

Alignment::Place Alignment::place(media::TrackKind kind, std::int64_t media_us) const {
    const TrackReading& track = tracks_[index(kind)];
    auto segment = std::upper_bound(track.segments.begin(), track.segments.end(), media_us,
                                    [](std::int64_t time, const TrackReading::Segment& other) {
                                        return time < other.start_us;
                                    });
    if (segment != track.segments.begin()) --segment;
    if (segment == track.segments.end() || segment->timed.nodes.empty()) return {media_us, 0};
    const std::int64_t rtp_us = segment->rtp_us + media_us - segment->start_us;
    return {synced(kind, segment->timed.capture_us(rtp_us)) + track.clocks[segment->clock].shift_us,
            segment->clock};
}

}  // namespace lsl::recorder
