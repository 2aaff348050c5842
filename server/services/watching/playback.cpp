#include "server/services/watching/playback.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "server/services/classes/stream_lookup.h"
#include "server/store/classes/streams_store.h"
#include "server/store/classes/workouts_store.h"
#include "shared/domain/permissions.h"

namespace lsl::services {

namespace {

/// A workout stays; the URL of a hosted one ends with the day.
constexpr std::chrono::hours workout_access{24};

Error no_such_workout() { return not_found("There is no such workout."); }

Error no_such_recording() { return not_found("There is no such recording."); }

api::GetPlayback::Response hosted_playback(const HostedSource& source) {
    return {.kind = source.kind,
            .url = source.url,
            .expires_at = source.expires_at,
            .fallback_url = source.fallback_url};
}

}  // namespace

Playback::Playback(store::Database& database, const Clock& clock, const PlaybackTokens& tokens,
                   const WatchRights& rights, Attendance& attendance, MediaBackend& media)
    : database_(database),
      clock_(clock),
      tokens_(tokens),
      rights_(rights),
      attendance_(attendance),
      media_(media) {}

Result<api::GetPlayback::Response> Playback::playback_for(const Watcher& watcher,
                                                          std::string_view stream_id) {
    const WatchRights::Seat seat = LSL_TRY(rights_.seat(watcher.user, stream_id));
    const StreamId id = seat.row.stream.id;
    const UtcTime now = clock_.utc();
    const domain::Watch verdict = seat.verdict(now);
    LSL_TRY(domain::require_watchable(verdict));

    if (verdict == domain::Watch::Live) {
        const PlaybackClaims claims{PlaybackClaims::Kind::Live, watcher, id,
                                    now + live_token_lifetime};
        const auto hosted = LSL_TRY(media_.live_source(seat.row, claims.expires_at));
        if (hosted) return hosted_playback(*hosted);
        return api::GetPlayback::Response{
            .kind = "whep",
            .url = "/whep/" + seat.row.ingest.playback.playback_id.text,
            .token = tokens_.sign(claims),
            .expires_at = claims.expires_at};
    }
    const auto own_end = seat.enrollment ? seat.enrollment->replay_access_expires_at : std::nullopt;
    const UtcTime access_ends = own_end.value_or(seat.row.recording.expires_at.value_or(now));
    const VideoId video = seat.row.recording.video_id.value_or(VideoId());
    const auto hosted = LSL_TRY(media_.replay_source(seat.row, video, access_ends));
    if (hosted) return hosted_playback(*hosted);
    const PlaybackClaims claims{PlaybackClaims::Kind::Replay, watcher, id,
                                std::min<UtcTime>(now + replay_token_lifetime, access_ends)};
    return api::GetPlayback::Response{.kind = "file",
                                      .url = "/recordings/" + video.text,
                                      .token = tokens_.sign(claims),
                                      .expires_at = claims.expires_at};
}

Result<api::GetPlayback::Response> Playback::playback_of_workout(const Watcher& watcher,
                                                                 std::string_view workout_id) {
    const auto id = WorkoutId::parse(workout_id);
    if (!id) return no_such_workout();
    using Found = std::optional<std::pair<domain::Workout, domain::StudioClass>>;
    const auto read = [&](store::Connection& reader) -> Result<Found> {
        auto workout = LSL_TRY(store::WorkoutsStore(reader).find(*id));
        if (!workout) return Found();
        auto row = LSL_TRY(require_stream(reader, workout->stream_id));
        return Found({std::move(*workout), std::move(row)});
    };
    const auto found = LSL_TRY(database_.read(read));
    if (!found) return no_such_workout();
    const auto& [kept, row] = *found;
    const auto hosted =
        LSL_TRY(media_.replay_source(row, kept.video_id, clock_.utc() + workout_access));
    if (hosted) return hosted_playback(*hosted);
    const PlaybackClaims claims{PlaybackClaims::Kind::Replay, watcher, row.stream.id,
                                clock_.utc() + replay_token_lifetime};
    return api::GetPlayback::Response{.kind = "file",
                                      .url = "/recordings/" + kept.video_id.text,
                                      .token = tokens_.sign(claims),
                                      .expires_at = claims.expires_at};
}

Result<recorder::RecordingFile> Playback::may_read_recording(const VideoId& video,
                                                             const RecordingReader& reader) {
    const UtcTime now = clock_.utc();
    const auto claims = rights_.replay_claims(reader.token);
    if (reader.people.empty() && !claims) {
        return make_error(ErrorCode::Unauthenticated, "unauthenticated", "Sign in to watch this.");
    }
    std::vector<UserId> people = reader.people;
    struct Rows {
        std::vector<WatchRights::Seat> seats;  ///< of each of the people
        bool in_catalog = false;
    };
    const auto read_rows = [&](store::Connection& connection) -> Result<Rows> {
        Rows found;
        const auto row = LSL_TRY(store::StreamsStore(connection).find_by_video(video));
        // A token is for one class alone.
        if (row && claims && claims->stream == row->stream.id) {
            people.push_back(claims->watcher.user);
        }
        if (row) {
            for (const UserId user : people) {
                found.seats.push_back(LSL_TRY(WatchRights::seat_in(connection, user, *row)));
            }
        }
        found.in_catalog =
            LSL_TRY(store::WorkoutsStore(connection).find_by_video(video)).has_value();
        return found;
    };
    const Rows rows = LSL_TRY(database_.read(read_rows));
    if (rows.in_catalog) return media_.recording_file(video);
    if (rows.seats.empty()) return no_such_recording();
    Result<void> refused = no_such_recording();
    for (const WatchRights::Seat& seat : rows.seats) {
        const bool any_time =
            seat.role && domain::may(*seat.role, domain::StaffAction::ReadRecording);
        const auto verdict = seat.verdict(now);
        if (!any_time && verdict != domain::Watch::Replay) {
            if (const auto may = domain::require_watchable(verdict); !may) refused = may.error();
            continue;
        }
        auto file = LSL_TRY(media_.recording_file(video));
        if (seat.enrollment && verdict == domain::Watch::Replay) {
            attendance_.note_replay(*seat.enrollment);
        }
        return file;
    }
    return refused.error();
}

}  // namespace lsl::services
