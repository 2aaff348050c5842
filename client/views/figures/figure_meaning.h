#pragma once

#include <cstdint>
#include <string_view>

#include "client/views/view.h"

namespace lsl::views {

/// What is counted. Each is shown with a "?" that says what it means: one without a meaning does
/// not compile (figure_meaning.cpp).
enum class Counted : std::uint8_t {
    Peak,
    Average,
    WatchTime,
    Came,
    CameAgain,
    NotYet,
    Rehearsed,
    Earned,
    PeopleWhoCame,
    Watching,
    JoinedAndLeft,
    Stayed,
    RehearsalMap,
    ChatAndEnergy,
    WhoCame,
    Money,
    HowItFelt,
    Enrolled,
    Revenue,
    OpenPlayers,
    PlayersAtOnce,
    BitRate,
    FrameRate,
    RoundTrip
};
inline constexpr Counted last_counted = Counted::RoundTrip;

/// What it is called, and one or two sentences about how it is counted.
struct Meaning {
    msg::Plain name, text;
};
Meaning meaning_of(Counted what);

/// "What is Peak?" in the middle of `place`.
void figure_hint(const View& view, const ui::Rect& place, Counted what);
/// A heading of a card with its "?" behind it.
void figure_heading(const View& view, ui::Column& column, std::string_view title, Counted what,
                    ui::TextRole role = ui::TextRole::CardTitle);

}  // namespace lsl::views
