#include "client/views/console/stage_page.h"

#include "client/model/studio/going_live.h"
#include "client/views/chat/chat_column.h"
#include "client/views/chat/wish_bar.h"
#include "client/views/console/air_band.h"
#include "client/views/console/chapters_panel.h"
#include "client/views/console/class_buttons.h"
#include "client/views/console/console_panel.h"
#include "client/views/console/devices.h"
#include "client/views/console/encoders.h"
#include "client/views/console/health_panel.h"
#include "client/views/console/hosting.h"
#include "client/views/console/music_faders.h"
#include "client/views/console/preview.h"
#include "client/views/console/sound_cards.h"
#include "client/views/console/stage_controls.h"
#include "client/views/wording.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

constexpr float margin = 24, side_width = 336, side_gap = 20;
constexpr float meter_width = 112, meter_width_phone = 104, lying_meter = 20;
constexpr float end_width = 220;
constexpr float status_height = 24;
constexpr float least_picture = 150;
constexpr float wish_height = 132, wish_height_phone = 76, chat_line_height = 44;
constexpr float least_chat = 480;
/// Beside the chat, from which the end stands in one line with camera and microphone.
constexpr float least_one_line = 560;
/// Below that height a screen that is wider than high is a phone that lies.
constexpr float lying_screen = 520;
constexpr float lying_share = 0.55f;  ///< of the screen's width, for its picture
/// A microphone whose loudest moments are below -40 dB is too far away.
constexpr float too_quiet = 0.01f;

enum class Shape : std::uint8_t { Wide, Upright, Lying };

Shape shape_of(const ui::Ui& ui) {
    if (ui.width() > ui.height() && ui.height() < lying_screen) return Shape::Lying;
    return ui::side_by_side(ui, ui.width() - 2 * margin) ? Shape::Wide : Shape::Upright;
}

/// A meter of what this page hears; who sends from elsewhere has it there.
bool hears(const View& view) {
    return view.model.studio.capture.phase == model::CapturePhase::Open;
}

msg::Plain sound_in_a_word(const model::Capture& capture) {
    if (!capture.microphone_on) return msg::stage_sound_off;
    if (capture.clipping) return msg::stage_sound_clips;
    const float loudest = std::max(capture.left.held, capture.right.held);
    return loudest < too_quiet ? msg::stage_sound_quiet : msg::stage_sound_good;
}

void meter(const View& view, const ui::Rect& rect) {
    const model::Capture& capture = view.model.studio.capture;
    const std::string count =
        capture.clips > 0 ? view.say(msg::StageClipped{capture.clips}) : std::string();
    const ui::StereoMeter spec{
        .name = view.say(sound_in_a_word(capture)),
        .left = {view.say(msg::stage_left), capture.left.level, capture.left.held},
        .right = {view.say(msg::stage_right), capture.right.level, capture.right.held},
        .clip = view.say(msg::stage_clip),
        .clip_count = count};
    if (ui::stereo_meter(view.ui, rect, spec)) view.want(model::intent::ForgetClips{});
}

void back_to_planned(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    const double passed =
        std::chrono::duration<double>(view.model.now - *row.stream.actual_start_time).count();
    const double whole =
        std::chrono::duration<double>(domain::back_to_planned_within).count() - passed;
    view.wake_just_after(whole - std::floor(whole));
    const std::string label = view.say(msg::ConsoleBackToPlannedLeft{clock(std::ceil(whole))});
    if (column.button({.label = label,
                       .kind = ui::ButtonKind::Secondary,
                       .busy = view.model.studio.action == model::StudioAction::BackToPlanned,
                       .name = view.say(msg::console_back_to_planned),
                       .description = view.say(msg::console_back_to_planned_text),
                       .key = "back-to-planned"})) {
        view.want(model::intent::GoBackToPlanned{row.stream.id});
    }
}

/// What keeps this page from being on air, above all else.
void questions(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    const model::Broadcast& broadcast = view.model.studio.broadcast;
    if (broadcast.stage == model::BroadcastStage::Failed) {
        ui::banner(column, ui::Tone::Danger, broadcast.problem);
    }
    if (asks_for_air(view, row)) air_question(view, column, row);
}

