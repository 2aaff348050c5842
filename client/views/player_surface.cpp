#include "client/views/player_surface.h"

#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lsl::views {

namespace {

using model::PlayerStage;

constexpr ui::Color white = ui::rgb(0xFFFFFF);
constexpr ui::Color black = ui::rgb(0x000000);
constexpr double hide_after = 3;
constexpr float control = 40, control_inset = 7;

bool runs(PlayerStage stage) {
    return stage == PlayerStage::Playing || stage == PlayerStage::Buffering ||
           stage == PlayerStage::WaitingForInstructor || stage == PlayerStage::Reconnecting;
}

/// Controls stay while something is done with them, while paused, and for a moment after a move.
bool controls_wanted(const View& view, bool pointer_on_controls) {
    const model::Player& player = view.model.player;
    const model::PlayerDraft& draft = view.drafts.player;
    if (!runs(player.stage) || draft.seeking || draft.settings_open || pointer_on_controls)
        return true;
    if (view.ui.interaction.focus() != 0 && view.ui.interaction.focus_visible()) return true;
    const double left = draft.last_activity + hide_after - view.ui.now();
    if (left <= 0) return false;
    view.wake_in(left);
    return true;
}

struct Controls {
    const View& view;
    ui::Slices row;

    bool icon_left(char32_t symbol, std::string_view name, std::string_view key) {
        return ui::icon_button(view.ui, row.left(control), spec(symbol, name, key));
    }
    bool icon_right(char32_t symbol, std::string_view name, std::string_view key) {
        return ui::icon_button(view.ui, row.right(control), spec(symbol, name, key));
    }

