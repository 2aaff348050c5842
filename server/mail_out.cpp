#include "server/mail_out.h"

#include <string_view>
#include <utility>

#include "shared/domain/account.h"

namespace lsl {
namespace {

/// As the settings have it, else one at our own host.
mail::Mailbox sender_of(const config::Settings& settings, std::string_view public_url) {
    // The settings have been read, so a given one is good.
    if (auto given = mail::parse_mailbox(settings.mail_from)) return *std::move(given);
    const std::string ours = "no-reply@" + std::string(config::host_of_url(public_url));
    // An IPv6 address is no name that mail knows.
    return {"LeanSporty Live", domain::check_email(ours) ? ours : "no-reply@localhost"};
}

mail::SmtpOptions smtp_options(const config::Settings& settings, std::string_view public_url) {
    mail::SmtpOptions options;
    options.url = settings.smtp_url;
    options.user = settings.smtp_user;
    options.password = settings.smtp_password;
    options.ca_file = settings.smtp_ca_file;
    options.sender = sender_of(settings, public_url).address;
    return options;
}

services::MailDeliveryOptions delivery_options(const config::Settings& settings,
                                               const std::string& public_url,
                                               const services::UnsubscribeLinks& unsubscribe,
                                               http::LogSink log) {
    services::MailDeliveryOptions options;
    options.unsubscribe = &unsubscribe;
    options.public_url = public_url;
    options.from = sender_of(settings, public_url);
    options.log = std::move(log);
    return options;
}

}  // namespace

MailOut::MailOut(const config::Settings& settings, const std::string& public_url,
                 store::Database& database, const Clock& clock,
                 const services::OutgoingMails& mails,
                 const services::UnsubscribeLinks& unsubscribe, http::LogSink log)
    : sender_(smtp_options(settings, public_url)),
      delivery_(database, clock, mails, sender_,
                delivery_options(settings, public_url, unsubscribe, std::move(log))),
      loop_(delivery_, [this] { sender_.interrupt(); }) {}

}  // namespace lsl
