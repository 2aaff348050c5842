#pragma once

#include <string_view>

#include "client/views/view.h"

// What the forms in dialogs about one's own account are made of, besides fields (account_field.h).

namespace lsl::views {

/// The form's buttons, under what went wrong when no field is to blame.
ui::Answer form_answers(const View& view, ui::Column& column, std::string_view label,
                        const model::Submission& sending,
                        ui::ButtonKind kind = ui::ButtonKind::Accent);

/// Closes the dialog when the person wants it, unless something is on its way.
void close_when(const View& view, ui::Dialog& dialog, bool pressed,
                const model::Submission& sending);

/// The password once more, by the name that the request has for it.
void present_password(const View& view, ui::Column& column, std::string_view name);

}  // namespace lsl::views