  private:
    static ui::IconButton spec(char32_t symbol, std::string_view name, std::string_view key) {
        return {.icon = symbol,
                .name = name,
                .kind = ui::IconButtonKind::OnPicture,
                .icon_size = 22,
                .key = key};
    }
};

/// The volume comes out beside the sound button while the pointer is on them, and for keyboards.
void sound_controls(const View& view, Controls& controls, bool roomy) {
    constexpr float length = 72, margin = 10;
    ui::Ui& ui = view.ui;
    const model::Player& player = view.model.player;
    const bool silent = player.muted || player.volume <= 0;
    const char32_t symbol = silent                ? icon::volume_x
                            : player.volume < 0.5 ? icon::volume_1
                                                  : icon::volume_2;
    const ui::Rect mute{controls.row.rest.x, controls.row.rest.y, control, control};
    if (controls.icon_left(symbol, view.say(silent ? msg::player_sound_on : msg::player_mute),
                           "mute")) {
        view.want(model::intent::ToggleMute{});
    }
    // Phones have their own volume buttons.
    if (!roomy || view.model.coarse_pointer) return;
    bool& open = view.drafts.player.volume_open;
    const ui::Rect reach{mute.x, mute.y - margin, control + (open ? length + margin : 0),
                         control + 2 * margin};
    const auto& pointer = ui.interaction.pointer();
    const bool over = ui::contains(ui.on_screen(reach), pointer.x, pointer.y);
    open = over || (open && pointer.down) || ui.interaction.focus_visible();
    const float shown =
        ui.motion.toward(ui.id("volume-out"), open ? 1.0f : 0.0f, ui::duration::quick);
    if (shown <= 0) return;
    ui::OpacityScope opacity(ui, shown);
    double volume = silent ? 0 : player.volume;
    const std::string said = view.say(msg::PlayerPercent{std::llround(volume * 100)});
    const ui::SliderResult result = ui::slider(ui, controls.row.left(length * shown),
                                               {.name = view.say(msg::player_volume),
                                                .value_text = said,
                                                .step = 0.05,
                                                .on_picture = true},
                                               volume);
    if (result.changed) view.want(model::intent::SetVolume{volume});
}

std::string height_text(int height) { return std::to_string(height) + "p"; }

/// Of a live class: which of the sizes that it is sent in, and the figures for the curious.
void settings_control(const View& view, Controls& controls) {
    const model::Player& player = view.model.player;
    bool& open = view.drafts.player.settings_open;
    if (!player.live) {
        open = false;
        return;
    }
    const std::string automatic =
        player.video_height > 0
            ? view.say(msg::PlayerQualityAutoNow{height_text(player.video_height)})
            : std::string(view.say(msg::player_quality_auto));
    const std::string chosen = player.quality > 0 ? height_text(player.quality) : automatic;
    const std::string name = player.heights.empty() ? std::string(view.say(msg::player_settings))
                                                    : view.say(msg::PlayerQuality{chosen});
    const ui::Rect place = controls.row.right(control);
    if (ui::icon_button(view.ui, place,
                        {.icon = icon::settings,
                         .name = name,
                         .kind = ui::IconButtonKind::OnPicture,
                         .icon_size = 22,
                         .has_popup = true,
                         .expanded = open,
                         .key = "settings"})) {
        open = !open;
    }
    if (!open) return;
    std::vector<int> heights;
    std::vector<std::string> texts;
    if (!player.heights.empty()) {
        heights.push_back(0);
        texts.push_back(automatic);
    }
    for (const int height : player.heights) {
        heights.push_back(height);
        texts.push_back(height_text(height));
    }
    std::vector<ui::MenuItem> items;
    for (std::size_t i = 0; i < heights.size(); ++i) {
        items.push_back({.text = texts[i], .selected = player.quality == heights[i]});
    }
    bool& statistics = view.drafts.player.statistics_open;
    items.push_back({.text = view.say(msg::player_statistics), .selected = statistics});
    const auto picked = ui::menu(view.ui, "settings-menu", place, items, open, ui::MenuSide::Above);
    if (!picked) return;
    if (*picked < heights.size()) {
        view.want(model::intent::SetQuality{heights[*picked]});
    } else {
        statistics = !statistics;
    }
}

void seek_control(const View& view, const ui::Rect& row) {
    const model::Player& player = view.model.player;
    model::PlayerDraft& draft = view.drafts.player;
    double position = draft.seeking.value_or(player.position_s);
    const std::string said = view.say(
        msg::PlayerOf{clock_in_words(view, position), clock_in_words(view, player.duration_s)});
    const ui::SliderResult result = ui::slider(view.ui, row,
                                               {.name = view.say(msg::player_position),
                                                .value_text = said,
                                                .maximum = std::max(player.duration_s, 1.0),
                                                .step = 5,
                                                .buffered = player.buffered_s,
                                                .on_picture = true,
                                                .disabled = player.duration_s <= 0},
                                               position);
    if (result.changed) draft.seeking = position;
    if (result.finished) {
        view.want(model::intent::Seek{position});
        draft.seeking.reset();
    }
    if (result.hovered) view.ui.tooltip(row, clock(*result.hovered));
}

/// A live class has no past to seek in: the line shows how near the picture is.
void live_line(const View& view, const ui::Rect& row) {
    const double behind = std::clamp(view.model.player.delay_s, 0.0, 15.0);
    const float length = row.width * static_cast<float>(1 - behind / 15);
    const ui::Rect line{row.x, ui::centre_y(row) - 2, row.width, 4};
    ui::fill(view.ui, line, white.faded(0.45f), 2);
    ui::fill(view.ui, {line.x, line.y, length, line.height}, view.theme().accent, 2);
}

std::string time_text(const View& view) {
    const model::Player& player = view.model.player;
    if (!player.live) {
        const double position = view.drafts.player.seeking.value_or(player.position_s);
        return clock(position) + " / " + clock(player.duration_s);
    }
    if (player.stage == PlayerStage::Paused) {
        return std::string(view.say(msg::player_paused));
    }
    if (player.delay_s < 0) return std::string(view.say(msg::player_live));
    return view.say(msg::PlayerBehind{view.model.words->number(player.delay_s, 1)});
}

void control_row(const View& view, const ui::Rect& bar) {
    const model::Player& player = view.model.player;
    const bool roomy = bar.width >= 520;
    Controls controls{
        view, ui::Slices({bar.x + control_inset, bar.y, bar.width - 2 * control_inset, control},
                         roomy ? 4.0f : 0.0f)};
    const bool playing = runs(player.stage);
    const bool again = player.stage == PlayerStage::Ended;
    if (controls.icon_left(again     ? icon::rotate_ccw
                           : playing ? icon::pause
                                     : icon::play,
                           view.say(again     ? msg::player_play_again
                                    : playing ? msg::player_pause
                                              : msg::player_play_k),
                           "play")) {
        view.want(model::intent::PlayPause{});
    }
    sound_controls(view, controls, roomy);
    if (player.fullscreen_available &&
        controls.icon_right(
            player.fullscreen ? icon::minimize : icon::maximize,
            view.say(player.fullscreen ? msg::player_leave_fullscreen : msg::player_fullscreen),
            "fullscreen")) {
        view.want(model::intent::ToggleFullscreen{});
    }
    if (player.picture_in_picture_available &&
        controls.icon_right(
            icon::picture_in_picture_2,
            view.say(player.picture_in_picture ? msg::player_leave_pip : msg::player_pip), "pip")) {
        view.want(model::intent::TogglePictureInPicture{});
    }
    settings_control(view, controls);
    const ui::TextStyle style{.role = ui::TextRole::SmallStrong, .color = white, .tabular = true};
    const std::string text = time_text(view);
    const float width = ui::text_width(view.ui, text, style);
    controls.row.right(2);
    ui::label(view.ui, controls.row.right(width), text, style);
    const ui::Rect line = ui::inset(controls.row.rest, 8, 0);
    if (line.width < 24) return;
    if (player.live) {
        live_line(view, line);
    } else {
        seek_control(view, line);
    }
}

void tap_for_sound(const View& view, const ui::Rect& rect) {
    const ui::Button spec{.label = view.say(msg::player_tap_for_sound),
                          .kind = ui::ButtonKind::Accent,
                          .icon = icon::volume_x};
    const float width = ui::button_width(view.ui, spec);
    if (ui::button(view.ui,
                   {ui::centre_x(rect) - width / 2, ui::bottom(rect) - 60 - ui::size::button, width,
                    ui::size::button},
                   spec)) {
        view.want(model::intent::ToggleMute{});
    }
}

void keys_help(const View& view, const ui::Rect& rect) {
    const std::array<std::array<std::string_view, 2>, 9> keys = {{
        {view.say(msg::player_keys_space), view.say(msg::player_play_pause_key)},
        {view.say(msg::player_keys_j_l), view.say(msg::player_back_10)},
        {view.say(msg::player_keys_arrows), view.say(msg::player_back_5)},
        {view.say(msg::player_keys_up_down), view.say(msg::player_volume_fullscreen)},
        {view.say(msg::player_keys_digits), view.say(msg::player_tenths)},
        {"M", view.say(msg::player_mute_key)},
        {"F", view.say(msg::player_fullscreen_key)},
        {"I", view.say(msg::player_pip_key)},
        {"?", view.say(msg::player_this_list)},
    }};
    ui::Ui& ui = view.ui;
    // Small players have them closer together.
    const float count = static_cast<float>(keys.size());
    const float row = std::clamp((rect.height - 28) / count, 18.0f, 26.0f);
    const float margin = row < 26 ? 4.0f : 14.0f;
    const float width = std::min(320.0f, rect.width - 32), height = count * row + 2 * margin;
    const ui::Rect box = ui::centred(rect, width, height);
    ui::NodeScope region(ui, ui::Role::Region, view.say(msg::player_keys), box);
    ui::fill(ui, box, black.faded(0.82f), ui::radius::picture);
    float y = box.y + margin;
    for (const auto& [key, what] : keys) {
        ui::label(ui, {box.x + 18, y, 110, row}, key,
                  {.role = ui::TextRole::SmallStrong, .color = white});
        ui::label(ui, {box.x + 128, y, width - 146, row}, what,
                  {.role = ui::TextRole::Small, .color = white.faded(0.8f)});
        y += row;
    }
}

/// How the picture arrives, in the corner where no control is.
void statistics(const View& view, const ui::Rect& rect) {
    constexpr float row = 20, padding = 10, name_width = 96;
    const model::Player& player = view.model.player;
    const model::PlayerFigures& f = player.figures;
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
         with_unit(true, words.number(f.bits_per_second / 1e6, 2), msg::unit_mbit)},
        {view.say(msg::player_figure_lost),
         view.say(msg::HealthPercent{words.number(f.lost_percent, 1)})},
        {view.say(msg::player_figure_round_trip),
         with_unit(f.round_trip_s >= 0, view.number(std::llround(f.round_trip_s * 1000)),
                   msg::unit_ms)},
        {view.say(msg::player_figure_freezes), view.number(f.freezes)},
    }};
    ui::Ui& ui = view.ui;
    const float width = std::min(236.0f, rect.width - 24);
    const float height = static_cast<float>(rows.size()) * row + 2 * padding;
    const ui::Rect box{ui::right(rect) - width - 12, rect.y + 12, width, height};
    ui::NodeScope region(ui, ui::Role::Region, view.say(msg::player_statistics), box);
    ui::fill(ui, box, black.faded(0.72f), ui::radius::picture);
    float y = box.y + padding;
    for (const auto& [name, figure] : rows) {
        ui::label(ui, {box.x + 12, y, name_width, row}, name,
                  {.role = ui::TextRole::Small, .color = white.faded(0.8f)});
        ui::label(ui, {box.x + 12 + name_width, y, width - name_width - 24, row}, figure,
                  {.role = ui::TextRole::SmallStrong, .color = white, .tabular = true});
        y += row;
    }
}

