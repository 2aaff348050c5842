#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "server/mail/message.h"
#include "server/mail/smtp_sender.h"
#include "server/services/mail/mail_kind.h"
#include "server/services/mail/mail_texts.h"
#include "server/services/mail/outgoing_mails.h"
#include "server/services/notices/notice_mail.h"
#include "server/services/notices/unsubscribe_links.h"
#include "server/store/database.h"
#include "server/store/notices/mails_store.h"
#include "server/store/people/mail_tokens_store.h"
#include "server/store/people/users_store.h"
#include "server/threads/worker.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/calendar.h"

namespace lsl::services {

struct MailDeliveryOptions {
    std::string public_url;  ///< without a slash at the end
    mail::Mailbox from;
    std::function<void(std::string_view)> log = {};  ///< a line for each mail that did not leave
    /// For notices, which can be ended by a link; null: they cannot. Outlives the delivery.
    const UnsubscribeLinks* unsubscribe = nullptr;
};

/// Takes mails from their table to the mail server, one after the other: worded when they leave, in
/// the person's language, with a token that is made at that moment and known to the mail alone.
/// What comes to nothing is tried again for two days; an address that is refused for good gets
/// nothing any more. Used by one thread.
class MailDelivery {
  public:
    MailDelivery(store::Database& database, const Clock& clock, const OutgoingMails& mails,
                 mail::Sender& sender, MailDeliveryOptions options);

    /// Sends what has waited longest, if anything is due. False when nothing is.
    bool send_one();

  private:
    using Prepared = Result<std::optional<mail::Message>>;
    /// Inside a transaction: the mail as it leaves, or nothing, when it came to an end here.
    Prepared prepare(store::Connection& tx, const store::MailRow& row);
    Prepared prepare_for(store::Connection& tx, const store::MailRow& row, MailKind kind,
                         const std::optional<store::Account>& account);
    Prepared prepare_notice(store::Connection& tx, const store::MailRow& row,
                            const std::optional<store::Account>& account);
    /// Beside its words, which are as the person's language has them.
    mail::Message message_of(const store::MailRow& row, const std::string& name,
                             const std::string& language, WordedMail words) const;
    /// What the mail's unsubscribing says. There are such links.
    std::string end_token(UserId user, const NoticeMail& notice) const;
    /// For mails that say where a class stands in the person's calendar.
    std::optional<mail::CalendarPart> calendar_part(const NoticeMail& notice,
                                                    const domain::CalendarParties& parties) const;
    std::string studio_name() const;
    Prepared drop(store::Connection& tx, const store::MailRow& row, std::string_view state,
                  std::string_view why);
    Result<bool> is_free(store::Connection& tx, const store::MailRow& row);
    /// Who has forgotten a password is found here, so that nobody learns it from an answer's time.
    Result<void> resolve_forgotten(store::Connection& tx, const store::MailRow& row);
    /// What the mail's button opens. Nothing: it is of no use any more.
    Result<std::optional<std::string>> link_for(store::Connection& tx, const store::MailRow& row,
                                                MailKind kind);
    Result<std::string> token_for(store::Connection& tx, const store::MailRow& row,
                                  store::TokenPurpose purpose, UtcTime expires_at);
    Result<std::optional<std::string>> invitation_link(store::Connection& tx,
                                                       const store::MailRow& row);
    void note(const store::MailRow& row, const mail::Outcome& outcome);
    void sweep();

    store::Database& database_;
    const Clock& clock_;
    const OutgoingMails mails_;
    mail::Sender& sender_;
    const MailDeliveryOptions options_;
    std::optional<UtcTime> swept_at_;
};

/// Looks for mails each second, on a thread of its own.
class MailLoop {
  public:
    /// `interrupt` ends an attempt that waits for a server.
    MailLoop(MailDelivery& delivery, std::function<void()> interrupt);

  private:
    threads::Worker worker_;
};

}  // namespace lsl::services
