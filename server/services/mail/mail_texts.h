#pragma once

#include <array>
#include <string>
#include <string_view>

#include "server/services/mail/mail_kind.h"
#include "shared/base/result.h"
#include "shared/domain/notices.h"
#include "shared/wire/json/archive.h"

namespace lsl::services {

struct MailWords {
    std::string subject, text, button;
};

/// Whether notices tell of it so far.
constexpr bool is_told(domain::NoticeEvent event) {
    return event != domain::NoticeEvent::Waitlist && event != domain::NoticeEvent::Security;
}

/// What notices say, in the app as in mails: {title}, {teacher} and {time} are the class's.
struct NoticeTexts {
    std::array<MailWords, domain::notice_event_names.size()> of_events;
    MailWords cancelled_without_place;  ///< to who has paid nothing

    /// Null for an event that nobody is told of yet.
    const MailWords* of(domain::NoticeEvent event) const {
        return is_told(event) ? &of_events[static_cast<std::size_t>(event)] : nullptr;
    }
};

/// The words of mails in one language (assets/mails).
struct MailTexts {
    std::string direction;  ///< "ltr", "rtl"
    std::string greeting, greeting_without_name, link_hint, reason;
    std::string stop;  ///< before the link that ends mails of one kind
    NoticeTexts notices;
    std::array<MailWords, mail_kind_names.size()> of_kinds;

    const MailWords& of(MailKind kind) const { return of_kinds[static_cast<std::size_t>(kind)]; }
};
void describe(wire::Archive& a, MailWords& words);
void describe(wire::Archive& a, NoticeTexts& texts);
void describe(wire::Archive& a, MailTexts& texts);

inline constexpr std::array<std::string_view, 3> mail_languages{"en", "de", "ar"};

/// One of `mail_languages`; English for others. Internal when the file does not hold what it has
/// to: the tests read them all.
Result<MailTexts> read_mail_texts(std::string_view language);

/// The first of an Accept-Language (RFC 9110 12.5.4) that there are texts in; empty for none.
std::string mail_language(std::string_view accept_language);

/// What a mail says, in text and as HTML.
struct WordedMail {
    std::string subject, text, html;
};

/// `name` is whom it greets, or empty; `link` what its button opens, or empty; `studio` whose mail
/// it is.
WordedMail worded(const MailTexts& texts, std::string_view language, MailKind kind,
                  std::string_view name, std::string_view link, std::string_view studio);
/// The same of other words; `stop_link` ends mails of this kind, or is empty.
WordedMail worded(const MailTexts& texts, std::string_view language, const MailWords& words,
                  std::string_view name, std::string_view link, std::string_view studio,
                  std::string_view stop_link);

/// Words about a class, with what they say of it put in.
MailWords about_class(const MailWords& words, std::string_view title, std::string_view teacher,
                      std::string_view time);

}  // namespace lsl::services
