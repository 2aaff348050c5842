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
    spec.field.error = errors[spec.field.name];
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
                                               ui::Tone::Danger, sending.error->message);
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

ui::TextField email_field() {
    ui::TextField spec;
    spec.label = "E-mail";
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
    spec.label = "Password";
    spec.field.type = draft.password_shown ? "text" : "password";
    spec.field.name = "password";
    spec.field.autocomplete = fresh ? "new-password" : "current-password";
    spec.field.enter_key_hint = "go";
    spec.hint = fresh ? "At least 8 characters." : "";
    spec.reserve_end = 44;
    const float box_top = column.y + ui::line_height(ui::TextRole::SmallStrong) + 7;
    one_field(view, column, spec, draft.password, draft.errors);
    const ui::Rect eye{column.x + column.width - 41, box_top + 3, 38, 38};
    if (ui::icon_button(view.ui, eye,
                        {.icon = draft.password_shown ? icon::eye_off : icon::eye,
                         .name = draft.password_shown ? "Hide password" : "Show password",
                         .icon_size = 18,
                         .radius = 8,
                         .key = "eye"})) {
        draft.password_shown = !draft.password_shown;
    }
}

void studio_link(const View& view, const SignInColumn& column) {
    const model::Route to = model::page(model::Page::StudioSignIn);
    const std::string text = "I'm an instructor";
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
    titles(view, column, "Welcome back",
           asked ? "Sign in to enroll. You come back to the class afterwards."
                 : "Sign in to watch and enroll.");
    {
        ui::NodeScope form(view.ui, ui::Role::Form, "Sign in");
        one_field(view, column, email_field(), draft.email, draft.errors);
        password_field(view, column, false);
        failure(view, column, signing, draft.errors);
        if (submit(view, column, "Sign in", signing.busy)) view.want(model::intent::SignIn{});
    }
    model::Route other = model::page(model::Page::CreateAccount);
    other.next = view.model.route.next;
    other_way(view, column, "Create an account", other);
    studio_link(view, column);
    view.ui.extend_page(column.y + 64);
}

void create_account_page(const View& view) {
    model::SignInDraft& draft = view.drafts.sign_in;
    const model::Submission& signing = view.model.account.signing;
    SignInColumn column(view);
    brand_row(view, column, false);
    titles(view, column, "Create an account", "Enroll, watch live, and come back for the replay.");
    {
        ui::NodeScope form(view.ui, ui::Role::Form, "Create an account");
        ui::TextField name;
        name.label = "Name";
        name.field.name = "displayName";
        name.field.autocomplete = "name";
        name.field.enter_key_hint = "next";
        one_field(view, column, name, draft.display_name, draft.errors);
        one_field(view, column, email_field(), draft.email, draft.errors);
        password_field(view, column, true);
        failure(view, column, signing, draft.errors);
        if (submit(view, column, "Create account", signing.busy)) {
            view.want(model::intent::CreateAccount{});
        }
    }
    model::Route other = model::page(model::Page::SignIn);
    other.next = view.model.route.next;
    other_way(view, column, "I have an account", other);
    view.ui.extend_page(column.y + 24);
}

void studio_sign_in_page(const View& view) {
    model::StudioSignInDraft& draft = view.drafts.studio_sign_in;
    const model::Submission& signing = view.model.studio.signing;
    SignInColumn column(view);
    brand_row(view, column, true);
    titles(view, column, "Studio sign-in", "For instructors, with the studio's access token.");
    ui::NodeScope form(view.ui, ui::Role::Form, "Studio sign-in");
    ui::TextField spec;
    spec.label = "Access token";
    spec.field.type = "password";
    spec.field.name = "token";
    spec.field.autocomplete = "current-password";
    spec.field.enter_key_hint = "go";
    spec.hint = "The server prints it when it starts.";
    one_field(view, column, spec, draft.token, draft.errors);
    failure(view, column, signing, draft.errors);
    if (submit(view, column, "Open the studio", signing.busy)) {
        view.want(model::intent::StudioSignIn{});
    }
    other_way(view, column, "Back to classes", model::page(model::Page::Classes));
    view.ui.extend_page(column.y + 24);
}

}  // namespace lsl::views
