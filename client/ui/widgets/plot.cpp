#include "client/ui/widgets/plot.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "client/ui/core/scopes.h"
#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/pressable.h"

namespace lsl::ui {

namespace {

constexpr float scale_room = 44, title_room = 26, axis_room = 26, plot_gap = 18;
constexpr float curve_width = 2, curve_width_lined = 3, ground_tint = 0.14f;
constexpr float peak_radius = 4.5f, peak_line = 2.5f, peak_gap = 6;
constexpr float crosshair_width = 1.5f, dot_radius = 4, dot_border = 2;
constexpr float told_gap = 12, told_padding = 12;
constexpr float bar_share = 0.8f, bar_roundness = 2;
constexpr float before_share = 1, before_tint = 0.3f;  ///< they look out on both sides
constexpr std::size_t most_bars = 40;

/// Where things are on the common axis.
struct Axis {
    Rect rect;  ///< of the plots, less the room of their scales
    std::size_t steps = 0;
    bool mirrored = false;
    bool in_cells = false;  ///< a step is a cell of its own, as a bar is, not a moment

    float x_of(double step) const {
        const auto count = static_cast<double>(steps);
        const double along = in_cells ? (step + 0.5) / count : step / std::max(count - 1, 1.0);
        const auto part = static_cast<float>(std::clamp(along, 0.0, 1.0));
        return rect.x + rect.width * (mirrored ? 1 - part : part);
    }
    std::size_t step_at(float x) const {
        const float along = std::clamp((x - rect.x) / std::max(rect.width, 1.0f), 0.0f, 1.0f);
        const float part = mirrored ? 1 - along : along;
        if (in_cells) {
            const auto cell = static_cast<std::size_t>(part * static_cast<float>(steps));
            return std::min(cell, steps - 1);
        }
        return static_cast<std::size_t>(std::lround(part * static_cast<float>(steps - 1)));
    }
};

double most_of(std::span<const double> values) {
    return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

float y_of(const Rect& place, double value, double top) {
    const auto part = static_cast<float>(std::clamp(value / top, 0.0, 1.0));
    return bottom(place) - place.height * part;
}

/// The curve, with no more points than there are pixels: of many steps in one the lowest and the
/// highest stay.
std::vector<CurvePoint> points_of(const Axis& axis, const Rect& place,
                                  std::span<const double> values, double top) {
    const auto columns = std::max<std::size_t>(static_cast<std::size_t>(place.width), 1);
    const std::size_t stride = (values.size() + columns - 1) / columns;
    std::vector<CurvePoint> points;
    const auto add = [&](std::size_t step) {
        points.push_back({axis.x_of(static_cast<double>(step)), y_of(place, values[step], top)});
    };
    for (std::size_t from = 0; from < values.size(); from += stride) {
        const std::size_t to = std::min(from + stride, values.size());
        std::size_t low = from;
        std::size_t high = from;
        for (std::size_t i = from; i < to; ++i) {
            if (values[i] < values[low]) low = i;
            if (values[i] > values[high]) high = i;
        }
        add(std::min(low, high));
        if (low != high) add(std::max(low, high));
    }
    return points;
}

void draw_curve(Ui& ui, const Axis& axis, const Rect& place, std::span<const double> values,
                double top, Color color, bool grounded) {
    const std::vector<CurvePoint> points = points_of(axis, place, values, top);
    const bool lined = ui.theme().lined();
    if (grounded && !lined) area_below(ui, place, points, color.faded(ground_tint));
    polyline(ui, place, points, color, lined ? curve_width_lined : curve_width);
}

/// Of many steps several become one bar, which is their sum.
void draw_bars(Ui& ui, const Axis& axis, const Rect& place, std::span<const double> values,
               double top, Color color, bool hanging, float share = bar_share) {
    if (values.empty()) return;
    const std::size_t stride = (values.size() + most_bars - 1) / most_bars;
    const std::size_t count = (values.size() + stride - 1) / stride;
    const float cell = axis.rect.width / static_cast<float>(count);
    for (std::size_t bar = 0; bar < count; ++bar) {
        double sum = 0;
        for (std::size_t i = bar * stride; i < std::min((bar + 1) * stride, values.size()); ++i) {
            sum += values[i];
        }
        if (sum <= 0) continue;
        const auto part = static_cast<float>(std::clamp(sum / top, 0.0, 1.0));
        const auto number = static_cast<float>(axis.mirrored ? count - 1 - bar : bar);
        const float height = std::max(place.height * part, 1.0f);
        fill(ui,
             {axis.rect.x + cell * (number + (1 - share) / 2),
              hanging ? place.y : bottom(place) - height, cell * share, height},
             color, bar_roundness);
    }
}

/// The most that one bar is.
double most_in_bars(std::span<const double> values) {
    const std::size_t stride =
        std::max<std::size_t>((values.size() + most_bars - 1) / most_bars, 1);
    double most = 0;
    for (std::size_t from = 0; from < values.size(); from += stride) {
        double sum = 0;
        for (std::size_t i = from; i < std::min(from + stride, values.size()); ++i) {
            sum += values[i];
        }
        most = std::max(most, sum);
    }
    return most;
}

double top_of(const Plot& plot) {
    if (plot.top > 0) return plot.top;
    switch (plot.kind) {
        case PlotKind::Bars:
        case PlotKind::TwoWayBars:
            return round_top(std::max({most_in_bars(plot.values), most_in_bars(plot.hanging),
                                       most_in_bars(plot.before)}));
        case PlotKind::Line:
        case PlotKind::Area: break;
    }
    return round_top(most_of(plot.values));
}

std::string scale_text(const Plot& plot, double value) {
    if (plot.percent) return std::to_string(std::lround(value * 100)) + (value >= 1 ? "%" : "");
    return std::to_string(std::lround(value));
}

/// Zero, the middle and the top: a line across and its number before it.
void draw_plot_scale(Ui& ui, const Rect& place, const Plot& plot, double top) {
    const TextStyle style{.role = TextRole::Caption, .color = ui.theme().muted, .tabular = true};
    const bool halved = plot.percent || top >= 2;
    for (const double value : {0.0, top / 2, top}) {
        if (value > 0 && value < top && !halved) continue;
        const float y = y_of(place, value, top);
        fill(ui, {place.x, y, place.width, 1}, ui.theme().line);
        const std::string text = scale_text(plot, value);
        const float width = text_width(ui, text, style);
        // Before the plot's left side, which is left in every language.
        const float x = ui.mirrored() ? right(place) + space::s : place.x - space::s - width;
        draw_text(ui, x, y - line_height(style.role) / 2, text, style);
    }
}

void draw_peak(Ui& ui, const Axis& axis, const Rect& place, const Plot& plot, double top) {
    if (!plot.peak || *plot.peak >= plot.values.size()) return;
    const float x = axis.x_of(static_cast<double>(*plot.peak));
    const float y = y_of(place, plot.values[*plot.peak], top);
    disc(ui, x, y, peak_radius, ui.theme().surface);
    ring(ui, x, y, peak_radius, plot.color, peak_line);
    const TextStyle style{.role = TextRole::Caption};
    const float width = text_width(ui, plot.peak_text, style);
    const float beside = std::max(std::min(x - width / 2, right(place) - width), place.x);
    const float above = y - peak_radius - peak_gap - line_height(style.role);
    // At the top of the plot there is its title.
    const float at = above < place.y ? y + peak_radius + peak_gap : above;
    draw_text(ui, beside, at, plot.peak_text, style);
}

void draw_plot(Ui& ui, const Axis& axis, const Rect& place, const Plot& plot) {
    const double top = top_of(plot);
    if (plot.has_scale) draw_plot_scale(ui, place, plot, top);
    if (plot.kind == PlotKind::Line || plot.kind == PlotKind::Area) {
        draw_curve(ui, axis, place, plot.values, top, plot.color, plot.kind == PlotKind::Area);
    } else if (plot.kind == PlotKind::Bars) {
        draw_bars(ui, axis, place, plot.before, top, plot.color.faded(before_tint), false,
                  before_share);
        draw_bars(ui, axis, place, plot.values, top, plot.color, false);
    } else {
        const float half = place.height / 2;
        draw_bars(ui, axis, {place.x, place.y, place.width, half}, plot.values, top, plot.color,
                  false);
        fill(ui, {place.x, place.y + half, place.width, 1}, ui.theme().muted);
        draw_bars(ui, axis, {place.x, place.y + half + 1, place.width, half - 1}, plot.hanging, top,
                  plot.hanging_color, true);
    }
    draw_peak(ui, axis, place, plot, top);
}

void draw_marks(Ui& ui, const Axis& axis, const PlotStack& stack) {
    const TextStyle style{.role = TextRole::Caption, .color = ui.theme().muted, .tabular = true};
    for (const PlotMark& mark : stack.marks) {
        const float width = text_width(ui, mark.text, style);
        const float x = axis.x_of(static_cast<double>(mark.step)) - width / 2;
        const float within = std::max(std::min(x, right(axis.rect) - width), axis.rect.x);
        draw_text(ui, within, bottom(axis.rect) + space::s, mark.text, style);
    }
}

/// One plot's place after the other; titles stand above them.
std::vector<Rect> places_of(const Rect& rect, const PlotStack& stack) {
    std::vector<Rect> places;
    const float x = rect.x + scale_room;
    float y = rect.y;
    for (const Plot& plot : stack.plots) {
        y += title_room;
        places.push_back({x, y, rect.width - scale_room, plot.height});
        y += plot.height + plot_gap;
    }
    return places;
}

void draw_card(Ui& ui, const Axis& axis, float x, const std::vector<std::string>& lines) {
    const Theme& t = ui.theme();
    const TextStyle first{.role = TextRole::SmallStrong, .color = t.background, .tabular = true};
    const TextStyle other{.role = TextRole::Small, .color = t.background, .tabular = true};
    float width = 0;
    float height = 2 * told_padding;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const TextStyle& style = i == 0 ? first : other;
        width = std::max(width, text_width(ui, lines[i], style));
        height += line_height(style.role);
    }
    width += 2 * told_padding;
    const bool past_middle = x > centre_x(axis.rect);
    const float left = past_middle ? x - told_gap - width : x + told_gap;
    const Rect card{left, axis.rect.y + axis.rect.height / 3, width, height};
    fill(ui, card, t.text, radius::control);
    float y = card.y + told_padding;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const TextStyle& style = i == 0 ? first : other;
        draw_text(ui, card.x + told_padding, y, lines[i], style);
        y += line_height(style.role);
    }
}

void draw_crosshair(Ui& ui, const Axis& axis, const PlotStack& stack,
                    const std::vector<Rect>& places, std::size_t step) {
    const float x = axis.x_of(static_cast<double>(step));
    fill(ui, {x - crosshair_width / 2, axis.rect.y, crosshair_width, axis.rect.height},
         ui.theme().text);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Plot& plot = stack.plots[i];
        const bool curve = plot.kind == PlotKind::Line || plot.kind == PlotKind::Area;
        if (!curve || step >= plot.values.size()) continue;
        const float y = y_of(places[i], plot.values[step], top_of(plot));
        disc(ui, x, y, dot_radius + dot_border, ui.theme().surface);
        disc(ui, x, y, dot_radius, plot.color);
    }
    if (stack.told) draw_card(ui, axis, x, stack.told(step));
}

