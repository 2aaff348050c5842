#include "client/views/console_panel.h"

#include "client/views/figure_tiles.h"
#include "client/views/health_panel.h"
#include "client/views/player_surface.h"
#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

using domain::StreamStatus;
using model::BroadcastStage;
using model::CaptureStage;
using ui::StepState;

bool connected(const View& view, const wire::InstructorStream& row) {
    return view.model.studio.broadcast.stage == BroadcastStage::Connected ||
           (view.model.studio.broadcast.stage == BroadcastStage::Idle &&
            row.statistics.media_health.connected);
}

std::string go_live_text(const View& view, const wire::InstructorStream& row) {
    const std::int64_t people = row.statistics.enrollments;
    if (people == 0) return std::string(view.say(msg::console_go_live));
    return view.say(msg::ConsoleGoLivePeople{people});
}

float steps(const View& view, float x, float y, float width, const wire::InstructorStream& row) {
    const model::Studio& studio = view.model.studio;
    const bool live = row.stream.status == StreamStatus::Live;
    const bool over = row.stream.status == StreamStatus::Ended;
    const bool encoder = row.statistics.media_health.connected;
    const bool joined_in = connected(view, row);
    const bool camera = studio.capture.stage == CaptureStage::Open || encoder;
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
    if (studio.capture.stage == CaptureStage::Failed && !encoder) list[0].state = StepState::Failed;
    if (studio.broadcast.stage == BroadcastStage::Failed) list[1].state = StepState::Failed;
    return ui::step_list(view.ui, x, y, width, list);
}

struct Buttons {
    const View& view;
    float x, y, width;

    bool one(ui::Button spec) {
        const bool pressed = ui::button(view.ui, {x, y, width, ui::size::button}, spec);
        y += ui::size::button + 10;
        return pressed;
    }
};

void actions(const View& view, Buttons& buttons, const wire::InstructorStream& row) {
    const model::Studio& studio = view.model.studio;
    const bool live = row.stream.status == StreamStatus::Live;
    const bool sending = studio.broadcast.stage == BroadcastStage::Connected ||
                         studio.broadcast.stage == BroadcastStage::Connecting ||
                         studio.broadcast.stage == BroadcastStage::Reconnecting;
    const bool open = studio.capture.stage == CaptureStage::Open;
    if (studio.broadcast.stage == BroadcastStage::Failed) {
        buttons.y += ui::banner(view.ui, buttons.x, buttons.y, buttons.width, ui::Tone::Danger,
                                studio.broadcast.problem)
                         .height +
                     10;
    }
    if (!open && !sending) {
        const bool encoder = row.statistics.media_health.connected;
        if (buttons.one({.label = view.say(msg::console_use_camera),
                         .kind = encoder ? ui::ButtonKind::Secondary : ui::ButtonKind::Accent,
                         .busy = studio.capture.stage == CaptureStage::Opening})) {
            view.want(model::intent::OpenCapture{});
        }
    } else if (!sending) {
        if (buttons.one({.label = view.say(msg::console_start_broadcast),
                         .description = view.say(msg::console_only_you)})) {
            view.want(model::intent::StartBroadcast{});
        }
    }
    if (!live) {
        // An encoder may come later, so going live is possible at any time; it is the accent once
        // the picture is there.
        const bool ready = connected(view, row);
        if (buttons.one({.label = view.say(msg::console_go_live),
                         .kind = ready ? ui::ButtonKind::Accent : ui::ButtonKind::Secondary,
                         .busy = studio.action == model::StudioAction::GoLive})) {
            view.want(model::intent::GoLive{});
        }
    } else {
        if (buttons.one({.label = view.say(msg::console_end_class),
                         .kind = sending ? ui::ButtonKind::Danger : ui::ButtonKind::Secondary,
                         .busy = studio.action == model::StudioAction::End})) {
            view.want(model::intent::AskToEnd{row.stream.id});
        }
    }
    if (sending && buttons.one({.label = view.say(msg::console_stop_broadcast),
                                .kind = ui::ButtonKind::Secondary})) {
        view.want(model::intent::StopBroadcast{});
    }
}

float this_class(const View& view, float x, float y, float width,
                 const wire::InstructorStream& row) {
    y += ui::heading(view.ui, x, y, width, view.say(msg::common_this_class), 2,
                     {.role = ui::TextRole::BodyStrong}, 1) +
         9;
    const wire::Statistics& figures = row.statistics;
    figure_tiles(
        view, x, y, width,
        {{{view.number(figures.enrollments), view.say(msg::ConsoleEnrolled{figures.enrollments})},
          {view.number(figures.revenue) + " \u25C6", std::string(view.say(msg::common_revenue))},
          {view.number(figures.viewers), view.say(msg::ConsoleWatching{figures.viewers})}}});
    return y + ui::stat_tile_height;
}

}  // namespace

