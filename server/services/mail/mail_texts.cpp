#include "server/services/mail/mail_texts.h"

#include <algorithm>
#include <utility>

#include "shared/wire/json/json.h"

namespace lsl::services {
namespace {

struct EmbeddedTexts {
    std::string_view language, json;
};
constexpr EmbeddedTexts embedded[] = {
#include "mail_texts.inc"
};

std::string with(std::string text, std::string_view mark, std::string_view value) {
    const std::size_t at = text.find(mark);
    if (at != text.npos) text.replace(at, mark.size(), value);
    return text;
}

std::string escaped_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\n': out += "<br>"; break;
            default: out += c;
        }
    }
    return out;
}

std::string paragraph(std::string_view text) {
    return "<p style=\"margin:0 0 16px\">" + escaped_html(text) + "</p>\n";
}

std::string button(std::string_view link, std::string_view label) {
    const std::string address = escaped_html(link);
    return "<p style=\"margin:24px 0\"><a href=\"" + address +
           "\" style=\"background:#c2185b;color:#ffffff;padding:12px 20px;border-radius:8px;"
           "text-decoration:none;font-weight:bold\">" +
           escaped_html(label) + "</a></p>\n";
}

}  // namespace

void describe(wire::Archive& a, MailWords& words) {
    a.field("subject", words.subject);
    a.field("text", words.text);
    a.field("button", words.button);
}

void describe(wire::Archive& a, NoticeTexts& texts) {
    for (std::size_t i = 0; i < texts.of_events.size(); ++i) {
        if (!is_told(static_cast<domain::NoticeEvent>(i))) continue;
        a.field(domain::notice_event_names[i], texts.of_events[i]);
    }
    a.field("cancelled_without_place", texts.cancelled_without_place);
}

void describe(wire::Archive& a, MailTexts& texts) {
    a.field("direction", texts.direction);
    a.field("greeting", texts.greeting);
    a.field("greeting_without_name", texts.greeting_without_name);
    a.field("link_hint", texts.link_hint);
    a.field("reason", texts.reason);
    a.field("stop", texts.stop);
    // The first has no words, and the last those of its event.
    for (std::size_t i = 1; i + 1 < mail_kind_names.size(); ++i) {
        a.field(mail_kind_names[i], texts.of_kinds[i]);
    }
    a.field("notices", texts.notices);
}

Result<MailTexts> read_mail_texts(std::string_view language) {
    for (const std::string_view wanted : {language, mail_languages.front()}) {
        for (const EmbeddedTexts& one : embedded) {
            if (one.language == wanted) return wire::from_json<MailTexts>(one.json);
        }
    }
    return internal_error("there are no texts of mails");
}

std::string mail_language(std::string_view accept_language) {
    while (!accept_language.empty()) {
        const std::size_t end = std::min(accept_language.find(','), accept_language.size());
        std::string_view range = accept_language.substr(0, end);
        accept_language.remove_prefix(std::min(end + 1, accept_language.size()));
        while (range.starts_with(' ')) range.remove_prefix(1);
        std::string primary(range.substr(0, range.find_first_of("-; ")));
        for (char& c : primary) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
        if (std::find(mail_languages.begin(), mail_languages.end(), primary) !=
            mail_languages.end()) {
            return primary;
        }
    }
    return {};
}

MailWords about_class(const MailWords& words, std::string_view title, std::string_view teacher,
                      std::string_view time) {
    const auto filled = [&](const std::string& text) {
        // The title comes last: it may hold marks of its own.
        return with(with(with(text, "{time}", time), "{teacher}", teacher), "{title}", title);
    };
    return {filled(words.subject), filled(words.text), words.button};
}

WordedMail worded(const MailTexts& texts, std::string_view language, MailKind kind,
                  std::string_view name, std::string_view link, std::string_view studio) {
    return worded(texts, language, texts.of(kind), name, link, studio, {});
}

WordedMail worded(const MailTexts& texts, std::string_view language, const MailWords& words,
                  std::string_view name, std::string_view link, std::string_view studio,
                  std::string_view stop_link) {
    const std::string greeting =
        name.empty() ? texts.greeting_without_name : with(texts.greeting, "{name}", name);
    const std::string reason = with(texts.reason, "{studio}", studio);
    WordedMail mail;
    mail.subject = words.subject;
    mail.text = greeting + "\n\n" + words.text + "\n\n";
    mail.html = "<!doctype html>\n<html lang=\"" + std::string(language) + "\" dir=\"" +
                texts.direction +
                "\"><head><meta charset=\"utf-8\"></head>\n<body style=\"font:16px/1.5 "
                "sans-serif;color:#1d1b20;background:#ffffff;max-width:560px;margin:0 auto;"
                "padding:24px\">\n" +
                paragraph(greeting) + paragraph(words.text);
    if (!link.empty()) {
        mail.text += words.button + ":\n" + std::string(link) + "\n\n";
        // The address reads from left to right in every language.
        mail.html += button(link, words.button) + "<p style=\"font-size:13px\">" +
                     escaped_html(texts.link_hint) + "<br><bdi dir=\"ltr\">" + escaped_html(link) +
                     "</bdi></p>\n";
    }
    mail.text += "-- \n" + reason + "\n";
    mail.html += "<p style=\"font-size:13px;color:#5f5b66\">" + escaped_html(reason);
    if (!stop_link.empty()) {
        mail.text += texts.stop + "\n" + std::string(stop_link) + "\n";
        mail.html +=
            "<br><a href=\"" + escaped_html(stop_link) + "\">" + escaped_html(texts.stop) + "</a>";
    }
    mail.html += "</p>\n</body></html>\n";
    return mail;
}

}  // namespace lsl::services
