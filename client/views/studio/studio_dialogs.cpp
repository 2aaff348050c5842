#include "client/views/dialogs.h"

#include "client/model/studio/going_live.h"
#include "client/views/question_text.h"
#include "client/views/studio/class_form.h"
#include "client/views/studio/jobs_section.h"

#include <string>

// What the studio asks before something that people notice or that can't be taken back.

namespace lsl::views {

namespace {

std::string why_no_picture(const View& view, model::NoPicture why) {
    switch (why) {
        case model::NoPicture::NoCamera:
            return std::string(view.say(msg::dialog_go_live_no_camera));
        case model::NoPicture::NotSent: return std::string(view.say(msg::dialog_go_live_not_sent));
        case model::NoPicture::CameraOff:
            return std::string(view.say(msg::dialog_go_live_camera_off));
        case model::NoPicture::None: break;
    }
    return {};
}

}  // namespace

void show(const View& view, const model::dialog::EndClass& open) {
    const std::string text = with_error(view, view.say(msg::dialog_end_text), open.sending);
    switch (ui::ask(view.ui, {.key = "end",
                              .title = view.say(msg::dialog_end_title),
                              .text = text,
                              .confirm = view.say(msg::dialog_end),
                              .cancel = view.say(msg::dialog_go_on),
                              .danger = true,
                              .busy = view.model.studio.action == model::StudioAction::End})) {
        case ui::Answer::Confirm: return view.want(model::intent::ConfirmEnd{open.id});
        case ui::Answer::Cancel: return view.want(model::intent::CloseDialog{});
        case ui::Answer::None: break;
    }
}

void show(const View& view, const model::dialog::CancelClass& open) {
    const wire::InstructorStream* row = view.model.studio.find(open.id);
    if (row == nullptr) return;
    const std::string which = view.say(msg::DialogCancelWhich{
        row->stream.title,
        view.model.words->time(row->stream.scheduled_start_time, model::TimeStyle::DateTime)});
    const std::string text = with_error(
        view, which + " " + view.say(msg::DialogCancelPeople{row->statistics.enrollments}),
        open.sending);
    switch (ui::ask(view.ui, {.key = "cancel",
                              .title = view.say(msg::dialog_cancel_title),
                              .text = text,
                              .confirm = view.say(msg::dialog_cancel_class),
                              .cancel = view.say(msg::dialog_keep_it),
                              .danger = true,
                              .busy = view.model.studio.action == model::StudioAction::Cancel})) {
        case ui::Answer::Confirm: return view.want(model::intent::ConfirmCancel{open.id});
        case ui::Answer::Cancel: return view.want(model::intent::CloseDialog{});
        case ui::Answer::None: break;
    }
}

void show(const View& view, const model::dialog::GoLive& open) {
    const wire::InstructorStream* row = view.model.studio.find(open.id);
    if (row == nullptr) return;
    const UtcTime start = row->stream.scheduled_start_time;
    view.wake_at_minute(start);
    const domain::StartQuestion asks =
        model::question_before_start(view.model.studio, *row, view.model.now);
    const auto ahead = std::chrono::duration_cast<std::chrono::seconds>(start - view.model.now);
    const std::string title =
        asks.early ? view.say(msg::DialogGoLiveEarlyTitle{view.model.words->span(ahead)})
                   : std::string(view.say(msg::dialog_go_live_title));
    std::string text;
    const auto add = [&](const std::string& sentence) {
        if (sentence.empty()) return;
        if (!text.empty()) text += "\n\n";
        text += sentence;
    };
    if (asks.early) {
        add(view.say(
            msg::DialogGoLivePlanned{view.model.words->time(start, model::TimeStyle::DateTime)}));
    }
    add(why_no_picture(view, model::no_picture(view.model.studio, *row)));
    add(view.say(msg::DialogGoLivePeople{row->statistics.enrollments}));
    text = with_error(view, text, open.sending);
    switch (ui::ask(view.ui, {.key = "go-live",
                              .title = title,
                              .text = text,
                              .confirm = view.say(msg::dialog_go_live_now),
                              .cancel = view.say(msg::dialog_not_yet),
                              .busy = view.model.studio.action == model::StudioAction::GoLive})) {
        case ui::Answer::Confirm: return view.want(model::intent::ConfirmGoLive{});
        case ui::Answer::Cancel: return view.want(model::intent::CloseDialog{});
        case ui::Answer::None: break;
    }
}

void show(const View& view, const model::dialog::RefundClass& open) {
    const wire::InstructorStream* row = view.model.studio.find(open.id);
    if (row == nullptr) return;
    const std::string tokens = view.tokens(row->statistics.revenue);
    const std::string text =
        with_error(view, view.say(msg::DialogRefundText{tokens}), open.sending);
    const std::string confirm = view.say(msg::DialogRefundConfirm{tokens});
    switch (ui::ask(view.ui, {.key = "refund",
                              .title = view.say(msg::dialog_refund_title),
                              .text = text,
                              .confirm = confirm,
                              .cancel = view.say(msg::dialog_not_yet),
                              .busy = view.model.studio.action == model::StudioAction::Refund})) {
        case ui::Answer::Confirm: return view.want(model::intent::ConfirmRefund{open.id});
        case ui::Answer::Cancel: return view.want(model::intent::CloseDialog{});
        case ui::Answer::None: break;
    }
}

void show(const View& view, const model::dialog::DiscardChanges&) {
    switch (ui::ask(view.ui, {.key = "discard",
                              .title = view.say(msg::dialog_discard_title),
                              .text = view.say(msg::dialog_discard_text),
                              .confirm = view.say(msg::dialog_discard),
                              .cancel = view.say(msg::dialog_keep_editing),
                              .danger = true})) {
        case ui::Answer::Confirm: return view.want(model::intent::DiscardChanges{});
        case ui::Answer::Cancel: return view.want(model::intent::CloseDialog{});
        case ui::Answer::None: break;
    }
}

void show(const View& view, const model::dialog::RotateToken& open) {
    const std::string text = with_error(view, view.say(msg::dialog_token_text), open.sending);
    switch (ui::ask(view.ui, {.key = "rotate",
                              .title = view.say(msg::dialog_token_title),
                              .text = text,
                              .confirm = view.say(msg::dialog_token_confirm),
                              .cancel = view.say(msg::dialog_keep_it),
                              .danger = true,
                              .busy = view.model.studio.action == model::StudioAction::Rotate})) {
        case ui::Answer::Confirm: return view.want(model::intent::ConfirmRotate{open.id});
        case ui::Answer::Cancel: return view.want(model::intent::CloseDialog{});
        case ui::Answer::None: break;
    }
}

void show(const View& view, const model::dialog::ConfirmJob& open) {
    std::string held;
    if (const auto& jobs = view.model.studio.jobs.value) {
        for (const wire::JobState& job : jobs->jobs) {
            if (job.job == open.job) held = held_text(view, job);
        }
    }
    const std::string text =
        with_error(view, held + "\n\n" + std::string(view.say(msg::dialog_job_text)), open.sending);
    switch (ui::ask(view.ui, {.key = "job",
                              .title = view.say(msg::dialog_job_title),
                              .text = text,
                              .confirm = view.say(msg::dialog_job_confirm),
                              .cancel = view.say(msg::common_cancel),
                              .danger = true,
                              .busy = open.sending.busy})) {
        case ui::Answer::Confirm: return view.want(model::intent::ConfirmJob{open.job});
        case ui::Answer::Cancel: return view.want(model::intent::CloseDialog{});
        case ui::Answer::None: break;
    }
}

void show(const View& view, const model::dialog::LeaveConsole&) {
    switch (ui::ask(view.ui, {.key = "leave",
                              .title = view.say(msg::dialog_leave_title),
                              .text = view.say(msg::dialog_leave_text),
                              .confirm = view.say(msg::dialog_leave),
                              .cancel = view.say(msg::dialog_stay),
                              .danger = true})) {
        case ui::Answer::Confirm: return view.want(model::intent::LeaveConsole{});
        case ui::Answer::Cancel: return view.want(model::intent::CloseDialog{});
        case ui::Answer::None: break;
    }
}

void show(const View& view, const model::dialog::EditClass& open) {
    const wire::InstructorStream* row = view.model.studio.find(open.id);
    if (row == nullptr) return;
    ui::Dialog dialog(view.ui, {.key = "edit",
                                .title = view.say(msg::dialog_change_class),
                                .width = ui::size::form_dialog});
    bool cancel = false;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, view.say(msg::dialog_change_class));
        class_fields(view, dialog.column, view.drafts.changed_class, &row->stream);
        cancel = save_buttons(view, dialog.column, view.say(msg::dialog_save_changes),
                              view.drafts.changed_class);
    }
    if (dialog.finish() || cancel) view.want(model::intent::CloseDialog{});
}

}  // namespace lsl::views
