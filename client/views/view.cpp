#include "client/views/view.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace lsl::views {

void View::wake_at_minute(UtcTime since) const {
    const auto passed = std::chrono::duration<double>(model.now - since).count();
    const double into_minute = passed - std::floor(passed / 60) * 60;
    wake_in(60 - into_minute + 0.05);
}

ui::TextStyle muted(const View& view, ui::TextRole role) {
    return {.role = role, .color = view.theme().muted};
}

AutoPanel::AutoPanel(const View& view, std::string_view key, float left, float top, float wide,
                     float padding, float least_height)
    : x(left + padding),
      y(top + padding),
      width(wide - 2 * padding),
      view_(view),
      key_(view.ui.id(key)),
      top_(top),
      padding_(padding),
      least_height_(least_height) {
    const float height = view.ui.kept(key_, least_height);
    ui::surface(view.ui, {left, top, wide, std::max(height, least_height)}, ui::radius::card);
}

float AutoPanel::finish(float content_bottom) {
    const float needed = std::max(content_bottom + padding_ - top_, least_height_);
    float& height = view_.ui.kept(key_, needed);
    if (std::abs(height - needed) > 0.5f) {
        height = needed;
        view_.ui.motion.keep_painting();
    }
    return top_ + needed;
}

void unseen_title(const View& view, std::string_view title, float x, float y) {
    ui::Node node;
    node.id = view.ui.claim("page-title");
    node.role = ui::Role::Heading;
    node.level = 1;
    node.name = std::string(title);
    node.rect = {x, y, 1, 1};
    view.ui.node(std::move(node));
}

float share_button(const View& view, float right, float y) {
    const ui::Button share{
        .label = view.say(view.model.copied == "link" ? msg::common_copied : msg::common_share),
        .kind = ui::ButtonKind::Secondary,
        .size = ui::ButtonSize::Small,
        .key = "share"};
    const float width = ui::button_width(view.ui, share);
    if (ui::button(view.ui, {right - width, y, width, ui::size::button_small}, share)) {
        view.want(model::intent::SharePage{});
    }
    return width;
}

float more_button(const View& view, float x, float y, float width, std::string_view label,
                  bool busy) {
    const ui::Button more{.label = label, .kind = ui::ButtonKind::Outline, .busy = busy};
    const float own = ui::button_width(view.ui, more);
    if (ui::button(view.ui, {x + (width - own) / 2, y, own, ui::size::button}, more)) {
        view.want(model::intent::LoadMore{});
    }
    return ui::size::button;
}

float section_title(const View& view, float x, float y, float width, std::string_view title,
                    std::string_view remark) {
    constexpr float below = 15;
    const ui::TextStyle style{.role = ui::TextRole::Section};
    const float height = ui::heading(view.ui, x, y, width, title, 2, style, 1);
    if (!remark.empty()) {
        const float after = x + ui::text_width(view.ui, title, style) + 10;
        const float line = ui::line_height(ui::TextRole::Remark);
        if (after + 60 < x + width) {
            ui::label(view.ui, {after, y + height - line - 1.5f, x + width - after, line}, remark,
                      muted(view, ui::TextRole::Remark));
        }
    }
    return height + below;
}

}  // namespace lsl::views
