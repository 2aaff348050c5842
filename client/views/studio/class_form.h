#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The fields of a class, with the sentence under each that is wrong. `existing`: the class that is
/// changed, whose state fixes some of them; null for a new one.
void class_fields(const View& view, ui::Column& column, model::ClassDraft& draft,
                  const domain::Stream* existing);

/// The accent button that submits the form and "Cancel". True: the person presses Cancel.
bool save_buttons(const View& view, ui::Column& column, std::string_view label,
                  const model::ClassDraft& draft);

}  // namespace lsl::views
