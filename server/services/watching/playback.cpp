#include "server/services/watching/playback.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "server/services/accounts/secrets.h"
#include "server/services/classes/stream_lookup.h"
#include "server/store/enrollments_store.h"
#include "server/store/secrets_store.h"
#include "server/store/sessions_store.h"
#include "server/store/staff_store.h"
#include "server/store/streams_store.h"
#include "server/store/workouts_store.h"
#include "shared/domain/permissions.h"

namespace lsl::services {

namespace {

constexpr std::size_t login_size = 64;  // SHA-256 in hex
constexpr std::size_t claims_size = 1 + 1 + 16 + 16 + 8 + login_size;
constexpr std::size_t mac_size = 32;
constexpr char token_version = 2;
// A player asks for many ranges; that it plays is worth a note a minute.
constexpr std::chrono::minutes between_notes{1};
/// A workout stays; the URL of a hosted one ends with the day.
constexpr std::chrono::hours workout_access{24};
/// Between two reports of one player; after more it has been away.
constexpr std::chrono::seconds longest_report_gap{api::watching_interval_s * 3 / 2};

std::string hmac_sha256(std::string_view key, std::string_view text) {
    std::array<unsigned char, mac_size> mac{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(), &size);
    return std::string(reinterpret_cast<const char*>(mac.data()), size);
}

void put(std::string& bytes, const Uuid& uuid) {
    bytes.append(reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size());
}

Uuid take_uuid(std::string_view& bytes) {
    Uuid uuid;
    std::copy_n(bytes.begin(), uuid.bytes.size(), uuid.bytes.begin());
    bytes.remove_prefix(uuid.bytes.size());
    return uuid;
}

Error token_is_wrong() {
    return make_error(ErrorCode::Unauthenticated, "unauthenticated",
                      "Your ticket for this class has run out. Open the class again.");
}

Error no_such_workout() { return not_found("There is no such workout."); }

Error no_such_recording() { return not_found("There is no such recording."); }

api::GetPlayback::Response hosted_playback(const HostedSource& source) {
    return {.kind = source.kind,
            .url = source.url,
            .expires_at = source.expires_at,
            .fallback_url = source.fallback_url};
}

}  // namespace

Result<std::unique_ptr<Playback>> Playback::open(store::Database& database, const Clock& clock,
                                                 MediaBackend& media) {
    std::string secret = LSL_TRY(database.write([&](store::Connection& tx) {
        return store::SecretsStore(tx).find_or_insert("playback_tokens", random_secret(),
                                                      clock.utc());
    }));
    return std::unique_ptr<Playback>(new Playback(database, clock, media, std::move(secret)));
}

Playback::Playback(store::Database& database, const Clock& clock, MediaBackend& media,
                   std::string secret)
    : database_(database), clock_(clock), media_(media), secret_(std::move(secret)) {}

Result<Playback::Seat> Playback::read_seat(const Watcher& watcher,
                                           std::string_view stream_id) const {
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    return database_.read([&](store::Connection& reader) -> Result<Seat> {
        return seat_in(reader, watcher.user, LSL_TRY(require_stream(reader, id)));
    });
}

Result<Playback::Seat> Playback::seat_in(store::Connection& reader, UserId user,
                                         domain::StudioClass row) {
    auto place = LSL_TRY(store::EnrollmentsStore(reader).find(row.stream.id, user));
    const auto role = LSL_TRY(store::StaffStore(reader).role_on(user, row.stream.id));
    return Seat{std::move(row), std::move(place), role};
}

Result<bool> Playback::lasts(store::Connection& reader, const Watcher& watcher, UtcTime now) {
    const auto login = LSL_TRY(store::SessionsStore(reader).find(watcher.login, now));
    return login && login->user == watcher.user;
}

bool Playback::lasts(const Watcher& watcher) const {
    const auto there = database_.read(
        [&](store::Connection& reader) { return lasts(reader, watcher, clock_.utc()); });
    return there && *there;
}

Result<void> Playback::report_watching(UserId user, std::string_view stream_id) {
    const Seat seat = LSL_TRY(read_seat({user, {}}, stream_id));
    const UtcTime now = clock_.utc();
    const domain::Watch verdict = seat.verdict(now);
    LSL_TRY(domain::require_watchable(verdict));
    if (!seat.enrollment) return {};  // by a role: counted nowhere
    return database_.write([&](store::Connection& tx) -> Result<void> {
        store::EnrollmentsStore places(tx);
        const auto before = LSL_TRY(places.note_report(seat.row.stream.id, user, now));
        LSL_TRY(verdict == domain::Watch::Live
                    ? places.note_watched_live(seat.row.stream.id, user, now)
                    : places.note_watched_replay(seat.row.stream.id, user, now));
        if (!before || now < *before || now - *before > longest_report_gap) return {};
        const auto watched = std::chrono::round<std::chrono::seconds>(now - *before);
        return store::StreamsStore(tx).add_delivered(seat.row.stream.id, watched.count());
    });
}

Result<api::GetPlayback::Response> Playback::playback_for(const Watcher& watcher,
                                                          std::string_view stream_id) {
    const Seat seat = LSL_TRY(read_seat(watcher, stream_id));
    const StreamId id = seat.row.stream.id;
    const UtcTime now = clock_.utc();
    const domain::Watch verdict = seat.verdict(now);
    LSL_TRY(domain::require_watchable(verdict));

    if (verdict == domain::Watch::Live) {
        const Claims claims{Kind::Live, watcher, id, now + live_token_lifetime};
        const auto hosted = LSL_TRY(media_.live_source(seat.row, claims.expires_at));
        if (hosted) return hosted_playback(*hosted);
        return api::GetPlayback::Response{
            .kind = "whep",
            .url = "/whep/" + seat.row.ingest.playback.playback_id.text,
            .token = sign(claims),
            .expires_at = claims.expires_at};
    }
    const auto own_end = seat.enrollment ? seat.enrollment->replay_access_expires_at : std::nullopt;
    const UtcTime access_ends = own_end.value_or(seat.row.recording.expires_at.value_or(now));
    const VideoId video = seat.row.recording.video_id.value_or(VideoId());
    const auto hosted = LSL_TRY(media_.replay_source(seat.row, video, access_ends));
    if (hosted) return hosted_playback(*hosted);
    const Claims claims{Kind::Replay, watcher, id,
                        std::min<UtcTime>(now + replay_token_lifetime, access_ends)};
    return api::GetPlayback::Response{.kind = "file",
                                      .url = "/recordings/" + video.text,
                                      .token = sign(claims),
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
    const Claims claims{Kind::Replay, watcher, row.stream.id, clock_.utc() + replay_token_lifetime};
    return api::GetPlayback::Response{.kind = "file",
                                      .url = "/recordings/" + kept.video_id.text,
                                      .token = sign(claims),
                                      .expires_at = claims.expires_at};
}

Result<WatchGrant> Playback::check_token(std::string_view token, const PlaybackId& playback) {
    const auto claims = verify(token);
    if (!claims || claims->kind != Kind::Live || claims->expires_at <= clock_.utc()) {
        return token_is_wrong();
    }
    return database_.read([&](store::Connection& reader) -> Result<WatchGrant> {
        auto row = LSL_TRY(store::StreamsStore(reader).find_by_playback(playback));
        if (!row) return no_such_stream();
        if (row->stream.id != claims->stream) return token_is_wrong();
        if (!LSL_TRY(lasts(reader, claims->watcher, clock_.utc()))) return token_is_wrong();
        Seat seat = LSL_TRY(seat_in(reader, claims->watcher.user, std::move(*row)));
        const auto verdict = seat.verdict(clock_.utc());
        LSL_TRY(domain::require_watchable(verdict));
        if (verdict != domain::Watch::Live) {
            return make_error(ErrorCode::Conflict, "not_live", "The class is over.");
        }
        return WatchGrant{claims->watcher, std::move(seat.row), seat.enrollment.has_value()};
    });
}

std::vector<WatchSessions::Session> Playback::without_right(
    std::vector<WatchSessions::Session> sessions) {
    const UtcTime now = clock_.utc();
    const auto still = [&](store::Connection& reader,
                           const WatchSessions::Session& session) -> Result<bool> {
        if (!LSL_TRY(lasts(reader, session.watcher, now))) return false;
        auto row = LSL_TRY(store::StreamsStore(reader).find(session.stream));
        if (!row) return false;
        const Seat seat = LSL_TRY(seat_in(reader, session.watcher.user, std::move(*row)));
        return seat.verdict(now) == domain::Watch::Live;
    };
    const auto read = [&](store::Connection& reader) -> Result<void> {
        std::erase_if(sessions, [&](const WatchSessions::Session& session) {
            const auto answer = still(reader, session);
            return !answer || *answer;
        });
        return {};
    };
    if (!database_.read(read)) return {};
    return sessions;
}

std::optional<Watcher> Playback::holder_of(std::string_view token, const PlaybackId& playback) {
    const auto claims = verify(token);
    if (!claims || claims->kind != Kind::Live) return std::nullopt;
    const auto row = database_.read([&](store::Connection& reader) {
        return store::StreamsStore(reader).find_by_playback(playback);
    });
    if (!row || !*row || (*row)->stream.id != claims->stream) return std::nullopt;
    return claims->watcher;
}

Result<recorder::RecordingFile> Playback::may_read_recording(const VideoId& video,
                                                             const RecordingReader& reader) {
    const UtcTime now = clock_.utc();
    const auto claims = verify(reader.token);
    const bool token_counts = claims && claims->kind == Kind::Replay && claims->expires_at > now &&
                              lasts(claims->watcher);
    if (reader.people.empty() && !token_counts) {
        return make_error(ErrorCode::Unauthenticated, "unauthenticated", "Sign in to watch this.");
    }
    std::vector<UserId> people = reader.people;
    struct Rows {
        std::vector<Seat> seats;  ///< of each of the people
        bool in_catalog = false;
    };
    const auto read_rows = [&](store::Connection& connection) -> Result<Rows> {
        Rows found;
        const auto row = LSL_TRY(store::StreamsStore(connection).find_by_video(video));
        // A token is for one class alone.
        if (row && token_counts && claims->stream == row->stream.id) {
            people.push_back(claims->watcher.user);
        }
        if (row) {
            for (const UserId user : people) {
                found.seats.push_back(LSL_TRY(seat_in(connection, user, *row)));
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
    for (const Seat& seat : rows.seats) {
        const bool any_time =
            seat.role && domain::may(*seat.role, domain::StaffAction::ReadRecording);
        const auto verdict = seat.verdict(now);
        if (!any_time && verdict != domain::Watch::Replay) {
            if (const auto may = domain::require_watchable(verdict); !may) refused = may.error();
            continue;
        }
        auto file = LSL_TRY(media_.recording_file(video));
        if (seat.enrollment && verdict == domain::Watch::Replay)
            note_replay_watched(*seat.enrollment);
        return file;
    }
    return refused.error();
}

void Playback::note_replay_watched(const domain::Enrollment& enrollment) {
    const UtcTime now = clock_.utc();
    const bool noted_lately = enrollment.watched_replay && enrollment.last_watched_at &&
                              now - *enrollment.last_watched_at < between_notes;
    if (noted_lately) return;
    database_.write_later(
        [stream = enrollment.stream_id, user = enrollment.user_id, now](store::Connection& tx) {
            return store::EnrollmentsStore(tx).note_watched_replay(stream, user, now);
        });
}

std::string Playback::sign(const Claims& claims) const {
    std::string bytes;
    bytes += token_version;
    bytes += static_cast<char>(claims.kind);
    put(bytes, claims.watcher.user.uuid);
    put(bytes, claims.stream.uuid);
    const auto ms = static_cast<std::uint64_t>(claims.expires_at.time_since_epoch().count());
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(ms >> shift & 0xff);
    std::string login = claims.watcher.login;
    login.resize(login_size);
    bytes += login;
    return to_base64url(bytes + hmac_sha256(secret_, bytes));
}

std::optional<Playback::Claims> Playback::verify(std::string_view token) const {
    const std::string signed_bytes = from_base64url(token);
    if (signed_bytes.size() != claims_size + mac_size) return std::nullopt;
    std::string_view bytes(signed_bytes.data(), claims_size);
    const std::string_view mac = std::string_view(signed_bytes).substr(claims_size);
    if (!same_secret(mac, hmac_sha256(secret_, bytes))) return std::nullopt;
    if (bytes[0] != token_version) return std::nullopt;
    Claims claims;
    claims.kind = static_cast<Kind>(bytes[1]);
    bytes.remove_prefix(2);
    claims.watcher.user = UserId{take_uuid(bytes)};
    claims.stream = StreamId{take_uuid(bytes)};
    std::uint64_t ms = 0;
    for (const char byte : bytes.substr(0, 8)) ms = ms << 8 | static_cast<unsigned char>(byte);
    claims.expires_at = UtcTime(std::chrono::milliseconds(static_cast<std::int64_t>(ms)));
    claims.watcher.login = bytes.substr(8);
    return claims;
}

}  // namespace lsl::services
