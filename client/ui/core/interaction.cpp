#include "client/ui/core/interaction.h"

#include <cmath>
#include <utility>

#include "client/ui/layout/layout.h"

namespace lsl::ui {

void Interaction::set_focus(Id id, bool visible) {
    focus_ = id;
    focus_visible_ = visible && id != 0;
}

float Interaction::travel() const {
    return std::hypot(pointer_.x - pressed_x_, pointer_.y - pressed_y_);
}

void Interaction::cancel_press() { held_ = 0; }

void Interaction::begin(const Pointer& pointer, double now) {
    pointer_ = pointer;
    seen_ = std::exchange(targets_, {});
    const Target* target = target_at(seen_, pointer.x, pointer.y);
    hot_ = target ? target->id : 0;
    hot_layer_ = target ? target->layer : Layer::Page;
    cursor_ = target ? target->cursor : Cursor::Default;
    released_ = 0;
    if (pointer.pressed) {
        held_ = hot_;
        pressed_x_ = pointer.x;
        pressed_y_ = pointer.y;
        pressed_at_ = now;
    }
    if (pointer.released) {
        released_ = held_ != 0 && held_ == hot_ ? held_ : 0;
        held_ = 0;
    }
}

void Interaction::end() {
    const Target* target = target_at(targets_, pointer_.x, pointer_.y);
    stale_ = (target ? target->id : 0) != hot_ && pointer_.kind != PointerKind::Touch;
    activated_.clear();
    edits_.clear();
    values_.clear();
    escape_ = false;
}

Press Interaction::control(Id id, const Rect& on_screen, Layer layer, Cursor cursor) {
    targets_.push_back({id, on_screen, layer, cursor});
    const bool hot = hot_ == id;
    Press press;
    press.held = held_ == id && hot;
    press.hovered = hot && (held_ == 0 || held_ == id) && pointer_.kind != PointerKind::Touch;
    press.focused = focus_ == id && focus_visible_;
    press.clicked = take_activation(id);
    if (released_ == id) {
        press.clicked = true;
        released_ = 0;
    }
    return press;
}

void Interaction::block(const Rect& on_screen, Layer layer) {
    targets_.push_back({0, on_screen, layer, Cursor::Default});
}

std::optional<std::string> Interaction::take_edit(Id id) {
    auto node = edits_.extract(id);
    if (node.empty()) return std::nullopt;
    return std::move(node.mapped());
}

std::optional<double> Interaction::take_value(Id id) {
    auto node = values_.extract(id);
    if (node.empty()) return std::nullopt;
    return node.mapped();
}

bool Interaction::take_escape() { return std::exchange(escape_, false); }

float Interaction::scroll(Id id) const {
    const auto at = scrolls_.find(id);
    return at == scrolls_.end() ? 0 : at->second;
}

bool Interaction::pressed_outside(const Rect& on_screen, Layer layer) const {
    return pointer_.pressed && hot_layer_ <= layer && !contains(on_screen, pointer_.x, pointer_.y);
}

bool Interaction::over(const Rect& on_screen, Layer layer) const {
    return pointer_.kind != PointerKind::Touch && hot_layer_ <= layer &&
           contains(on_screen, pointer_.x, pointer_.y);
}

const Interaction::Target* Interaction::target_at(const std::vector<Target>& targets, float x,
                                                  float y) const {
    const Target* best = nullptr;
    for (const Target& target : targets) {
        if (!contains(target.rect, x, y)) continue;
        if (!best || target.layer >= best->layer) best = &target;
    }
    return best;
}

}  // namespace lsl::ui