/// Camera, microphone and the end: what is pressed during a class.
void controls(const View& view, ui::Column& column, const wire::InstructorStream& row,
              Shape shape) {
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::console_class_control));
    if (shape == Shape::Wide) {
        ui::Slices line = column.row(stage_control_height, ui::space::l);
        const ui::Rect end = line.right(end_width);
        stage_switches(view, line.rest, false, row.stream);
        end_class_button(view, end, row);
    } else {
        stage_switches(view, column.take(stage_control_height_phone), true, row.stream);
        end_class_button(view, column.take(stage_control_height_phone), row);
    }
    if (model::may_go_back_to_planned(row, view.model.now)) back_to_planned(view, column, row);
}

/// How high the controls will be, with the gaps before each of their lines.
float controls_height(const View& view, const wire::InstructorStream& row, Shape shape, float gap) {
    float height = gap + (shape == Shape::Wide ? stage_control_height : stage_control_height_phone);
    if (shape != Shape::Wide) height += gap + stage_control_height_phone;
    if (model::may_go_back_to_planned(row, view.model.now)) height += gap + ui::size::button;
    return height;
}

void status_line(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    const HealthLine health = health_line(view, row);
    const ui::Color color = ui::tone_color(view.ui, health.tone);
    ui::Slices line = column.row(status_height);
    const ui::Rect symbol = line.left(ui::size::icon);
    ui::draw_icon(view.ui, symbol.x, ui::centre_y(symbol) - ui::size::icon / 2,
                  health.tone == ui::Tone::Success ? icon::circle_check : icon::circle_alert,
                  ui::size::icon, color);
    ui::label(view.ui, line.rest, health.text, {.role = ui::TextRole::Body, .color = color});
}

/// The class in words, and the ways to its parts.
void details(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    const auto content = [&](ui::Column& inside) {
        ui::Slices line = inside.row(ui::size::button_small);
        class_buttons(view, line, row.stream, false);
        ui::label(view.ui, line.rest, row.stream.title, {.role = ui::TextRole::CardTitle});
        inside.after(ui::space::xl);
        this_class(view, inside, row);
        inside.after(ui::space::xl);
        chapters_part(view, inside, row.stream);
        health_panel(view, inside, row);
        inside.after(ui::space::xl);
        stop_button(view, inside);
        const model::Route list = model::page(model::Page::StudioClasses);
        const std::string href = model::url_of(list);
        if (inside.button({.label = view.say(msg::common_your_classes),
                           .kind = ui::ButtonKind::Ghost,
                           .icon = icon::chevron_left,
                           .href = href})) {
            view.go(list);
        }
    };
    column.panel("stage", content);
}

void equipment(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    devices(view, column);
    column.after(ui::space::xxl);
    sound_cards(view, column);
    column.after(ui::space::xl);
    music_faders(view, column);
    column.after(ui::space::xxl);
    hosting_facts(view, column, row);
    column.after(ui::space::xxl);
    other_encoders(view, column, row);
}

ui::Rect picture(const View& view, const ui::Rect& place, const wire::InstructorStream& row) {
    preview(view, place, ui::radius::picture, row.stream, PreviewKind::Stage);
    return place;
}

/// What people ask for, and the newest message.
void talk_part(const View& view, ui::Column& column, const domain::Stream& stream) {
    wish_bar(view, column.take(wish_height_phone));
    chat_line(view, column.take(chat_line_height), stream);
}

/// The picture as large as leaves everything below it on the screen, the meter beside it.
void wide(const View& view, const wire::InstructorStream& row, float top) {
    ui::Ui& ui = view.ui;
    ui::Column body(ui, margin, top + side_gap, ui.width() - 2 * margin, ui::space::l);
    const float main_width = body.width() - side_gap - side_width;
    std::vector<ui::Column> parts = body.split({main_width, side_width}, side_gap);
    ui::Column& main = parts.front();
    questions(view, main, row);
    const bool chats = has_chat(view, row.stream);
    const Shape keys = main_width < least_one_line ? Shape::Upright : Shape::Wide;
    const float below = controls_height(view, row, keys, ui::space::l) + ui::space::l +
                        status_height + ui::space::l + (chats ? wish_height + ui::space::l : 0);
    const float room = std::max(ui.height() - main.next() - below, least_picture);
    const float aspect = sent_aspect(view);
    const float picture_width = main.width() - (hears(view) ? side_gap + meter_width : 0);
    const float height = std::min(room, picture_width / aspect);
    ui::Slices line = main.row(height, side_gap);
    if (hears(view)) meter(view, line.right(meter_width));
    picture(view, ui::centred(line.rest, height * aspect, height), row);
    if (chats) wish_bar(view, main.take(wish_height));
    controls(view, main, row, keys);
    status_line(view, main, row);
    main.after(ui::space::xxl);
    equipment(view, main, row);
    if (chats) {
        ui::Column& side = parts.back();
        const float room_height = std::max(ui.height() - side.next() - margin, least_chat);
        chat_column(view, side.take(room_height), row.stream, ChatShape::Stage);
    }
    details(view, parts.back(), row);
    body.join(parts);
    ui.extend_page(body.bottom() + ui::size::page_end);
}

