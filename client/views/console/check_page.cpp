#include "client/views/pages.h"

#include "client/model/studio/going_live.h"
#include "client/views/console/check_lines.h"
#include "client/views/console/devices.h"
#include "client/views/console/music_faders.h"
#include "client/views/console/preview.h"
#include "client/views/console/sound_cards.h"
#include "client/views/wording.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

using media::CheckPhase;
using media::CheckState;

constexpr float check_side = 404;
constexpr float most_of_check_screen = 0.62f, least_check_picture = 180;
// Of the picture: where a whole body with its arms out belongs.
constexpr float guide_left = 0.305f, guide_width = 0.39f, guide_top = 0.06f, guide_height = 0.9f;
constexpr float head_line = 0.105f, feet_line = 0.93f, guide_overhang = 0.03f;
constexpr float guide_thickness = 2, dash = 10, dash_gap = 7, label_gap = 16;
constexpr int dashes_most = 200;

bool check_runs(const CheckState& check) {
    return check.phase != CheckPhase::Idle && check.phase != CheckPhase::Done;
}

void dashed(const View& view, float x1, float y1, float x2, float y2) {
    const float length = std::max(x2 - x1, y2 - y1);
    const bool lies = x2 - x1 > y2 - y1;
    for (int i = 0; i < dashes_most; ++i) {
        const float from = static_cast<float>(i) * (dash + dash_gap);
        if (from >= length) break;
        const float to = std::min(from + dash, length);
        ui::line(view.ui, lies ? x1 + from : x1, lies ? y1 : y1 + from, lies ? x1 + to : x1,
                 lies ? y1 : y1 + to, view.theme().on_live, guide_thickness);
    }
}

/// Lines alone: she judges, nothing here recognises a body.
void guide(const View& view, const ui::Rect& picture) {
    const ui::Rect body{picture.x + picture.width * guide_left,
                        picture.y + picture.height * guide_top, picture.width * guide_width,
                        picture.height * guide_height};
    const float right = ui::right(body), bottom_edge = ui::bottom(body);
    dashed(view, body.x, body.y, right, body.y);
    dashed(view, body.x, bottom_edge, right, bottom_edge);
    dashed(view, body.x, body.y, body.x, bottom_edge);
    dashed(view, right, body.y, right, bottom_edge);
    const float over = picture.width * guide_overhang;
    const float head = picture.y + picture.height * head_line;
    const float feet = picture.y + picture.height * feet_line;
    for (const float level : {head, feet}) {
        ui::line(view.ui, body.x - over, level, right + over, level, view.theme().on_live,
                 guide_thickness);
    }
    const float x = right + over + label_gap;
    if (x + ui::picture_badge_width(view.ui, view.say(msg::check_head)) < ui::right(picture)) {
        ui::picture_badge(view.ui, x, head - ui::badge_height / 2, view.say(msg::check_head));
        ui::picture_badge(view.ui, x, feet - ui::badge_height / 2, view.say(msg::check_feet));
    }
    const float room = body.x - over - picture.x - ui::space::m;
    if (ui::picture_badge_width(view.ui, view.say(msg::check_guide)) < room) {
        ui::picture_badge(view.ui, picture.x + ui::space::m, feet - ui::badge_height / 2,
                          view.say(msg::check_guide));
    }
}

/// Her own picture with the guide, and the words that what is sent is not mirrored.
void check_picture(const View& view, ui::Column& column, const domain::Stream& stream) {
    const float aspect = sent_aspect(view);
    const float most = std::max(view.ui.height() * most_of_check_screen, least_check_picture);
    const float height = std::min(column.width() / aspect, most);
    const ui::Rect place = column.take(height * aspect, height, ui::Align::Centre);
    preview(view, place, ui::radius::picture, stream, PreviewKind::Check);
    if (view.model.studio.capture.phase != model::CapturePhase::Open) return;
    guide(view, place);
    const bool mirrored = !view.model.studio.desk.unmirrored;
    ui::picture_badge(view.ui, place.x + ui::space::m, place.y + ui::space::m,
                      view.say(mirrored ? msg::check_mirrored : msg::stage_as_viewers));
    bool on = mirrored;
    const ui::Rect line = column.after(ui::space::s).take(ui::size::touch);
    if (ui::checkbox(view.ui, line.x, line.y, line.width, view.say(msg::check_mirror_self), on)) {
        view.want(model::intent::ToggleSelfMirror{});
    }
}

/// What she is asked to do now.
std::string_view phase_text(const View& view) {
    switch (view.model.studio.desk.check.phase) {
        case CheckPhase::Quiet: return view.say(msg::check_phase_quiet);
        case CheckPhase::Voice: return view.say(msg::check_phase_voice);
        case CheckPhase::Music: return view.say(msg::check_phase_music);
        case CheckPhase::Upload: return view.say(msg::check_phase_upload);
        case CheckPhase::Idle:
        case CheckPhase::Done: break;
    }
    return {};
}

