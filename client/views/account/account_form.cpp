#include "client/views/account/account_form.h"

#include "client/views/account/account_field.h"

namespace lsl::views {

ui::Answer form_answers(const View& view, ui::Column& column, std::string_view label,
                        const model::Submission& sending, ui::ButtonKind kind) {
    if (sending.error && view.drafts.account.errors.empty()) {
        ui::banner(column, ui::Tone::Danger, view.explain(*sending.error));
    }
    return ui::decide(column, {.label = label, .kind = kind, .busy = sending.busy, .submits = true},
                      {.label = view.say(msg::common_cancel), .kind = ui::ButtonKind::Outline});
}

void close_when(const View& view, ui::Dialog& dialog, bool pressed,
                const model::Submission& sending) {
    if ((dialog.finish() || pressed) && !sending.busy) view.want(model::intent::CloseDialog{});
}

void present_password(const View& view, ui::Column& column, std::string_view name) {
    model::AccountDraft& draft = view.drafts.account;
    required_field(view, column,
                   own_password_field(view, view.say(msg::settings_present_password), name, false),
                   draft.password, draft.errors);
}

}  // namespace lsl::views
