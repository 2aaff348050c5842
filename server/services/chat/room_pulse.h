#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "server/services/accounts/caller.h"
#include "server/services/chat/room_member.h"
#include "server/services/chat/wishes.h"
#include "server/services/events/event_hub.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/chat_api.h"

namespace lsl::services {

/// What people let a class feel without words: taps and wishes while it is live, and how hard it
/// was afterwards. Nobody hears of single taps: they leave as sums with the room's frames, and are
/// kept as sums of ten seconds. Thread-safe.
class RoomPulse {
  public:
    /// All outlive the object.
    RoomPulse(store::Database& database, const Clock& clock, EventHub& hub, Wishes& wishes)
        : database_(database), clock_(clock), hub_(hub), wishes_(wishes) {}

    /// InvalidInput for names that there aren't and counts outside of 1 to 100; Conflict
    /// `not_live`; Forbidden `not_enrolled` or `timed_out`. More than ten taps of a person within a
    /// second are not counted.
    Result<void> react(const Caller& caller, std::string_view stream_id,
                       const api::React::Request& request);
    /// Conflict and Forbidden likewise.
    Result<void> wish(const Caller& caller, std::string_view stream_id,
                      std::optional<domain::Wish> wish);
    /// By staff, as the caller has checked.
    Result<void> clear_wishes(const Caller& caller, std::string_view stream_id);
    /// InvalidInput `effort`; Conflict `not_ended`; Forbidden `not_enrolled`, or `not_watched`.
    Result<void> set_effort(const Caller& caller, std::string_view stream_id, std::int64_t effort);

  private:
    /// Who is in the room of a class that is live, and may be heard.
    Result<RoomMember> require_heard(StreamId stream, const Caller& caller) const;
    /// How many of these taps count.
    std::int64_t take_taps(UserId user, std::int64_t wanted);
    void keep(StreamId stream, std::string_view name, std::int64_t count);

    store::Database& database_;
    const Clock& clock_;
    EventHub& hub_;
    Wishes& wishes_;

    struct Taps {
        MonoTime since{};
        std::int64_t counted = 0;
    };
    std::mutex mutex_;
    std::unordered_map<UserId, Taps> taps_;  ///< of the last seconds
    MonoTime forgot_at_{};
};

}  // namespace lsl::services
