#include "client/views/pages.h"

#include "client/views/class_form.h"
#include "client/views/wording.h"

#include <string>
#include <vector>

namespace lsl::views {

namespace {

using ui::space::l;

std::string with_error(const View& view, std::string_view text, const model::Submission& sending) {
    return sending.error ? std::string(view.explain(*sending.error)) + "\n\n" + std::string(text)
                         : std::string(text);
}

/// One line of the bill: what, and how much.
void bill_line(const View& view, float x, float& y, float width, std::string_view what,
               const std::string& amount, bool strong) {
    const float height = ui::line_height(ui::TextRole::Body);
    ui::label(view.ui, {x, y, width - 110, height}, what,
              strong ? ui::TextStyle{.role = ui::TextRole::BodyStrong} : muted(view));
    ui::label(view.ui, {x + width - 110, y, 110, height}, amount,
              {.role = ui::TextRole::BodyStrong, .tabular = true}, ui::Align::End);
    y += height + 8;
}

std::string_view promise(const View& view, const domain::Stream& stream) {
    switch (stream.status) {
        case domain::StreamStatus::Scheduled: return view.say(msg::dialog_promise_scheduled);
        case domain::StreamStatus::Live: return view.say(msg::dialog_promise_live);
        default: return view.say(msg::dialog_promise_replay);
    }
}

void enroll_dialog(const View& view, const model::dialog::Enroll& open) {
    const wire::PublicStream* row = view.model.classes.find(open.id);
    if (row == nullptr) return;
    ui::Ui& ui = view.ui;
    const domain::Stream& stream = row->stream;
    const std::int64_t balance = view.model.balance(), price = stream.price_in_tokens;
    const auto affordable = domain::may_pay(balance, price);
    ui::Dialog dialog(ui, {.key = "enroll", .title = view.say(msg::dialog_enroll_title)});
    float y = dialog.y;
    y += ui::paragraph(ui, dialog.x, y, dialog.width, stream.title,
                       {.role = ui::TextRole::CardTitle}, 2);
    y += ui::paragraph(
             ui, dialog.x, y, dialog.width,
             joined({stream.instructor_name,
                     view.model.words->time(model::start_of(stream), model::TimeStyle::Day),
                     length_of(view, stream)}),
             muted(view, ui::TextRole::Small)) +
         l;
    bill_line(view, dialog.x, y, dialog.width, view.say(msg::dialog_price), view.tokens(price),
              false);
    bill_line(view, dialog.x, y, dialog.width, view.say(msg::dialog_you_have), view.tokens(balance),
              false);
    if (affordable) {
        bill_line(view, dialog.x, y, dialog.width, view.say(msg::dialog_afterwards),
                  view.tokens(balance - price), true);
    }
    y += 8;
    if (!affordable) {
        y += ui::banner(ui, dialog.x, y, dialog.width, ui::Tone::Warning,
                        std::string(view.explain(affordable.error())) + " " +
                            std::string(view.say(msg::dialog_ask_studio_for_more)))
                 .height +
             l;
    } else if (open.sending.error) {
        y += ui::banner(ui, dialog.x, y, dialog.width, ui::Tone::Danger,
                        view.explain(*open.sending.error))
                 .height +
             l;
    } else {
        y += ui::paragraph(ui, dialog.x, y, dialog.width, promise(view, stream),
                           muted(view, ui::TextRole::Small)) +
             l;
    }
    bool cancel = false;
    if (affordable) {
        const std::string label = open.sending.error
                                      ? std::string(view.say(msg::common_try_again))
                                      : view.say(msg::DialogEnrollFor{view.tokens(price)});
        const ui::Rect row_rect{dialog.x, y, dialog.width, ui::size::button};
        const ui::Button no{.label = view.say(msg::common_cancel), .kind = ui::ButtonKind::Outline};
        const float no_width = ui::button_width(ui, no);
        ui::Slices buttons(row_rect, 10);
        const ui::Rect no_rect = buttons.right(no_width);
        if (ui::button(ui, buttons.rest,
                       {.label = label, .busy = open.sending.busy, .key = "confirm"})) {
            view.want(model::intent::ConfirmEnroll{open.id});
        }
        cancel = ui::button(ui, no_rect, no);
    } else {
        cancel =
            ui::button(ui, {dialog.x, y, dialog.width, ui::size::button},
                       {.label = view.say(msg::common_close), .kind = ui::ButtonKind::Secondary});
    }
    y += ui::size::button;
    const bool dismissed = dialog.finish(y);
    if ((dismissed || cancel) && !open.sending.busy) view.want(model::intent::CloseDialog{});
}

void withdraw_dialog(const View& view, const model::dialog::Withdraw& open) {
    const domain::Enrollment* place = view.model.enrollments.find(open.id);
    const std::int64_t paid = place ? place->tokens_paid : 0;
    const std::string text =
        with_error(view,
                   paid > 0 ? view.say(msg::DialogWithdrawPaid{view.tokens(paid)})
                            : std::string(view.say(msg::dialog_withdraw_free)),
                   open.sending);
    switch (ui::ask(view.ui, {.key = "withdraw",
                              .title = view.say(msg::dialog_give_up_title),
                              .text = text,
                              .confirm = view.say(msg::dialog_give_up),
                              .cancel = view.say(msg::dialog_keep_it),
                              .danger = true,
                              .busy = open.sending.busy})) {
        case ui::Answer::Confirm: return view.want(model::intent::ConfirmWithdraw{open.id});
        case ui::Answer::Cancel: return view.want(model::intent::CloseDialog{});
        case ui::Answer::None: break;
    }
}

void end_dialog(const View& view, const model::dialog::EndClass& open) {
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

void cancel_dialog(const View& view, const model::dialog::CancelClass& open) {
    const wire::InstructorStream* row = view.model.studio.find(open.id);
    const std::int64_t people = row ? row->statistics.enrollments : 0;
    const std::string text =
        with_error(view, view.say(msg::DialogCancelPeople{people}), open.sending);
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

void leave_dialog(const View& view) {
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

void edit_dialog(const View& view, const model::dialog::EditClass& open) {
    const wire::InstructorStream* row = view.model.studio.find(open.id);
    if (row == nullptr) return;
    ui::Dialog dialog(view.ui,
                      {.key = "edit", .title = view.say(msg::dialog_change_class), .width = 640});
    float y = dialog.y;
    bool cancel = false;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, view.say(msg::dialog_change_class));
        y = class_fields(view, dialog.x, y, dialog.width, view.drafts.changed_class, &row->stream);
        y = save_buttons(view, dialog.x, y, view.say(msg::dialog_save_changes),
                         view.drafts.changed_class, cancel);
    }
    if (dialog.finish(y) || cancel) view.want(model::intent::CloseDialog{});
}

}  // namespace

void dialogs(const View& view) {
    const model::Dialog& open = view.model.open_dialog;
    if (const auto* d = std::get_if<model::dialog::Enroll>(&open)) return enroll_dialog(view, *d);
    if (const auto* d = std::get_if<model::dialog::Withdraw>(&open)) {
        return withdraw_dialog(view, *d);
    }
    if (const auto* d = std::get_if<model::dialog::EndClass>(&open)) return end_dialog(view, *d);
    if (const auto* d = std::get_if<model::dialog::CancelClass>(&open)) {
        return cancel_dialog(view, *d);
    }
    if (const auto* d = std::get_if<model::dialog::EditClass>(&open)) return edit_dialog(view, *d);
    if (std::get_if<model::dialog::LeaveConsole>(&open)) return leave_dialog(view);
}

void messages(const View& view) {
    std::vector<ui::Toast> shown;
    for (const model::Toast& toast : view.model.toasts) {
        const ui::Tone tone = toast.mood == model::Mood::Good  ? ui::Tone::Success
                              : toast.mood == model::Mood::Bad ? ui::Tone::Danger
                                                               : ui::Tone::Neutral;
        shown.push_back({.key = toast.key, .text = toast.text, .tone = tone, .until = toast.until});
    }
    if (const auto event = ui::toasts(view.ui, shown)) {
        view.want(model::intent::CloseToast{event->key});
    }
}

}  // namespace lsl::views
