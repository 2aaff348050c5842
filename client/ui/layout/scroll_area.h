#pragma once

#include <optional>
#include <string_view>

#include "client/ui/core/scopes.h"
#include "client/ui/layout/column.h"

namespace lsl::ui {

/// A part of the page, of a bar or of a dialog that scrolls by itself: `window` shows as much of
/// its column as fits. The browser scrolls it, in the area's element of the mirror, so that
/// momentum, wheel, Tab and screen readers are its own; the canvas follows. While all of it fits,
/// nothing scrolls and the wheel moves the page.
///
/// `role` is Region, List or Log; what is added to a Log is read out. `follow_end` as in Node.
class ScrollArea {
  public:
    ScrollArea(Ui& ui, Role role, std::string_view name, const Rect& window,
               float padding = space::l, float gap = space::l, int follow_end = 0);
    ~ScrollArea();
    ScrollArea(const ScrollArea&) = delete;
    ScrollArea& operator=(const ScrollArea&) = delete;

  private:
    Ui& ui_;
    IdScope id_;
    Rect window_;
    float padding_;
    NodeScope node_;
    std::optional<ScrollScope> scroll_;

  public:
    Column column;  ///< of the content, within `padding`
};

}  // namespace lsl::ui
