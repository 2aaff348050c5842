#include "client/views/classes/browse_filters.h"

#include "client/views/search_field.h"
#include "client/views/wording.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace lsl::views {

namespace {

using model::ClassFilter;

constexpr float search_share = 0.35f;  ///< beside the title
constexpr float level_width = 168;

/// Those of the classes that are known, and the one that is chosen.
std::vector<std::string> styles_of(const View& view) {
    std::vector<std::string> styles = view.model.classes.lists(view.model.now).styles;
    const std::string& chosen = view.model.route.filter.style;
    if (!chosen.empty() && std::find(styles.begin(), styles.end(), chosen) == styles.end()) {
        styles.insert(styles.begin(), chosen);
    }
    return styles;
}

ClassFilter with_style(const View& view, std::string style) {
    ClassFilter filter = view.model.route.filter;
    filter.style = std::move(style);
    return filter;
}

void search(const View& view, ui::Column& column) {
    const auto typed = search_field(view, column, view.say(msg::browse_search_label),
                                    view.say(msg::browse_search));
    if (!typed) return;
    ClassFilter filter = view.model.route.filter;
    filter.search = *typed;
    view.want(model::intent::FilterClasses{std::move(filter)});
}

void level_field(const View& view, ui::Column& column) {
    ui::TextField spec{.label = view.say(msg::browse_level), .label_hidden = true};
    spec.field.name = "level";
    spec.field.options = level_options(view, view.say(msg::browse_any_level));
    ClassFilter filter = view.model.route.filter;
    if (ui::select_field(column, spec, filter.level).changed) {
        view.want(model::intent::FilterClasses{std::move(filter)});
    }
}

void style_field(const View& view, ui::Column& column, const std::vector<std::string>& styles) {
    ui::TextField spec{.label = view.say(msg::browse_style), .label_hidden = true};
    spec.field.name = "style";
    spec.field.options.push_back({"", std::string(view.say(msg::browse_all_styles))});
    for (const std::string& style : styles) spec.field.options.push_back({style, style});
    std::string chosen = view.model.route.filter.style;
    if (ui::select_field(column, spec, chosen).changed) {
        view.want(model::intent::FilterClasses{with_style(view, chosen)});
    }
}

float width_of_choices(const View& view, const std::vector<std::string>& styles) {
    const float all = ui::choice_width(view.ui, view.say(msg::browse_all_styles));
    return std::accumulate(styles.begin(), styles.end(), all,
                           [&](float width, const std::string& style) {
                               return width + ui::space::s + ui::choice_width(view.ui, style);
                           });
}

void style_choice(const View& view, ui::Slices& line, std::string_view label,
                  const std::string& style) {
    const ClassFilter filter = with_style(view, style);
    const std::string href = model::url_of(model::classes_page(filter));
    const ui::Rect place = line.left(ui::choice_width(view.ui, label));
    if (ui::choice(view.ui, place,
                   {.label = label, .href = href, .on = view.model.route.filter.style == style})) {
        view.want(model::intent::FilterClasses{filter});
    }
}

void style_choices(const View& view, const ui::Rect& row, const std::vector<std::string>& styles) {
    ui::NodeScope group(view.ui, ui::Role::Group, view.say(msg::browse_style), row);
    ui::Slices line(row, ui::space::s);
    style_choice(view, line, view.say(msg::browse_all_styles), "");
    for (const std::string& style : styles) style_choice(view, line, style, style);
}

void wide_filters(const View& view, ui::Column& column, const std::vector<std::string>& styles) {
    const float share = level_width / column.width();
    const bool one_line = styles.empty();
    std::vector<ui::Column> head =
        one_line ? column.split({1 - search_share - share, search_share, share})
                 : column.split({1 - search_share, search_share});
    head.front().heading(view.say(msg::bars_classes), 1, {.role = ui::TextRole::Display}, 1);
    search(view, head[1]);
    if (one_line) level_field(view, head.back());
    column.join(head);
    if (one_line) return;
    column.after(ui::space::m);
    const float room = column.width() - level_width - ui::space::l;
    std::vector<ui::Column> line = column.split({1 - share, share});
    if (width_of_choices(view, styles) <= room) {
        const ui::Rect row = line.front().take(ui::size::field);
        const float spare = (ui::size::field - ui::choice_height) / 2;
        style_choices(view, ui::inset(row, 0, spare), styles);
    } else {
        ui::Column narrow = line.front().part(2 * level_width);
        style_field(view, narrow, styles);
        line.front().until(narrow.bottom());
    }
    level_field(view, line.back());
    column.join(line);
}

void narrow_filters(const View& view, ui::Column& column, const std::vector<std::string>& styles) {
    search(view, column);
    column.after(ui::space::s);
    if (styles.empty()) return level_field(view, column);
    std::vector<ui::Column> halves = column.split({1, 1}, ui::space::s);
    style_field(view, halves.front(), styles);
    level_field(view, halves.back());
    column.join(halves);
}

}  // namespace

void browse_filters(const View& view, ui::Column& column) {
    const std::vector<std::string> styles = styles_of(view);
    if (column.width() < ui::from::wide_hero) {
        unseen_title(view, view.say(msg::bars_classes), column);
        narrow_filters(view, column, styles);
    } else {
        wide_filters(view, column, styles);
    }
    column.after(ui::space::xl);
}

}  // namespace lsl::views
