#pragma once

#include "client/views/classes/class_badges.h"
#include "client/views/view.h"

namespace lsl::views {

/// Where the picture of a card lies, and where it ends, measured from the card's top.
ui::Rect card_picture(const ui::Rect& card);
float card_picture_height(float card_width);
/// White on dark, in the lower right corner of a picture: "60 min".
void corner_badge(const View& view, const ui::Rect& picture, std::string_view text);

float class_card_height(float width);

/// One class in a grid: picture with badges, title, instructor, price or place, and what to do.
void class_card(const View& view, const ui::Rect& rect, const wire::PublicStream& row,
                TimeBadge badge = TimeBadge::Day);

/// The same without anything to press: a class that is still being written.
void class_preview(const View& view, const ui::Rect& rect, const wire::PublicStream& row);

/// The first live class, wide.
void hero_card(const View& view, ui::Column& column, const wire::PublicStream& row);

/// Cards in so many columns; 0: as many as fit into a page.
void class_grid(const View& view, ui::Column& column, const model::Classes::List& rows,
                TimeBadge badge = TimeBadge::Day, int columns = 0);

/// Grey cards while a list is on its way.
void skeleton_grid(const View& view, ui::Column& column, int count);

}  // namespace lsl::views
