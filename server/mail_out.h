#pragma once

#include <memory>
#include <optional>
#include <string>

#include "server/config/settings.h"
#include "server/http/edge/access_log.h"
#include "server/mail/smtp_sender.h"
#include "server/services/mail/mail_delivery.h"
#include "server/services/mail/outgoing_mails.h"
#include "server/store/database.h"
#include "shared/base/clock.h"

namespace lsl {

/// What takes mails from the database to the mail server, joined: from its construction until its
/// end. Destroyed before the parts of the server that it is given.
class MailOut {
  public:
    MailOut(const config::Settings& settings, const std::string& public_url,
            store::Database& database, const Clock& clock, const services::OutgoingMails& mails,
            const services::UnsubscribeLinks& unsubscribe, http::LogSink log);

  private:
    mail::SmtpSender sender_;
    services::MailDelivery delivery_;
    services::MailLoop loop_;
};

}  // namespace lsl