/// Said once when it changes; the seconds are no part of what is announced.
void phase_line(const View& view, ui::Column& column) {
    const CheckState& check = view.model.studio.desk.check;
    const ui::TextStyle style{.role = ui::TextRole::Section, .tabular = true};
    ui::Slices line = column.row(ui::line_height(style.role));
    const std::string_view text = phase_text(view);
    const std::string left = check.left_s > 0 ? view.number(check.left_s) : std::string();
    const ui::Rect end = line.right(ui::text_width(view.ui, left, style) + 1);
    {
        ui::NodeScope status(view.ui, ui::Role::Status, text, line.rest);
        ui::draw_text(view.ui, line.rest.x, line.rest.y,
                      ui::ellipsized(view.ui, text, style, line.rest.width), style);
    }
    ui::label(view.ui, end, left, style, ui::Align::End);
}

void check_head(const View& view, ui::Column& column, const domain::Stream& stream,
                const std::vector<model::CheckResult>& results) {
    const CheckState& check = view.model.studio.desk.check;
    const bool open = view.model.studio.capture.phase == model::CapturePhase::Open;
    column.heading(view.say(msg::check_title), 1, {.role = ui::TextRole::PageTitle}, 2);
    view.wake_at_minute(stream.scheduled_start_time);
    column.after(ui::space::xs)
        .paragraph(joined({stream.title, view.model.words->time(stream.scheduled_start_time,
                                                                model::TimeStyle::Day)}),
                   muted(view));
    column.after(ui::space::s);
    if (check_runs(check)) {
        phase_line(view, column);
    } else {
        column.paragraph(check_remark(view, results), muted(view));
    }
    const bool busy = check_runs(check) || view.model.studio.checking.busy;
    const msg::Plain label = !open             ? msg::console_use_camera
                             : check.at_ms > 0 ? msg::check_again
                                               : msg::check_now;
    const ui::Button button{
        .label = view.say(label),
        .kind = check.at_ms > 0 ? ui::ButtonKind::Outline : ui::ButtonKind::Secondary,
        .icon = icon::refresh_cw,
        .busy = busy,
        .key = "check"};
    if (column.after(ui::space::m).button(button, ui::Fit::Content)) {
        view.want(model::intent::StartCheck{});
    }
    column.after(ui::space::xl);
}

void results_panel(const View& view, ui::Column& column,
                   const std::vector<model::CheckResult>& results) {
    column.panel("results", [&](ui::Column& inside) {
        check_lines(view, inside, results);
        inside.after(ui::space::xl);
        const bool asked = view.drafts.console.leave_asked && model::any_bad(results);
        if (asked) ui::banner(inside, ui::Tone::Danger, view.say(msg::check_red));
        if (inside.button({.label = view.say(asked ? msg::check_go_anyway : msg::check_go),
                           .key = "to-stage"})) {
            view.want(model::intent::LeaveCheck{});
        }
    });
}

void check_body(const View& view, ui::Page& page, const wire::InstructorStream& row) {
    const std::vector<model::CheckResult> results =
        model::judge(view.model.studio.desk, model::check_needs(view.model.studio, row.stream.id));
    check_head(view, page, row.stream, results);
    const auto equipment = [&](ui::Column& column) {
        check_picture(view, column, row.stream);
        column.after(ui::space::l);
        devices(view, column);
        column.after(ui::space::xl);
        sound_cards(view, column);
        column.after(ui::space::xl);
        music_faders(view, column);
    };
    if (!ui::side_by_side(view.ui, page.width())) {
        equipment(page);
        page.after(ui::space::xl);
        results_panel(view, page, results);
        return;
    }
    const float main = page.width() - check_side - ui::space::xxl;
    std::vector<ui::Column> parts = page.split({main, check_side}, ui::space::xxl);
    equipment(parts.front());
    results_panel(view, parts.back(), results);
    page.join(parts);
}

}  // namespace

void check_page(const View& view) {
    ui::Page page(view.ui);
    ui::IdScope scope(view.ui, "check");
    const StreamId id = view.model.route.stream;
    const wire::InstructorStream* row = view.model.studio.find(id);
    const auto found = view.model.studio.missing.find(id);
    if (row != nullptr) {
        check_body(view, page, *row);
    } else if (found != view.model.studio.missing.end()) {
        unseen_title(view, view.say(msg::check_title), page);
        if (ui::error_state(page, view.say(msg::watch_unshown), view.explain(found->second))) {
            view.want(model::intent::Retry{});
        }
    } else {
        unseen_title(view, view.say(msg::check_title), page);
        ui::spinner(view.ui, page.take(least_check_picture), view.say(msg::common_one_moment));
    }
    page.end();
}

}  // namespace lsl::views
