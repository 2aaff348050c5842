#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/ui/core/semantics.h"
#include "client/ui/core/tokens.h"

namespace lsl::ui {

class Ui;

enum class Align : std::uint8_t { Start, Centre, End };

struct TextStyle {
    TextRole role = TextRole::Body;
    Color color{0, 0, 0, 0};  ///< transparent = the theme's text colour
    bool tabular = false;     ///< digits of equal width, for counters and clocks
};

/// One line's height, CSS pixels.
float line_height(TextRole role);

float text_width(Ui& ui, std::string_view text, const TextStyle& style);

/// For a node whose name is painted in that style, its first line beginning so far inside.
Lettering lettering(const TextStyle& style, float left = 0, float top = 0);

/// The text, shortened with "…" to fit `width`.
std::string ellipsized(Ui& ui, std::string_view text, const TextStyle& style, float width);

/// Lines of at most `width`, broken between words (anywhere in CJK; a word longer than a line is
/// cut). With `max_lines` the last line ends in "…" when there is more. Line feeds break too.
std::vector<std::string> wrapped(Ui& ui, std::string_view text, const TextStyle& style, float width,
                                 int max_lines = 0);

/// Height that paragraph() will take.
float text_height(Ui& ui, std::string_view text, const TextStyle& style, float width,
                  int max_lines = 0);

/// Paints one line as it is, from the line box's top left; returns its width. No semantics.
float draw_text(Ui& ui, float x, float y, std::string_view text, const TextStyle& style);

/// Paints an icon (icon::…) in a square of `size`. No semantics.
void draw_icon(Ui& ui, float x, float y, char32_t icon, float size, Color color);

/// One line in `box`, vertically centred, shortened to fit; adds a Text node. Returns what it
/// covers.
Rect label(Ui& ui, const Rect& box, std::string_view text, const TextStyle& style,
           Align align = Align::Start);

/// Wrapped text with a Text node; returns the height taken.
float paragraph(Ui& ui, float x, float y, float width, std::string_view text,
                const TextStyle& style, int max_lines = 0, Align align = Align::Start);

/// Wrapped text with a Heading node of `level`; returns the height taken.
float heading(Ui& ui, float x, float y, float width, std::string_view text, int level,
              const TextStyle& style, int max_lines = 2, Align align = Align::Start);

}  // namespace lsl::ui
