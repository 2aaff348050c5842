#pragma once

#include "client/views/view.h"

namespace lsl::views {

/// The fields of a class, with the sentence under each that is wrong. `existing`: the class that is
/// changed, whose state fixes some of them; null for a new one. Returns the bottom edge.
float class_fields(const View& view, float x, float y, float width, model::ClassDraft& draft,
                   const domain::Stream* existing);

/// The accent button that submits the form and "Cancel"; returns the bottom edge.
float save_buttons(const View& view, float x, float y, std::string_view label,
                   const model::ClassDraft& draft, bool& cancel);

}  // namespace lsl::views
