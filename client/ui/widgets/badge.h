#pragma once

#include <cstdint>
#include <string_view>

#include "client/ui/core/semantics.h"
#include "client/ui/core/surface.h"
#include "client/ui/widgets/button.h"

namespace lsl::ui {

class Ui;

inline constexpr float badge_height = 26, status_pill_height = 34;

/// Over a video that plays nothing else is painted, so the dot is steady there.
enum class LiveDot : std::uint8_t { Pulsing, Steady };
/// The red LIVE badge; returns its width. While a pulsing one is on screen the page paints
/// (steady under reduced motion).
float live_badge(Ui& ui, float x, float y, LiveDot dot = LiveDot::Pulsing);
/// Its width, without drawing.
float live_badge_width(Ui& ui);

/// White on a dark scrim, for pictures: "Today 18:30", "60 min", "128 watching".
float picture_badge(Ui& ui, float x, float y, std::string_view text);
float picture_badge_width(Ui& ui, std::string_view text);

/// A pill with a coloured dot: "Connected", "Reconnecting". Height 34. Returns its width.
float status_pill(Ui& ui, float x, float y, std::string_view text, Tone tone, bool pulsing = false);
float status_pill_width(Ui& ui, std::string_view text);

/// A small rounded label, e.g. "Replay", "Draft". Returns its width.
float chip(Ui& ui, float x, float y, std::string_view text, Tone tone = Tone::Neutral);

/// The balance: ◆ and what is shown, "120 tokens" or (phones) "120". A link to the wallet.
AreaLink token_pill(Ui& ui, const Rect& rect, std::string_view shown, std::string_view said,
                    std::string_view href);
float token_pill_width(Ui& ui, std::string_view shown);

/// "◆ 40" in accent and bold text, as a price, said as "40 tokens"; returns its width.
float price(Ui& ui, float x, float y, std::string_view amount, std::string_view said);

/// Success text with a check: "Enrolled". Returns its width.
float checked_text(Ui& ui, float x, float y, std::string_view text);

}  // namespace lsl::ui
