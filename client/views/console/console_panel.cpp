#include "client/views/console/console_panel.h"

#include "client/model/studio/going_live.h"
#include "client/views/console/health_panel.h"
#include "client/views/studio/figure_tiles.h"
#include "client/views/watch/player_surface.h"
#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

using domain::StreamStatus;
using model::BroadcastStage;
using model::CapturePhase;
using ui::StepState;

constexpr double percent = 100;

std::string go_live_text(const View& view, const wire::InstructorStream& row) {
    const std::int64_t people = row.statistics.enrollments;
    if (people == 0) return std::string(view.say(msg::console_go_live));
    return view.say(msg::ConsoleGoLivePeople{people});
}

void steps(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    const model::Studio& studio = view.model.studio;
    const bool live = row.stream.status == StreamStatus::Live;
    const bool over = row.stream.status == StreamStatus::Ended;
    const bool encoder = row.statistics.media_health.connected;
    const bool joined_in = model::is_connected(view.model.studio, row);
    const bool camera = studio.capture.phase == CapturePhase::Open || encoder;
    const std::string go =
        live || over ? std::string(view.say(msg::console_live)) : go_live_text(view, row);
    std::array<ui::Step, 4> list = {{
        {view.say(msg::console_camera_and_microphone), StepState::Later},
        {view.say(msg::console_connected_to_studio), StepState::Later},
        {go, StepState::Later},
        {view.say(msg::console_end_then_replay), StepState::Later},
    }};
    const std::array<bool, 4> done = {camera || over, joined_in || over, live || over, over};
    bool current = true;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (done[i]) {
            list[i].state = StepState::Done;
        } else if (current) {
            list[i].state = StepState::Current;
            current = false;
        }
    }
    if (studio.capture.phase == CapturePhase::Failed && !encoder) list[0].state = StepState::Failed;
    if (studio.broadcast.stage == BroadcastStage::Failed) list[1].state = StepState::Failed;
    column.until(column.next() +
                 ui::step_list(view.ui, column.x(), column.next(), column.width(), list));
}

/// The one button that brings this page on air, with what the person should know before.
void start_button(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    const model::Studio& studio = view.model.studio;
    const bool live = row.stream.status == StreamStatus::Live;
    const bool opening = studio.capture.phase == CapturePhase::Opening ||
                         studio.broadcast.stage == BroadcastStage::Opening;
    const std::int64_t waiting = row.statistics.viewers;
    if (row.statistics.media_health.connected) {
        ui::banner(column, ui::Tone::Neutral,
                   view.say(live ? msg::console_elsewhere_live : msg::console_elsewhere_early));
        if (column.button({.label = view.say(msg::console_take_over),
                           .kind = ui::ButtonKind::Secondary,
                           .busy = opening})) {
            view.want(model::intent::StartBroadcast{.take_over = true});
        }
    } else if (live) {
        if (waiting > 0) {
            ui::banner(column, ui::Tone::Warning, view.say(msg::ConsolePeopleWaiting{waiting}));
        } else {
            ui::banner(column, ui::Tone::Warning, view.say(msg::console_nothing_sent));
        }
        if (column.button(
                {.label = view.say(waiting > 0 ? msg::console_back_on_air : msg::console_go_on_air),
                 .busy = opening})) {
            view.want(model::intent::StartBroadcast{});
        }
    } else if (studio.capture.phase != CapturePhase::Open) {
        if (column.button({.label = view.say(msg::console_use_camera), .busy = opening})) {
            view.want(model::intent::OpenCapture{});
        }
    } else if (column.button({.label = view.say(msg::console_start_broadcast),
                              .description = view.say(msg::console_only_you)})) {
        view.want(model::intent::StartBroadcast{});
    }
}

