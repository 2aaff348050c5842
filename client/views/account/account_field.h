#pragma once

#include <string>
#include <string_view>

#include "client/views/view.h"

namespace lsl::views {

/// What a browser and its password manager know of the fields about an account.
ui::TextField own_email_field(std::string_view label);
/// `fresh`: a new password is chosen.
ui::TextField own_password_field(const View& view, std::string_view label, std::string_view name,
                                 bool fresh);

/// A code of an app, or (`recovering`) a recovery code, as the column's next thing. `focus`: the
/// person is led there.
void code_field(const View& view, ui::Column& column, std::string& value,
                model::FieldErrors& errors, bool recovering, bool focus);

/// The field as the column's next thing, with the sentence of `errors` under it, which goes when
/// something else is typed.
void required_field(const View& view, ui::Column& column, ui::TextField spec, std::string& value,
                    model::FieldErrors& errors);

}  // namespace lsl::views
