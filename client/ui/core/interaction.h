#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "client/ui/core/semantics.h"

namespace lsl::ui {

using Id = std::uint32_t;

enum class PointerKind : std::uint8_t { Mouse, Touch, Pen };
enum class Cursor : std::uint8_t { Default, Pointer, Text, Grab, NotAllowed };

/// What lies over what. A layer above the page takes the pointer where it put a block.
enum class Layer : std::uint8_t { Page, Bar, Overlay, Toast };

/// What happened to a control in this frame.
struct Press {
    bool hovered = false;  ///< under a pointer that can hover
    bool held = false;
    bool focused = false;  ///< keyboard focus is to be shown
    bool clicked = false;  ///< by pointer, keyboard or assistive technology
};

/// Who is under the pointer, held, focused; and what the DOM mirror handed in. Hit tests use the
/// rectangles of the frame before: a press is judged against what the person saw.
///
/// More than twenty functions, because pointer, keyboard and screen reader end here in one answer,
/// `Press`: a widget must not have to ask each of them. The app calls those of the first group, the
/// toolkit begin and end, widgets the rest.
class Interaction {
  public:
    // From the app, between frames. Ids are those of semantic nodes.
    void activate(Id id) { activated_.insert(id); }
    void edit(Id id, std::string text) { edits_[id] = std::move(text); }
    void set_value(Id id, double value) { values_[id] = value; }
    void set_focus(Id id, bool visible);  ///< 0 = nothing has the focus
    void cancel_press();                  ///< the press became a scroll
    void press_escape() { escape_ = true; }
    void set_scroll(Id id, float y) {
        scrolls_[id] = y;
    }  ///< CSS pixels; of what scrolls by itself

    // Frame
    struct Pointer {
        float x = -1e6f, y = -1e6f;  ///< viewport coordinates
        bool down = false, pressed = false, released = false;
        PointerKind kind = PointerKind::Mouse;
    };
    void begin(const Pointer& pointer, double now);
    void end();

    // For widgets
    Press control(Id id, const Rect& on_screen, Layer layer, Cursor cursor = Cursor::Pointer);
    void block(const Rect& on_screen, Layer layer);  ///< what lies below gets no pointer here
    bool take_activation(Id id) { return activated_.erase(id) > 0; }
    std::optional<std::string> take_edit(Id id);
    std::optional<double> take_value(Id id);
    bool take_escape();
    float scroll(Id id) const;
    /// A press began that is not in there, and not on a layer above.
    bool pressed_outside(const Rect& on_screen, Layer layer) const;
    /// A pointer that can hover is in there, whatever control of that layer it is on.
    bool over(const Rect& on_screen, Layer layer) const;
    const Pointer& pointer() const { return pointer_; }
    float travel() const;  ///< of the pointer since it was pressed last, pixels
    /// Seconds since the press that holds a control began.
    double held_for(double now) const { return now - pressed_at_; }
    Id focus() const { return focus_; }
    bool focus_visible() const { return focus_visible_; }
    Id held() const { return held_; }
    Cursor cursor() const { return cursor_; }
    /// What lies under the pointer has changed by this frame's layout: paint once more.
    bool stale() const { return stale_; }

  private:
    struct Target {
        Id id = 0;  ///< 0: a block
        Rect rect;
        Layer layer = Layer::Page;
        Cursor cursor = Cursor::Default;
    };
    const Target* target_at(const std::vector<Target>& targets, float x, float y) const;

    std::vector<Target> targets_, seen_;  ///< of this frame, of the frame before
    std::unordered_set<Id> activated_;
    std::unordered_map<Id, std::string> edits_;
    std::unordered_map<Id, double> values_;
    std::unordered_map<Id, float> scrolls_;
    Pointer pointer_;
    float pressed_x_ = 0, pressed_y_ = 0;
    double pressed_at_ = 0;
    Id hot_ = 0, held_ = 0, released_ = 0, focus_ = 0;
    Layer hot_layer_ = Layer::Page;  ///< of what is under the pointer
    Cursor cursor_ = Cursor::Default;
    bool focus_visible_ = false, escape_ = false, stale_ = false;
};

}  // namespace lsl::ui
