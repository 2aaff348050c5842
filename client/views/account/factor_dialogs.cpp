#include "client/views/dialogs.h"

#include "client/views/account/account_field.h"
#include "client/views/account/account_form.h"
#include "client/views/account/passkey_words.h"

#include <string>

// What is asked about a person's passkeys.

namespace lsl::views {

namespace {

void passkey_name_field(const View& view, ui::Column& column) {
    model::AccountDraft& draft = view.drafts.account;
    ui::TextField spec;
    spec.label = view.say(msg::sign_in_name);
    spec.field.name = "name";
    spec.field.autocomplete = "off";
    spec.hint = view.say(msg::passkeys_name_hint);
    required_field(view, column, spec, draft.passkey_name, draft.errors);
}

}  // namespace

void show(const View& view, const model::dialog::AddPasskey& open) {
    const model::PasskeyDesk& desk = view.model.passkeys;
    const std::string_view title = view.say(msg::passkeys_add_title);
    ui::Dialog dialog(view.ui, {.key = "add-passkey", .title = title});
    ui::Column& column = dialog.column;
    ui::Answer answer = ui::Answer::None;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        column.paragraph(view.say(msg::passkeys_add_text), muted(view));
        passkey_name_field(view, column);
        present_password(view, column, "password");
        if (desk.asking) {
            ui::banner(column, ui::Tone::Neutral, view.say(msg::passkeys_asking));
        } else if (desk.trouble != model::PasskeyTrouble::None) {
            const bool quiet = desk.trouble == model::PasskeyTrouble::Unused;
            ui::banner(column, quiet ? ui::Tone::Neutral : ui::Tone::Danger,
                       passkey_words(view, desk.trouble));
        }
        answer = form_answers(view, column, view.say(msg::passkeys_add_button), open.sending);
    }
    if (answer == ui::Answer::Confirm) view.want(model::intent::ConfirmAddPasskey{});
    close_when(view, dialog, answer == ui::Answer::Cancel, open.sending);
}

void show(const View& view, const model::dialog::RenamePasskey& open) {
    const std::string_view title = view.say(msg::passkeys_rename_title);
    ui::Dialog dialog(view.ui, {.key = "rename-passkey", .title = title});
    ui::Column& column = dialog.column;
    ui::Answer answer = ui::Answer::None;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        passkey_name_field(view, column);
        answer = form_answers(view, column, view.say(msg::passkeys_rename), open.sending);
    }
    if (answer == ui::Answer::Confirm) view.want(model::intent::ConfirmRenamePasskey{});
    close_when(view, dialog, answer == ui::Answer::Cancel, open.sending);
}

void show(const View& view, const model::dialog::RemovePasskey& open) {
    const std::string title = view.say(msg::PasskeysRemoveTitle{open.name});
    ui::Dialog dialog(view.ui, {.key = "remove-passkey", .title = title});
    ui::Column& column = dialog.column;
    ui::Answer answer = ui::Answer::None;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        column.paragraph(view.say(msg::passkeys_remove_text), muted(view));
        present_password(view, column, "password");
        answer = form_answers(view, column, view.say(msg::team_remove), open.sending,
                              ui::ButtonKind::Danger);
    }
    if (answer == ui::Answer::Confirm) view.want(model::intent::ConfirmRemovePasskey{});
    close_when(view, dialog, answer == ui::Answer::Cancel, open.sending);
}

}  // namespace lsl::views
