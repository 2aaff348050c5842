#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "client/model/intents.h"

namespace lsl::model {

enum class Mood : std::uint8_t { Neutral, Good, Bad };

struct Toast {
    std::uint32_t key = 0;
    std::string text;
    Mood mood = Mood::Neutral;
    double until = 0;  ///< seconds of Model::seconds
    /// Its button, or none, and what a press on it wants.
    std::string action;
    std::variant<std::monostate, intent::MarkChapter, intent::EditChapter, intent::RestoreMessages>
        undo;
};

}  // namespace lsl::model
