#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "server/services/live/media_backend.h"
#include "server/services/watching/attendance.h"
#include "server/services/watching/playback_tokens.h"
#include "server/services/watching/watch_rights.h"
#include "server/services/watching/watcher.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/api.h"

namespace lsl::services {

/// Who asks for a recording: any one of these may be enough.
struct RecordingReader {
    std::vector<UserId> people;  ///< by session cookies
    std::string token;           ///< playback token from the Authorization header, or empty
};

inline constexpr std::chrono::minutes live_token_lifetime{10};
inline constexpr std::chrono::minutes replay_token_lifetime{60};

/// Where somebody who may watch finds the picture: the live one, a replay, a workout, at whichever
/// backend has it. Thread-safe.
class Playback {
  public:
    /// All outlive the object.
    Playback(store::Database& database, const Clock& clock, const PlaybackTokens& tokens,
             const WatchRights& rights, Attendance& attendance, MediaBackend& media);

    /// 403 `not_enrolled`, `replay_expired`; 409 `not_live`, `replay_preparing`; NotFound.
    Result<api::GetPlayback::Response> playback_for(const Watcher& watcher,
                                                    std::string_view stream_id);

    /// A workout plays for everybody who is signed in. NotFound.
    Result<api::GetPlayback::Response> playback_of_workout(const Watcher& watcher,
                                                           std::string_view workout_id);

    /// The file of a replay or of a workout, to be asked at each request for a range. A workout
    /// plays for everybody who is signed in. Notes `watched_replay` and `last_watched_at`.
    Result<recorder::RecordingFile> may_read_recording(const VideoId& video,
                                                       const RecordingReader& reader);

  private:
    store::Database& database_;
    const Clock& clock_;
    const PlaybackTokens& tokens_;
    const WatchRights& rights_;
    Attendance& attendance_;
    MediaBackend& media_;
};

}  // namespace lsl::services
