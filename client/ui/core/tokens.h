#pragma once

#include <cstdint>

#include "client/ui/paint/color.h"

namespace lsl::ui {

enum class ThemeKind : std::uint8_t { Dark, Light, HighContrastDark, HighContrastLight };

struct Shadow {
    float y = 0;
    float blur = 0;  ///< as CSS box-shadow: twice the standard deviation
    Color color;
};

/// Colours by meaning; a widget never names another colour.
struct Theme {
    ThemeKind kind = ThemeKind::Dark;
    Color background, surface, surface2, line;
    Color field_border;  ///< of what can be filled in: 3 : 1 against every surface
    Color text, muted;
    Color accent, on_accent;
    Color live, on_live;
    Color success, warning, danger;
    Color danger_fill, on_danger;  ///< of buttons that destroy
    Color focus;
    Color hover;        ///< laid over a surface under the pointer (translucent)
    Color scrim;        ///< behind dialogs (translucent)
    Color badge;        ///< behind white badge text on pictures (translucent)
    Color placeholder;  ///< skeleton blocks
    Shadow card_shadow, overlay_shadow;
    bool dark() const { return kind == ThemeKind::Dark || kind == ThemeKind::HighContrastDark; }
    /// Surfaces are told apart by lines, not by shades.
    bool lined() const { return kind != ThemeKind::Dark && kind != ThemeKind::Light; }
};

const Theme& theme(ThemeKind kind);

/// Colours that a person chose for everything on the machine (CSS: forced colours), by their CSS
/// names. The person answers for their contrast in pairs: text and link on canvas, highlight_text
/// on highlight.
struct SystemColors {
    Color canvas, text, link, highlight, highlight_text;
    bool operator==(const SystemColors&) const = default;
};

/// A theme of nothing but these.
Theme forced_theme(const SystemColors& colors);

namespace space {
inline constexpr float xxs = 2, xs = 4, s = 8, m = 12, l = 16, xl = 20, xxl = 24, xxxl = 32;
inline constexpr float section = 36;  ///< between the parts of a page that have titles
inline constexpr float card_inset = 10, hero_inset = 16, panel_inset = 18;
inline constexpr float grid_gap = 20;
}  // namespace space

namespace radius {
inline constexpr float badge = 7, inside = 8, control = 11, picture = 12, card = 16, hero = 20,
                       pill = 999;
}

namespace size {
inline constexpr float touch = 44;
inline constexpr float button = 44, button_small = 38, button_large = 50, field = 44;
inline constexpr float page_max = 1216, page_max_content = 1152, column_max = 696;
inline constexpr float text_max = 590;    ///< about 66 characters of body text
inline constexpr float side_panel = 340;  ///< beside a video
inline constexpr float form_dialog = 640;
inline constexpr float page_end = 48;  ///< free below a page's content
inline constexpr float top_bar = 64, top_bar_phone = 56, tab_bar = 68;
inline constexpr float icon = 20, icon_inside = 18, icon_small = 16;
}  // namespace size

/// Widths of a page or column from which things stand beside one another.
namespace from {
inline constexpr float form_row = 520, console_head = 620, copy_pair = 700, wide_hero = 760;
inline constexpr float wide_bar = 760, side_panel = 900;
inline constexpr float side_panel_lying = 740;  ///< on a tablet that lies: see side_by_side
}  // namespace from

/// Seconds.
namespace duration {
inline constexpr double press = 0.12, quick = 0.2, page = 0.32, pulse = 1.6, tooltip = 0.5;
}

/// What a piece of text is for; it fixes size, weight, tracking and line height.
enum class TextRole : std::uint8_t {
    StageLarge,   ///< 68 bold: what a teacher reads from three metres
    Stage,        ///< 40 bold: the same on a phone
    Display,      ///< 30 bold: the first title of a screen
    PageTitle,    ///< 24 bold
    Section,      ///< 20 semibold: "Coming up"
    Brand,        ///< 18 bold: the name in the top bar
    BrandLight,   ///< 18 medium: "Studio" beside it
    CardTitle,    ///< 16 semibold
    Body,         ///< 15 regular
    BodyStrong,   ///< 15 semibold; also button labels
    Nav,          ///< 15 medium
    Remark,       ///< 14 medium: beside a section's title
    Small,        ///< 13.5 regular
    SmallStrong,  ///< 13.5 semibold: field labels
    ButtonSmall,  ///< 14 semibold: buttons in cards, pills
    Caption,      ///< 12.5 regular: labels of tiles
    Badge,        ///< 12 bold, tracked: LIVE
    BadgeTime,    ///< 12.5 semibold: "Today 18:30", "60 min"
    Stat,         ///< 20 bold, tabular: figures in tiles
    Tab,          ///< 12 semibold: phone tab bar
    Initials,     ///< 13 semibold: in avatars
};

struct TextMetrics {
    float size;         ///< CSS pixels
    int weight;         ///< CSS font-weight
    float tracking;     ///< extra advance, em
    float line_height;  ///< times size
};

TextMetrics metrics(TextRole role);

}  // namespace lsl::ui
