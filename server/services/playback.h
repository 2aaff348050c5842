#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/services/media_backend.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/api.h"

namespace lsl::services {

/// Somebody who may watch a class now.
struct WatchGrant {
    UserId user;
    domain::Stream stream;
};

/// Who asks for a recording: any one of these may be enough.
struct RecordingReader {
    std::optional<UserId> viewer;  ///< by session cookie
    bool instructor = false;
    std::string token;  ///< playback token from the Authorization header, or empty
};

inline constexpr std::chrono::minutes live_token_lifetime{10};
inline constexpr std::chrono::minutes replay_token_lifetime{60};

/// Who may watch what, and the tokens that prove it to the media endpoints. A token is signed
/// (HMAC-SHA256, secret kept in the database), bound to viewer, class and kind, short-lived, and
/// worth nothing once the state of class or enrollment says no. Thread-safe.
class Playback {
  public:
    static Result<std::unique_ptr<Playback>> open(store::Database& database, const Clock& clock,
                                                  MediaBackend& media);

    /// 403 `not_enrolled`, `replay_expired`; 409 `not_live`, `replay_preparing`; NotFound.
    Result<api::GetPlayback::Response> playback_for(UserId user, std::string_view stream_id);

    /// A workout plays for everybody who is signed in. NotFound.
    Result<api::GetPlayback::Response> playback_of_workout(UserId user,
                                                           std::string_view workout_id);

    /// A player of somebody who may watch shows a picture now: notes `watched_live` or
    /// `watched_replay`, and counts the time since it said so before, if that was not long ago.
    /// Fails as playback_for.
    Result<void> report_watching(UserId user, std::string_view stream_id);

    /// For WHEP: Unauthenticated for a token that is wrong or over, NotFound for an unknown
    /// playback id, Forbidden or Conflict when the class may not be watched (any more).
    Result<WatchGrant> check_token(std::string_view token, std::string_view playback_id);
    /// The viewer a live token was made for, whether or not it is over by now: enough to end one's
    /// own session.
    std::optional<UserId> holder_of(std::string_view token, std::string_view playback_id);

    /// The file of a replay or of a workout, to be asked at each request for a range. A workout
    /// plays for everybody who is signed in. Notes `watched_replay` and `last_watched_at`.
    Result<recorder::RecordingFile> may_read_recording(std::string_view video_id,
                                                       const RecordingReader& reader);

  private:
    enum class Kind : std::uint8_t { Live = 1, Replay = 2 };
    struct Claims {
        Kind kind;
        UserId user;
        StreamId stream;
        UtcTime expires_at;
    };
    /// A class and the viewer's place in it, if there is one.
    struct Seat {
        domain::Stream stream;
        std::optional<domain::Enrollment> enrollment;
        const domain::Enrollment* place() const { return enrollment ? &*enrollment : nullptr; }
    };
    Playback(store::Database& database, const Clock& clock, MediaBackend& media,
             std::string secret);
    std::string sign(const Claims& claims) const;
    std::optional<Claims> verify(std::string_view token) const;
    Result<Seat> read_seat(UserId user, std::string_view stream_id) const;
    void note_replay_watched(const domain::Enrollment& enrollment);

    store::Database& database_;
    const Clock& clock_;
    MediaBackend& media_;
    const std::string secret_;
};

}  // namespace lsl::services
