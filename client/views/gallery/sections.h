#pragma once

#include <array>
#include <string_view>

#include "client/ui/widgets/widgets.h"

/// The gallery's sections, one a kind of widget. Each paints from `y` on and tells where it ends.
namespace lsl::views::gallery {

inline constexpr std::array<std::string_view, 8> sample_titles = {
    "Morning Dance Workout",  "Salsa Basics, Slow and Sweet",
    "Wake-up Afrobeat",       "Heels & Confidence",
    "ダンスカーディオ入門 💃", "Evening Stretch",
    "Hip-hop Foundations",    "Latin Night Live"};

/// A section's heading; where what follows begins.
float section(ui::Ui& ui, const ui::Page& page, float y, std::string_view title);

/// A state that lasts while the gallery is open.
bool kept_flag(ui::Ui& ui, std::string_view name, bool first = false);
void keep_flag(ui::Ui& ui, std::string_view name, bool on);

float type_section(ui::Ui& ui, const ui::Page& page, float y);
float button_section(ui::Ui& ui, const ui::Page& page, float y);
float card_section(ui::Ui& ui, const ui::Page& page, float y);
float artwork_section(ui::Ui& ui, const ui::Page& page, float y);
float field_section(ui::Ui& ui, const ui::Page& page, float y);
float player_section(ui::Ui& ui, const ui::Page& page, float y);
float progress_section(ui::Ui& ui, const ui::Page& page, float y);
float message_section(ui::Ui& ui, const ui::Page& page, float y);
float overlay_section(ui::Ui& ui, const ui::Page& page, float y);
float icon_section(ui::Ui& ui, const ui::Page& page, float y);

}  // namespace lsl::views::gallery
