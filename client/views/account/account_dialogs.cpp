#include "client/views/dialogs.h"

#include "client/views/account/account_field.h"
#include "client/views/question_text.h"

#include <string>

// What is asked about a person's own account.

namespace lsl::views {

namespace {

/// The form's button, under what went wrong when no field is to blame.
bool dialog_submit(const View& view, ui::Column& column, std::string_view label,
                   const model::Submission& sending, ui::ButtonKind kind = ui::ButtonKind::Accent) {
    if (sending.error && view.drafts.account.errors.empty()) {
        ui::banner(column, ui::Tone::Danger, view.explain(*sending.error));
    }
    return column.after(ui::space::xl)
        .button({.label = label, .kind = kind, .busy = sending.busy, .submits = true});
}

/// The last button of a dialog, and its end.
void dialog_last_button(const View& view, ui::Dialog& dialog, msg::Plain label,
                        const model::Submission& sending) {
    const bool pressed =
        dialog.column.button({.label = view.say(label), .kind = ui::ButtonKind::Outline});
    if ((dialog.finish() || pressed) && !sending.busy) view.want(model::intent::CloseDialog{});
}

void present_password(const View& view, ui::Column& column, std::string_view name) {
    model::AccountDraft& draft = view.drafts.account;
    required_field(view, column,
                   own_password_field(view, view.say(msg::settings_present_password), name, false),
                   draft.password, draft.errors);
}

}  // namespace

void show(const View& view, const model::dialog::ChangePassword& open) {
    model::AccountDraft& draft = view.drafts.account;
    const std::string_view title = view.say(msg::settings_change_password);
    ui::Dialog dialog(view.ui, {.key = "change-password", .title = title});
    ui::Column& column = dialog.column;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        column.paragraph(view.say(msg::settings_password_text), muted(view));
        present_password(view, column, "oldPassword");
        required_field(
            view, column,
            own_password_field(view, view.say(msg::settings_new_password), "newPassword", true),
            draft.new_password, draft.errors);
        if (dialog_submit(view, column, view.say(msg::mail_link_reset_button), open.sending)) {
            view.want(model::intent::ConfirmChangePassword{});
        }
    }
    dialog_last_button(view, dialog, msg::common_cancel, open.sending);
}

void show(const View& view, const model::dialog::ChangeEmail& open) {
    model::AccountDraft& draft = view.drafts.account;
    const std::string_view title = view.say(msg::settings_change_email);
    ui::Dialog dialog(view.ui, {.key = "change-email", .title = title});
    ui::Column& column = dialog.column;
    if (open.sent) {
        column.paragraph(view.say(msg::settings_email_sent));
        return dialog_last_button(view, dialog, msg::common_close, open.sending);
    }
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        column.paragraph(view.say(msg::settings_email_text), muted(view));
        required_field(view, column, own_email_field(view.say(msg::settings_new_email)),
                       draft.email, draft.errors);
        present_password(view, column, "password");
        if (dialog_submit(view, column, view.say(msg::forgot_send), open.sending)) {
            view.want(model::intent::ConfirmChangeEmail{});
        }
    }
    dialog_last_button(view, dialog, msg::common_cancel, open.sending);
}

void show(const View& view, const model::dialog::DeleteAccount& open) {
    const std::string_view title = view.say(msg::settings_delete_title);
    ui::Dialog dialog(view.ui, {.key = "delete-account", .title = title});
    ui::Column& column = dialog.column;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        column.paragraph(view.say(msg::settings_delete_goes));
        column.after(ui::space::m).paragraph(view.say(msg::settings_delete_stays), muted(view));
        present_password(view, column, "password");
        if (dialog_submit(view, column, view.say(msg::settings_delete_for_good), open.sending,
                          ui::ButtonKind::Danger)) {
            view.want(model::intent::ConfirmDeleteAccount{});
        }
    }
    dialog_last_button(view, dialog, msg::common_cancel, open.sending);
}

void show(const View& view, const model::dialog::RenewCalendar& open) {
    const std::string text = with_error(view, view.say(msg::settings_renew_text), open.sending);
    switch (ui::ask(view.ui, {.key = "renew-calendar",
                              .title = view.say(msg::settings_renew_title),
                              .text = text,
                              .confirm = view.say(msg::settings_new_address),
                              .cancel = view.say(msg::common_cancel),
                              .danger = true,
                              .busy = open.sending.busy})) {
        case ui::Answer::Confirm: return view.want(model::intent::ConfirmRenewCalendar{});
        case ui::Answer::Cancel: return view.want(model::intent::CloseDialog{});
        case ui::Answer::None: break;
    }
}

}  // namespace lsl::views
