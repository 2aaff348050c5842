#include "client/ui/layout/column.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "client/ui/core/ui.h"
#include "client/ui/widgets/progress.h"

namespace lsl::ui {

namespace {

constexpr float page_top = 28;
constexpr float inside_field = 3;    // from a field's frame to a button in it
constexpr float same_height = 0.5f;  // heights nearer than that are drawn alike

float start_of(const Ui& ui, float padding_top) {
    if (padding_top < 0) padding_top = ui.phone() ? space::l : page_top;
    return ui.page_top() + padding_top;
}

float width_of(const Ui& ui, float most) {
    return std::min(std::min(ui.width(), size::page_max) - 2 * ui.side_margin(), most);
}

}  // namespace

Column::Column(Ui& ui, float x, float y, float width, float gap)
    : ui_(&ui), x_(x), width_(width), bottom_(y), gap_(gap) {}

Column& Column::after(float distance) {
    pending_ = distance;
    return *this;
}

void Column::until(float bottom) {
    bottom_ = bottom;
    pending_ = gap_;
}

Rect Column::take(float width, float height, Align align) {
    const float room = width_ - width;
    const float indent = align == Align::Start ? 0 : align == Align::End ? room : room / 2;
    const Rect taken{x_ + indent, next(), width, height};
    until(taken.y + height);
    return taken;
}

void Column::heading(std::string_view text, int level, const TextStyle& style, int max_lines) {
    until(next() + ui::heading(*ui_, x_, next(), width_, text, level, style, max_lines));
}

void Column::paragraph(std::string_view text, const TextStyle& style, int max_lines, Align align) {
    until(next() + ui::paragraph(*ui_, x_, next(), width_, text, style, max_lines, align));
}

void Column::label(std::string_view text, const TextStyle& style, Align align) {
    ui::label(*ui_, take(line_height(style.role)), text, style, align);
}

bool Column::button(const Button& spec, Fit fit, Align align) {
    const float width = fit == Fit::Column ? width_ : std::min(button_width(*ui_, spec), width_);
    return ui::button(*ui_, take(width, height_of(spec.size), align), spec);
}

Column Column::part(float most_width) const {
    return {*ui_, x_, next(), std::min(width_, most_width), gap_};
}

std::vector<Column> Column::split(std::initializer_list<float> shares, float gap) const {
    const float all = std::accumulate(shares.begin(), shares.end(), 0.0f);
    const float room = width_ - gap * static_cast<float>(shares.size() - 1);
    std::vector<Column> parts;
    float x = x_;
    for (const float share : shares) {
        parts.emplace_back(*ui_, x, next(), room * share / all, gap_);
        x += parts.back().width() + gap;
    }
    return parts;
}

void Column::join(const std::vector<Column>& parts) {
    float lowest = next();
    for (const Column& part : parts) lowest = std::max(lowest, part.bottom());
    until(lowest);
}

PanelFrame::PanelFrame(Ui& ui, std::string_view key, const Rect& place, float least_height)
    : column(ui, place.x + space::panel_inset, place.y + space::panel_inset,
             place.width - 2 * space::panel_inset),
      ui_(ui),
      key_(ui.id(key)),
      top_(place.y),
      least_height_(least_height) {
    const float height = std::max(ui.kept(key_, least_height), least_height);
    surface(ui, {place.x, place.y, place.width, height}, radius::card);
}

float PanelFrame::finish() {
    const float needed = std::max(column.bottom() + space::panel_inset - top_, least_height_);
    float& height = ui_.kept(key_, needed);
    if (std::abs(height - needed) > same_height) {
        height = needed;
        ui_.motion.keep_painting();
    }
    return top_ + needed;
}

FieldResult text_field(Column& column, const TextField& spec, std::string& value) {
    const FieldResult result =
        text_field(column.ui(), column.x(), column.next(), column.width(), spec, value);
    column.until(column.next() + result.height);
    return result;
}

FieldResult select_field(Column& column, const TextField& spec, std::string& value) {
    const FieldResult result =
        select_field(column.ui(), column.x(), column.next(), column.width(), spec, value);
    column.until(column.next() + result.height);
    return result;
}

bool file_field(Column& column, const TextField& spec, std::string_view chosen) {
    const bool pressed =
        file_field(column.ui(), column.x(), column.next(), column.width(), spec, chosen);
    column.until(column.next() + text_field_height(column.ui(), column.width(), spec));
    return pressed;
}

Rect field_end(const Column& column, const TextField& spec) {
    const Rect box = field_box(column.x(), column.next(), column.width(), spec);
    const Rect end{right(box) - size::button_small - inside_field, box.y, size::button_small,
                   box.height};
    return centred(end, size::button_small, size::button_small);
}

bool copy_field(Column& column, std::string_view name, std::string_view value, bool secret,
                bool& revealed, bool copied) {
    const CopyResult result = copy_field(column.ui(), column.x(), column.next(), column.width(),
                                         name, value, secret, revealed, copied);
    column.until(column.next() + result.height);
    return result.copy;
}

void banner(Column& column, Tone tone, std::string_view text) {
    const BannerResult result =
        banner(column.ui(), column.x(), column.next(), column.width(), tone, text);
    column.until(column.next() + result.height);
}

bool empty_state(Column& column, const EmptyState& state) {
    const StateResult result =
        empty_state(column.ui(), column.x(), column.next(), column.width(), state);
    column.until(column.next() + result.height);
    return result.action;
}

bool error_state(Column& column, std::string_view title, std::string_view text,
                 std::string_view action) {
    const StateResult result =
        error_state(column.ui(), column.x(), column.next(), column.width(), title, text, action);
    column.until(column.next() + result.height);
    return result.action;
}

void skeleton(Column& column, float width, float height, float radius) {
    skeleton(column.ui(), column.take(width, height), radius);
}

Page::Page(Ui& ui, float max_width, float padding_top)
    : Column(ui, (ui.width() - width_of(ui, max_width)) / 2, start_of(ui, padding_top),
             width_of(ui, max_width)) {}

void Page::end(float padding_bottom) {
    ui().extend_page(bottom() + padding_bottom + ui().tab_bar_height());
}

}  // namespace lsl::ui
