#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/services/live/media_backend.h"
#include "server/services/watching/watch_sessions.h"
#include "server/services/watching/watcher.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/permissions.h"
#include "shared/wire/api.h"

namespace lsl::services {

/// Somebody who may watch a class now.
struct WatchGrant {
    Watcher watcher;
    domain::StudioClass row;
    bool has_place = false;  ///< not by a role alone: staff count nowhere
};

/// Who asks for a recording: any one of these may be enough.
struct RecordingReader {
    std::vector<UserId> people;  ///< by session cookies
    std::string token;           ///< playback token from the Authorization header, or empty
};

inline constexpr std::chrono::minutes live_token_lifetime{10};
inline constexpr std::chrono::minutes replay_token_lifetime{60};

/// Who may watch what, and the tokens that prove it to the media endpoints. A token is signed
/// (HMAC-SHA256, secret kept in the database), bound to viewer, login, class and kind, short-lived,
/// and worth nothing once the login is over or the state of class, enrollment or role says no. Who
/// has a role on a class may watch it like somebody who is enrolled, and counts nowhere.
/// Thread-safe.
class Playback {
  public:
    static Result<std::unique_ptr<Playback>> open(store::Database& database, const Clock& clock,
                                                  MediaBackend& media);

    /// 403 `not_enrolled`, `replay_expired`; 409 `not_live`, `replay_preparing`; NotFound.
    Result<api::GetPlayback::Response> playback_for(const Watcher& watcher,
                                                    std::string_view stream_id);

    /// A workout plays for everybody who is signed in. NotFound.
    Result<api::GetPlayback::Response> playback_of_workout(const Watcher& watcher,
                                                           std::string_view workout_id);

    /// A player of somebody who may watch shows a picture now: notes `watched_live` or
    /// `watched_replay`, and counts the time since it said so before, if that was not long ago.
    /// Fails as playback_for.
    Result<void> report_watching(UserId user, std::string_view stream_id);

    /// For WHEP: Unauthenticated for a token that is wrong or over, NotFound for an unknown
    /// playback id, Forbidden or Conflict when the class may not be watched (any more).
    Result<WatchGrant> check_token(std::string_view token, const PlaybackId& playback);
    /// Whom a live token was made for, whether or not it is over by now: enough to end one's own
    /// session.
    std::optional<Watcher> holder_of(std::string_view token, const PlaybackId& playback);
    /// Those of the sessions whose right to the live picture has ended since they began: the login,
    /// the place in the class, the class itself. A question that cannot be answered now takes
    /// nobody's picture away.
    std::vector<WatchSessions::Session> without_right(std::vector<WatchSessions::Session> sessions);

    /// The file of a replay or of a workout, to be asked at each request for a range. A workout
    /// plays for everybody who is signed in. Notes `watched_replay` and `last_watched_at`.
    Result<recorder::RecordingFile> may_read_recording(const VideoId& video,
                                                       const RecordingReader& reader);

  private:
    enum class Kind : std::uint8_t { Live = 1, Replay = 2 };
    struct Claims {
        Kind kind;
        Watcher watcher;
        StreamId stream;
        UtcTime expires_at;
    };
    /// A class, and the watcher's place and role in it, if there are any.
    struct Seat {
        domain::StudioClass row;
        std::optional<domain::Enrollment> enrollment;
        std::optional<domain::StaffRole> role;
        domain::Watch verdict(UtcTime now) const {
            return domain::watch_verdict(row.stream, row.recording,
                                         enrollment ? &*enrollment : nullptr, now, role);
        }
    };
    Playback(store::Database& database, const Clock& clock, MediaBackend& media,
             std::string secret);
    std::string sign(const Claims& claims) const;
    std::optional<Claims> verify(std::string_view token) const;
    Result<Seat> read_seat(const Watcher& watcher, std::string_view stream_id) const;
    static Result<Seat> seat_in(store::Connection& reader, UserId user, domain::StudioClass row);
    /// The login is there and not over.
    static Result<bool> lasts(store::Connection& reader, const Watcher& watcher, UtcTime now);
    bool lasts(const Watcher& watcher) const;
    void note_replay_watched(const domain::Enrollment& enrollment);

    store::Database& database_;
    const Clock& clock_;
    MediaBackend& media_;
    const std::string secret_;
};

}  // namespace lsl::services
