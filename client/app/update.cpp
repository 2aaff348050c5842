#include "client/app/update.h"

#include "client/app/reducers.h"

#include <chrono>
#include <cmath>
#include <utility>
#include <variant>

namespace lsl::app {

namespace {
constexpr double toast_seconds = 5, bad_toast_seconds = 9, copied_seconds = 2;
}  // namespace

void update(State& state, const model::Intent& intent, Effects& effects) {
    const auto answer = [&](const auto& wish) { reduce(state, wish, effects); };
    std::visit([&](const auto& of_subject) { std::visit(answer, of_subject); }, intent);
}

void toast(State& state, std::string_view text, model::Mood mood) {
    model::Toast toast;
    toast.key = state.model.next_toast++;
    toast.text = text;
    toast.mood = mood;
    toast.until =
        state.model.seconds + (mood == model::Mood::Bad ? bad_toast_seconds : toast_seconds);
    auto& toasts = state.model.toasts;
    // The same sentence twice says no more than once; but each undo is another one.
    std::erase_if(toasts, [&](const model::Toast& old) {
        return old.text == toast.text && old.action.empty();
    });
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

}  // namespace lsl::app
