#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/notices.h"

namespace lsl::store {

/// What somebody is told of.
struct NoticeRow {
    NoticeId id;
    UserId user;
    domain::NoticeEvent event = domain::NoticeEvent::Enrolled;
    std::optional<StreamId> stream;
    std::string dedupe_key;  ///< of what happened: a second notice of it is left out
    bool in_app = true;
    std::optional<MailId> mail;
    UtcTime created_at;
};

/// One as its person sees it.
struct ListedNotice {
    std::int64_t sequence = 0;
    NoticeRow row;
    std::optional<UtcTime> read_at;
    std::optional<std::string> mail_state;    ///< as in mails; nothing: no mail is known
    std::optional<std::string> mail_problem;  ///< why it did not leave, as MailsStore was told
    std::optional<std::string> push_state;    ///< as in pushes; nothing: there was none
};

/// Table notices.
class NoticesStore {
  public:
    explicit NoticesStore(Connection& connection) : connection_(connection) {}

    /// False: that was told already.
    Result<bool> insert(const NoticeRow& notice);
    Result<std::optional<NoticeRow>> find(NoticeId id);
    /// What they see in the app, newest first, of smaller numbers than that.
    Result<std::vector<ListedNotice>> list(UserId user, std::int64_t before, std::int64_t limit);
    /// All of theirs, newest first.
    Result<std::vector<ListedNotice>> all_of(UserId user);
    /// Of one of the person's.
    Result<std::optional<std::int64_t>> sequence(UserId user, NoticeId id);
    Result<std::int64_t> count_unread(UserId user);
    /// Of one kind, to one person since then.
    Result<std::int64_t> count(UserId user, domain::NoticeEvent event, UtcTime since);
    /// One of the person's own.
    Result<void> note_read(UserId user, NoticeId id, UtcTime now);
    Result<void> note_all_read(UserId user, UtcTime now);
    /// The newest about one class.
    Result<std::optional<std::string>> newest_key(UserId user, StreamId stream,
                                                  domain::NoticeEvent event);
    /// But for those of places in classes that are still planned.
    Result<void> remove_older_than(UtcTime time);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
