#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/staff.h"

namespace lsl::store {

/// What a room knows of a person.
struct ChatPersonRow {
    std::optional<UtcTime> bucket_full_at;
    std::optional<UtcTime> last_sent_at;
    std::optional<UtcTime> timed_out_until;
    std::string timeout_reason;
    bool is_seen = false;
    std::string note;
    std::optional<UserId> note_by;
    std::optional<UtcTime> note_at;
};

/// Somebody as others know them.
struct NamedPerson {
    std::string display_name;
    std::optional<domain::StaffRole> role;  ///< on the class, or in the studio
};

/// Table chat_people.
class ChatPeopleStore {
  public:
    explicit ChatPeopleStore(Connection& connection) : connection_(connection) {}

    /// Empty for who has left nothing there.
    Result<ChatPersonRow> find(StreamId stream, UserId user);
    Result<void> note_sent(StreamId stream, UserId user, UtcTime bucket_full_at, UtcTime now);
    /// Nothing: it is lifted.
    Result<void> set_timeout(StreamId stream, UserId user, std::optional<UtcTime> until,
                             const std::string& reason);
    Result<void> set_seen(StreamId stream, UserId user, bool seen);
    Result<void> set_note(StreamId stream, UserId user, const std::string& note, UserId by,
                          UtcTime now);
    /// What others are told of somebody; nothing for who is no person here.
    Result<std::optional<NamedPerson>> named(StreamId stream, UserId user);
    /// All that rooms know of a person goes, votes and what they thought of classes with it.
    /// Reports stay, without who made them.
    Result<void> forget(UserId user);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
