#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/media/media_types.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"

namespace lsl::services {

/// Where a teacher tries her line before a class: rooms of the media engine that belong to no
/// class, so that nobody can watch them and nothing is recorded. Kept in memory alone: a check that
/// a restart ends is made again. Thread-safe.
class CheckInputs {
  public:
    /// Long enough to connect over a bad line and send for eight seconds, short enough that nobody
    /// uses the room for anything else.
    static constexpr std::chrono::seconds lasts{40};
    static constexpr std::size_t most = 32;  ///< at once

    struct Input {
        media::RoomName room;
        std::string token;
    };

    /// `clock` outlives the object.
    explicit CheckInputs(const Clock& clock) : clock_(clock) {}

    /// A fresh one in place of the class's last, whose room comes along to be closed. Conflict
    /// `check_busy` when there are too many.
    struct Opened {
        Input input;
        std::optional<media::RoomName> replaced;
    };
    Result<Opened> open(StreamId stream);
    bool knows(const media::RoomName& room) const;
    /// Whether that is the room's token, and its time isn't over.
    bool fits(const media::RoomName& room, std::string_view token) const;
    /// The rooms whose time is over, told once; they are to be closed.
    std::vector<media::RoomName> take_expired();

  private:
    struct Kept {
        StreamId stream;
        std::string token;
        MonoTime until;
    };

    const Clock& clock_;
    mutable std::mutex mutex_;
    std::map<media::RoomName, Kept, std::less<>> kept_;
};

}  // namespace lsl::services
