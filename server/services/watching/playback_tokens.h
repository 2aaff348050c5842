#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/services/watching/watcher.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

/// What a playback token says: who, which class, of which kind, until when. Not that they may.
struct PlaybackClaims {
    enum class Kind : std::uint8_t { Live = 1, Replay = 2 };
    Kind kind;
    Watcher watcher;
    StreamId stream;
    UtcTime expires_at;
};

/// Makes and reads the tokens by which viewers prove to the media endpoints who they are: signed
/// (HMAC-SHA256) with a secret that the database keeps. Thread-safe.
class PlaybackTokens {
  public:
    /// Makes the secret where there is none yet.
    static Result<PlaybackTokens> open(store::Database& database, const Clock& clock);
    explicit PlaybackTokens(std::string secret) : secret_(std::move(secret)) {}

    std::string sign(const PlaybackClaims& claims) const;
    /// Nothing for what was not made by `sign`. Whether the time is over is for the caller to see.
    std::optional<PlaybackClaims> verify(std::string_view token) const;

  private:
    const std::string secret_;
};

}  // namespace lsl::services
