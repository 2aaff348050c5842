#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/chat.h"

namespace lsl::store {

/// A message of a class's chat, whoever may read it.
struct ChatMessage {
    MessageId id;
    StreamId stream_id;
    std::optional<UserId> user_id;  ///< nobody: the server
    std::string text;
    UtcTime sent_at;
    bool is_deleted = false;  ///< state is Removed
    std::optional<std::int64_t> seq;
    std::int64_t change = 0;
    std::optional<std::string> client_id;
    domain::MessageKind kind = domain::MessageKind::Message;
    domain::MessageState state = domain::MessageState::Visible;
    std::optional<domain::RemovedBy> removed_by;
    std::optional<UtcTime> removed_at;
    std::string removed_reason;
    std::optional<MessageId> reply_to;
    std::optional<UtcTime> pinned_at;
    std::optional<UtcTime> answered_at;
    std::int64_t votes = 0;
};

/// Table stream_chat_messages. A message is written through services/chat/chat_writes.h, which
/// counts the change and tells of it.
class ChatMessagesStore {
  public:
    explicit ChatMessagesStore(Connection& connection) : connection_(connection) {}

    Result<void> insert(const ChatMessage& row);
    Result<void> update(const ChatMessage& row);
    Result<std::optional<ChatMessage>> find(StreamId stream, MessageId id);
    Result<std::optional<ChatMessage>> find_by_client(StreamId stream, UserId user,
                                                      const std::string& client_id);

    // Those that were visible once, ascending by seq.
    Result<std::vector<ChatMessage>> newest(StreamId stream, std::int64_t limit);
    Result<std::vector<ChatMessage>> before(StreamId stream, std::int64_t seq, std::int64_t limit);
    Result<std::vector<ChatMessage>> after(StreamId stream, std::int64_t seq, std::int64_t limit);
    /// Those that never were, the oldest of the newest `limit` first: held, or removed as such.
    Result<std::vector<ChatMessage>> unseen(StreamId stream, std::int64_t limit);
    Result<std::vector<ChatMessage>> unseen_of(StreamId stream, UserId user, std::int64_t limit);

    /// What the room's changes from this one on have written, those of a `seq` first, by that.
    Result<std::vector<ChatMessage>> changed_since(StreamId stream, std::int64_t change);
    /// The one that was pinned first comes first.
    Result<std::vector<ChatMessage>> pinned(StreamId stream);
    /// Visible ones that were sent in [from, to), by seq.
    Result<std::vector<ChatMessage>> visible_between(StreamId stream, UtcTime from, UtcTime to,
                                                     std::int64_t limit);
    /// What the team said later to questions that were asked in [from, to), by seq.
    Result<std::vector<ChatMessage>> answers_to(StreamId stream, UtcTime from, UtcTime to,
                                                UtcTime since, std::int64_t limit);
    /// Visible questions without an answer, those with the most votes first.
    Result<std::vector<ChatMessage>> open_questions(StreamId stream, std::int64_t limit);
    /// One person's that were sent since and are not removed.
    Result<std::vector<ChatMessage>> of_person_since(StreamId stream, UserId user, UtcTime since);
    /// Whether somebody wrote what others have seen, and the team has not taken away.
    Result<bool> was_seen(StreamId stream, UserId user);

    /// Texts that were removed before; the rows stay.
    Result<void> erase_removed_before(UtcTime time);
    /// All that a person wrote, in whatever class.
    Result<std::vector<ChatMessage>> all_of(UserId user);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
