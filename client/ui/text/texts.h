#pragma once

#include <string_view>

namespace lsl::ui {

/// What the widgets say by themselves. The app gives them in the person's language, each frame.
struct Texts {
    std::string_view cancel = "Cancel", choice = "Choice", close = "Close", copied = "Copied",
                     copy = "Copy", hidden = "Hidden", hide = "Hide", live = "LIVE", menu = "Menu",
                     show = "Show", step_done = "done", step_failed = "failed", step_next = "next",
                     studio = "Studio", tabs = "Tabs", try_again = "Try again";
};

}  // namespace lsl::ui
