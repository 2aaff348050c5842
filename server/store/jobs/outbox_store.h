#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// What a row of the outbox invalidates.
enum class NewsKind : std::uint8_t {
    Stream,      ///< a class's row
    Enrollment,  ///< a viewer's place in a class, with it the class's counts and the viewer's
                 ///< balance
    Chat,        ///< messages of a class's room
    Room,        ///< what a class's room shows beside its messages
    Notices,     ///< what a person was told, and has read
    Unknown,     ///< of a later version
};

struct NewsRow {
    std::int64_t id = 0;
    NewsKind kind = NewsKind::Unknown;
    std::optional<StreamId> stream;
    std::optional<UserId> user;
    std::int64_t chat_change = 0;  ///< of Chat: messages that this change or a later one wrote
};

/// Tables outbox and outbox_readers. News is written in the transaction of what it tells of.
class OutboxStore {
  public:
    explicit OutboxStore(Connection& connection) : connection_(connection) {}

    Result<void> stream_changed(StreamId stream, UtcTime now);
    Result<void> enrollment_changed(StreamId stream, UserId user, UtcTime now);
    /// All those of a class.
    Result<void> enrollments_changed(StreamId stream, UtcTime now);
    Result<void> chat_changed(StreamId stream, std::int64_t change, UtcTime now);
    Result<void> room_changed(StreamId stream, UtcTime now);
    Result<void> notices_changed(UserId user, UtcTime now);

    /// Behind a row, the oldest first.
    Result<std::vector<NewsRow>> after(std::int64_t id, std::int64_t limit);
    /// The newest row's; 0 when there never was one.
    Result<std::int64_t> newest();
    /// How far a reader has come; nothing for one that is new.
    Result<std::optional<std::int64_t>> position(std::string_view reader);
    Result<void> set_position(std::string_view reader, std::int64_t id);
    /// What every reader has had; the newest row stays.
    Result<void> remove_older_than(UtcTime time);

  private:
    Result<void> insert(NewsKind kind, std::optional<StreamId> stream, std::optional<UserId> user,
                        UtcTime now, std::optional<std::int64_t> chat_change = std::nullopt);

    Connection& connection_;
};

}  // namespace lsl::store
