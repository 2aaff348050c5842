#include "client/views/watch/player_surface.h"

#include "client/views/watch/once_more.h"
#include "client/views/watch/own_camera.h"
#include "client/views/watch/picture_controls.h"
#include "client/views/watch/player_controls.h"
#include "client/views/watch/practice_picture.h"
#include "client/views/watch/practice_sides.h"
#include "client/views/watch/practice_time.h"
#include "client/views/watch/zoom_controls.h"

#include <algorithm>

namespace lsl::views {

namespace {

using model::PlayerStage;

constexpr double hide_after = 3;  ///< seconds without a move
constexpr float spinner_side = 40;
constexpr float least_height = 200;  ///< of the picture, on screens that are hardly higher
constexpr float press_slop = 6;      ///< pixels that a click may tremble
constexpr float reach = 20;          ///< around the controls, within which the pointer keeps them

/// Controls stay while something is done with them, while paused, and for a moment after a move.
bool controls_wanted(const View& view, bool pointer_on_controls) {
    const model::Player& player = view.model.player;
    const model::PlayerDraft& draft = view.drafts.player;
    if (!runs(player.stage) || draft.seeking || draft.settings_open ||
        view.drafts.practice.speeds_open || pointer_on_controls)
        return true;
    if (view.ui.interaction.focus() != 0 && view.ui.interaction.focus_visible()) return true;
    const double left = draft.last_activity + hide_after - view.ui.now();
    if (left <= 0) return false;
    view.wake_in(left);
    return true;
}

Curtain waiting_curtain(const View& view) {
    const model::Player& player = view.model.player;
    switch (player.stage) {
        case PlayerStage::WaitingForInstructor:
            // Who never sent anything isn't coming back.
            return {.spinner = true,
                    .title = view.say(player.picture ? msg::player_instructor_reconnecting
                                                     : msg::player_waiting_picture),
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
            // Other conflicts are tried again: this one is about places where it plays already.
            if (player.error.code == ErrorCode::Conflict) {
                return {.symbol = icon::video,
                        .title = view.say(msg::player_elsewhere),
                        .text = view.explain(player.error),
                        .action = view.say(msg::player_play_here)};
            }
            return {.symbol = icon::circle_alert,
                    .title = view.say(msg::player_failed),
                    .text = view.explain(player.error),
                    .action = view.say(msg::common_try_again)};
        default:
            return {.spinner = true,
                    .title = view.say(player.live ? msg::player_connecting : msg::player_opening)};
    }
}

/// Instead of a black picture.
Curtain camera_off_curtain(const View& view, const Poster& poster) {
    return {.symbol = icon::video_off,
            .title = view.say(poster.muted ? msg::player_both_off : msg::player_camera_off),
            .text = view.say(poster.muted ? msg::player_stay_here : msg::player_sound_goes_on)};
}

/// What plays cannot be seen: what stands over it says why.
bool hides_picture(PlayerStage stage) {
    return stage == PlayerStage::WaitingForInstructor || stage == PlayerStage::Reconnecting ||
           stage == PlayerStage::Retrying || stage == PlayerStage::Failed;
}

/// In place of the picture, or over it.
void cover(const View& view, const ui::Rect& rect, float radius, const Poster& poster) {
    const model::Player& player = view.model.player;
    if (!player.picture || hides_picture(player.stage)) {
        if (!player.needs_play) {
            if (curtain(view, rect, radius, poster, waiting_curtain(view), player.picture)) {
                view.want(model::intent::RetryPlayback{});
            }
        } else if (curtain(view, rect, radius, poster,
                           {.symbol = icon::circle_play,
                            .title = view.say(msg::player_browser_waits),
                            .action = view.say(msg::player_play)},
                           player.picture)) {
            view.want(model::intent::PlayPause{});
        }
    } else if (player.picture_in_picture) {
        const bool unmirrored = view.model.practice.mirrored;
        if (curtain(view, rect, radius, poster,
                    {.symbol = icon::picture_in_picture_2,
                     .title = view.say(msg::player_in_window),
                     .text = unmirrored ? view.say(msg::player_in_window_unmirrored)
                                        : std::string_view(),
                     .action = view.say(msg::player_bring_back)},
                    /*over_video=*/true)) {
            view.want(model::intent::TogglePictureInPicture{});
        }
    } else if (player.live && poster.camera_off) {
        curtain(view, rect, radius, poster, camera_off_curtain(view, poster),
                /*over_video=*/true);
    } else if (player.sound_only) {
        curtain(view, rect, radius, poster,
                {.symbol = icon::volume_2,
                 .title = view.say(msg::player_sound_only),
                 .text = view.say(msg::player_sound_only_why)},
                /*over_video=*/true);
    } else if (player.stage == PlayerStage::Buffering) {
        ui::spinner(view.ui, ui::centre_x(rect), ui::centre_y(rect), spinner_side, on_picture);
    }
}

/// In the picture's corner: that it is live, and what the person who sends has switched off.
/// Returns where they end.
float state_badges(const View& view, const ui::Rect& rect, const Poster& poster) {
    ui::Ui& ui = view.ui;
    float x = rect.x + ui::space::m;
    const float y = rect.y + ui::space::m;
    if (!view.model.player.fullscreen) {
        x += ui::live_badge(ui, x, y, ui::LiveDot::Steady) + ui::space::s;
    }
    const bool plays = view.model.player.picture && !hides_picture(view.model.player.stage);
    if (plays && poster.muted && !poster.camera_off) {
        x += ui::picture_badge(ui, x, y, view.say(msg::player_teacher_muted)) + ui::space::s;
    }
    return x;
}

/// Controls and what they open. Out of sight they stay in reach of keyboards and screen readers.
/// The badges in the corner end at `badges_end`.
void over_picture(const View& view, const ui::Rect& rect, float badges_end) {
    ui::Ui& ui = view.ui;
    const model::Player& player = view.model.player;
    // On small players the list of keys takes the room of all that is painted over the picture.
    bool& help = view.drafts.player.help_open;
    const ui::Rect near = ui::inset(picture_bar(rect), 0, -reach);
    const auto& pointer = ui.interaction.pointer();
    const bool over = ui.frame().pointer != ui::PointerKind::Touch &&
                      ui::contains(ui.on_screen(near), pointer.x, pointer.y);
    const bool wanted = player.picture && !help && controls_wanted(view, over);
    view.drafts.player.controls_shown = wanted;
    const float shown =
        ui.motion.toward(ui.id("controls"), wanted ? 1.0f : 0.0f, ui::duration::quick);
    if (player.needs_tap && player.picture && !help && !hides_picture(player.stage)) {
        tap_for_sound(view, rect);
    }
    if (view.drafts.player.statistics_open && player.live && !help) player_statistics(view, rect);
    if (player.picture && !help && practises(view)) {
        badges_end = practice_picture(view, rect);
        continue_offer(view, rect);
    }
    if (player.picture && !help) zoom_over_picture(view, rect, badges_end);
    if (!help) once_more(view, rect);
    if (help) {
        keys_help(view, rect);
        if (ui.interaction.take_escape()) help = false;
    }
    ui::OpacityScope opacity(ui, player.picture ? shown : 0.0f);
    if (!player.picture) return;
    if (shown > 0 && !help && has_practice_sides(view, rect)) practice_sides(view, rect);
    player_controls(view, rect);
}

}  // namespace

ui::Rect picture_place(const View& view, float x, float y, float width) {
    const model::Player& player = view.model.player;
    const float room =
        std::max(view.ui.height() - y - view.ui.tab_bar_height() - ui::space::l, least_height);
    const bool upright = player.picture && player.video_height > player.video_width;
    const float usual = ui::with_aspect(x, y, width).height;
    if (!upright) return {x, y, width, std::min(usual, room)};
    const float whole = width * static_cast<float>(player.video_height) /
                        static_cast<float>(std::max(player.video_width, 1));
    // Beside a panel an upright picture in a wide frame is high enough.
    return {x, y, width, view.ui.phone() ? std::min(whole, room) : std::min(usual, room)};
}

void player_surface(const View& view, const ui::Rect& rect, float radius, const Poster& poster) {
    ui::Ui& ui = view.ui;
    const model::Player& player = view.model.player;
    ui::IdScope scope(ui, "player");
    ui::NodeScope region(ui, ui::Role::Region, view.say(msg::player_name), rect);
    ui.show_video("player", rect, radius);
    own_over_picture(view, rect);
    if (player.own_controls && player.picture) return;

    // The area itself: a click plays and pauses, a finger only brings the controls. A larger
    // picture is moved by it, which is no click.
    const bool zoomed = is_zoomed(view);
    const ui::Press area =
        ui.control(ui.id("area"), rect, false, zoomed ? ui::Cursor::Grab : ui::Cursor::Default);
    const bool by_finger = ui.frame().pointer == ui::PointerKind::Touch;
    const bool moved = zoomed && ui.interaction.travel() > press_slop;
    if (area.clicked && !by_finger && !moved && player.picture) {
        view.want(model::intent::PlayPause{});
    }
    cover(view, rect, radius, poster);
    const bool badges = poster.live && !view.drafts.player.help_open;
    const float badges_end = badges ? state_badges(view, rect, poster) : rect.x + ui::space::m;
    if (player.stage == PlayerStage::Failed || player.needs_play) return;
    over_picture(view, rect, badges_end);
}

}  // namespace lsl::views
