#include "server/services/mail/outgoing_mails.h"

#include "server/services/accounts/secrets.h"
#include "server/store/notices/mails_store.h"

namespace lsl::services {

Result<void> OutgoingMails::put(store::Connection& tx, MailKind kind, std::optional<UserId> user,
                                std::string_view address, std::string_view payload) const {
    if (!on_) return {};
    const UtcTime now = clock_.utc();
    return store::MailsStore(tx).put({.id = new_id<MailId>(clock_),
                                      .kind = std::string(enum_name(kind)),
                                      .user = user,
                                      .address = std::string(address),
                                      .payload = std::string(payload),
                                      .queue = std::nullopt,
                                      .dedupe_key = std::nullopt,
                                      .created_at = now,
                                      .expires_at = now + mail_lifetime});
}

}  // namespace lsl::services
