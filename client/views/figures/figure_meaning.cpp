#include "client/views/figures/figure_meaning.h"

#include <algorithm>
#include <string>

namespace lsl::views {

Meaning meaning_of(Counted what) {
    switch (what) {
        case Counted::Peak: return {msg::meaning_peak, msg::meaning_peak_text};
        case Counted::Average: return {msg::meaning_average, msg::meaning_average_text};
        case Counted::WatchTime: return {msg::meaning_watch_time, msg::meaning_watch_time_text};
        case Counted::Came: return {msg::meaning_came, msg::figures_means_came};
        case Counted::CameAgain: return {msg::meaning_came_again, msg::figures_means_again};
        case Counted::NotYet: return {msg::figures_not_yet, msg::figures_means_not_yet};
        case Counted::Rehearsed: return {msg::meaning_rehearsed, msg::meaning_rehearsed_text};
        case Counted::Earned: return {msg::figures_earned, msg::meaning_earned_text};
        case Counted::PeopleWhoCame: return {msg::meaning_people, msg::meaning_people_text};
        case Counted::Watching: return {msg::figures_watching, msg::figures_means_watching};
        case Counted::JoinedAndLeft: return {msg::figures_joined_left, msg::figures_means_joined};
        case Counted::Stayed: return {msg::figures_stayed, msg::meaning_stayed_text};
        case Counted::RehearsalMap: return {msg::figures_rehearse_map, msg::figures_means_rehearse};
        case Counted::ChatAndEnergy: return {msg::figures_chat, msg::figures_means_chat};
        case Counted::WhoCame: return {msg::figures_who, msg::meaning_who_text};
        case Counted::Money: return {msg::figures_money, msg::meaning_money_text};
        case Counted::HowItFelt: return {msg::felt_title, msg::meaning_felt_text};
        case Counted::Enrolled: return {msg::meaning_enrolled, msg::meaning_enrolled_text};
        case Counted::Revenue: return {msg::meaning_revenue, msg::meaning_revenue_text};
        case Counted::OpenPlayers: return {msg::meaning_players, msg::meaning_players_text};
        case Counted::PlayersAtOnce:
            return {msg::meaning_players_at_once, msg::meaning_players_at_once_text};
        case Counted::BitRate: return {msg::meaning_bit_rate, msg::meaning_bit_rate_text};
        case Counted::FrameRate: return {msg::meaning_frame_rate, msg::meaning_frame_rate_text};
        case Counted::RoundTrip: return {msg::meaning_round_trip, msg::meaning_round_trip_text};
    }
    return {};
}

void figure_hint(const View& view, const ui::Rect& place, Counted what) {
    const Meaning meaning = meaning_of(what);
    const std::string name = view.say(msg::MeaningWhatIs{view.say(meaning.name)});
    ui::hint(view.ui, place, {.name = name, .text = view.say(meaning.text)});
}

void figure_heading(const View& view, ui::Column& column, std::string_view title, Counted what,
                    ui::TextRole role) {
    const ui::TextStyle style{.role = role};
    ui::Slices line = column.row(ui::line_height(role), ui::space::s);
    const float most = line.rest.width - ui::hint_side - ui::space::s;
    const ui::Rect words = line.left(std::min(ui::text_width(view.ui, title, style) + 1, most));
    ui::heading(view.ui, words.x, words.y, words.width, title, 2, style, 1);
    figure_hint(view, line.left(ui::hint_side), what);
}

}  // namespace lsl::views
