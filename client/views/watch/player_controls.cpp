#include "client/views/watch/player_controls.h"

#include "client/views/chat/replay_chat.h"
#include "client/views/watch/chapter_list.h"
#include "client/views/watch/picture_controls.h"
#include "client/views/watch/practice_picture.h"
#include "client/views/watch/zoom_controls.h"
#include "client/views/wording.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

using model::PlayerStage;

constexpr float roomy_from = 520;  ///< width from which the controls stand apart
constexpr float zoom_from = 640;   ///< narrower, two fingers or a double tap do
constexpr float least_line = 24;   ///< a shorter seek bar would be no use

/// The volume comes out beside the sound button while the pointer is on them, and for keyboards.
void sound_controls(const View& view, ui::Slices& row, bool roomy) {
    constexpr float length = 72, margin = 10;
    constexpr double half_volume = 0.5, percent = 100, volume_step = 0.05;
    ui::Ui& ui = view.ui;
    const model::Player& player = view.model.player;
    const bool silent = player.muted || player.volume <= 0;
    const char32_t symbol = silent                        ? icon::volume_x
                            : player.volume < half_volume ? icon::volume_1
                                                          : icon::volume_2;
    const ui::Rect mute = row.left(control_side);
    if (picture_control(view, mute, symbol,
                        view.say(silent ? msg::player_sound_on : msg::player_mute), "mute")) {
        view.want(model::intent::ToggleMute{});
    }
    // Phones have their own volume buttons.
    if (!roomy || view.model.coarse_pointer) return;
    bool& open = view.drafts.player.volume_open;
    const ui::Rect reach{mute.x, mute.y - margin, control_side + (open ? length + margin : 0),
                         control_side + 2 * margin};
    const auto& pointer = ui.interaction.pointer();
    const bool over = ui::contains(ui.on_screen(reach), pointer.x, pointer.y);
    open = over || (open && pointer.down) || ui.interaction.focus_visible();
    const float shown =
        ui.motion.toward(ui.id("volume-out"), open ? 1.0f : 0.0f, ui::duration::quick);
    if (shown <= 0) return;
    ui::OpacityScope opacity(ui, shown);
    double volume = silent ? 0 : player.volume;
    const std::string said = view.say(msg::PlayerPercent{std::llround(volume * percent)});
    const ui::SliderResult result = ui::slider(ui, row.left(length * shown),
                                               {.name = view.say(msg::player_volume),
                                                .value_text = said,
                                                .step = volume_step,
                                                .on_picture = true},
                                               volume);
    if (result.changed) view.want(model::intent::SetVolume{volume});
}

std::string height_text(int height) { return std::to_string(height) + "p"; }

