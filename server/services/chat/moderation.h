#pragma once

#include <functional>
#include <string_view>

#include "server/services/accounts/caller.h"
#include "server/services/chat/room_view.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/chat_api.h"

namespace lsl::services {

/// What staff does with a class's chat. That the caller may moderate there is the caller's check.
/// Ids come as text; malformed, unknown and foreign ones are NotFound. What is done to people and
/// to what they wrote is in the audit. Thread-safe.
class Moderation {
  public:
    /// All outlive the object.
    Moderation(store::Database& database, const Clock& clock, const RoomView& view)
        : database_(database), clock_(clock), view_(view) {}

    /// Three at most: a fourth takes the one down that was pinned first. Conflict `not_visible`.
    Result<api::OneMessage> pin(const Caller& caller, std::string_view stream_id,
                                std::string_view message);
    Result<api::OneMessage> unpin(const Caller& caller, std::string_view stream_id,
                                  std::string_view message);
    /// Conflict `not_a_question`.
    Result<api::OneMessage> answer(const Caller& caller, std::string_view stream_id,
                                   std::string_view message);
    /// A held message takes the next place of those that are visible; a removed one is again what
    /// it was. Conflict `removed_by_author`, and `erased` when its text is gone.
    Result<api::OneMessage> allow(const Caller& caller, std::string_view stream_id,
                                  std::string_view message);

    Result<api::GetChatSettings::Response> settings(const Caller& caller,
                                                    std::string_view stream_id) const;
    /// InvalidInput by the field's name.
    Result<api::GetChatSettings::Response> change_settings(
        const Caller& caller, std::string_view stream_id,
        const api::ChangeChatSettings::Request& request);

    /// Forbidden for staff, who cannot be silenced; NotFound for who is not of this class.
    Result<api::TimeOutPerson::Response> time_out(const Caller& caller, std::string_view stream_id,
                                                  const api::TimeOutPerson::Request& request);

    /// Undo of removals: what staff took away is again what it was. InvalidInput `messageIds`.
    Result<api::RestoreMessages::Response> restore(const Caller& caller, std::string_view stream_id,
                                                   const api::RestoreMessages::Request& request);

    Result<api::GetPersonNote::Response> note(std::string_view stream_id,
                                              std::string_view user_id) const;
    Result<api::GetPersonNote::Response> set_note(const Caller& caller, std::string_view stream_id,
                                                  std::string_view user_id, std::string_view text);

    /// Those without an answer.
    Result<api::ListQuestions::Response> questions(std::string_view stream_id) const;

    Result<api::ListReports::Response> reports(std::string_view stream_id) const;
    Result<api::DecideReport::Response> decide(const Caller& caller, std::string_view stream_id,
                                               std::string_view report_id,
                                               const api::DecideReport::Request& request);

  private:
    /// What one action does with a message in a transaction.
    using Act = std::function<Result<void>(store::Connection&, const RoomMember&,
                                           store::ChatMessage&, UtcTime)>;
    Result<api::OneMessage> act(const Caller& caller, std::string_view stream_id,
                                std::string_view message, const Act& act);

    store::Database& database_;
    const Clock& clock_;
    const RoomView& view_;
};

}  // namespace lsl::services
