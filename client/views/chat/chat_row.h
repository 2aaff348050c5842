#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// A message in the list: how high it is at that width, and itself. `follows`: the row before is of
/// the same person and moments older, so it has no second picture.
float chat_row_height(const View& view, const wire::MessageRow& row, float width);
void chat_row(const View& view, const ui::Rect& rect, const wire::MessageRow& row, bool follows);

/// One that the server has not taken: on its way, or refused with the way to try again.
float unsent_row_height(const View& view, const model::UnsentMessage& unsent, float width);
void unsent_row(const View& view, const ui::Rect& rect, const model::UnsentMessage& unsent);

/// The menu of the row whose "more" was pressed, at `anchor`, in the layer's coordinates without
/// any scrolling.
void chat_row_menu(const View& view, const wire::MessageRow& row, const ui::Rect& anchor);
/// Where the button of that menu stands.
ui::Rect chat_row_more(const ui::Rect& row);

}  // namespace lsl::views
