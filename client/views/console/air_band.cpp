#include "client/views/console/air_band.h"

#include "client/views/console/chapters_panel.h"
#include "client/views/wording.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

using domain::StreamStatus;
using model::BroadcastStage;
using model::CapturePhase;

constexpr float band_height = 112, band_height_phone = 104, band_height_low = 64;
constexpr float panel_height = 76;
constexpr float dot = 16, halo = 26, dot_phone = 11, halo_phone = 17;  ///< radii
constexpr float halo_opacity = 0.22f;
constexpr float eye = 34, eye_phone = 24;
constexpr float least_chapter = 80;  ///< else it is left out
constexpr float line_of_words = 52;  ///< of a phone's band, above the line of who watches

/// What is wrong with what viewers get, the worst first; empty = nothing.
std::string_view lack(const View& view, const wire::InstructorStream& row) {
    const model::Studio& studio = view.model.studio;
    switch (studio.broadcast.stage) {
        case BroadcastStage::Connected: break;
        case BroadcastStage::Connecting:
        case BroadcastStage::Reconnecting: return view.say(msg::air_coming_back);
        case BroadcastStage::Idle:
        case BroadcastStage::Opening:
        case BroadcastStage::Failed:
            // Another device or encoder may be sending.
            return row.statistics.media_health.connected ? std::string_view()
                                                         : view.say(msg::air_nothing_sent);
    }
    const model::Capture& capture = studio.capture;
    if (capture.phase != CapturePhase::Open) return view.say(msg::air_nothing_sent);
    if (!capture.camera_on && !capture.microphone_on) return view.say(msg::air_both_off);
    if (!capture.camera_on) return view.say(msg::air_camera_off);
    if (!capture.microphone_on) return view.say(msg::air_muted);
    if (capture.clipping) return view.say(msg::air_too_loud);
    return {};
}

std::string not_yet(const View& view, const domain::Stream& stream) {
    const UtcTime start = stream.scheduled_start_time;
    view.wake_at_minute(start);
    if (start <= view.model.now) return std::string(view.say(msg::air_not_yet));
    return view.say(
        msg::AirNotYetStarts{view.model.words->time(start, model::TimeStyle::Relative)});
}

std::string time_on_air(const View& view, const domain::Stream& stream) {
    if (stream.status != StreamStatus::Live || !stream.actual_start_time) return {};
    const double passed =
        std::chrono::duration<double>(view.model.now - *stream.actual_start_time).count();
    view.wake_just_after(1 - (passed - std::floor(passed)));
    return clock(passed);
}

/// Said once, when it changes; the clock is no part of what is announced. It stays the same thing
/// whatever it says: a new one would be silent at first, as if nothing were on air.
void status(const View& view, const ui::Rect& place, std::string_view text,
            const ui::TextStyle& style) {
    ui::NodeScope node(view.ui, {.id = view.ui.claim("air"),
                                 .role = ui::Role::Status,
                                 .name = std::string(text),
                                 .rect = place});
    ui::draw_text(view.ui, place.x, ui::centre_y(place) - ui::line_height(style.role) / 2,
                  ui::ellipsized(view.ui, text, style, place.width), style);
}

void on_air_dot(const View& view, ui::Slices& line, bool phone, ui::Color ink) {
    const float outer = phone ? halo_phone : halo;
    const ui::Rect place = line.left(2 * outer);
    const float x = ui::centre_x(place), y = ui::centre_y(place);
    ui::disc(view.ui, x, y, outer, ink.faded(halo_opacity));
    ui::disc(view.ui, x, y, phone ? dot_phone : dot, ink);
}

/// An eye and "64 watching", at the end of the line where `from_end`.
void watchers(const View& view, ui::Slices& line, const wire::InstructorStream& row,
              const ui::TextStyle& style, float symbol, bool from_end) {
    const std::string text = watching(view, row.statistics.viewers);
    const float width = symbol + ui::space::m + ui::text_width(view.ui, text, style) + 1;
    if (row.statistics.viewers == 0 || width > line.rest.width) return;
    ui::Slices part(from_end ? line.right(width) : line.left(width), ui::space::m);
    const ui::Rect eye_place = part.left(symbol);
    ui::draw_icon(view.ui, eye_place.x, ui::centre_y(eye_place) - symbol / 2, icon::eye, symbol,
                  style.color);
    ui::label(view.ui, part.rest, text, style);
}

