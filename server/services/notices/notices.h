#pragma once

#include <utility>

#include "server/services/notices/bells.h"
#include "server/services/notices/class_notices.h"
#include "server/services/notices/notice_choices.h"
#include "server/services/notices/notice_inbox.h"
#include "server/services/notices/notice_writer.h"
#include "server/services/notices/test_notices.h"
#include "server/services/notices/unsubscribe_links.h"
#include "server/services/push/push_subscriptions.h"

namespace lsl::services {

/// Notices as a whole, for whoever needs all of their parts. Each is thread-safe but for `classes`,
/// of which one thread tells and one works.
struct Notices {
    /// All outlive the object.
    Notices(store::Database& database, const Clock& clock, const OutgoingMails& mails,
            UnsubscribeLinks links, PushSettings push_settings = {})
        : writer(clock, mails),
          classes(database, clock, writer),
          choices(database, clock),
          inbox(database, clock),
          bells(database, clock),
          tests(database, clock, mails),
          unsubscribe(std::move(links)),
          push(database, clock, std::move(push_settings)) {}
    Notices(const Notices&) = delete;
    Notices& operator=(const Notices&) = delete;

    NoticeWriter writer;
    ClassNotices classes;
    NoticeChoices choices;
    NoticeInbox inbox;
    Bells bells;
    TestNotices tests;
    UnsubscribeLinks unsubscribe;
    PushSubscriptions push;
};

}  // namespace lsl::services