void actions(const View& view, ui::Column& column, const wire::InstructorStream& row,
             PanelPlace place) {
    const model::Studio& studio = view.model.studio;
    const bool sending = view.model.broadcasting();
    const bool asked_above = place == PanelPlace::Below && asks_for_air(view, row);
    if (studio.broadcast.stage == BroadcastStage::Failed) {
        ui::banner(column, ui::Tone::Danger, studio.broadcast.problem);
    }
    if (!sending && !asked_above) start_button(view, column, row);
    // An encoder may come later, so going live is possible at any time; it is the accent once the
    // picture is there.
    const bool ready = model::is_connected(view.model.studio, row);
    if (column.button({.label = view.say(msg::console_go_live),
                       .kind = ready ? ui::ButtonKind::Accent : ui::ButtonKind::Secondary,
                       .busy = studio.action == model::StudioAction::GoLive})) {
        view.want(model::intent::GoLive{});
    }
    stop_button(view, column);
}

/// The way to the next class of the kind.
void copy_button(const View& view, ui::Column& column, StreamId id) {
    if (!view.model.may(domain::StaffAction::CreateClass)) return;
    if (column.button(
            {.label = view.say(msg::studio_copy), .icon = icon::calendar_plus, .key = "copy"})) {
        view.want(model::intent::CopyClass{id});
    }
    column.after(ui::space::xl);
}

/// For a class that fell through: what becomes of the money, and the button for it.
void money_back(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    const domain::Stream& stream = row.stream;
    if (stream.refunded_at) {
        return ui::banner(column, ui::Tone::Success, view.say(msg::console_refunded));
    }
    if (!model::is_refundable(row)) return;
    const std::int64_t came = stream.media_seconds.value_or(0);
    const std::string text =
        came == 0 ? std::string(view.say(msg::console_nothing_came))
                  : view.say(msg::ConsoleLittleCame{
                        clock(static_cast<double>(came)),
                        clock(static_cast<double>(stream.scheduled_duration_seconds))});
    ui::banner(column, ui::Tone::Warning, text);
    if (!view.model.may(domain::StaffAction::GiveBack, stream.id)) return;
    if (column.after(ui::space::m)
            .button({.label = view.say(msg::console_refund),
                     .busy = view.model.studio.action == model::StudioAction::Refund})) {
        view.want(model::intent::AskToRefund{stream.id});
    }
}

/// The buttons of a class that is not over, closer together than the parts of the panel.
void buttons(const View& view, ui::Column& column, const wire::InstructorStream& row,
             PanelPlace place) {
    ui::Column stack(view.ui, column.x(), column.next(), column.width(), ui::space::m);
    actions(view, stack, row, place);
    column.until(stack.bottom());
    column.after(ui::space::xl);
}

/// Steps that end with a replay, where none came, would say the opposite of what is so.
bool has_steps(const wire::InstructorStream& row) {
    const domain::Stream& stream = row.stream;
    if (stream.status == StreamStatus::Cancelled) return false;
    return stream.status != StreamStatus::Ended || model::had_replay(row.recording) ||
           row.recording.state == domain::RecordingState::Preparing;
}

}  // namespace

void stop_button(const View& view, ui::Column& column) {
    if (!view.model.broadcasting()) return;
    if (column.button(
            {.label = view.say(msg::console_stop_broadcast), .kind = ui::ButtonKind::Secondary})) {
        view.want(model::intent::StopBroadcast{});
    }
}

namespace {

/// How many watch; after the end how many did at once.
Figure watched(const View& view, const wire::InstructorStream& row) {
    const wire::Statistics& figures = row.statistics;
    if (row.stream.status == StreamStatus::Ended) {
        return {view.number(figures.max_viewers),
                view.say(msg::ConsoleWatchedAtOnce{figures.max_viewers}), Counted::PlayersAtOnce};
    }
    return {view.number(figures.viewers), view.say(msg::ConsoleWatching{figures.viewers}),
            Counted::OpenPlayers};
}

}  // namespace

