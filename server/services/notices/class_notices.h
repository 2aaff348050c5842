#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/services/jobs/due_queue.h"
#include "server/services/notices/notice_writer.h"
#include "server/store/database.h"
#include "server/store/jobs/outbox_store.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/studio_class.h"

namespace lsl::services {

/// Work of the queue that tells the people of a class of something.
inline constexpr std::string_view notice_work = "notice";

/// What happens to classes and places, as notices: by the rows that the outbox names, compared with
/// what was known of them before, and by the time. Nobody hears of a thing twice, however often a
/// row is read. `tell` is for the reader of the outbox, `work` for the queue.
class ClassNotices {
  public:
    ClassNotices(store::Database& database, const Clock& clock, const NoticeWriter& writer)
        : database_(database), clock_(clock), writer_(writer) {}

    /// After an error nobody was told of some of it: hand it on again.
    Result<void> tell(const std::vector<store::NewsRow>& rows);
    DueKind work();

  private:
    /// Questions of a chat, to who asked them.
    Result<void> tell_answers(const std::vector<store::NewsRow>& rows);
    Result<void> note_class(store::Connection& tx, StreamId id);
    Result<void> note_place(store::Connection& tx, StreamId stream, UserId user);
    Result<void> plan(store::Connection& tx, domain::NoticeEvent event,
                      const domain::StudioClass& row, UtcTime at);
    Result<void> plan_reminders(store::Connection& tx, const domain::StudioClass& row);
    Result<void> run(const store::DueRow& due);
    /// Is it (still) so, as the class is now.
    bool holds(domain::NoticeEvent event, const domain::StudioClass& row,
               std::string_view version) const;
    Result<void> tell_all(domain::NoticeEvent event, const domain::StudioClass& row,
                          const std::string& version);

    store::Database& database_;
    const Clock& clock_;
    const NoticeWriter& writer_;
};

}  // namespace lsl::services
