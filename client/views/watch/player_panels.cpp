#include "client/views/watch/player_controls.h"

#include "client/views/watch/picture_controls.h"
#include "client/views/watch/practice_time.h"
#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

// What is laid over the player's picture on demand: the list of keys and the figures.

namespace lsl::views {

namespace {

constexpr float panel_text = 0.8f;
constexpr float help_width = 320, help_darkness = 0.82f, key_width = 110;
constexpr float least_key_row = 18, most_key_row = 26;
constexpr float figures_width = 236, figures_darkness = 0.72f, figure_row = 20,
                figure_name_width = 96;
constexpr double bits_per_megabit = 1e6, milliseconds_per_second = 1000;

/// A name at the start of the line, in `name_width`, and what belongs to it.
void panel_line(const View& view, ui::Column& column, float height, float name_width,
                std::string_view name, const ui::TextStyle& name_style, std::string_view what,
                const ui::TextStyle& what_style) {
    ui::Slices row(column.after(0).take(height));
    const ui::Rect start = row.left(name_width);
    ui::label(view.ui, start, name, name_style);
    ui::label(view.ui, row.rest, what, what_style);
}

}  // namespace

void keys_help(const View& view, const ui::Rect& picture) {
    using Line = std::array<std::string_view, 2>;
    std::vector<Line> keys = {
        {view.say(msg::player_keys_space), view.say(msg::player_play_pause_key)},
        {view.say(msg::player_keys_j_l), view.say(msg::player_back_10)},
        {view.say(msg::player_keys_arrows), view.say(msg::player_back_5)},
        {view.say(msg::player_keys_up_down), view.say(msg::player_volume_fullscreen)},
        {view.say(msg::player_keys_digits), view.say(msg::player_tenths)},
        {"M", view.say(msg::player_mute_key)},
        {"F", view.say(msg::player_fullscreen_key)},
        {"I", view.say(msg::player_pip_key)},
        {"Z + -", view.say(msg::zoom_key)},
        {view.say(msg::zoom_keys_pan), view.say(msg::zoom_key_pan)},
        {"?", view.say(msg::player_this_list)},
    };
    if (practises(view)) {
        const std::array<Line, 8> more = {{
            {"R", view.say(msg::practice_key_mirror)},
            {"< >", view.say(msg::practice_key_speed)},
            {", .", view.say(msg::practice_key_frames)},
            {"[ ]", view.say(msg::practice_key_marks)},
            {"O", view.say(msg::practice_key_loop)},
            {"T", view.say(msg::practice_key_tap)},
            {"N", view.say(msg::practice_key_aloud)},
            {"V", view.say(msg::practice_key_spoken)},
        }};
        keys.insert(keys.end(), more.begin(), more.end());
    }
    if (view.model.player.live) {
        keys.push_back({"R", view.say(msg::practice_key_mirror)});
        keys.push_back({"A", view.say(msg::again_key)});
    }
    if (view.model.chat.at) keys.push_back({"/", view.say(msg::player_write_key)});
    // Small players have them closer together; what does not fit even so can be scrolled to.
    const float room = picture.height - 2 * ui::space::s;
    const float count = static_cast<float>(keys.size());
    const float row = std::clamp((room - 2 * ui::space::s) / count, least_key_row, most_key_row);
    const float padding = row < most_key_row ? ui::space::s : ui::space::l;
    const ui::Rect box =
        ui::centred(picture, std::min(help_width, picture.width - 2 * ui::space::l),
                    std::min(count * row + 2 * padding, room));
    ui::fill(view.ui, box, under_picture.faded(help_darkness), ui::radius::picture);
    ui::ScrollArea area(view.ui, ui::Role::Region, view.say(msg::player_keys), box, padding);
    for (const auto& [key, what] : keys) {
        panel_line(view, area.column, row, key_width, key,
                   {.role = ui::TextRole::SmallStrong, .color = on_picture}, what,
                   {.role = ui::TextRole::Small, .color = on_picture.faded(panel_text)});
    }
}

void player_statistics(const View& view, const ui::Rect& picture) {
    const model::Player& player = view.model.player;
    const media::PlayerFigures& f = player.figures;
    const model::Words& words = *view.model.words;
    const std::string unknown = "\u2013";
    const auto with_unit = [&](bool known, std::string number, msg::Plain unit) {
        return known ? std::move(number) + " " + std::string(view.say(unit)) : unknown;
    };
    const std::string size =
        std::to_string(player.video_width) + " \u00D7 " + std::to_string(player.video_height);
    const std::array<std::pair<std::string_view, std::string>, 7> rows = {{
        {view.say(msg::health_picture), player.video_height > 0 ? size : unknown},
        {view.say(msg::player_figure_frames),
         with_unit(true, view.number(std::llround(f.frames_per_second)), msg::unit_fps)},
        {view.say(msg::player_figure_codec), f.codec.empty() ? unknown : f.codec},
        {view.say(msg::player_figure_bitrate),
         with_unit(true, words.number(f.bits_per_second / bits_per_megabit, 2), msg::unit_mbit)},
        {view.say(msg::player_figure_lost),
         view.say(msg::HealthPercent{words.number(f.lost_percent, 1)})},
        {view.say(msg::player_figure_round_trip),
         with_unit(f.round_trip_s >= 0,
                   view.number(std::llround(f.round_trip_s * milliseconds_per_second)),
                   msg::unit_ms)},
        {view.say(msg::player_figure_freezes), view.number(f.freezes)},
    }};
    const float width = std::min(figures_width, picture.width - 2 * ui::space::m);
    const float height = static_cast<float>(rows.size()) * figure_row + 2 * ui::space::m;
    const ui::Rect box{ui::right(picture) - width - ui::space::m, picture.y + ui::space::m, width,
                       height};
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::player_statistics), box);
    ui::fill(view.ui, box, under_picture.faded(figures_darkness), ui::radius::picture);
    ui::Column column(view.ui, box.x + ui::space::m, box.y + ui::space::m,
                      width - 2 * ui::space::m);
    for (const auto& [name, figure] : rows) {
        panel_line(view, column, figure_row, figure_name_width, name,
                   {.role = ui::TextRole::Small, .color = on_picture.faded(panel_text)}, figure,
                   {.role = ui::TextRole::SmallStrong, .color = on_picture, .tabular = true});
    }
}

}  // namespace lsl::views
