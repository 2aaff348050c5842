#include "client/views/dialogs.h"

#include "client/views/pages.h"
#include "client/views/question_text.h"
#include "client/views/wording.h"

#include <string>
#include <type_traits>
#include <vector>

namespace lsl::views {

namespace {

constexpr float amount_width = 110;

/// One line of the bill: what, and how much.
void bill_line(const View& view, ui::Column& column, std::string_view what,
               const std::string& amount, const ui::TextStyle& style) {
    ui::Slices line = column.row(ui::line_height(ui::TextRole::Body));
    const ui::Rect end = line.right(amount_width);
    ui::label(view.ui, line.rest, what, style);
    ui::label(view.ui, end, amount, {.role = ui::TextRole::BodyStrong, .tabular = true},
              ui::Align::End);
    column.after(ui::space::s);
}

std::string_view promise(const View& view, const domain::Stream& stream) {
    switch (stream.status) {
        case domain::StreamStatus::Scheduled: return view.say(msg::dialog_promise_scheduled);
        case domain::StreamStatus::Live: return view.say(msg::dialog_promise_live);
        default: return view.say(msg::dialog_promise_replay);
    }
}

/// What is bought, what it costs, and what is left.
void bill(const View& view, ui::Column& column, const domain::Stream& stream, std::int64_t price,
          bool affordable) {
    const std::int64_t balance = view.model.balance();
    column.paragraph(stream.title, {.role = ui::TextRole::CardTitle}, 2);
    column.after(0).paragraph(
        joined({stream.instructor_name,
                view.model.words->time(model::start_of(stream), model::TimeStyle::Day),
                length_of(view, stream)}),
        muted(view, ui::TextRole::Small));
    bill_line(view, column, view.say(msg::dialog_price), view.tokens(price), muted(view));
    bill_line(view, column, view.say(msg::dialog_you_have), view.tokens(balance), muted(view));
    if (!affordable) return;
    bill_line(view, column, view.say(msg::dialog_afterwards), view.tokens(balance - price),
              {.role = ui::TextRole::BodyStrong});
}

/// True when "Cancel" was pressed.
bool enroll_buttons(const View& view, ui::Column& column, const model::dialog::Enroll& open) {
    // After a price has changed the button names the new one.
    const bool again = open.sending.error && !open.sending.error->price_in_tokens;
    const std::string label = again ? std::string(view.say(msg::common_try_again))
                                    : view.say(msg::DialogEnrollFor{view.tokens(open.price)});
    const ui::Button no{.label = view.say(msg::common_cancel), .kind = ui::ButtonKind::Outline};
    const ui::Answer answer =
        ui::decide(column, {.label = label, .busy = open.sending.busy, .key = "confirm"}, no);
    if (answer == ui::Answer::Confirm) view.want(model::intent::ConfirmEnroll{open.id});
    return answer == ui::Answer::Cancel;
}

}  // namespace

void show(const View& view, const model::dialog::Enroll& open) {
    const wire::PublicStream* row = view.model.classes.find(open.id);
    if (row == nullptr) return;
    const domain::Stream& stream = row->stream;
    const auto affordable = domain::may_pay(view.model.balance(), open.price);
    ui::Dialog dialog(view.ui, {.key = "enroll", .title = view.say(msg::dialog_enroll_title)});
    ui::Column& column = dialog.column;
    bill(view, column, stream, open.price, affordable.has_value());
    column.after(ui::space::l);
    if (!affordable) {
        ui::banner(column, ui::Tone::Warning,
                   std::string(view.explain(affordable.error())) + " " +
                       std::string(view.say(msg::dialog_ask_studio_for_more)));
    } else if (open.sending.error) {
        ui::banner(column, ui::Tone::Danger, view.explain(*open.sending.error));
    } else {
        column.paragraph(promise(view, stream), muted(view, ui::TextRole::Small));
    }
    if (!affordable) write_to_studio(view, column);
    const bool cancel = affordable ? enroll_buttons(view, column, open)
                                   : column.button({.label = view.say(msg::common_close),
                                                    .kind = ui::ButtonKind::Secondary});
    const bool dismissed = dialog.finish();
    if ((dismissed || cancel) && !open.sending.busy) view.want(model::intent::CloseDialog{});
}

void show(const View& view, const model::dialog::Withdraw& open) {
    const std::string text =
        with_error(view,
                   open.paid > 0 ? view.say(msg::DialogWithdrawPaid{view.tokens(open.paid)})
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

void dialogs(const View& view) {
    std::visit(
        [&](const auto& open) {
            if constexpr (!std::is_same_v<decltype(open), const std::monostate&>) {
                show(view, open);
            }
        },
        view.model.open_dialog);
}

void messages(const View& view) {
    std::vector<ui::Toast> shown;
    for (const model::Toast& toast : view.model.toasts) {
        const ui::Tone tone = toast.mood == model::Mood::Good  ? ui::Tone::Success
                              : toast.mood == model::Mood::Bad ? ui::Tone::Danger
                                                               : ui::Tone::Neutral;
        shown.push_back({.key = toast.key,
                         .text = toast.text,
                         .tone = tone,
                         .action = toast.action,
                         .until = toast.until});
    }
    // A phone's sheet stands at the bottom, with what is agreed to in it; so do the stage's
    // buttons.
    const bool used_below =
        view.ui.phone() && (!std::holds_alternative<std::monostate>(view.model.open_dialog) ||
                            view.model.route.page == model::Page::StudioBroadcast);
    const auto event =
        ui::toasts(view.ui, shown, used_below ? ui::ToastEdge::Top : ui::ToastEdge::Bottom);
    if (!event) return;
    for (const model::Toast& toast : view.model.toasts) {
        if (!event->action || toast.key != event->key) continue;
        const auto want = [&view](const auto& undo) {
            if constexpr (!std::is_same_v<decltype(undo), const std::monostate&>) view.want(undo);
        };
        std::visit(want, toast.undo);
    }
    view.want(model::intent::CloseToast{event->key});
}

}  // namespace lsl::views
