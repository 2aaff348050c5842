#include "client/views/pages.h"

#include "client/views/account/account_field.h"
#include "client/views/account/passkey_words.h"
#include "client/views/classes/class_badges.h"
#include "client/views/wording.h"

#include <algorithm>
#include <string>
#include <utility>

namespace lsl::views {

namespace {

constexpr float sign_in_width = 420, brand_height = 36;
constexpr float joined_height = 96, joined_picture = 100;
constexpr float least_top = 64, top_on_phones = 44, top_of_screen = 0.12f;

/// The column of a page without bars, with the brand on top.
ui::Column sign_in_column(const View& view, bool studio) {
    ui::Ui& ui = view.ui;
    const float width = std::min(ui.width() - 2 * ui.side_margin(), sign_in_width);
    const float top = ui.phone() ? top_on_phones : std::max(least_top, ui.height() * top_of_screen);
    ui::Column column(ui, (ui.width() - width) / 2, ui.frame().safe_area.top + top, width);
    const model::Route home = model::page(model::Page::Classes);
    const ui::Rect brand = column.take(brand_height);
    if (ui::brand(ui, brand.x, brand.y, brand.height, model::url_of(home), studio)) view.go(home);
    column.after(ui::space::xxl);
    return column;
}

void titles(const View& view, ui::Column& column, std::string_view title,
            std::string_view sentence) {
    column.heading(title, 1, {.role = ui::TextRole::PageTitle});
    column.after(ui::space::m).paragraph(sentence, muted(view));
    column.after(ui::space::xl);
}

/// The class that is waited for behind the sign-in, if there is one.
const wire::PublicStream* class_to_join(const View& view) {
    const model::Model& m = view.model;
    const auto wanted =
        m.account.enroll_after ? m.account.enroll_after : model::class_behind(m.route);
    return wanted ? m.classes.find(*wanted) : nullptr;
}

void joining(const View& view, ui::Column& column) {
    const wire::PublicStream* row = class_to_join(view);
    if (row == nullptr) return;
    const domain::Stream& stream = row->stream;
    const ui::Rect card = column.take(joined_height);
    ui::NodeScope group(view.ui, ui::Role::Group, stream.title, card);
    ui::surface(view.ui, card, ui::radius::card);
    ui::Slices parts(ui::inset(card, ui::space::card_inset), ui::space::m);
    ui::picture(view.ui, parts.left(joined_picture), picture_of(stream), stream.title,
                ui::radius::picture);
    const ui::TextStyle title{.role = ui::TextRole::CardTitle};
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const float height = ui::line_height(title.role) + 2 * ui::line_height(quiet.role);
    ui::Column text(view.ui, parts.rest.x, ui::centre_y(card) - height / 2, parts.rest.width, 0);
    text.label(stream.title, title);
    const bool live = stream.status == domain::StreamStatus::Live;
    text.label(
        joined({stream.instructor_name,
                live ? std::string(view.say(msg::common_live_now))
                     : view.model.words->time(model::start_of(stream), model::TimeStyle::Day)}),
        quiet);
    text.label(price_text(view, stream.price_in_tokens), quiet);
    column.after(ui::space::xl);
}

ui::Id one_field(const View& view, ui::Column& column, ui::TextField spec, std::string& value,
                 model::FieldErrors& errors) {
    spec.field.error = view.explain(errors, spec.field.name);
    spec.field.required = true;
    const ui::FieldResult typed = ui::text_field(column, spec, value);
    if (typed.changed) errors.clear(spec.field.name);
    return typed.id;
}

/// What went wrong when no field is to blame.
void failure(const View& view, ui::Column& column, const model::Submission& sending,
             const model::FieldErrors& errors) {
    if (!sending.error || !errors.empty()) return;
    ui::banner(column, ui::Tone::Danger, view.explain(*sending.error));
}

bool submit(ui::Column& column, std::string_view label, bool busy) {
    return column.button(
        {.label = label, .size = ui::ButtonSize::Large, .busy = busy, .submits = true});
}

void other_way(const View& view, ui::Column& column, std::string_view label,
               const model::Route& to) {
    const std::string href = model::url_of(to);
    if (column.button({.label = label,
                       .kind = ui::ButtonKind::Outline,
                       .size = ui::ButtonSize::Large,
                       .href = href})) {
        view.go(to);
    }
}

ui::TextField email_field(const View& view) {
    ui::TextField spec;
    spec.label = view.say(msg::sign_in_email);
    spec.field.type = "email";
    spec.field.name = "email";
    spec.field.autocomplete = "username";
    spec.field.input_mode = "email";
    spec.field.enter_key_hint = "next";
    return spec;
}

void password_field(const View& view, ui::Column& column, bool fresh) {
    model::SignInDraft& draft = view.drafts.sign_in;
    ui::TextField spec;
    spec.label = view.say(msg::sign_in_password);
    spec.field.type = draft.password_shown ? "text" : "password";
    spec.field.name = "password";
    spec.field.autocomplete = fresh ? "new-password" : "current-password";
    spec.field.enter_key_hint = "go";
    spec.hint = fresh ? view.say(msg::sign_in_at_least) : std::string_view();
    spec.reserve_end = ui::size::touch;
    const ui::Rect eye = ui::field_end(column, spec);
    const ui::Id field = one_field(view, column, spec, draft.password, draft.errors);
    if (std::exchange(draft.wants_focus, false)) view.ui.move_focus(field);
    if (ui::icon_button(view.ui, eye,
                        {.icon = draft.password_shown ? icon::eye_off : icon::eye,
                         .name = view.say(draft.password_shown ? msg::sign_in_hide_password
                                                               : msg::sign_in_show_password),
                         .icon_size = ui::size::icon_inside,
                         .radius = ui::radius::inside,
                         .key = "eye"})) {
        draft.password_shown = !draft.password_shown;
    }
}

/// In the middle of the column, under the buttons.
void quiet_link(const View& view, ui::Column& column, std::string_view text,
                const model::Route& to) {
    const ui::TextRole role = ui::TextRole::BodyStrong;
    const ui::Rect place = column.take(ui::text_width(view.ui, text, {.role = role}),
                                       ui::line_height(role), ui::Align::Centre);
    if (ui::link(view.ui, place.x, place.y, text, model::url_of(to), true)) view.go(to);
}

/// The other way in, where this browser has it. How the last try ended stands under it.
void by_passkey(const View& view, ui::Column& column) {
    const model::PasskeyDesk& desk = view.model.passkeys;
    if (!desk.able) return;
    const model::Submission& signing = view.model.account.passkey;
    if (column.button({.label = view.say(msg::sign_in_by_passkey),
                       .kind = ui::ButtonKind::Outline,
                       .size = ui::ButtonSize::Large,
                       .icon = icon::key_round,
                       .busy = signing.busy})) {
        view.want(model::intent::SignInByPasskey{});
    }
    if (signing.error) {
        ui::banner(column, ui::Tone::Danger, view.explain(*signing.error));
    } else if (desk.trouble == model::PasskeyTrouble::Unused) {
        ui::banner(column, ui::Tone::Neutral, view.say(msg::sign_in_passkey_unused));
    } else if (desk.trouble != model::PasskeyTrouble::None) {
        ui::banner(column, ui::Tone::Danger, passkey_words(view, desk.trouble));
    }
}

/// Instead of the password, once that was right: the app's code, or one of the recovery codes.
void code_step(const View& view, ui::Column& column) {
    model::SignInDraft& draft = view.drafts.sign_in;
    const model::Submission& signing = view.model.account.signing;
    const bool recovering = draft.recovering;
    titles(view, column, view.say(msg::sign_in_code_title),
           view.say(recovering ? msg::sign_in_recovery_text : msg::sign_in_code_text));
    {
        ui::NodeScope form(view.ui, ui::Role::Form, view.say(msg::sign_in_code_title));
        code_field(view, column, draft.code, draft.errors, recovering,
                   std::exchange(draft.wants_focus, false));
        failure(view, column, signing, draft.errors);
        if (submit(column, view.say(msg::bars_sign_in), signing.busy)) {
            view.want(model::intent::GiveCode{});
        }
    }
    if (column.button(
            {.label = view.say(recovering ? msg::sign_in_use_app : msg::sign_in_use_recovery_code),
             .kind = ui::ButtonKind::Outline,
             .size = ui::ButtonSize::Large})) {
        draft.recovering = !recovering;
        draft.code.clear();
        draft.errors.clear();
        draft.wants_focus = true;
    }
    if (column.button({.label = view.say(msg::sign_in_other_account),
                       .kind = ui::ButtonKind::Ghost,
                       .size = ui::ButtonSize::Large,
                       .icon = icon::arrow_left})) {
        view.want(model::intent::BackToPassword{});
    }
    column.paragraph(view.say(msg::sign_in_code_lost), muted(view, ui::TextRole::Small));
}

void end(const View& view, const ui::Column& column) {
    view.ui.extend_page(column.bottom() + ui::space::xxxl);
}

}  // namespace

void sign_in_page(const View& view) {
    model::SignInDraft& draft = view.drafts.sign_in;
    const model::Submission& signing = view.model.account.signing;
    ui::Column column = sign_in_column(view, false);
    if (view.model.account.code_due) {
        code_step(view, column);
        return end(view, column);
    }
    const bool asked = view.model.account.enroll_after.has_value();
    titles(view, column, view.say(msg::sign_in_welcome),
           view.say(asked ? msg::sign_in_text_enroll : msg::sign_in_text));
    joining(view, column);
    {
        ui::NodeScope form(view.ui, ui::Role::Form, view.say(msg::bars_sign_in));
        one_field(view, column, email_field(view), draft.email, draft.errors);
        password_field(view, column, false);
        failure(view, column, signing, draft.errors);
        if (submit(column, view.say(msg::bars_sign_in), signing.busy)) {
            view.want(model::intent::SignIn{});
        }
    }
    by_passkey(view, column);
    model::Route other = model::page(model::Page::CreateAccount);
    other.next = view.model.route.next;
    other_way(view, column, view.say(msg::sign_in_create_an_account), other);
    column.after(ui::space::xxl);
    quiet_link(view, column, view.say(msg::forgot_title), model::page(model::Page::ForgotPassword));
    quiet_link(view, column, view.say(msg::sign_in_instructor),
               model::page(model::Page::StudioSignIn));
    end(view, column);
}

void create_account_page(const View& view) {
    model::SignInDraft& draft = view.drafts.sign_in;
    const model::Submission& signing = view.model.account.signing;
    ui::Column column = sign_in_column(view, false);
    titles(view, column, view.say(msg::sign_in_create_an_account),
           view.say(msg::sign_in_create_text));
    joining(view, column);
    {
        ui::NodeScope form(view.ui, ui::Role::Form, view.say(msg::sign_in_create_an_account));
        ui::TextField name;
        name.label = view.say(msg::sign_in_name);
        name.field.name = "displayName";
        name.field.autocomplete = "name";
        name.field.enter_key_hint = "next";
        one_field(view, column, name, draft.display_name, draft.errors);
        one_field(view, column, email_field(view), draft.email, draft.errors);
        password_field(view, column, true);
        failure(view, column, signing, draft.errors);
        if (submit(column, view.say(msg::sign_in_create), signing.busy)) {
            view.want(model::intent::CreateAccount{});
        }
    }
    model::Route other = model::page(model::Page::SignIn);
    other.next = view.model.route.next;
    other_way(view, column, view.say(msg::sign_in_have_account), other);
    end(view, column);
}

void studio_sign_in_page(const View& view) {
    model::StudioSignInDraft& draft = view.drafts.studio_sign_in;
    const model::Submission& signing = view.model.studio.signing;
    ui::Column column = sign_in_column(view, true);
    titles(view, column, view.say(msg::sign_in_studio), view.say(msg::sign_in_studio_text));
    ui::NodeScope form(view.ui, ui::Role::Form, view.say(msg::sign_in_studio));
    ui::TextField spec;
    spec.label = view.say(msg::sign_in_access_token);
    spec.field.type = "password";
    spec.field.name = "token";
    spec.field.autocomplete = "current-password";
    spec.field.enter_key_hint = "go";
    spec.hint = view.say(msg::sign_in_token_hint);
    one_field(view, column, spec, draft.token, draft.errors);
    failure(view, column, signing, draft.errors);
    if (submit(column, view.say(msg::sign_in_open_studio), signing.busy)) {
        view.want(model::intent::StudioSignIn{});
    }
    other_way(view, column, view.say(msg::sign_in_back_to_classes),
              model::page(model::Page::Classes));
    end(view, column);
}

}  // namespace lsl::views