std::string in_one_line(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& one : lines) {
        if (!text.empty()) text += ", ";
        text += one;
    }
    return text;
}

/// The rows as words, at the plots' foot where they hide nothing.
void table_nodes(Ui& ui, const Rect& rect, const PlotStack& stack) {
    if (stack.table.empty()) return;
    const Rect foot{rect.x, bottom(rect) - 1, rect.width, 1};
    NodeScope list(ui, Role::List, stack.table_name, foot);
    for (const std::string& row : stack.table) {
        ui.node({.id = ui.claim(row), .role = Role::ListItem, .name = row, .rect = foot});
    }
}

bool has_values(const PlotStack& stack) {
    return std::any_of(stack.plots.begin(), stack.plots.end(),
                       [](const Plot& plot) { return most_of(plot.values) > 0; });
}

void titles(Ui& ui, const Rect& rect, const PlotStack& stack, const std::vector<Rect>& places) {
    const TextStyle style{.role = TextRole::SmallStrong};
    const float high = title_room - space::xs;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Rect line{rect.x, places[i].y - title_room, rect.width, high};
        const std::string_view title = stack.plots[i].title;
        const float most = rect.width - space::s - high;
        const float width = std::min(text_width(ui, title, style) + 1, most);
        label(ui, {line.x, line.y, width, high}, title, style);
        if (!stack.beside_title) continue;
        const IdScope scope(ui, static_cast<std::int64_t>(i));
        stack.beside_title(i, {line.x + width + space::s, line.y, high, high});
    }
}

