#pragma once

#include <optional>

#include "client/model/intents.h"
#include "client/model/model.h"
#include "client/platform/input.h"

namespace lsl::app {

/// The player's keys, as people know them from other players: space and k play and pause, j and l
/// 10 s back and on, left and right 5 s, m sound, f fullscreen, i picture in picture, 0–9 tenths
/// of a replay, ? the list. On the stage: page down marks the next chapter, 1–9 a certain one, page
/// up takes the last one back. Nothing while a field has the focus or a dialog is open, with a
/// modifier key, or for keys that a focused control needs itself.
std::optional<model::Intent> shortcut(const model::Model& model, const platform::KeyEvent& event);

}  // namespace lsl::app
