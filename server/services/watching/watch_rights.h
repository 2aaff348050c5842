#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "server/services/watching/playback_tokens.h"
#include "server/services/watching/watch_sessions.h"
#include "server/services/watching/watcher.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/permissions.h"
#include "shared/domain/studio_class.h"

namespace lsl::services {

/// Somebody who may watch a class now.
struct WatchGrant {
    Watcher watcher;
    domain::StudioClass row;
    bool has_place = false;  ///< not by a role alone: staff count nowhere
};

/// Who may watch what at this moment: asked by everything that lets somebody watch, whatever
/// carries the picture. A token is worth nothing once the login is over or the state of class,
/// enrollment or role says no. Who has a role on a class may watch it like somebody who is
/// enrolled, and counts nowhere. Thread-safe.
class WatchRights {
  public:
    /// All outlive the object.
    WatchRights(store::Database& database, const Clock& clock, const PlaybackTokens& tokens)
        : database_(database), clock_(clock), tokens_(tokens) {}

    /// A class, and a person's place and role in it, if there are any.
    struct Seat {
        domain::StudioClass row;
        std::optional<domain::Enrollment> enrollment;
        std::optional<domain::StaffRole> role;
        domain::Watch verdict(UtcTime now) const {
            return domain::watch_verdict(row.stream, row.recording,
                                         enrollment ? &*enrollment : nullptr, now, role);
        }
    };
    /// NotFound for ids of no class.
    Result<Seat> seat(UserId user, std::string_view stream_id) const;
    static Result<Seat> seat_in(store::Connection& reader, UserId user, domain::StudioClass row);

    /// A live token: Unauthenticated for one that is wrong or over, NotFound for an unknown
    /// playback id, Forbidden or Conflict when the class may not be watched (any more).
    Result<WatchGrant> check_token(std::string_view token, const PlaybackId& playback) const;
    /// Whom a live token was made for, whether or not it is over by now: enough to end one's own
    /// session.
    std::optional<Watcher> holder_of(std::string_view token, const PlaybackId& playback) const;
    /// What a replay token says, as long as neither it nor the login is over.
    std::optional<PlaybackClaims> replay_claims(std::string_view token) const;
    /// Those of the sessions whose right to the live picture has ended since they began: the login,
    /// the place in the class, the class itself. A question that cannot be answered now takes
    /// nobody's picture away.
    std::vector<WatchSessions::Session> without_right(
        std::vector<WatchSessions::Session> sessions) const;

  private:
    /// The login is there and not over.
    static Result<bool> lasts(store::Connection& reader, const Watcher& watcher, UtcTime now);

    store::Database& database_;
    const Clock& clock_;
    const PlaybackTokens& tokens_;
};

}  // namespace lsl::services