float console_panel(const View& view, float x, float y, float width, float least,
                    const wire::InstructorStream& row) {
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::console_class_control));
    AutoPanel panel(view, "console", x, y, width, ui::space::panel_inset, least);
    float at = panel.y + 4;
    const bool cancelled = row.stream.status == StreamStatus::Cancelled;
    const bool over = cancelled || row.stream.status == StreamStatus::Ended;
    if (!cancelled) at += steps(view, panel.x, at, panel.width, row) + 18;
    if (!over) {
        Buttons buttons{view, panel.x, at, panel.width};
        actions(view, buttons, row);
        at = buttons.y + 9;
    }
    at = this_class(view, panel.x, at, panel.width, row);
    if (!over) at = health_panel(view, panel.x, at + 20, panel.width, row);
    if (row.stream.status == StreamStatus::Scheduled) {
        at += 16;
        if (ui::button(
                view.ui, {panel.x, at, panel.width, ui::size::button},
                {.label = view.say(msg::console_cancel_class), .kind = ui::ButtonKind::Ghost})) {
            view.want(model::intent::AskToCancel{row.stream.id});
        }
        at += ui::size::button - 6;
    }
    return panel.finish(at);
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
    } else if (stream.recording_available) {
        content.symbol = icon::circle_check;
        content.title = view.say(msg::console_replay_ready);
        text = stream.recording_expires_at ? replay_left(view, *stream.recording_expires_at) : "";
        content.text = text;
        content.action = view.say(msg::console_open_page);
        content.href = href;
    } else if (stream.recording_state == domain::RecordingState::Preparing) {
        content.spinner = true;
        content.title = view.say(msg::watch_replay_preparing);
        if (const auto& sent = row.statistics.upload_progress) {
            text = view.say(msg::ConsoleUploading{std::llround(*sent * 100)});
            content.text = text;
        }
    } else {
        content.symbol = icon::film;
        content.title = view.say(msg::console_class_over);
        content.text = view.say(msg::console_class_over_text);
    }
    if (curtain(view, rect, radius, stream, content)) view.go(model::watch_page(stream.id));
}

float other_encoders(const View& view, float x, float y, float width,
                     const wire::InstructorStream& row) {
    ui::Ui& ui = view.ui;
    bool& open = view.drafts.console.encoder_open;
    ui::NodeScope region(ui, ui::Role::Region, view.say(msg::console_other_encoders));
    const ui::Button fold{.label = view.say(msg::console_other_encoders),
                          .kind = ui::ButtonKind::Ghost,
                          .icon = open ? icon::chevron_down : icon::chevron_right,
                          .description = view.say(msg::console_encoder_fold_text)};
    // Its symbol stands on the column's edge; the padding reaches beyond.
    const float wide = ui::button_width(ui, fold);
    if (ui::button(ui, {x - 14, y, wide, ui::size::button}, fold)) open = !open;
    y += ui::size::button;
    if (!open) return y;
    y += 8;
    AutoPanel panel(view, "encoders", x, y, width, ui::space::panel_inset);
    float at = panel.y;
    // A hosted address is the key by itself.
    const bool keyed = !row.stream.webrtc_token.empty();
    at += ui::paragraph(
              ui, panel.x, at, std::min(panel.width, 590.0f),
              view.say(keyed ? msg::console_encoder_key_token : msg::console_encoder_key_address),
              muted(view)) +
          14;
    bool shown = true;
    const bool pair = keyed && panel.width >= 700;
    const float each = pair ? (panel.width - 16) / 2 : panel.width;
    const ui::CopyResult address = ui::copy_field(
        ui, panel.x, at, each, view.say(msg::console_whip_address), row.stream.webrtc_url, !keyed,
        keyed ? shown : view.drafts.console.token_shown, view.model.copied == "whip-address");
    if (address.copy) view.want(model::intent::CopyText{"whip-address", row.stream.webrtc_url});
    if (!pair) at += address.height + 14;
    if (keyed) {
        const ui::CopyResult token =
            ui::copy_field(ui, pair ? panel.x + each + 16 : panel.x, at, each,
                           view.say(msg::console_token), row.stream.webrtc_token, true,
                           view.drafts.console.token_shown, view.model.copied == "whip-token");
        if (token.copy) view.want(model::intent::CopyText{"whip-token", row.stream.webrtc_token});
        at += token.height + 18;
    }
    constexpr std::array<msg::Plain, 3> hints = {msg::console_encoder_hint_obs,
                                                 msg::console_encoder_hint_output,
                                                 msg::console_encoder_hint_start};
    for (const msg::Plain hint : hints) {
        at += ui::paragraph(ui, panel.x, at, std::min(panel.width, 590.0f), view.say(hint),
                            muted(view, ui::TextRole::Small)) +
              6;
    }
    return panel.finish(at - 6);
}

}  // namespace lsl::views
