#pragma once

#include <string_view>

#include "client/ui/core/semantics.h"
#include "client/ui/core/tokens.h"

namespace lsl::ui {

class Ui;

enum class Tone : std::uint8_t { Neutral, Success, Warning, Danger, Accent };

Color tone_color(Ui& ui, Tone tone);

/// A card or panel: surface, rounded, shadow. `lift` 0…1 raises it (hover).
void surface(Ui& ui, const Rect& rect, float radius = 16, float lift = 0);

/// A quiet panel without shadow (surface 2).
void panel(Ui& ui, const Rect& rect, float radius = 11);

struct BannerResult {
    float height = 0;
    bool action = false;
    bool closed = false;
};

/// A message across the column that stays: offline, reconnecting, warnings. An alert for screen
/// readers when the tone is Danger, else a status. With an action it has a button, with `closable`
/// a cross.
BannerResult banner(Ui& ui, float x, float y, float width, Tone tone, std::string_view text,
                    std::string_view action = {}, bool closable = false);

/// A figure over its label, as in the console: "64" enrolled. Beside the figure, at its line's end,
/// something of that width may stand.
void stat_tile(Ui& ui, const Rect& rect, std::string_view figure, std::string_view caption,
               float beside = 0);
inline constexpr float stat_tile_height = 68;

/// A hairline.
void divider(Ui& ui, float x, float y, float width);

}  // namespace lsl::ui
