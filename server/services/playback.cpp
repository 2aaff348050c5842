#include "server/services/playback.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "server/services/secrets.h"
#include "server/services/stream_lookup.h"
#include "server/store/enrollments_store.h"
#include "server/store/secrets_store.h"
#include "server/store/streams_store.h"
#include "server/store/workouts_store.h"
#include "shared/domain/permissions.h"

namespace lsl::services {

namespace {

constexpr std::size_t claims_size = 1 + 1 + 16 + 16 + 8;
constexpr std::size_t mac_size = 32;
constexpr char token_version = 1;
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

Result<Playback::Seat> Playback::read_seat(UserId user, std::string_view stream_id) const {
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    return database_.read([&](store::Connection& reader) -> Result<Seat> {
        domain::Stream stream = LSL_TRY(require_stream(reader, id));
        return Seat{std::move(stream), LSL_TRY(store::EnrollmentsStore(reader).find(id, user))};
    });
}

Result<void> Playback::report_watching(UserId user, std::string_view stream_id) {
    const Seat seat = LSL_TRY(read_seat(user, stream_id));
    const UtcTime now = clock_.utc();
    const domain::Watch verdict = domain::watch_verdict(seat.stream, seat.place(), now);
    LSL_TRY(domain::require_watchable(verdict));
    return database_.write([&](store::Connection& tx) -> Result<void> {
        store::EnrollmentsStore places(tx);
        const auto before = LSL_TRY(places.note_report(seat.stream.id, user, now));
        LSL_TRY(verdict == domain::Watch::Live
                    ? places.note_watched_live(seat.stream.id, user, now)
                    : places.note_watched_replay(seat.stream.id, user, now));
        if (!before || now < *before || now - *before > longest_report_gap) return {};
        const auto watched = std::chrono::round<std::chrono::seconds>(now - *before);
        return store::StreamsStore(tx).add_delivered(seat.stream.id, watched.count());
    });
}

Result<api::GetPlayback::Response> Playback::playback_for(UserId user, std::string_view stream_id) {
    const Seat seat = LSL_TRY(read_seat(user, stream_id));
    const StreamId id = seat.stream.id;
    const UtcTime now = clock_.utc();
    const domain::Watch verdict = domain::watch_verdict(seat.stream, seat.place(), now);
    LSL_TRY(domain::require_watchable(verdict));

    if (verdict == domain::Watch::Live) {
        const Claims claims{Kind::Live, user, id, now + live_token_lifetime};
        const auto hosted = LSL_TRY(media_.live_source(seat.stream, claims.expires_at));
        if (hosted) return hosted_playback(*hosted);
        return api::GetPlayback::Response{.kind = "whep",
                                          .url = "/whep/" + seat.stream.playback_id,
                                          .token = sign(claims),
                                          .expires_at = claims.expires_at};
    }
    const UtcTime access_ends = seat.enrollment->replay_access_expires_at.value_or(
        seat.stream.recording_expires_at.value_or(now));
    const std::string video_id = seat.stream.recording_video_id.value_or("");
    const auto hosted = LSL_TRY(media_.replay_source(seat.stream, video_id, access_ends));
    if (hosted) return hosted_playback(*hosted);
    const Claims claims{Kind::Replay, user, id,
                        std::min<UtcTime>(now + replay_token_lifetime, access_ends)};
    return api::GetPlayback::Response{.kind = "file",
                                      .url = "/recordings/" + video_id,
                                      .token = sign(claims),
                                      .expires_at = claims.expires_at};
}

Result<api::GetPlayback::Response> Playback::playback_of_workout(UserId user,
                                                                 std::string_view workout_id) {
    const auto id = WorkoutId::parse(workout_id);
    if (!id) return no_such_workout();
    using Found = std::optional<std::pair<domain::Workout, domain::Stream>>;
    const auto read = [&](store::Connection& reader) -> Result<Found> {
        auto workout = LSL_TRY(store::WorkoutsStore(reader).find(*id));
        if (!workout) return Found();
        auto stream = LSL_TRY(require_stream(reader, workout->stream_id));
        return Found({std::move(*workout), std::move(stream)});
    };
    const auto found = LSL_TRY(database_.read(read));
    if (!found) return no_such_workout();
    const auto& [kept, stream] = *found;
    const auto hosted =
        LSL_TRY(media_.replay_source(stream, kept.video_id, clock_.utc() + workout_access));
    if (hosted) return hosted_playback(*hosted);
    const Claims claims{Kind::Replay, user, stream.id, clock_.utc() + replay_token_lifetime};
    return api::GetPlayback::Response{.kind = "file",
                                      .url = "/recordings/" + kept.video_id,
                                      .token = sign(claims),
                                      .expires_at = claims.expires_at};
}

Result<WatchGrant> Playback::check_token(std::string_view token, std::string_view playback_id) {
    const auto claims = verify(token);
    if (!claims || claims->kind != Kind::Live || claims->expires_at <= clock_.utc()) {
        return token_is_wrong();
    }
    return database_.read([&](store::Connection& reader) -> Result<WatchGrant> {
        auto stream = LSL_TRY(store::StreamsStore(reader).find_by_playback(playback_id));
        if (!stream) return no_such_stream();
        if (stream->id != claims->stream) return token_is_wrong();
        const Seat seat{
            *stream, LSL_TRY(store::EnrollmentsStore(reader).find(claims->stream, claims->user))};
        const auto verdict = domain::watch_verdict(seat.stream, seat.place(), clock_.utc());
        LSL_TRY(domain::require_watchable(verdict));
        if (verdict != domain::Watch::Live) {
            return make_error(ErrorCode::Conflict, "not_live", "The class is over.");
        }
        return WatchGrant{claims->user, std::move(*stream)};
    });
}

std::optional<UserId> Playback::holder_of(std::string_view token, std::string_view playback_id) {
    const auto claims = verify(token);
    if (!claims || claims->kind != Kind::Live) return std::nullopt;
    const auto stream = database_.read([&](store::Connection& reader) {
        return store::StreamsStore(reader).find_by_playback(playback_id);
    });
    if (!stream || !*stream || (*stream)->id != claims->stream) return std::nullopt;
    return claims->user;
}

Result<recorder::RecordingFile> Playback::may_read_recording(std::string_view video_id,
                                                             const RecordingReader& reader) {
    const UtcTime now = clock_.utc();
    const auto claims = verify(reader.token);
    const bool token_counts = claims && claims->kind == Kind::Replay && claims->expires_at > now;
    const std::optional<UserId> user =
        reader.viewer ? reader.viewer : (token_counts ? std::optional(claims->user) : std::nullopt);
    if (!user && !reader.instructor) {
        return make_error(ErrorCode::Unauthenticated, "unauthenticated", "Sign in to watch this.");
    }
    struct Rows {
        std::optional<Seat> seat;
        bool in_catalog = false;
    };
    const auto read_rows = [&](store::Connection& connection) -> Result<Rows> {
        Rows found;
        const auto stream = LSL_TRY(store::StreamsStore(connection).find_by_video(video_id));
        if (stream && user) {
            found.seat =
                Seat{*stream, LSL_TRY(store::EnrollmentsStore(connection).find(stream->id, *user))};
        } else if (stream) {
            found.seat = Seat{*stream, std::nullopt};
        }
        found.in_catalog =
            LSL_TRY(store::WorkoutsStore(connection).find_by_video(video_id)).has_value();
        return found;
    };
    const Rows rows = LSL_TRY(database_.read(read_rows));
    const bool token_of_another =
        !reader.viewer && token_counts && rows.seat && rows.seat->stream.id != claims->stream;
    if ((!rows.seat && !rows.in_catalog) || (token_of_another && !reader.instructor)) {
        return no_such_recording();
    }
    if (reader.instructor || rows.in_catalog) {
        return media_.recording_file(std::string(video_id));
    }
    const auto verdict = domain::watch_verdict(rows.seat->stream, rows.seat->place(), now);
    LSL_TRY(domain::require_watchable(verdict));
    if (verdict != domain::Watch::Replay) return no_such_recording();
    auto file = LSL_TRY(media_.recording_file(std::string(video_id)));
    note_replay_watched(*rows.seat->enrollment);
    return file;
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
    put(bytes, claims.user.uuid);
    put(bytes, claims.stream.uuid);
    const auto ms = static_cast<std::uint64_t>(claims.expires_at.time_since_epoch().count());
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(ms >> shift & 0xff);
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
    claims.user = UserId{take_uuid(bytes)};
    claims.stream = StreamId{take_uuid(bytes)};
    std::uint64_t ms = 0;
    for (const char byte : bytes) ms = ms << 8 | static_cast<unsigned char>(byte);
    claims.expires_at = UtcTime(std::chrono::milliseconds(static_cast<std::int64_t>(ms)));
    return claims;
}

}  // namespace lsl::services