/// Where the crosshair stands, by pointer or keyboard; to assistive technology a slider.
Press crosshair(Ui& ui, const Axis& axis, const PlotStack& stack, PlotResult& result) {
    const Id id = ui.claim("crosshair");
    const Press press = ui.control(id, axis.rect);
    float& kept = ui.kept(id, -1);
    const auto last = static_cast<double>(stack.steps - 1);
    if (press.hovered || press.held) {
        kept = static_cast<float>(axis.step_at(ui.interaction.pointer().x));
    }
    if (const auto stepped = ui.interaction.take_value(id)) {
        kept = static_cast<float>(std::clamp(*stepped, 0.0, last));
    }
    if (press.focused && kept < 0) kept = 0;
    if (kept >= 0) result.at = std::min(static_cast<std::size_t>(kept), stack.steps - 1);
    if (press.clicked) result.pressed = result.at;
    ui.node({.id = id,
             .role = Role::Slider,
             .name = std::string(stack.name),
             .value = result.at && stack.told ? in_one_line(stack.told(*result.at)) : std::string(),
             .rect = axis.rect,
             .minimum = 0,
             .maximum = last,
             .now = std::max(static_cast<double>(kept), 0.0),
             .step = 1});
    return press;
}

}  // namespace

double round_top(double most) {
    double unit = 1;
    while (unit * 10 < most) unit *= 10;
    for (const double steps : {1.0, 2.0, 4.0, 6.0, 8.0}) {
        if (unit * steps >= most) return unit * steps;
    }
    return unit * 10;
}

