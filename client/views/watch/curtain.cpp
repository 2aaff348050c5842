#include "client/views/watch/curtain.h"

#include <algorithm>
#include <optional>

#include "client/views/watch/picture_controls.h"

namespace lsl::views {

namespace {

constexpr float curtain_darkness = 0.66f, curtain_text = 0.82f;
constexpr float curtain_width = 460, symbol_side = 32;

struct Styles {
    ui::TextStyle figure{.role = ui::TextRole::Display, .color = on_picture, .tabular = true};
    ui::TextStyle title{.role = ui::TextRole::CardTitle, .color = on_picture};
    ui::TextStyle text{.role = ui::TextRole::Body, .color = on_picture.faded(curtain_text)};
};

/// Of all but the button.
float message_height(ui::Ui& ui, const Curtain& content, const Styles& styles, float width) {
    float height = ui::text_height(ui, content.title, styles.title, width);
    if (content.symbol != 0 || content.spinner) height += symbol_side + ui::space::m;
    if (!content.figure.empty()) height += ui::line_height(styles.figure.role) + ui::space::xs;
    if (!content.text.empty()) {
        height += ui::space::xs + ui::text_height(ui, content.text, styles.text, width);
    }
    return height;
}

void draw_message(ui::Column& column, const Curtain& content, const Styles& styles) {
    ui::Ui& ui = column.ui();
    if (content.symbol != 0 || content.spinner) {
        const ui::Rect place = column.take(symbol_side, symbol_side, ui::Align::Centre);
        const float x = ui::centre_x(place), y = ui::centre_y(place);
        if (content.spinner) ui::spinner(ui, x, y, symbol_side, on_picture);
        if (content.symbol != 0) {
            ui::draw_icon(ui, place.x, place.y, content.symbol, symbol_side, on_picture);
        }
        column.after(ui::space::m);
    }
    if (!content.figure.empty()) column.label(content.figure, styles.figure, ui::Align::Centre);
    column.paragraph(content.title, styles.title, 0, ui::Align::Centre);
    if (!content.text.empty()) {
        column.paragraph(content.text, styles.text, 0, ui::Align::Centre);
    }
}

}  // namespace

Poster::Poster(const domain::Stream& stream)
    : title(stream.title), live(stream.status == domain::StreamStatus::Live) {
    if (stream.thumbnail_url) thumbnail = *stream.thumbnail_url;
}

Poster::Poster(const wire::PublicStream& row) : Poster(row.stream) {
    camera_off = row.camera_off;
    muted = row.muted;
}

Poster::Poster(const domain::Workout& workout) : title(workout.title) {
    if (workout.thumbnail_url) thumbnail = *workout.thumbnail_url;
}

bool curtain(const View& view, const ui::Rect& rect, float radius, const Poster& poster,
             const Curtain& content, bool over_video) {
    ui::Ui& ui = view.ui;
    if (!over_video) ui::picture(ui, rect, poster.thumbnail, poster.title, radius);
    ui::fill(ui, rect, under_picture.faded(curtain_darkness), over_video ? 0 : radius);

    const Styles styles;
    const float width = std::min(rect.width - 2 * ui::space::l, curtain_width);
    const float message = message_height(ui, content, styles, width);
    const float button = content.action.empty() ? 0 : ui::size::button + ui::space::l;
    ui::Column column(ui, ui::centre_x(rect) - width / 2,
                      ui::centre_y(rect) - (message + button) / 2, width, ui::space::xs);
    {
        // The button is no part of what is announced.
        ui::NodeScope status(ui, ui::Role::Status, content.title,
                             {column.x(), column.next(), width, std::max(message, 1.0f)});
        draw_message(column, content, styles);
    }
    if (content.action.empty()) return false;
    return column.after(ui::space::l)
        .button({.label = content.action, .href = content.href}, ui::Fit::Content,
                ui::Align::Centre);
}

}  // namespace lsl::views