void this_class(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    column.heading(view.say(msg::common_this_class), 2, {.role = ui::TextRole::BodyStrong}, 1);
    const wire::Statistics& figures = row.statistics;
    column.after(ui::space::s);
    figure_tiles(view, column,
                 {{{view.number(figures.enrollments),
                    view.say(msg::ConsoleEnrolled{figures.enrollments}), Counted::Enrolled},
                   {view.number(figures.revenue) + " \u25C6",
                    std::string(view.say(msg::common_revenue)), Counted::Revenue},
                   watched(view, row)}});
}

bool asks_for_air(const View& view, const wire::InstructorStream& row) {
    const bool over =
        row.stream.status == StreamStatus::Ended || row.stream.status == StreamStatus::Cancelled;
    return !over && !view.model.broadcasting() &&
           (row.stream.status == StreamStatus::Live || row.statistics.media_health.connected);
}

void air_question(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    ui::Column stack(view.ui, column.x(), column.next(), column.width(), ui::space::m);
    start_button(view, stack, row);
    column.until(stack.bottom());
}

void console_panel(const View& view, ui::Column& column, float least_height,
                   const wire::InstructorStream& row, PanelPlace place) {
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::console_class_control));
    const StreamStatus status = row.stream.status;
    const bool over = status == StreamStatus::Cancelled || status == StreamStatus::Ended;
    const auto content = [&](ui::Column& inside) {
        // Below the picture the buttons come first: both are to be on one screen of a phone.
        const bool buttons_first = place == PanelPlace::Below;
        if (!over && buttons_first) buttons(view, inside, row, place);
        if (has_steps(row)) steps(view, inside, row);
        if (status == StreamStatus::Ended) money_back(view, inside, row);
        if (over) copy_button(view, inside, row.stream.id);
        if (!over && !buttons_first) buttons(view, inside, row, place);
        if (buttons_first) inside.after(ui::space::xl);
        this_class(view, inside, row);
        if (!over) {
            inside.after(ui::space::xl);
            health_panel(view, inside, row);
        }
        const bool may_cancel = view.model.may(domain::StaffAction::GiveBack, row.stream.id);
        if (status != StreamStatus::Scheduled || !may_cancel) return;
        if (inside.button(
                {.label = view.say(msg::console_cancel_class), .kind = ui::ButtonKind::Ghost})) {
            view.want(model::intent::AskToCancel{row.stream.id});
        }
    };
    column.panel("console", content, least_height);
}

void class_over(const View& view, const ui::Rect& rect, float radius,
                const wire::InstructorStream& row) {
    const domain::Stream& stream = row.stream;
    const std::string href = model::url_of(model::watch_page(stream.id));
    Curtain content;
    std::string text;
    if (stream.status == StreamStatus::Cancelled) {
        content.symbol = icon::info;
        content.title = view.say(msg::common_this_class_cancelled);
        content.text = view.say(msg::console_everyone_paid_back);
    } else if (model::has_replay(stream, row.recording, view.model.now)) {
        content.symbol = icon::circle_check;
        content.title = view.say(msg::console_replay_ready);
        text = row.recording.expires_at ? replay_left(view, *row.recording.expires_at) : "";
        const std::string& lack = row.statistics.media_health.recording_trouble;
        if (!lack.empty()) text += (text.empty() ? "" : " ") + lack;
        content.text = text;
        content.action = view.say(msg::console_open_page);
        content.href = href;
    } else if (row.recording.state == domain::RecordingState::Preparing) {
        content.spinner = true;
        content.title = view.say(msg::watch_replay_preparing);
        if (const auto& sent = row.statistics.upload_progress) {
            text = view.say(msg::ConsoleUploading{std::llround(*sent * percent)});
            content.text = text;
        } else if (const auto& converted = row.statistics.replay_progress) {
            text = view.say(msg::ConsolePreparing{std::llround(*converted * percent)});
            content.text = text;
        }
    } else {
        content.symbol = icon::film;
        content.title = view.say(msg::console_class_over);
        content.text = view.say(model::had_replay(row.recording) ? msg::console_replay_over
                                                                 : msg::console_class_over_text);
    }
    if (curtain(view, rect, radius, stream, content)) view.go(model::watch_page(stream.id));
}

}  // namespace lsl::views