void chapter_name(const View& view, const ui::Rect& place, std::string_view name, ui::Color color,
                  ui::TextRole role) {
    if (name.empty() || place.width < least_chapter) return;
    ui::label(view.ui, place, name, {.role = role, .color = color});
}

struct Ink {
    ui::Color fill, text;
};

Ink ink_of(const View& view, bool trouble) {
    const ui::Theme& theme = view.theme();
    if (trouble) return {theme.warning, theme.background};
    return {theme.live, theme.on_live};
}

}  // namespace

void air_band(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    if (row.stream.status != StreamStatus::Scheduled) return;
    const ui::Rect place = column.take(panel_height);
    ui::panel(view.ui, place, ui::radius::card);
    status(view, ui::inset(place, ui::space::xxl, 0), not_yet(view, row.stream),
           {.role = ui::TextRole::PageTitle});
}

void stage_band(const View& view, ui::Column& column, const wire::InstructorStream& row,
                BandHeight wanted) {
    const bool low = wanted == BandHeight::Low, phone = view.ui.phone(), small = low || phone;
    const std::string_view trouble = lack(view, row);
    const Ink ink = ink_of(view, !trouble.empty());
    const auto role = small ? ui::TextRole::Stage : ui::TextRole::StageLarge;
    const ui::TextStyle words{.role = role, .color = ink.text};
    const ui::TextStyle figures{.role = role, .color = ink.text, .tabular = true};
    const ui::TextStyle quiet{.role = phone ? ui::TextRole::Section : ui::TextRole::Stage,
                              .color = ink.text,
                              .tabular = true};

    // The words of what is wrong take the chapter's place.
    const std::string chapter = trouble.empty() ? current_chapter(view, row.stream) : std::string();
    const bool two_lines = phone && !low && (row.statistics.viewers > 0 || !chapter.empty());
    const float height = low || (phone && !two_lines) ? band_height_low
                         : phone                      ? band_height_phone
                                                      : band_height;
    const ui::Rect place = column.take(height);
    // On phones with a notch the band reaches up behind it.
    const ui::Rect whole = low ? place : ui::Rect{place.x, 0, place.width, ui::bottom(place)};
    ui::fill(view.ui, whole, ink.fill, low ? ui::radius::card : 0);
    if (view.theme().lined()) ui::stroke(view.ui, place, view.theme().line);
    const ui::Rect inside = ui::inset(place, small ? ui::space::l : ui::space::xxl, 0);
    ui::Slices lines(two_lines ? ui::inset(inside, 0, ui::space::s) : inside);
    ui::Slices line(two_lines ? lines.top(line_of_words) : inside, ui::space::m);
    if (trouble.empty()) on_air_dot(view, line, small, ink.text);
    const std::string time = time_on_air(view, row.stream);
    const std::string_view said = trouble.empty() ? view.say(msg::air_on) : trouble;
    const float clock_width = ui::text_width(view.ui, time, figures) + 1;
    if (small) {
        ui::label(view.ui, line.right(clock_width), time, figures, ui::Align::End);
        status(view, line.rest, said, words);
    } else {
        status(view,
               line.left(std::min(ui::text_width(view.ui, said, words) + 1,
                                  line.rest.width - clock_width)),
               said, words);
        ui::label(view.ui, line.left(clock_width), time, figures);
        watchers(view, line, row, quiet, eye, true);
        chapter_name(view, line.rest, chapter, ink.text, ui::TextRole::Display);
    }
    if (!two_lines) return;
    ui::Slices below(lines.rest, ui::space::m);
    watchers(view, below, row, quiet, eye_phone, false);
    chapter_name(view, below.rest, chapter, ink.text, quiet.role);
}

}  // namespace lsl::views
