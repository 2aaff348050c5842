#pragma once

#include <string_view>

#include "client/ui/core/semantics.h"

namespace lsl::ui {

class Ui;

/// Nothing here yet: icon, title, a sentence, and a way on. Centred in the column.
struct EmptyState {
    char32_t icon = 0;
    std::string_view title, text;
    std::string_view action;  ///< a button's label, or none
    std::string_view href;    ///< makes the button a link
};
struct StateResult {
    float height = 0;
    bool action = false;
};
StateResult empty_state(Ui& ui, float x, float y, float width, const EmptyState& state);

/// Something failed: what happened, what to do, "Try again" (unless `action` says otherwise).
StateResult error_state(Ui& ui, float x, float y, float width, std::string_view title,
                        std::string_view text, std::string_view action = {});

}  // namespace lsl::ui
