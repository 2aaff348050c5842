#include "client/views/pages.h"

#include "client/views/wording.h"

#include <string>

namespace lsl::views {

namespace {

constexpr float mail_link_width = 420;

struct MailLinkWords {
    std::string_view title, text, button, done;
};

MailLinkWords words_of(const View& view) {
    switch (view.model.route.page) {
        case model::Page::ConfirmEmail:
            return {view.say(msg::mail_link_confirm), view.say(msg::mail_link_confirm_text),
                    view.say(msg::mail_link_confirm_button), view.say(msg::mail_link_confirmed)};
        case model::Page::UndoEmail:
            return {view.say(msg::mail_link_undo), view.say(msg::mail_link_undo_text),
                    view.say(msg::mail_link_undo_button), view.say(msg::mail_link_undone)};
        case model::Page::Unsubscribe:
            return {view.say(msg::mail_link_unsubscribe), view.say(msg::mail_link_unsubscribe_text),
                    view.say(msg::mail_link_unsubscribe_button),
                    view.say(msg::mail_link_unsubscribed)};
        default:
            return {view.say(msg::mail_link_reset), view.say(msg::mail_link_reset_text),
                    view.say(msg::mail_link_reset_button), view.say(msg::mail_link_reset_done)};
    }
}

void chosen_password(const View& view, ui::Column& column) {
    model::SignInDraft& draft = view.drafts.sign_in;
    ui::TextField spec;
    spec.label = view.say(msg::sign_in_password);
    spec.field.type = "password";
    spec.field.name = "password";
    spec.field.autocomplete = "new-password";
    spec.field.enter_key_hint = "go";
    spec.field.required = true;
    spec.field.error = view.explain(draft.errors, "password");
    spec.hint = view.say(msg::sign_in_at_least);
    if (ui::text_field(column, spec, draft.password).changed) draft.errors.clear("password");
}

/// What there is to do after it, or instead of it.
void onward(const View& view, ui::Column& column) {
    const bool signed_in = view.model.signed_in();
    const model::Route to = model::page(signed_in ? model::Page::Classes : model::Page::SignIn);
    const std::string href = model::url_of(to);
    if (column.button(
            {.label = view.say(signed_in ? msg::common_browse_classes : msg::bars_sign_in),
             .size = ui::ButtonSize::Large,
             .href = href})) {
        view.go(to);
    }
}

}  // namespace

void mail_link_page(const View& view) {
    const model::MailLink& link = view.model.mail_link;
    const MailLinkWords words = words_of(view);
    ui::Page page(view.ui, mail_link_width);
    const bool is_whole = !view.model.route.token.empty();
    page.heading(link.done ? words.done : words.title, 1, {.role = ui::TextRole::PageTitle});
    page.after(ui::space::m);
    if (link.done || !is_whole) {
        if (!link.done) page.paragraph(view.say(msg::mail_link_cut_off), muted(view));
        page.after(ui::space::xl);
        onward(view, page);
        return page.end();
    }
    page.paragraph(words.text, muted(view));
    if (view.model.route.page == model::Page::ResetPassword) {
        page.after(ui::space::m).paragraph(view.say(msg::mail_link_reset_code), muted(view));
    }
    page.after(ui::space::xl);
    ui::NodeScope form(view.ui, ui::Role::Form, words.title);
    if (view.model.route.page == model::Page::ResetPassword) chosen_password(view, page);
    if (link.sending.error && view.drafts.sign_in.errors.empty()) {
        ui::banner(page, ui::Tone::Danger, view.explain(*link.sending.error));
        page.after(ui::space::m);
    }
    if (page.button({.label = words.button,
                     .size = ui::ButtonSize::Large,
                     .busy = link.sending.busy,
                     .submits = true})) {
        view.want(model::intent::FollowMailLink{});
    }
    page.end();
}

}  // namespace lsl::views
