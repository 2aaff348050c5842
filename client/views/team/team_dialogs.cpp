#include "client/views/dialogs.h"

#include "client/views/question_text.h"
#include "client/views/team/role_field.h"

#include <string>

// What is asked and told about the team of a class.

namespace lsl::views {

void show(const View& view, const model::dialog::InvitationLink& open) {
    const wire::InvitationRow& made = open.made;
    const std::string until = view.model.words->time(made.expires_at, model::TimeStyle::Day);
    ui::Dialog dialog(view.ui, {.key = "invitation-link", .title = view.say(msg::team_link_title)});
    ui::Column& column = dialog.column;
    column.paragraph(made.email ? view.say(msg::TeamLinkFor{*made.email, until})
                                : view.say(msg::TeamLinkForAnyone{until}));
    bool revealed = true;
    if (ui::copy_field(column, view.say(msg::team_link), made.url, false, revealed,
                       view.model.copied == "invitation-link")) {
        view.want(model::intent::CopyText{"invitation-link", made.url});
    }
    column.paragraph(view.say(msg::team_link_once), muted(view, ui::TextRole::Small));
    const bool close =
        column.after(ui::space::xl)
            .button({.label = view.say(msg::common_close), .kind = ui::ButtonKind::Secondary});
    if (dialog.finish() || close) view.want(model::intent::CloseDialog{});
}

void show(const View& view, const model::dialog::ChangeRole& open) {
    const model::Submission& sending = view.model.studio.inviting;
    const std::string title = view.say(msg::TeamChangeTitle{open.name});
    ui::Dialog dialog(view.ui, {.key = "change-role", .title = title});
    ui::Column& column = dialog.column;
    ui::Answer answer = ui::Answer::None;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        column.paragraph(view.say(msg::TeamChangeText{open.name}), muted(view));
        role_field(view, column, view.drafts.changed_role);
        if (sending.error) ui::banner(column, ui::Tone::Danger, view.explain(*sending.error));
        answer = ui::decide(
            column, {.label = view.say(msg::team_make_link), .busy = sending.busy, .submits = true},
            {.label = view.say(msg::common_cancel), .kind = ui::ButtonKind::Outline});
    }
    if (answer == ui::Answer::Confirm) view.want(model::intent::ConfirmChangeRole{});
    const bool cancel = answer == ui::Answer::Cancel;
    if ((dialog.finish() || cancel) && !sending.busy) view.want(model::intent::CloseDialog{});
}

void show(const View& view, const model::dialog::RemoveStaff& open) {
    const bool invitation = open.name.empty();
    const std::string title = open.leaves  ? std::string(view.say(msg::team_leave_title))
                              : invitation ? std::string(view.say(msg::team_take_back_title))
                                           : view.say(msg::TeamRemoveTitle{open.name});
    const msg::Plain text = open.leaves  ? msg::team_leave_text
                            : invitation ? msg::team_take_back_text
                                         : msg::team_remove_text;
    const msg::Plain confirm = open.leaves  ? msg::team_leave
                               : invitation ? msg::team_take_back
                                            : msg::team_remove;
    switch (ui::ask(view.ui, {.key = "remove-staff",
                              .title = title,
                              .text = with_error(view, view.say(text), open.sending),
                              .confirm = view.say(confirm),
                              .cancel = view.say(msg::common_cancel),
                              .danger = true,
                              .busy = open.sending.busy})) {
        case ui::Answer::Confirm: return view.want(model::intent::ConfirmRemove{});
        case ui::Answer::Cancel: return view.want(model::intent::CloseDialog{});
        case ui::Answer::None: break;
    }
}

}  // namespace lsl::views
