#include "client/views/account/account_field.h"

namespace lsl::views {

ui::TextField own_email_field(std::string_view label) {
    ui::TextField spec;
    spec.label = label;
    spec.field.type = "email";
    spec.field.name = "email";
    spec.field.autocomplete = "username";
    spec.field.input_mode = "email";
    return spec;
}

ui::TextField own_password_field(const View& view, std::string_view label, std::string_view name,
                                 bool fresh) {
    ui::TextField spec;
    spec.label = label;
    spec.field.type = "password";
    spec.field.name = std::string(name);
    spec.field.autocomplete = fresh ? "new-password" : "current-password";
    if (fresh) spec.hint = view.say(msg::sign_in_at_least);
    return spec;
}

void code_field(const View& view, ui::Column& column, std::string& value,
                model::FieldErrors& errors, bool recovering, bool focus) {
    ui::TextField spec;
    spec.label = view.say(recovering ? msg::sign_in_recovery_code : msg::sign_in_code);
    spec.field.name = "code";
    spec.field.autocomplete = recovering ? "off" : "one-time-code";
    spec.field.input_mode = recovering ? "text" : "numeric";
    spec.field.enter_key_hint = "go";
    spec.field.required = true;
    spec.field.error = view.explain(errors, "code");
    const ui::FieldResult typed = ui::text_field(column, spec, value);
    if (typed.changed) errors.clear("code");
    if (focus) view.ui.move_focus(typed.id);
}

void required_field(const View& view, ui::Column& column, ui::TextField spec, std::string& value,
                    model::FieldErrors& errors) {
    spec.field.required = true;
    spec.field.error = view.explain(errors, spec.field.name);
    if (ui::text_field(column, spec, value).changed) errors.clear(spec.field.name);
}

}  // namespace lsl::views
