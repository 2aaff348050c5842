#pragma once

#include <string_view>

#include "client/views/view.h"

namespace lsl::views {

/// What stands for a class or workout before its picture is there.
struct Poster {
    Poster(const domain::Stream& stream);
    Poster(const wire::PublicStream& row);
    Poster(const domain::Workout& workout);

    std::string_view title, thumbnail;
    bool live = false;
    bool camera_off = false, muted = false;  ///< switched off by who sends
};

/// Picture or artwork, darkened, with a message in the middle: before, after, or instead of a
/// video.
struct Curtain {
    char32_t symbol = 0;
    bool spinner = false;
    std::string_view title, text;
    std::string_view figure;  ///< large, over the title: a countdown
    std::string_view action;  ///< a button's label, or none
    std::string_view href;
};
/// True when the action was pressed.
bool curtain(const View& view, const ui::Rect& rect, float radius, const Poster& poster,
             const Curtain& content, bool over_video = false);

}  // namespace lsl::views