/// Of a live class: which of the sizes that it is sent in, and the figures for the curious.
void settings_control(const View& view, ui::Slices& row) {
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
    const ui::Rect place = row.right(control_side);
    ui::IconButton button = picture_control_spec(icon::settings, name, "settings");
    button.has_popup = true;
    button.expanded = open;
    if (ui::icon_button(view.ui, place, button)) {
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
    constexpr double arrow_step = 5;  // seconds
    double position = draft.seeking.value_or(player.position_s);
    const std::string said = view.say(
        msg::PlayerOf{clock_in_words(view, position), clock_in_words(view, player.duration_s)});
    const ui::SliderResult result = ui::slider(view.ui, row,
                                               {.name = view.say(msg::player_position),
                                                .value_text = said,
                                                .maximum = std::max(player.duration_s, 1.0),
                                                .step = arrow_step,
                                                .buffered = player.buffered_s,
                                                .on_picture = true,
                                                .disabled = player.duration_s <= 0},
                                               position);
    chapters_on_seek_bar(view, row);
    loop_on_seek_bar(view, row);
    // A workout has no room, and its page has none of the room's code.
    if (view.model.route.page == model::Page::Watch) energy_on_seek_bar(view, row);
    if (result.changed) draft.seeking = position;
    if (result.finished) {
        view.want(model::intent::Seek{position});
        draft.seeking.reset();
    }
    if (result.hovered) view.ui.tooltip(row, clock(*result.hovered));
}

/// A live class has no past to seek in: the line shows how near the picture is.
void live_line(const View& view, const ui::Rect& row) {
    constexpr double most_behind = 15;  // seconds
    constexpr float thickness = 4, strength = 0.45f;
    const double behind = std::clamp(view.model.player.delay_s, 0.0, most_behind);
    const float length = row.width * static_cast<float>(1 - behind / most_behind);
    const ui::Rect line = ui::centred(row, row.width, thickness);
    ui::fill(view.ui, line, on_picture.faded(strength), thickness / 2);
    ui::fill(view.ui, {line.x, line.y, length, line.height}, view.theme().accent, thickness / 2);
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

/// Play, pause, or play once more.
void main_control(const View& view, ui::Slices& row) {
    const model::Player& player = view.model.player;
    const bool playing = runs(player.stage);
    const bool again = player.stage == PlayerStage::Ended;
    const char32_t symbol = again ? icon::rotate_ccw : playing ? icon::pause : icon::play;
    const msg::Plain name = again     ? msg::player_play_again
                            : playing ? msg::player_pause
                                      : msg::player_play_k;
    if (picture_control(view, row.left(control_side), symbol, view.say(name), "play")) {
        view.want(model::intent::PlayPause{});
    }
}

/// The whole screen, or a window of its own.
void window_controls(const View& view, ui::Slices& row) {
    const model::Player& player = view.model.player;
    if (player.fullscreen_available &&
        picture_control(
            view, row.right(control_side), player.fullscreen ? icon::minimize : icon::maximize,
            view.say(player.fullscreen ? msg::player_leave_fullscreen : msg::player_fullscreen),
            "fullscreen")) {
        view.want(model::intent::ToggleFullscreen{});
    }
    if (player.picture_in_picture_available &&
        picture_control(
            view, row.right(control_side), icon::picture_in_picture_2,
            view.say(player.picture_in_picture ? msg::player_leave_pip : msg::player_pip), "pip")) {
        view.want(model::intent::TogglePictureInPicture{});
    }
}

/// A control that keeps its words beside its sign, as long as there is room for both.
bool word_control(const View& view, ui::Slices& row, char32_t symbol, std::string_view word,
                  std::string_view name, bool on, std::string_view key) {
    ui::Ui& ui = view.ui;
    const ui::Color ink = on ? under_picture : on_picture;
    const ui::TextStyle style{.role = ui::TextRole::SmallStrong, .color = ink};
    const float width = ui::size::icon + ui::space::s + ui::text_width(ui, word, style);
    const ui::Rect place = row.left(width + 2 * ui::space::m);
    const bool pressed = ui::icon_button(ui, place,
                                         {.icon = ' ',
                                          .name = name,
                                          .kind = ui::IconButtonKind::OnPicture,
                                          .selected = on,
                                          .toggle = true,
                                          .key = key});
    if (on) ui::fill(ui, place, on_picture, ui::radius::control);
    const float x = place.x + ui::space::m;
    ui::draw_icon(ui, x, ui::centre_y(place) - ui::size::icon / 2, symbol, ui::size::icon, ink);
    ui::draw_text(ui, x + ui::size::icon + ui::space::s,
                  ui::centre_y(place) - ui::line_height(style.role) / 2, word, style);
    return pressed;
}

/// Of a live class: mirrored, and the last seconds once more.
void live_controls(const View& view, ui::Slices& row, bool roomy) {
    if (!view.model.player.live) return;
    const bool mirrored = view.model.practice.mirrored;
    const media::LiveDesk& desk = view.model.watching.desk;
    const std::string_view mirror = view.say(msg::practice_mirror_name);
    const std::string_view again = view.say(msg::again_name);
    const bool mirror_pressed =
        roomy ? word_control(view, row, icon::flip_vertical_2, view.say(msg::practice_mirror),
                             mirror, mirrored, "mirror")
              : picture_control(view, row.left(control_side), icon::flip_vertical_2, mirror,
                                "mirror");
    if (mirror_pressed) view.want(model::intent::ToggleMirror{});
    if (!desk.again_available) return;
    const bool again_pressed =
        roomy ? word_control(view, row, icon::rotate_ccw, view.say(msg::again_title), again,
                             desk.again, "once-more")
              : picture_control(view, row.left(control_side), icon::rotate_ccw, again, "once-more");
    if (again_pressed) view.want(model::intent::ToggleAgain{});
}

}  // namespace

bool runs(PlayerStage stage) {
    return stage == PlayerStage::Playing || stage == PlayerStage::Buffering ||
           stage == PlayerStage::WaitingForInstructor || stage == PlayerStage::Reconnecting;
}

void player_controls(const View& view, const ui::Rect& picture) {
    const bool roomy = picture.width >= roomy_from;
    ui::Slices row = picture_controls(view, picture, roomy ? ui::space::xs : 0);
    main_control(view, row);
    sound_controls(view, row, roomy);
    live_controls(view, row, roomy);
    if (picture.width >= zoom_from) zoom_control(view, row);
    window_controls(view, row);
    settings_control(view, row);
    const ui::TextStyle style{
        .role = ui::TextRole::SmallStrong, .color = on_picture, .tabular = true};
    const std::string text = time_text(view);
    row.right(ui::space::xxs);
    ui::label(view.ui, row.right(ui::text_width(view.ui, text, style)), text, style);
    const ui::Rect line = ui::inset(row.rest, ui::space::s, 0);
    if (line.width < least_line) return;
    if (view.model.player.live) {
        live_line(view, line);
    } else {
        seek_control(view, line);
    }
}

void tap_for_sound(const View& view, const ui::Rect& picture) {
    constexpr float over_controls = 60;
    const ui::Button spec{.label = view.say(msg::player_tap_for_sound),
                          .kind = ui::ButtonKind::Accent,
                          .icon = icon::volume_x};
    const float width = ui::button_width(view.ui, spec);
    if (ui::button(
            view.ui,
            {ui::centre_x(picture) - width / 2,
             ui::bottom(picture) - over_controls - ui::size::button, width, ui::size::button},
            spec)) {
        view.want(model::intent::ToggleMute{});
    }
}

}  // namespace lsl::views
