#include "client/views/view.h"

#include "client/views/wording.h"

#include <chrono>
#include <cmath>

namespace lsl::views {

namespace {

constexpr int whole_title = 0;       ///< on its own page a title is not cut
constexpr float least_remark = 60;   ///< a shorter one would be three dots
constexpr float to_baseline = 1.5f;  ///< from a remark's baseline to its title's

}  // namespace

void View::wake_at_minute(UtcTime since) const {
    constexpr auto minute = static_cast<double>(seconds_per_minute);
    const double minutes = std::chrono::duration<double>(model.now - since).count() / minute;
    wake_just_after((1 - (minutes - std::floor(minutes))) * minute);
}

ui::TextStyle muted(const View& view, ui::TextRole role) {
    return {.role = role, .color = view.theme().muted};
}

void unseen_title(const View& view, std::string_view title, const ui::Column& column) {
    ui::Node node;
    node.id = view.ui.claim("page-title");
    node.role = ui::Role::Heading;
    node.level = 1;
    node.name = std::string(title);
    node.rect = {column.x(), column.next(), 1, 1};
    view.ui.node(std::move(node));
}

void title_with_share(const View& view, ui::Column& column, std::string_view title,
                      const std::string& facts) {
    const ui::Button share{
        .label = view.say(view.model.copied == "link" ? msg::common_copied : msg::common_share),
        .kind = ui::ButtonKind::Secondary,
        .size = ui::ButtonSize::Small,
        .key = "share"};
    const float wide = ui::button_width(view.ui, share);
    ui::Column text = column.part(column.width() - wide - ui::space::l);
    if (ui::button(view.ui, {column.right() - wide, column.next(), wide, ui::size::button_small},
                   share)) {
        view.want(model::intent::SharePage{});
    }
    text.heading(title, 1, {.role = ui::TextRole::PageTitle}, whole_title);
    text.after(ui::space::xs).paragraph(facts, muted(view));
    column.until(text.bottom());
}

void more_button(const View& view, ui::Column& column, std::string_view label, bool busy) {
    const ui::Button more{.label = label, .kind = ui::ButtonKind::Outline, .busy = busy};
    if (column.button(more, ui::Fit::Content, ui::Align::Centre)) {
        view.want(model::intent::LoadMore{});
    }
}

void section_title(const View& view, ui::Column& column, std::string_view title,
                   std::string_view remark) {
    const ui::TextStyle style{.role = ui::TextRole::Section};
    column.heading(title, 2, style, 1);
    const float line = ui::line_height(ui::TextRole::Remark);
    const float after = column.x() + ui::text_width(view.ui, title, style) + ui::space::s;
    const float room = column.right() - after;
    if (!remark.empty() && room > least_remark) {
        ui::label(view.ui, {after, column.bottom() - line - to_baseline, room, line}, remark,
                  muted(view, ui::TextRole::Remark));
    }
    column.after(ui::space::l);
}

void failed_list(const View& view, ui::Column& column, std::string_view title, const Error& error) {
    if (ui::error_state(column, title, view.explain(error))) view.want(model::intent::Retry{});
}

void write_to_studio(const View& view, ui::Column& column) {
    const std::string& link = view.model.studio_contact;
    if (link.empty()) return;
    const bool pressed = column.button({.label = view.say(msg::common_write_to_studio),
                                        .kind = ui::ButtonKind::Outline,
                                        .href = link});
    column.after(ui::space::m);
    if (pressed) view.want(model::intent::WriteToStudio{});
}

void browse_classes(const View& view, ui::Column& column, const ui::EmptyState& state) {
    const model::Route classes = model::page(model::Page::Classes);
    const std::string href = model::url_of(classes);
    ui::EmptyState linked = state;
    linked.action = view.say(msg::common_browse_classes);
    linked.href = href;
    if (ui::empty_state(column, linked)) view.go(classes);
}

}  // namespace lsl::views
