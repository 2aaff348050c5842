#include "client/views/pages.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

constexpr float between_fields = 15;

/// The column of a page without bars: brand on top.
struct SignInColumn {
    explicit SignInColumn(const View& view)
        : width(std::min(view.ui.width() - 2 * view.ui.side_margin(), 420.0f)),
          x((view.ui.width() - width) / 2) {
        const float top = view.ui.phone() ? 46.0f : std::max(64.0f, view.ui.height() * 0.12f);
        y = view.ui.frame().safe_area.top + top;
    }
    float width, x, y = 0;
};

void brand_row(const View& view, SignInColumn& column, bool studio) {
    const model::Route home = model::page(model::Page::Classes);
    constexpr float height = 36;
    if (ui::brand(view.ui, column.x, column.y, height, model::url_of(home), studio)) view.go(home);
    column.y += height + 24;
}

void titles(const View& view, SignInColumn& column, std::string_view title,
            std::string_view sentence) {
    column.y += ui::heading(view.ui, column.x, column.y, column.width, title, 1,
                            {.role = ui::TextRole::PageTitle}) +
                16;
    column.y +=
        ui::paragraph(view.ui, column.x, column.y, column.width, sentence, muted(view)) + 18;
}

void one_field(const View& view, SignInColumn& column, ui::TextField spec, std::string& value,
               model::FieldErrors& errors) {
    spec.field.error = view.explain(errors, spec.field.name);
    spec.field.required = true;
    const ui::FieldResult result =
        ui::text_field(view.ui, column.x, column.y, column.width, spec, value);
    if (result.changed) errors.clear(spec.field.name);
    column.y += result.height + between_fields;
}

/// What went wrong when no field is to blame.
void failure(const View& view, SignInColumn& column, const model::Submission& sending,
             const model::FieldErrors& errors) {
    if (!sending.error || !errors.empty()) return;
    const ui::BannerResult banner = ui::banner(view.ui, column.x, column.y, column.width,
                                               ui::Tone::Danger, view.explain(*sending.error));
    column.y += banner.height + between_fields;
}

bool submit(const View& view, SignInColumn& column, std::string_view label, bool busy) {
    column.y += 2;
    const bool pressed =
        ui::button(view.ui, {column.x, column.y, column.width, ui::size::button_large},
                   {.label = label, .size = ui::ButtonSize::Large, .busy = busy, .submits = true});
    column.y += ui::size::button_large + 16;
    return pressed;
}

void other_way(const View& view, SignInColumn& column, std::string_view label,
               const model::Route& to) {
    const std::string href = model::url_of(to);
    if (ui::button(view.ui, {column.x, column.y, column.width, ui::size::button_large},
                   {.label = label,
                    .kind = ui::ButtonKind::Outline,
                    .size = ui::ButtonSize::Large,
                    .href = href})) {
        view.go(to);
    }
    column.y += ui::size::button_large + 24;
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

void password_field(const View& view, SignInColumn& column, bool fresh) {
    model::SignInDraft& draft = view.drafts.sign_in;
    ui::TextField spec;
    spec.label = view.say(msg::sign_in_password);
    spec.field.type = draft.password_shown ? "text" : "password";
    spec.field.name = "password";
    spec.field.autocomplete = fresh ? "new-password" : "current-password";
    spec.field.enter_key_hint = "go";
    spec.hint = fresh ? view.say(msg::sign_in_at_least) : std::string_view();
    spec.reserve_end = 44;
    const float box_top = column.y + ui::line_height(ui::TextRole::SmallStrong) + 7;
    one_field(view, column, spec, draft.password, draft.errors);
    const ui::Rect eye{column.x + column.width - 41, box_top + 3, 38, 38};
    if (ui::icon_button(view.ui, eye,
                        {.icon = draft.password_shown ? icon::eye_off : icon::eye,
                         .name = view.say(draft.password_shown ? msg::sign_in_hide_password
                                                               : msg::sign_in_show_password),
                         .icon_size = 18,
                         .radius = 8,
                         .key = "eye"})) {
        draft.password_shown = !draft.password_shown;
    }
}

void studio_link(const View& view, const SignInColumn& column) {
    const model::Route to = model::page(model::Page::StudioSignIn);
    const std::string_view text = view.say(msg::sign_in_instructor);
    const float width = ui::text_width(view.ui, text, {.role = ui::TextRole::BodyStrong});
    if (ui::link(view.ui, column.x + (column.width - width) / 2, column.y, text, model::url_of(to),
                 true)) {
        view.go(to);
    }
}

}  // namespace

void sign_in_page(const View& view) {
    model::SignInDraft& draft = view.drafts.sign_in;
    const model::Submission& signing = view.model.account.signing;
    SignInColumn column(view);
    brand_row(view, column, false);
    const bool asked = view.model.account.enroll_after.has_value();
    titles(view, column, view.say(msg::sign_in_welcome),
           view.say(asked ? msg::sign_in_text_enroll : msg::sign_in_text));
    {
        ui::NodeScope form(view.ui, ui::Role::Form, view.say(msg::bars_sign_in));
        one_field(view, column, email_field(view), draft.email, draft.errors);
        password_field(view, column, false);
        failure(view, column, signing, draft.errors);
        if (submit(view, column, view.say(msg::bars_sign_in), signing.busy))
            view.want(model::intent::SignIn{});
    }
    model::Route other = model::page(model::Page::CreateAccount);
    other.next = view.model.route.next;
    other_way(view, column, view.say(msg::sign_in_create_an_account), other);
    studio_link(view, column);
    view.ui.extend_page(column.y + 64);
}

void create_account_page(const View& view) {
    model::SignInDraft& draft = view.drafts.sign_in;
    const model::Submission& signing = view.model.account.signing;
    SignInColumn column(view);
    brand_row(view, column, false);
    titles(view, column, view.say(msg::sign_in_create_an_account),
           view.say(msg::sign_in_create_text));
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
        if (submit(view, column, view.say(msg::sign_in_create), signing.busy)) {
            view.want(model::intent::CreateAccount{});
        }
    }
    model::Route other = model::page(model::Page::SignIn);
    other.next = view.model.route.next;
    other_way(view, column, view.say(msg::sign_in_have_account), other);
    view.ui.extend_page(column.y + 24);
}

void studio_sign_in_page(const View& view) {
    model::StudioSignInDraft& draft = view.drafts.studio_sign_in;
    const model::Submission& signing = view.model.studio.signing;
    SignInColumn column(view);
    brand_row(view, column, true);
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
    if (submit(view, column, view.say(msg::sign_in_open_studio), signing.busy)) {
        view.want(model::intent::StudioSignIn{});
    }
    other_way(view, column, view.say(msg::sign_in_back_to_classes),
              model::page(model::Page::Classes));
    view.ui.extend_page(column.y + 24);
}

}  // namespace lsl::views
