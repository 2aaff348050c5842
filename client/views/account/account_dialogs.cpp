#include "client/views/dialogs.h"

#include "client/views/account/account_field.h"
#include "client/views/account/account_form.h"
#include "client/views/question_text.h"

#include <string>

// What is asked about a person's own account.

namespace lsl::views {

void show(const View& view, const model::dialog::ChangePassword& open) {
    model::AccountDraft& draft = view.drafts.account;
    const std::string_view title = view.say(msg::settings_change_password);
    ui::Dialog dialog(view.ui, {.key = "change-password", .title = title});
    ui::Column& column = dialog.column;
    ui::Answer answer = ui::Answer::None;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        column.paragraph(view.say(msg::settings_password_text), muted(view));
        present_password(view, column, "oldPassword");
        required_field(
            view, column,
            own_password_field(view, view.say(msg::settings_new_password), "newPassword", true),
            draft.new_password, draft.errors);
        answer = form_answers(view, column, view.say(msg::mail_link_reset_button), open.sending);
    }
    if (answer == ui::Answer::Confirm) view.want(model::intent::ConfirmChangePassword{});
    close_when(view, dialog, answer == ui::Answer::Cancel, open.sending);
}

void show(const View& view, const model::dialog::ChangeEmail& open) {
    model::AccountDraft& draft = view.drafts.account;
    const std::string_view title = view.say(msg::settings_change_email);
    ui::Dialog dialog(view.ui, {.key = "change-email", .title = title});
    ui::Column& column = dialog.column;
    if (open.sent) {
        column.paragraph(view.say(msg::settings_email_sent));
        const bool close =
            column.after(ui::space::xl)
                .button({.label = view.say(msg::common_close), .kind = ui::ButtonKind::Secondary});
        return close_when(view, dialog, close, open.sending);
    }
    ui::Answer answer = ui::Answer::None;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        column.paragraph(view.say(msg::settings_email_text), muted(view));
        required_field(view, column, own_email_field(view.say(msg::settings_new_email)),
                       draft.email, draft.errors);
        present_password(view, column, "password");
        answer = form_answers(view, column, view.say(msg::forgot_send), open.sending);
    }
    if (answer == ui::Answer::Confirm) view.want(model::intent::ConfirmChangeEmail{});
    close_when(view, dialog, answer == ui::Answer::Cancel, open.sending);
}

void show(const View& view, const model::dialog::DeleteAccount& open) {
    const std::string_view title = view.say(msg::settings_delete_title);
    ui::Dialog dialog(view.ui, {.key = "delete-account", .title = title});
    ui::Column& column = dialog.column;
    ui::Answer answer = ui::Answer::None;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        column.paragraph(view.say(msg::settings_delete_goes));
        column.after(ui::space::m).paragraph(view.say(msg::settings_delete_stays), muted(view));
        present_password(view, column, "password");
        answer = form_answers(view, column, view.say(msg::settings_delete_for_good), open.sending,
                              ui::ButtonKind::Danger);
    }
    if (answer == ui::Answer::Confirm) view.want(model::intent::ConfirmDeleteAccount{});
    close_when(view, dialog, answer == ui::Answer::Cancel, open.sending);
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
