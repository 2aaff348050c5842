#pragma once

#include <string_view>

#include "client/ui/core/semantics.h"
#include "client/ui/core/ui.h"

namespace lsl::ui {

enum class ButtonKind : std::uint8_t { Accent, Secondary, Outline, Ghost, Danger };
enum class ButtonSize : std::uint8_t { Small, Normal, Large };  ///< 38 (in cards), 44, 50 high

struct Button {
    std::string_view label;
    ButtonKind kind = ButtonKind::Accent;
    ButtonSize size = ButtonSize::Normal;
    char32_t icon = 0;  ///< before the label
    bool disabled = false;
    bool busy = false;             ///< spinner in place of the icon or label; takes no press
    bool submits = false;          ///< stands for the form's submission
    std::string_view name;         ///< for screen readers when the label alone is not enough
    std::string_view description;  ///< why it is disabled, say
    std::string_view href;         ///< makes it a real link that looks like a button
    std::string_view key;          ///< identity when the label changes; else the label
};

float height_of(ButtonSize size);
/// The natural width: label, icon and padding.
float button_width(Ui& ui, const Button& button);

/// True in the frame in which it was pressed (pointer, keyboard or assistive technology).
bool button(Ui& ui, const Rect& rect, const Button& button);

enum class IconButtonKind : std::uint8_t { Plain, Secondary, OnPicture };

struct IconButton {
    char32_t icon = 0;
    std::string_view name;  ///< also the tooltip
    IconButtonKind kind = IconButtonKind::Plain;
    float icon_size = 20;
    float radius = 11;
    bool selected = false;  ///< a pressed toggle
    bool toggle = false;    ///< has the selected state at all
    bool disabled = false;
    bool busy = false;
    bool has_popup = false;
    bool expanded = false;
    std::string_view href;
    std::string_view key;
};
bool icon_button(Ui& ui, const Rect& rect, const IconButton& button);

/// Inline link text in accent, underlined under the pointer. Returns pressed; width by text.
bool link(Ui& ui, float x, float y, std::string_view text, std::string_view href,
          bool quiet = false);

/// An area as one link (a card), beneath the controls in it that are drawn later. Draws only the
/// keyboard focus. `hovered` tells whether the pointer is on it or on a control in it. `painted`:
/// where its name stands in it, unless that is a text of its own.
struct AreaLink {
    bool clicked = false, hovered = false, held = false;
};
AreaLink area_link(Ui& ui, const Rect& rect, std::string_view name, std::string_view href,
                   float radius, const Lettering& painted = unpainted);

}  // namespace lsl::ui
