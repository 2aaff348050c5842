#pragma once

#include <optional>
#include <string_view>

#include "server/services/accounts/caller.h"
#include "server/services/chat/room_view.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/chat_api.h"

namespace lsl::services {

/// Questions with some answers to choose from, one at a time in a class. Thread-safe.
class Polls {
  public:
    /// All outlive the object.
    Polls(store::Database& database, const Clock& clock, const RoomView& view)
        : database_(database), clock_(clock), view_(view) {}

    /// By staff, as the caller has checked. InvalidInput `question` or `options`, Conflict
    /// `poll_open`.
    Result<api::OnePoll> create(const Caller& caller, std::string_view stream_id,
                                const api::CreatePoll::Request& request);
    /// By who is in the room. Forbidden `timed_out`, InvalidInput `option`, Conflict `poll_closed`.
    Result<api::OnePoll> vote(const Caller& caller, std::string_view stream_id,
                              std::string_view poll_id, std::optional<std::int64_t> option);
    /// By staff. The result becomes a message of the chat. A closed one stays as it is.
    Result<api::OnePoll> close(const Caller& caller, std::string_view stream_id,
                               std::string_view poll_id);

  private:
    store::Database& database_;
    const Clock& clock_;
    const RoomView& view_;
};

}  // namespace lsl::services