Curtain waiting_curtain(const View& view) {
    const model::Player& player = view.model.player;
    switch (player.stage) {
        case PlayerStage::WaitingForInstructor:
            return {.spinner = true,
                    .title = view.say(msg::player_instructor_reconnecting),
                    .text = view.say(msg::player_stay_here)};
        case PlayerStage::Reconnecting:
            return {.spinner = true,
                    .title = view.say(msg::player_connection_lost),
                    .text = view.say(msg::player_trying)};
        case PlayerStage::Retrying:
            return {.spinner = true,
                    .title = view.say(player.live ? msg::player_waiting_picture
                                                  : msg::player_waiting_replay),
                    .text = view.say(msg::player_starts_itself)};
        case PlayerStage::Failed:
            return {.symbol = icon::circle_alert,
                    .title = view.say(msg::player_failed),
                    .text = view.explain(player.error),
                    .action = view.say(msg::common_try_again)};
        default:
            return {.spinner = true,
                    .title = view.say(player.live ? msg::player_connecting : msg::player_opening)};
    }
}

}  // namespace

Poster::Poster(const domain::Stream& stream)
    : title(stream.title), live(stream.status == domain::StreamStatus::Live) {
    if (stream.thumbnail_url) thumbnail = *stream.thumbnail_url;
}

