#include "client/app/update.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace lsl::app {

namespace {
constexpr double toast_seconds = 5, bad_toast_seconds = 9, copied_seconds = 2;
}  // namespace

void update(State& state, const model::Intent& intent, Effects& effects) {
    const bool known =
        update_navigation(state, intent, effects) || update_session(state, intent, effects) ||
        update_classes(state, intent, effects) || update_player(state, intent, effects) ||
        update_studio(state, intent, effects) || update_console(state, intent, effects);
    (void)known;
}

void toast(State& state, std::string_view text, model::Mood mood) {
    model::Toast toast;
    toast.key = state.model.next_toast++;
    toast.text = text;
    toast.mood = mood;
    toast.until =
        state.model.seconds + (mood == model::Mood::Bad ? bad_toast_seconds : toast_seconds);
    auto& toasts = state.model.toasts;
    // The same sentence twice says no more than once.
    std::erase_if(toasts, [&](const model::Toast& old) { return old.text == toast.text; });
    if (toasts.size() >= 3) toasts.erase(toasts.begin());
    toasts.push_back(std::move(toast));
}

void on_copied(State& state, const std::string& what, bool copied) {
    if (!copied) {
        toast(state, state.model.say(msg::toast_copy_failed), model::Mood::Bad);
        return;
    }
    state.model.copied = what;
    state.model.copied_until = state.model.seconds + copied_seconds;
}

void on_clock(State& state, double ahead_s) {
    if (ahead_s == 0) return;
    const auto minutes = static_cast<std::int64_t>(std::round(std::abs(ahead_s) / 60));
    const std::string span = state.model.words->span(std::chrono::seconds(60 * minutes));
    toast(state,
          ahead_s > 0 ? state.model.say(msg::ToastClockAhead{span})
                      : state.model.say(msg::ToastClockBehind{span}),
          model::Mood::Bad);
}

void expire(State& state) {
    model::Model& m = state.model;
    std::erase_if(m.toasts, [&](const model::Toast& toast) { return toast.until <= m.seconds; });
    if (!m.copied.empty() && m.copied_until <= m.seconds) m.copied.clear();
}

bool update_player(State& state, const model::Intent& intent, Effects& effects) {
    using effect::PlayerCommand;
    const auto command = [&](PlayerCommand what, double number = 0) {
        effects.add(effect::Player{what, number});
        return true;
    };
    if (std::get_if<model::intent::PlayPause>(&intent)) return command(PlayerCommand::PlayPause);
    if (std::get_if<model::intent::ToggleMute>(&intent)) return command(PlayerCommand::ToggleMute);
    if (const auto* set = std::get_if<model::intent::SetVolume>(&intent)) {
        return command(PlayerCommand::SetVolume, std::clamp(set->volume, 0.0, 1.0));
    }
    if (const auto* set = std::get_if<model::intent::SetQuality>(&intent)) {
        return command(PlayerCommand::SetQuality, set->height);
    }
    if (const auto* seek = std::get_if<model::intent::Seek>(&intent)) {
        return command(PlayerCommand::Seek, seek->position_s);
    }
    if (const auto* seek = std::get_if<model::intent::SeekBy>(&intent)) {
        return command(PlayerCommand::Seek, state.model.player.position_s + seek->seconds);
    }
    if (std::get_if<model::intent::ToggleFullscreen>(&intent)) {
        return command(PlayerCommand::ToggleFullscreen);
    }
    if (std::get_if<model::intent::TogglePictureInPicture>(&intent)) {
        return command(PlayerCommand::TogglePictureInPicture);
    }
    if (std::get_if<model::intent::RetryPlayback>(&intent)) return command(PlayerCommand::Retry);
    if (std::get_if<model::intent::ToggleCaptions>(&intent)) {
        toast(state, state.model.say(msg::player_no_captions), model::Mood::Neutral);
        return true;
    }
    if (std::get_if<model::intent::ToggleKeysHelp>(&intent)) {
        state.drafts.player.help_open = !state.drafts.player.help_open;
        return true;
    }
    return false;
}

}  // namespace lsl::app
