#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// After the class: the questions that nobody has answered, each with a field for the answer.
/// Nothing while there are none. True: something was drawn.
bool open_questions(const View& view, ui::Column& column, const domain::Stream& stream);

/// How a class felt: what it took of people, when they asked for something, when it was liveliest.
/// Nothing where nobody has told.
void how_it_felt(const View& view, ui::Column& column, const wire::ClassFigures& figures);

}  // namespace lsl::views