Poster::Poster(const domain::Workout& workout) : title(workout.title) {
    if (workout.thumbnail_url) thumbnail = *workout.thumbnail_url;
}

bool curtain(const View& view, const ui::Rect& rect, float radius, const Poster& poster,
             const Curtain& content, bool over_video) {
    ui::Ui& ui = view.ui;
    if (!over_video) {
        ui::picture(ui, rect, poster.thumbnail, poster.title, radius);
    }
    ui::fill(ui, rect, black.faded(0.66f), over_video ? 0 : radius);

    const ui::TextStyle figure{.role = ui::TextRole::Display, .color = white, .tabular = true};
    const ui::TextStyle title{.role = ui::TextRole::CardTitle, .color = white};
    const ui::TextStyle text{.role = ui::TextRole::Body, .color = white.faded(0.82f)};
    const float width = std::min(rect.width - 32, 460.0f);
    const float x = ui::centre_x(rect) - width / 2;
    const bool symbol = content.symbol != 0 || content.spinner;
    const float symbol_height = symbol ? 32 + 12 : 0;
    const float figure_height = content.figure.empty() ? 0 : ui::line_height(figure.role) + 6;
    const float title_height = ui::text_height(ui, content.title, title, width);
    const float text_height =
        content.text.empty() ? 0 : ui::text_height(ui, content.text, text, width) + 4;
    const float action_height = content.action.empty() ? 0 : ui::size::button + 16;
    const float all = symbol_height + figure_height + title_height + text_height + action_height;
    float y = ui::centre_y(rect) - all / 2;
    // The button is no part of what is announced.
    std::optional<ui::NodeScope> status(std::in_place, ui, ui::Role::Status, content.title,
                                        ui::Rect{x, y, width, std::max(all - action_height, 1.0f)});
    if (content.spinner) ui::spinner(ui, ui::centre_x(rect), y + 16, 32, white);
    if (content.symbol) {
        ui::draw_icon(ui, ui::centre_x(rect) - 16, y, content.symbol, 32, white);
    }
    y += symbol_height;
    if (figure_height > 0) {
        ui::label(ui, {x, y, width, ui::line_height(figure.role)}, content.figure, figure,
                  ui::Align::Centre);
        y += figure_height;
    }
    y += ui::paragraph(ui, x, y, width, content.title, title, 0, ui::Align::Centre);
    if (text_height > 0) {
        ui::paragraph(ui, x, y + 4, width, content.text, text, 0, ui::Align::Centre);
        y += text_height;
    }
    status.reset();
    if (content.action.empty()) return false;
    const ui::Button spec{.label = content.action, .href = content.href};
    const float wide = ui::button_width(ui, spec);
    return ui::button(ui, {ui::centre_x(rect) - wide / 2, y + 16, wide, ui::size::button}, spec);
}