float plot_stack_height(const PlotStack& stack) {
    float height = axis_room + (stack.parts.empty() ? 0 : plot_parts_height);
    for (const Plot& plot : stack.plots) height += title_room + plot.height + plot_gap;
    return stack.plots.empty() ? height : height - plot_gap;
}

PlotResult plot_stack(Ui& ui, const Rect& rect, const PlotStack& stack) {
    PlotResult result;
    NodeScope group(ui, Role::Group, stack.name, rect);
    ui.node({.id = ui.claim("plot-summary"),
             .role = Role::Text,
             .name = std::string(stack.summary),
             .rect = {rect.x, rect.y, rect.width, 1}});
    const std::vector<Rect> places = places_of(rect, stack);
    const bool any = stack.steps > 1 && has_values(stack);
    if (!any && !stack.empty_text.empty()) {
        label(ui, centred(rect, rect.width, line_height(TextRole::Body)), stack.empty_text,
              {.role = TextRole::Body, .color = ui.theme().muted}, Align::Centre);
    }
    if (!any || places.empty()) {
        titles(ui, rect, stack, places);
        return result;
    }
    const bool in_cells = std::all_of(stack.plots.begin(), stack.plots.end(),
                                      [](const Plot& plot) { return plot.kind == PlotKind::Bars; });
    Axis axis{united(places.front(), places.back()), stack.steps, ui.mirrored(), in_cells};
    // The room of the scales is on the left in every language.
    if (axis.mirrored) axis.rect.x -= scale_room;
    const Press press = crosshair(ui, axis, stack, result);
    // After it, since the crosshair takes the pointer from top to bottom.
    titles(ui, rect, stack, places);
    table_nodes(ui, rect, stack);
    if (!ui.visible(rect)) return result;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Rect place{axis.rect.x, places[i].y, axis.rect.width, places[i].height};
        draw_plot(ui, axis, place, stack.plots[i]);
    }
    draw_marks(ui, axis, stack);
    draw_plot_parts(ui, {axis.rect.x, bottom(axis.rect) + axis_room, axis.rect.width, 0},
                    stack.parts,
                    [&](std::size_t step) { return axis.x_of(static_cast<double>(step)); });
    if (result.at && (press.hovered || press.held || press.focused)) {
        draw_crosshair(ui, axis, stack, places, *result.at);
    }
    if (press.focused) focus_ring(ui, axis.rect, radius::inside);
    return result;
}

}  // namespace lsl::ui
