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

/// What everybody in a class's room does with its chat: read, write, take back, vote, report. Ids
/// come as text; malformed, unknown and foreign ones are NotFound. Whoever is not in the room is
/// Forbidden `not_enrolled`. A message is on the disk before anybody sees it. Thread-safe.
class Chat {
  public:
    /// All outlive the object.
    /// With `require_confirmed` viewers write once their address is confirmed.
    Chat(store::Database& database, const Clock& clock, const RoomView& view,
         bool require_confirmed)
        : database_(database), clock_(clock), view_(view), require_confirmed_(require_confirmed) {}

    /// Where a page of messages is, in the words of the address: each may be empty.
    struct PageWords {
        std::string_view before, after, limit;
    };
    /// InvalidInput by the word that is no number.
    Result<api::GetChat::Response> page(const Caller& caller, std::string_view stream_id,
                                        PageWords words) const;

    struct Sent {
        api::OneMessage response;
        bool created = false;  ///< false: its author had sent it before
    };
    /// Forbidden `chat_closed`, `timed_out`, `not_staff`, `email_not_verified`; TooMany
    /// `slow_mode`, `too_fast`; InvalidInput by the words of message_text.h, `wrong_reply`, and of
    /// other fields.
    Result<Sent> send(const Caller& caller, std::string_view stream_id,
                      const api::SendMessage::Request& request);
    /// The author always, staff any. Forbidden `not_staff` for others.
    Result<api::OneMessage> remove(const Caller& caller, std::string_view stream_id,
                                   std::string_view message);
    /// Once per person. Conflict `not_a_question`, Forbidden `timed_out`.
    Result<api::OneMessage> vote(const Caller& caller, std::string_view stream_id,
                                 std::string_view message, bool for_it);
    /// Once per person; a second one changes nothing.
    Result<api::OneMessage> report(const Caller& caller, std::string_view stream_id,
                                   std::string_view message, std::string_view reason);

  private:
    struct Draft;
    Result<Draft> draft(StreamId stream, const api::SendMessage::Request& request) const;
    Result<Sent> send(store::Connection& tx, const Caller& caller, StreamId stream,
                      const api::SendMessage::Request& request, const Draft& draft, UtcTime now);

    store::Database& database_;
    const Clock& clock_;
    const RoomView& view_;
    bool require_confirmed_;
};

}  // namespace lsl::services