void player_surface(const View& view, const ui::Rect& rect, float radius, const Poster& poster) {
    ui::Ui& ui = view.ui;
    const model::Player& player = view.model.player;
    ui::IdScope scope(ui, "player");
    ui::NodeScope region(ui, ui::Role::Region, view.say(msg::player_name), rect);
    ui.show_video("player", rect, radius);
    if (player.own_controls && player.picture) return;

    // The area itself: a click plays and pauses, a finger only brings the controls.
    const ui::Press area = ui.control(ui.id("area"), rect, false, ui::Cursor::Default);
    const bool by_finger = ui.frame().pointer == ui::PointerKind::Touch;
    if (area.clicked && !by_finger && player.picture) view.want(model::intent::PlayPause{});

    const bool hidden_picture = player.stage == PlayerStage::WaitingForInstructor ||
                                player.stage == PlayerStage::Reconnecting ||
                                player.stage == PlayerStage::Retrying ||
                                player.stage == PlayerStage::Failed;
    if (!player.picture || hidden_picture) {
        if (player.needs_play) {
            if (curtain(view, rect, radius, poster,
                        {.symbol = icon::circle_play,
                         .title = view.say(msg::player_browser_waits),
                         .action = view.say(msg::player_play)},
                        player.picture)) {
                view.want(model::intent::PlayPause{});
            }
        } else if (curtain(view, rect, radius, poster, waiting_curtain(view), player.picture)) {
            view.want(model::intent::RetryPlayback{});
        }
    } else if (player.sound_only) {
        curtain(view, rect, radius, poster,
                {.symbol = icon::volume_2,
                 .title = view.say(msg::player_sound_only),
                 .text = view.say(msg::player_sound_only_why)},
                /*over_video=*/true);
    } else if (player.stage == PlayerStage::Buffering) {
        ui::spinner(ui, ui::centre_x(rect), ui::centre_y(rect), 40, white);
    }
    // On small players the list of keys takes the room of all that is painted over the picture.
    const bool& help = view.drafts.player.help_open;
    if (poster.live && !player.fullscreen && !help) {
        ui::live_badge(ui, rect.x + 12, rect.y + 12, ui::LiveDot::Steady);
    }
    if (player.stage == PlayerStage::Failed || player.needs_play) return;

    const ui::Rect bar{rect.x, ui::bottom(rect) - control - control_inset, rect.width, control};
    const bool over =
        !by_finger && ui::contains(ui.on_screen({rect.x, bar.y - 20, rect.width, 80}),
                                   ui.interaction.pointer().x, ui.interaction.pointer().y);
    const bool wanted = player.picture && !help && controls_wanted(view, over);
    const float shown =
        ui.motion.toward(ui.id("controls"), wanted ? 1.0f : 0.0f, ui::duration::quick);
    if (player.needs_tap && player.picture && !help) tap_for_sound(view, rect);
    if (view.drafts.player.statistics_open && player.live && !help) statistics(view, rect);
    if (help) {
        keys_help(view, rect);
        if (ui.interaction.take_escape()) view.drafts.player.help_open = false;
    }
    // Out of sight they stay in reach of keyboards and screen readers.
    ui::OpacityScope opacity(ui, player.picture ? shown : 0.0f);
    const float depth = std::min(78.0f, rect.height / 2);
    ui::vertical_gradient(ui, {rect.x, ui::bottom(rect) - depth, rect.width, depth}, black.faded(0),
                          black.faded(0.7f));
    if (player.picture) control_row(view, bar);
}

}  // namespace lsl::views
