#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The address of a class's picture, or nothing.
std::string_view picture_of(const domain::Stream& stream);

/// How a class that is to come says when: with the day, or under the heading of its day.
enum class TimeBadge : std::uint8_t { Day, Clock };

/// LIVE, the time, or what became of the class, and how many watch or how long it takes.
void class_badges(const View& view, const ui::Rect& picture, const wire::PublicStream& row,
                  TimeBadge badge = TimeBadge::Day);

}  // namespace lsl::views
