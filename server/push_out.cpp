#include "server/push_out.h"

#include <utility>

#include "server/mail/message.h"
#include "server/services/pictures/picture_download.h"

namespace lsl {
namespace {

services::PushDeliveryOptions push_delivery_options(const config::Settings& settings,
                                                    const std::string& public_url,
                                                    http::LogSink log) {
    services::PushDeliveryOptions options;
    options.public_url = public_url;
    options.hosts = push_hosts(settings);
    options.log = std::move(log);
    return options;
}

}  // namespace

std::string push_subject(const config::Settings& settings, const std::string& public_url) {
    if (!settings.vapid_subject.empty()) return settings.vapid_subject;
    const std::string& contact = settings.studio_contact;
    // Services take no page without TLS.
    if (!contact.empty() && !contact.starts_with("http://")) return contact;
    if (const auto from = mail::parse_mailbox(settings.mail_from)) return "mailto:" + from->address;
    if (public_url.starts_with("https://")) return public_url;
    // Some services refuse localhost here, which nobody who is told from there can have opened.
    return "mailto:no-reply@" + std::string(config::host_of_url(public_url));
}

std::vector<push::PushHost> push_hosts(const config::Settings& settings) {
    std::vector<push::PushHost> hosts;
    for (const std::string& text : settings.push_hosts) {
        // The settings have been read, so each is good.
        if (const auto host = push::parse_push_host(text)) hosts.push_back(*host);
    }
    return hosts;
}

PushOut::PushOut(const config::Settings& settings, const std::string& public_url,
                 store::Database& database, const Clock& clock, push::Vapid& vapid,
                 http::LogSink log)
    : sender_(services::is_public_address),
      delivery_(database, clock, vapid, sender_,
                push_delivery_options(settings, public_url, std::move(log))),
      loop_(delivery_, [this] { sender_.interrupt(); }) {}

}  // namespace lsl
