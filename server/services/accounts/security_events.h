#pragma once

#include <string>

#include "server/services/mail/outgoing_mails.h"
#include "server/store/people/audit_store.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/account.h"

namespace lsl::services {

/// What changed about somebody's ways to sign in, in the transaction of the change: a line of the
/// audit, and a mail to the person.
inline Result<void> tell_security_event(store::Connection& tx, const Clock& clock,
                                        const OutgoingMails& mails, const domain::User& user,
                                        std::string action, MailKind kind = MailKind::SignInWays) {
    LSL_TRY(store::AuditStore(tx).add({.at = clock.utc(),
                                       .actor = user.id,
                                       .action = std::move(action),
                                       .person = user.id,
                                       .stream_id = std::nullopt,
                                       .subject = {},
                                       .reason = {}}));
    return mails.put(tx, kind, user.id, user.email);
}

}  // namespace lsl::services
