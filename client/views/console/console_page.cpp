#include "client/views/pages.h"

#include "client/model/studio/going_live.h"
#include "client/views/console/air_band.h"
#include "client/views/console/chapters_panel.h"
#include "client/views/console/check_lines.h"
#include "client/views/console/class_buttons.h"
#include "client/views/console/console_panel.h"
#include "client/views/console/devices.h"
#include "client/views/console/encoders.h"
#include "client/views/console/hosting.h"
#include "client/views/console/preview.h"
#include "client/views/console/sound_cards.h"
#include "client/views/console/stage_page.h"
#include "client/views/figures/class_over_part.h"
#include "client/views/wording.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

using domain::StreamStatus;
using model::CapturePhase;

constexpr float skeleton_title_width = 280, skeleton_title_height = 26;
constexpr float most_of_screen = 0.62f, most_of_phone = 0.4f, least_stage = 180;

struct Connection {
    msg::Plain text;
    ui::Tone tone;
    bool moving = false;
};

Connection connection_of(const View& view, const wire::InstructorStream& row) {
    switch (view.model.studio.broadcast.stage) {
        case model::BroadcastStage::Connected: return {msg::console_connected, ui::Tone::Success};
        case model::BroadcastStage::Connecting:
            return {msg::console_connecting, ui::Tone::Warning, true};
        case model::BroadcastStage::Reconnecting:
            return {msg::console_reconnecting, ui::Tone::Warning, true};
        case model::BroadcastStage::Failed: return {msg::console_not_connected, ui::Tone::Danger};
        case model::BroadcastStage::Opening:
        case model::BroadcastStage::Idle: break;
    }
    if (row.statistics.media_health.connected) {
        return {row.stream.status == StreamStatus::Live ? msg::console_on_air_elsewhere
                                                        : msg::console_encoder_connected,
                ui::Tone::Success};
    }
    return {msg::console_not_connected, ui::Tone::Neutral};
}

/// When a planned class starts, in words, beneath its title.
void start_line(const View& view, ui::Column& column, const domain::Stream& stream) {
    if (stream.status != StreamStatus::Scheduled) return;
    const UtcTime start = stream.scheduled_start_time;
    view.wake_at_minute(start);
    const std::string time = view.model.words->time(start, model::TimeStyle::DateTime);
    const std::string relative = view.model.words->time(start, model::TimeStyle::Relative);
    const std::string text = start > view.model.now
                                 ? view.say(msg::ConsoleStarts{time, relative})
                                 : view.say(msg::ConsolePlannedFor{time, relative});
    column.after(ui::space::s).paragraph(joined({text, length_of(view, stream)}), muted(view));
}

bool is_over(const domain::Stream& stream) {
    return stream.status == StreamStatus::Ended || stream.status == StreamStatus::Cancelled;
}

/// Title, state of the connection and buttons; on narrow screens the state is below the title.
void head(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    ui::Ui& ui = view.ui;
    const Connection connection = connection_of(view, row);
    const std::string_view state = view.say(connection.text);
    const bool shows_state = !is_over(row.stream);
    const ui::TextStyle style{.role = ui::TextRole::PageTitle};
    const bool narrow = column.width() < ui::from::console_head;
    ui::Slices line({column.x(), column.next(), column.width(), ui::size::button_small},
                    ui::space::s);
    class_buttons(view, line, row.stream, narrow);
    const float pill = shows_state && !narrow ? ui::status_pill_width(ui, state) + ui::space::l : 0;
    const float room = line.rest.width - ui::space::s - pill;
    const float middle = ui::space::xs;  // one line of a title stands in the middle of the buttons
    ui::Column text(ui, column.x(), line.rest.y + middle, room);
    text.heading(row.stream.title, 1, style, narrow ? 2 : 1);
    column.until(std::max(text.bottom(), ui::bottom(line.rest)));
    if (shows_state && narrow) {
        const ui::Rect place = column.after(ui::space::m).take(ui::status_pill_height);
        ui::status_pill(ui, place.x, place.y, state, connection.tone, connection.moving);
    } else if (shows_state) {
        const std::string shown = ui::ellipsized(ui, row.stream.title, style, room);
        ui::status_pill(ui, column.x() + ui::text_width(ui, shown, style) + ui::space::l,
                        ui::centre_y(line.rest) - ui::status_pill_height / 2, state,
                        connection.tone, connection.moving);
    }
    start_line(view, column, row.stream);
}

