#include "server/config/mail_settings.h"

#include <algorithm>
#include <filesystem>

#include "shared/domain/account.h"
#include "shared/domain/text_rules.h"

namespace lsl::config {
namespace {

/// "smtp://mail.example.com:587", without user, path or anything else.
bool is_mail_server(std::string_view url) {
    const bool known = url.starts_with("smtp://") || url.starts_with("smtps://");
    if (!known) return false;
    std::string_view host = url.substr(url.find("://") + 3);
    if (host.ends_with('/')) host.remove_suffix(1);
    return !host.empty() && host.front() != ':' &&
           std::all_of(host.begin(), host.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      std::string_view(".-:[]").find(c) != std::string_view::npos;
           });
}

/// The address in "Ana <ana@example.com>".
std::string_view address_in(std::string_view mailbox) {
    const auto open = mailbox.find('<');
    if (open == mailbox.npos || !mailbox.ends_with('>')) return mailbox;
    return mailbox.substr(open + 1, mailbox.size() - open - 2);
}

}  // namespace

void read_mail_settings(SettingReader& reader, Settings& s) {
    reader.text("SMTP_URL", s.smtp_url);
    if (!s.smtp_url.empty() && !is_mail_server(s.smtp_url)) {
        reader.fault("SMTP_URL",
                     "must be like smtp://mail.example.com:587 or "
                     "smtps://mail.example.com, without a name or path");
    }
    reader.text("SMTP_USER", s.smtp_user);
    reader.text("SMTP_PASSWORD", s.smtp_password);
    if (s.smtp_user.empty() && !s.smtp_password.empty()) {
        reader.fault("SMTP_USER", "must be set when SMTP_PASSWORD is");
    }
    reader.text("SMTP_CA_FILE", s.smtp_ca_file);
    std::error_code ignored;
    if (!s.smtp_ca_file.empty() && !std::filesystem::is_regular_file(s.smtp_ca_file, ignored)) {
        reader.fault("SMTP_CA_FILE", "must name a readable PEM file");
    }
    reader.text("MAIL_FROM", s.mail_from);
    if (!s.mail_from.empty() && (!domain::check_email(address_in(s.mail_from)) ||
                                 domain::has_control_characters(s.mail_from, domain::Lines::One))) {
        reader.fault("MAIL_FROM", "must be like studio@example.com or Studio <studio@example.com>");
    }
    reader.flag("REQUIRE_CONFIRMED", s.require_confirmed);
    if (s.require_confirmed && s.smtp_url.empty()) {
        reader.fault("REQUIRE_CONFIRMED",
                     "needs SMTP_URL: without mail nobody can confirm an address");
    }
}

}  // namespace lsl::config
