#pragma once

#include <string_view>

#include "server/services/mail/outgoing_mails.h"
#include "server/store/connection.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"

namespace lsl::services {

/// Notices that people send to themselves, to see how they arrive. What became of one is in their
/// list, as of any other. Thread-safe.
class TestNotices {
  public:
    /// All outlive the object.
    TestNotices(store::Database& database, const Clock& clock, const OutgoingMails& mails)
        : database_(database), clock_(clock), mails_(mails) {}

    /// Conflict `mail_off` where the server sends none, `address_refused` where the mail server
    /// knows that nobody is there; Forbidden `email_not_verified`.
    Result<void> by_mail(UserId user);
    /// To that browser alone. Conflict `no_subscription` when it is not the person's.
    Result<void> by_push(UserId user, std::string_view endpoint);

  private:
    store::Database& database_;
    const Clock& clock_;
    const OutgoingMails mails_;
};

}  // namespace lsl::services