void console_missing(const View& view, ui::Page& page, const Error& error) {
    unseen_title(view, view.say(msg::studio_broadcast), page);
    const bool gone = error.code == ErrorCode::NotFound;
    page.after(ui::space::xxl);
    if (!ui::error_state(page, view.say(gone ? msg::watch_missing : msg::watch_unshown),
                         gone ? view.say(msg::console_missing_text) : view.explain(error),
                         view.say(gone ? msg::common_your_classes : msg::common_try_again))) {
        return;
    }
    if (gone) return view.go(model::page(model::Page::StudioClasses));
    view.want(model::intent::Retry{});
}

void on_its_way(const View& view, ui::Page& page) {
    unseen_title(view, view.say(msg::studio_broadcast), page);
    ui::skeleton(page, skeleton_title_width, skeleton_title_height);
    const float width = ui::side_by_side(view.ui, page.width())
                            ? page.width() - ui::size::side_panel - ui::space::xxl
                            : page.width();
    page.after(ui::space::xxl);
    ui::skeleton(page, width, ui::with_aspect(0, 0, width).height, ui::radius::picture);
}

/// The camera's picture as it is sent, or what became of the class.
void picture(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    if (is_over(row.stream)) {
        const ui::Rect place = column.take(ui::with_aspect(0, 0, column.width()).height);
        return class_over(view, place, ui::radius::picture, row);
    }
    const float aspect = sent_aspect(view);
    // The buttons below shall be on the same screen.
    const float share = view.ui.phone() ? most_of_phone : most_of_screen;
    const float most = std::max(view.ui.height() * share, least_stage);
    const float height = std::min(column.width() / aspect, most);
    const ui::Rect place = column.take(height * aspect, height, ui::Align::Centre);
    preview(view, place, ui::radius::picture, row.stream, PreviewKind::LookingGlass);
}

/// Devices and sound, and the way to the page where all of it is tried.
void equipment_part(const View& view, ui::Column& column, const domain::Stream& stream) {
    const model::Route check = model::check_page(stream.id);
    const std::string href = model::url_of(check);
    if (stream.status == StreamStatus::Scheduled) {
        if (column.button({.label = view.say(msg::check_title),
                           .kind = ui::ButtonKind::Outline,
                           .icon = icon::gauge,
                           .href = href},
                          ui::Fit::Content)) {
            view.go(check);
        }
        const model::Studio& studio = view.model.studio;
        const auto results = model::judge(studio.desk, model::check_needs(studio, stream.id));
        column.after(ui::space::s)
            .paragraph(check_remark(view, results), muted(view, ui::TextRole::Small));
    }
    devices(view, column);
    column.after(ui::space::xl);
    sound_cards(view, column);
}

void console(const View& view, ui::Page& page, const wire::InstructorStream& row) {
    head(view, page, row);
    air_band(view, page, row);
    class_over_figures(view, page, row.stream);
    const bool wide = ui::side_by_side(view.ui, page.width());
    // On a phone the panel is below the picture; what cannot wait comes first.
    if (!wide && asks_for_air(view, row)) air_question(view, page, row);
    if (wide) {
        const float main_width = page.width() - ui::size::side_panel - ui::space::xxl;
        std::vector<ui::Column> parts =
            page.split({main_width, ui::size::side_panel}, ui::space::xxl);
        const float top = page.next();
        picture(view, parts.front(), row);
        if (!is_over(row.stream)) equipment_part(view, parts.front(), row.stream);
        if (is_over(row.stream)) chapters_panel(view, parts.front(), row.stream);
        const float least = parts.front().bottom() - top;
        parts.front().after(ui::space::xxl);
        hosting_facts(view, parts.front(), row);
        console_panel(view, parts.back(), least, row);
        page.join(parts);
    } else {
        picture(view, page, row);
        page.after(ui::space::l);
        console_panel(view, page, 0, row, PanelPlace::Below);
        page.after(ui::space::xxl);
        if (!is_over(row.stream)) {
            equipment_part(view, page, row.stream);
            page.after(ui::space::xxl);
        } else {
            chapters_panel(view, page, row.stream);
        }
        hosting_facts(view, page, row);
    }
    if (is_over(row.stream)) return;
    page.after(ui::space::xxl);
    other_encoders(view, page, row);
}

}  // namespace

void console_page(const View& view) {
    const StreamId id = view.model.route.stream;
    const wire::InstructorStream* row = view.model.studio.find(id);
    if (row != nullptr && row->stream.status == StreamStatus::Live) return stage_page(view, *row);
    ui::Page page(view.ui);
    const auto found = view.model.studio.missing.find(id);
    if (row != nullptr) {
        console(view, page, *row);
    } else if (found != view.model.studio.missing.end()) {
        console_missing(view, page, found->second);
    } else {
        on_its_way(view, page);
    }
    page.end();
}

}  // namespace lsl::views
