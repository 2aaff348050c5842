#include "server/services/watching/watch_rights.h"

#include <utility>

#include "server/services/classes/stream_lookup.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/classes/streams_store.h"
#include "server/store/people/sessions_store.h"
#include "server/store/people/staff_store.h"

namespace lsl::services {

namespace {

Error token_is_wrong() {
    return make_error(ErrorCode::Unauthenticated, "unauthenticated",
                      "Your ticket for this class has run out. Open the class again.");
}

}  // namespace

Result<WatchRights::Seat> WatchRights::seat(UserId user, std::string_view stream_id) const {
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    return database_.read([&](store::Connection& reader) -> Result<Seat> {
        return seat_in(reader, user, LSL_TRY(require_stream(reader, id)));
    });
}

Result<WatchRights::Seat> WatchRights::seat_in(store::Connection& reader, UserId user,
                                               domain::StudioClass row) {
    auto place = LSL_TRY(store::EnrollmentsStore(reader).find(row.stream.id, user));
    const auto role = LSL_TRY(store::StaffStore(reader).role_on(user, row.stream.id));
    return Seat{std::move(row), std::move(place), role};
}

Result<bool> WatchRights::lasts(store::Connection& reader, const Watcher& watcher, UtcTime now) {
    const auto login = LSL_TRY(store::SessionsStore(reader).find(watcher.login, now));
    return login && login->user == watcher.user;
}

Result<WatchGrant> WatchRights::check_token(std::string_view token,
                                            const PlaybackId& playback) const {
    const auto claims = tokens_.verify(token);
    if (!claims || claims->kind != PlaybackClaims::Kind::Live ||
        claims->expires_at <= clock_.utc()) {
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

std::optional<Watcher> WatchRights::holder_of(std::string_view token,
                                              const PlaybackId& playback) const {
    const auto claims = tokens_.verify(token);
    if (!claims || claims->kind != PlaybackClaims::Kind::Live) return std::nullopt;
    const auto row = database_.read([&](store::Connection& reader) {
        return store::StreamsStore(reader).find_by_playback(playback);
    });
    if (!row || !*row || (*row)->stream.id != claims->stream) return std::nullopt;
    return claims->watcher;
}

std::optional<PlaybackClaims> WatchRights::replay_claims(std::string_view token) const {
    const UtcTime now = clock_.utc();
    auto claims = tokens_.verify(token);
    if (!claims || claims->kind != PlaybackClaims::Kind::Replay || claims->expires_at <= now)
        return std::nullopt;
    const auto there = database_.read(
        [&](store::Connection& reader) { return lasts(reader, claims->watcher, now); });
    if (!there || !*there) return std::nullopt;
    return claims;
}

std::vector<WatchSessions::Session> WatchRights::without_right(
    std::vector<WatchSessions::Session> sessions) const {
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

}  // namespace lsl::services
