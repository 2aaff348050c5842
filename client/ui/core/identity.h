#pragma once

#include <string>
#include <string_view>

#include "client/ui/core/semantics.h"
#include "client/ui/core/tokens.h"

namespace lsl::ui {

class Ui;

/// Rounded square with gradient and ring.
void brand_mark(Ui& ui, float x, float y, float size);
/// Mark and name (and "Studio" for instructors), a link; the box is `height` high. Returns clicked.
bool brand(Ui& ui, float x, float y, float height, std::string_view href, bool studio);
float brand_width(Ui& ui, bool studio);

/// Up to two initials of a person's name.
std::string initials(std::string_view name);
/// Decided by the name; white on it reads well.
Color avatar_color(std::string_view name);
/// A disc in a colour decided by the name, with initials. Pure picture.
void avatar(Ui& ui, float centre_x, float centre_y, float diameter, std::string_view name);
/// The avatar as the button of a menu, which may be open. Returns clicked.
bool avatar_button(Ui& ui, float centre_x, float centre_y, float diameter, std::string_view name,
                   std::string_view accessible_name, bool expanded = false);

}  // namespace lsl::ui
