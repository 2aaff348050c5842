#include "client/views/dialogs.h"

#include <string>

// Tokens for a person, with the reason that they read in their account.

namespace lsl::views {

namespace {

void grant_field(const View& view, ui::Column& column, ui::TextField spec, std::string_view label,
                 std::string& value) {
    model::FieldErrors& errors = view.drafts.grant.errors;
    spec.label = label;
    spec.field.autocomplete = "off";
    spec.field.required = true;
    spec.field.error = view.explain(errors, spec.field.name);
    if (ui::text_field(column, spec, value).changed) errors.clear(spec.field.name);
}

void grant_fields(const View& view, ui::Column& column) {
    model::GrantDraft& draft = view.drafts.grant;
    ui::TextField email, tokens, reason;
    email.field.type = "email";
    email.field.name = "email";
    email.field.input_mode = "email";
    grant_field(view, column, email, view.say(msg::sign_in_email), draft.email);
    tokens.field.name = "tokens";
    tokens.field.input_mode = "numeric";
    tokens.prefix = "\u25C6";
    grant_field(view, column, tokens, view.say(msg::account_tokens), draft.tokens);
    reason.field.name = "reason";
    reason.hint = view.say(msg::grant_reason_hint);
    grant_field(view, column, reason, view.say(msg::grant_reason), draft.reason);
}

}  // namespace

void show(const View& view, const model::dialog::GiveTokens& open) {
    const std::string_view title = view.say(msg::grant_title);
    ui::Dialog dialog(view.ui, {.key = "give-tokens", .title = title});
    ui::Column& column = dialog.column;
    ui::Answer answer = ui::Answer::None;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        grant_fields(view, column);
        if (open.sending.error && view.drafts.grant.errors.empty()) {
            ui::banner(column, ui::Tone::Danger, view.explain(*open.sending.error));
        }
        answer =
            ui::decide(column, {.label = title, .busy = open.sending.busy, .submits = true},
                       {.label = view.say(msg::common_cancel), .kind = ui::ButtonKind::Outline});
    }
    if (answer == ui::Answer::Confirm) view.want(model::intent::ConfirmGiveTokens{});
    const bool cancel = answer == ui::Answer::Cancel;
    if ((dialog.finish() || cancel) && !open.sending.busy) view.want(model::intent::CloseDialog{});
}

}  // namespace lsl::views
