#include "client/views/pages.h"

#include "client/views/account/account_field.h"

#include <string>

// Whoever has forgotten the password asks for a link to a new one.

namespace lsl::views {

namespace {

constexpr float forgot_width = 420;

void way_back(const View& view, ui::Column& column) {
    const model::Route to = model::page(model::Page::SignIn);
    const std::string href = model::url_of(to);
    if (column.button({.label = view.say(msg::bars_sign_in),
                       .kind = ui::ButtonKind::Outline,
                       .size = ui::ButtonSize::Large,
                       .href = href})) {
        view.go(to);
    }
}

void link_form(const View& view, ui::Column& column) {
    model::SignInDraft& draft = view.drafts.sign_in;
    const model::Submission& sending = view.model.mail_link.sending;
    ui::NodeScope form(view.ui, ui::Role::Form, view.say(msg::forgot_title));
    ui::TextField email = own_email_field(view.say(msg::sign_in_email));
    email.field.enter_key_hint = "send";
    required_field(view, column, email, draft.email, draft.errors);
    if (sending.error && draft.errors.empty()) {
        ui::banner(column, ui::Tone::Danger, view.explain(*sending.error));
    }
    if (column.button({.label = view.say(msg::forgot_send),
                       .size = ui::ButtonSize::Large,
                       .busy = sending.busy,
                       .submits = true})) {
        view.want(model::intent::SendPasswordLink{});
    }
}

}  // namespace

void forgot_page(const View& view) {
    const bool sent = view.model.mail_link.done;
    const bool possible = view.model.sends_mail;
    ui::Page page(view.ui, forgot_width);
    page.heading(view.say(sent ? msg::forgot_sent : msg::forgot_title), 1,
                 {.role = ui::TextRole::PageTitle});
    page.after(ui::space::m)
        .paragraph(view.say(sent       ? msg::forgot_sent_text
                            : possible ? msg::forgot_text
                                       : msg::forgot_mail_off),
                   muted(view));
    page.after(ui::space::xl);
    if (!sent && possible) link_form(view, page);
    if (!sent) page.paragraph(view.say(msg::forgot_passkey), muted(view));
    way_back(view, page);
    page.end();
}

}  // namespace lsl::views