/// A phone or tablet held upright: one thing below the other, the meter beside an upright picture.
void upright(const View& view, const wire::InstructorStream& row, float top) {
    ui::Ui& ui = view.ui;
    const float side = ui.side_margin();
    ui::Column body(ui, side, top + ui::space::m, ui.width() - 2 * side, ui::space::m);
    questions(view, body, row);
    const float aspect = sent_aspect(view);
    const float below = controls_height(view, row, Shape::Upright, ui::space::m) + ui::space::m +
                        ui.frame().safe_area.bottom;
    // On the smallest phones the class's room comes below what is pressed.
    const float talk = wish_height_phone + chat_line_height + 2 * ui::space::m;
    const float spare = ui.height() - body.next() - below - talk;
    const bool chats = has_chat(view, row.stream);
    const bool fits = chats && spare >= least_picture + ui::space::m + lying_meter;
    float room = std::max(ui.height() - body.next() - below - (fits ? talk : 0), least_picture);
    if (aspect < 1) {
        const float width =
            std::min(body.width() - ui::space::m - meter_width_phone, room * aspect);
        ui::Slices line = body.row(width / aspect, ui::space::m);
        picture(view, line.left(width), row);
        meter(view, line.left(meter_width_phone));
    } else {
        if (hears(view)) room -= ui::space::m + lying_meter;
        const float height = std::min(room, body.width() / aspect);
        picture(view, body.take(height * aspect, height, ui::Align::Centre), row);
        if (hears(view)) meter(view, body.take(lying_meter));
    }
    if (fits) wish_bar(view, body.take(wish_height_phone));
    controls(view, body, row, Shape::Upright);
    if (fits) chat_line(view, body.take(chat_line_height), row.stream);
    body.after(ui::space::xxl);
    status_line(view, body, row);
    if (chats && !fits) talk_part(view, body, row.stream);
    details(view, body, row);
    body.after(ui::space::xxl);
    equipment(view, body, row);
    ui.extend_page(body.bottom() + ui::size::page_end);
}

/// A phone that lies: the picture fills the height at the start, the rest stands beside it.
void lying(const View& view, const wire::InstructorStream& row) {
    ui::Ui& ui = view.ui;
    const ui::Insets& safe = ui.frame().safe_area;
    const float left = safe.left + ui::space::m, top = ui.screen_top() + ui::space::m;
    const float width = ui.width() - left - safe.right - ui::space::m;
    const float height = ui.height() - top - safe.bottom - ui::space::m;
    const float aspect = sent_aspect(view);
    const float picture_width = std::min(height * aspect, width * lying_share);
    const ui::Rect area{left, top, picture_width, height};
    picture(view, ui::centred(area, picture_width, picture_width / aspect), row);
    ui::Column beside(ui, left + picture_width + ui::space::l, top,
                      width - picture_width - ui::space::l, ui::space::m);
    stage_band(view, beside, row, BandHeight::Low);
    questions(view, beside, row);
    if (hears(view)) meter(view, beside.take(lying_meter));
    controls(view, beside, row, Shape::Lying);
    status_line(view, beside, row);
    if (has_chat(view, row.stream)) talk_part(view, beside, row.stream);
    const float bottom = std::max(ui::bottom(area), beside.bottom());
    ui::Column body(ui, left, bottom + ui::space::xxl, width, ui::space::m);
    details(view, body, row);
    body.after(ui::space::xxl);
    equipment(view, body, row);
    ui.extend_page(body.bottom() + ui::size::page_end);
}

}  // namespace

void stage_page(const View& view, const wire::InstructorStream& row) {
    ui::Ui& ui = view.ui;
    ui::Column screen(ui, 0, ui.screen_top(), ui.width(), 0);
    unseen_title(view, row.stream.title, screen);
    const Shape shape = shape_of(ui);
    if (shape == Shape::Lying) return lying(view, row);
    stage_band(view, screen, row, BandHeight::Full);
    return shape == Shape::Wide ? wide(view, row, screen.bottom())
                                : upright(view, row, screen.bottom());
}

}  // namespace lsl::views
