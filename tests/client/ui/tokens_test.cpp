#include "client/ui/core/tokens.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "client/ui/core/identity.h"

namespace lsl::ui {
namespace {

constexpr Color white = rgb(0xFFFFFF);
constexpr double readable = 4.5;  // WCAG 2.2, 1.4.3
constexpr std::array kinds = {ThemeKind::Dark, ThemeKind::Light, ThemeKind::HighContrastDark,
                              ThemeKind::HighContrastLight};

struct Pair {
    std::string what;
    Color text, ground;
};

std::vector<Pair> pairs(const Theme& t) {
    std::vector<Pair> out;
    const std::array grounds = {std::pair{"background", t.background},
                                std::pair{"surface", t.surface}, std::pair{"surface 2", t.surface2},
                                std::pair{"hovered surface", blend(t.surface, t.hover)},
                                std::pair{"hovered surface 2", blend(t.surface2, t.hover)}};
    const std::array inks = {std::pair{"text", t.text},       std::pair{"muted", t.muted},
                             std::pair{"accent", t.accent},   std::pair{"success", t.success},
                             std::pair{"warning", t.warning}, std::pair{"danger", t.danger}};
    for (const auto& [ground_name, ground] : grounds) {
        for (const auto& [ink_name, ink] : inks) {
            // What is hovered on surface 2 is a secondary button or a pill: text and muted only.
            const bool colored = ink != t.text && ink != t.muted;
            if (colored && ground == blend(t.surface2, t.hover)) continue;
            out.push_back({std::string(ink_name) + " on " + ground_name, ink, ground});
        }
    }
    out.push_back({"button label", t.on_accent, t.accent});
    out.push_back({"danger label", t.on_danger, t.danger_fill});
    out.push_back({"LIVE", t.on_live, t.live});
    // Badges lie on any picture: white is the worst ground for their white text.
    out.push_back({"badge on a white picture", rgb(0xFFFFFF), blend(rgb(0xFFFFFF), t.badge)});
    return out;
}

TEST(Tokens, EveryTextPairIsReadableInEveryTheme) {
    for (const ThemeKind kind : kinds) {
        for (const Pair& pair : pairs(theme(kind))) {
            EXPECT_GE(contrast(pair.text, pair.ground), readable)
                << pair.what << " in theme " << static_cast<int>(kind);
        }
    }
}

/// The contrast themes that Windows 11 comes with.
constexpr std::array<SystemColors, 4> contrast_themes = {{
    {rgb(0x202020), white, rgb(0x75E9FC), rgb(0x8EE3F0), rgb(0x263B50)},  // Aquatic
    {rgb(0x2D3236), white, rgb(0x70EBDE), rgb(0xABCFF2), rgb(0x212D3B)},  // Dusk (desert night)
    {rgb(0xFFFAEF), rgb(0x3D3D3D), rgb(0x1C5E75), rgb(0x903909), rgb(0xFFF5E3)},  // Desert
    {rgb(0x000000), white, rgb(0x8080FF), rgb(0xD6B4FD), rgb(0x2B2B2B)},          // Night sky
}};

TEST(Tokens, ForcedColoursAreUsedInThePairsThatAreMeantForEachOther) {
    for (const SystemColors& colors : contrast_themes) {
        const Theme t = forced_theme(colors);
        for (const Pair& pair : pairs(t)) {
            // A veil of hover is not the person's colour any more: 3 to 1 is left for it.
            const double least = pair.what.find("hovered") != std::string::npos ? 3.0 : readable;
            EXPECT_GE(contrast(pair.text, pair.ground), least) << pair.what;
        }
        EXPECT_EQ(t.background, colors.canvas);
        EXPECT_EQ(t.text, colors.text);
        EXPECT_EQ(t.dark(), contrast(colors.canvas, white) > 4.5);
        EXPECT_TRUE(t.lined());
    }
}

TEST(Tokens, HighContrastTellsSurfacesApartByLines) {
    for (const ThemeKind kind : {ThemeKind::HighContrastDark, ThemeKind::HighContrastLight}) {
        const Theme& t = theme(kind);
        for (const Color ground : {t.background, t.surface, t.surface2}) {
            EXPECT_GE(contrast(t.line, ground), 3.0);  // WCAG 2.2, 1.4.11
        }
    }
}

TEST(Tokens, HighContrastReachesSevenToOne) {
    for (const ThemeKind kind : {ThemeKind::HighContrastDark, ThemeKind::HighContrastLight}) {
        const Theme& t = theme(kind);
        EXPECT_GE(contrast(t.text, t.background), 7.0);
        EXPECT_GE(contrast(t.muted, t.surface2), 7.0);
        EXPECT_GE(contrast(t.accent, t.background), 7.0);
        for (const Color ink : {t.success, t.warning, t.danger}) {
            EXPECT_GE(contrast(ink, t.surface2), 7.0);
        }
        EXPECT_GE(contrast(t.on_accent, t.accent), 7.0);
        EXPECT_GE(contrast(t.on_danger, t.danger_fill), 7.0);
        EXPECT_GE(contrast(t.on_live, t.live), 6.0);
    }
}

TEST(Tokens, FocusRingStandsOutFromEveryGround) {
    for (const ThemeKind kind : kinds) {
        const Theme& t = theme(kind);
        EXPECT_GE(contrast(t.focus, t.background), 3.0);  // WCAG 2.2, 1.4.11
        EXPECT_GE(contrast(t.focus, t.surface), 3.0);
        EXPECT_GE(contrast(t.focus, t.surface2), 3.0);
    }
}

TEST(Tokens, ColoursAreThoseOfTheDesign) {
    EXPECT_EQ(theme(ThemeKind::Dark).background, rgb(0x120F17));
    EXPECT_EQ(theme(ThemeKind::Light).accent, rgb(0xCF2450));
    EXPECT_EQ(metrics(TextRole::Display).size, 30);
    EXPECT_EQ(metrics(TextRole::Body).weight, 400);
}

TEST(Tokens, ContrastIsThatOfTheStandard) {
    EXPECT_NEAR(contrast(rgb(0x000000), rgb(0xFFFFFF)), 21.0, 0.01);
    EXPECT_NEAR(contrast(rgb(0x777777), rgb(0xFFFFFF)), 4.48, 0.01);
}

TEST(Tokens, InitialsAreReadableOnEveryAvatar) {
    for (char c = 'A'; c <= 'Z'; ++c) {
        for (char d = 'a'; d <= 'z'; ++d) {
            const std::string name{c, d};
            EXPECT_GE(contrast(avatar_color(name), rgb(0xFFFFFF)), readable) << name;
        }
    }
}

}  // namespace
}  // namespace lsl::ui
