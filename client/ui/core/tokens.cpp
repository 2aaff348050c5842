#include "client/ui/core/tokens.h"

namespace lsl::ui {

namespace {

constexpr Color pure_white = rgb(0xFFFFFF), pure_black = rgb(0x000000);

constexpr Theme dark_theme = {
    .kind = ThemeKind::Dark,
    .background = rgb(0x120F17),
    .surface = rgb(0x1C1824),
    .surface2 = rgb(0x272131),
    .line = rgb(0x352D42),
    .field_border = rgb(0x746A82),
    .text = rgb(0xF7F3FA),
    .muted = rgb(0xAFA5BD),
    .accent = rgb(0xFF6B7A),
    .on_accent = rgb(0x2A0610),
    .live = rgb(0xDB1F48),
    .on_live = pure_white,
    .success = rgb(0x4ADE9B),
    .warning = rgb(0xF5C451),
    .danger = rgb(0xFF8A8A),
    .danger_fill = rgb(0xC7303C),
    .on_danger = pure_white,
    .focus = rgb(0x8FB8FF),
    .hover = pure_white.faded(0.06f),
    .scrim = rgb(0x08060B).faded(0.66f),
    .badge = rgb(0x0E0A12).faded(0.78f),
    .placeholder = rgb(0x2C2538),
    .card_shadow = {10, 30, pure_black.faded(0.45f)},
    .overlay_shadow = {16, 48, pure_black.faded(0.60f)},
};

constexpr Theme light_theme = {
    .kind = ThemeKind::Light,
    .background = rgb(0xFBF8F5),
    .surface = pure_white,
    .surface2 = rgb(0xF4EEEA),
    .line = rgb(0xE6DDD8),
    .field_border = rgb(0x8F858D),
    .text = rgb(0x1F1824),
    .muted = rgb(0x665B6E),
    .accent = rgb(0xCF2450),
    .on_accent = pure_white,
    .live = rgb(0xDB1F48),
    .on_live = pure_white,
    .success = rgb(0x0E7A4E),
    .warning = rgb(0x8A5A00),
    .danger = rgb(0xB3261E),
    .danger_fill = rgb(0xB3261E),
    .on_danger = pure_white,
    .focus = rgb(0x1D5FD6),
    .hover = rgb(0x1F1824).faded(0.05f),
    .scrim = rgb(0x1F1824).faded(0.50f),
    .badge = rgb(0x0E0A12).faded(0.78f),
    .placeholder = rgb(0xEDE5E0),
    .card_shadow = {8, 24, rgb(0x4A2C3A).faded(0.10f)},
    .overlay_shadow = {16, 48, rgb(0x4A2C3A).faded(0.24f)},
};

constexpr Theme high_contrast_dark() {
    Theme t = dark_theme;
    t.kind = ThemeKind::HighContrastDark;
    t.background = pure_black;
    t.surface = rgb(0x0B0910);
    t.surface2 = rgb(0x17131F);
    t.line = t.field_border = rgb(0x9D93AB);
    t.text = pure_white;
    t.muted = rgb(0xDAD3E4);
    t.accent = rgb(0xFF9CA6);
    t.focus = rgb(0xB9D3FF);
    t.live = rgb(0xB8123A);
    t.success = rgb(0x7DF0BD);
    t.danger = rgb(0xFFB3B3);
    t.danger_fill = rgb(0xA81C28);
    t.badge = pure_black.faded(0.92f);
    t.scrim = pure_black.faded(0.80f);
    return t;
}

constexpr Theme high_contrast_light() {
    Theme t = light_theme;
    t.kind = ThemeKind::HighContrastLight;
    t.background = pure_white;
    t.surface2 = rgb(0xF3EFEC);
    t.line = t.field_border = rgb(0x6B6172);
    t.text = pure_black;
    t.muted = rgb(0x3A3340);
    t.accent = rgb(0x9C0F35);
    t.focus = rgb(0x0B3E99);
    t.live = rgb(0xB8123A);
    t.success = rgb(0x075638);
    t.warning = rgb(0x5E3D00);
    t.danger = rgb(0x8A1610);
    t.danger_fill = rgb(0x8A1610);
    t.badge = pure_black.faded(0.92f);
    return t;
}

constexpr Theme contrast_dark_theme = high_contrast_dark();
constexpr Theme contrast_light_theme = high_contrast_light();

}  // namespace

const Theme& theme(ThemeKind kind) {
    switch (kind) {
        case ThemeKind::Light: return light_theme;
        case ThemeKind::HighContrastDark: return contrast_dark_theme;
        case ThemeKind::HighContrastLight: return contrast_light_theme;
        case ThemeKind::Dark: break;
    }
    return dark_theme;
}

Theme forced_theme(const SystemColors& c) {
    const bool is_dark = contrast(c.canvas, pure_white) > contrast(c.canvas, pure_black);
    Theme t = is_dark ? contrast_dark_theme : contrast_light_theme;
    t.background = t.surface = t.surface2 = c.canvas;
    t.line = t.field_border = t.text = t.muted = c.text;
    t.success = t.warning = t.danger = c.text;
    t.accent = c.link;
    t.on_accent = c.canvas;
    t.live = t.danger_fill = c.highlight;
    t.on_live = t.on_danger = c.highlight_text;
    t.focus = c.link;
    t.hover = c.text.faded(0.12f);
    t.scrim = c.canvas.faded(0.80f);
    t.placeholder = mix(c.canvas, c.text, 0.25f);
    t.card_shadow.color = t.overlay_shadow.color = pure_black.faded(0);
    return t;
}

TextMetrics metrics(TextRole role) {
    switch (role) {
        case TextRole::StageLarge: return {68, 800, -0.02f, 1.1f};
        case TextRole::Stage: return {40, 800, -0.02f, 1.1f};
        case TextRole::Display: return {30, 700, -0.027f, 1.15f};
        case TextRole::PageTitle: return {24, 700, -0.02f, 1.2f};
        case TextRole::Section: return {20, 650, -0.01f, 1.3f};
        case TextRole::Brand: return {18, 700, -0.02f, 1.3f};
        case TextRole::BrandLight: return {18, 500, -0.02f, 1.3f};
        case TextRole::CardTitle: return {16, 600, -0.011f, 1.35f};
        case TextRole::Body: return {15, 400, 0, 1.45f};
        case TextRole::BodyStrong: return {15, 600, 0, 1.45f};
        case TextRole::Nav: return {15, 500, 0, 1.45f};
        case TextRole::Remark: return {14, 500, 0, 1.4f};
        case TextRole::Small: return {13.5f, 400, 0, 1.4f};
        case TextRole::SmallStrong: return {13.5f, 600, 0, 1.4f};
        case TextRole::ButtonSmall: return {14, 600, 0, 1.4f};
        case TextRole::Caption: return {12.5f, 400, 0, 1.4f};
        case TextRole::Badge: return {12, 700, 0.06f, 1.2f};
        case TextRole::BadgeTime: return {12.5f, 600, 0, 1.2f};
        case TextRole::Stat: return {20, 700, -0.01f, 1.2f};
        case TextRole::Tab: return {12, 600, 0, 1.2f};
        case TextRole::Initials: return {13, 600, 0, 1.2f};
    }
    return {15, 400, 0, 1.45f};
}

}  // namespace lsl::ui
