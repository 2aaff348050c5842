#pragma once

#include "client/views/view.h"

namespace lsl::views {

float class_card_height(float width);

/// One class in a grid: picture with badges, title, instructor, price or place, and what to do.
void class_card(const View& view, const ui::Rect& rect, const wire::PublicStream& row);

/// The same without anything to press: a class that is still being written.
void class_preview(const View& view, const ui::Rect& rect, const wire::PublicStream& row);

/// The first live class, wide; returns the height taken.
float hero_card(const View& view, float x, float y, float width, const wire::PublicStream& row);

/// Cards in as many columns as fit; returns the height taken.
float class_grid(const View& view, float x, float y, float width, const model::Classes::List& rows);

/// Grey cards while a list is on its way; returns the height taken.
float skeleton_grid(const View& view, float x, float y, float width, int count);

}  // namespace lsl::views
