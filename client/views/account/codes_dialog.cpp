#include "client/views/dialogs.h"

#include "client/views/account/account_field.h"
#include "client/views/account/account_form.h"
#include "client/views/account/qr_picture.h"

#include <string>
#include <string_view>
#include <utility>

// The codes that staff are asked for after their password: set up step by step, renewed, ended.

namespace lsl::views {

namespace {

constexpr std::size_t letters_of_a_group = 4;
constexpr std::string_view secret_key = "codes-secret", recovery_key = "recovery-codes";

struct CodesWords {
    std::string_view title, text, button;
    ui::ButtonKind kind = ui::ButtonKind::Accent;
};

CodesWords codes_words(const View& view, model::CodesWish wish) {
    switch (wish) {
        case model::CodesWish::TurnOn:
            return {view.say(msg::codes_on_title), view.say(msg::codes_on_text),
                    view.say(msg::codes_next)};
        case model::CodesWish::Renew:
            return {view.say(msg::codes_renew_title), view.say(msg::codes_renew_text),
                    view.say(msg::codes_renew)};
        case model::CodesWish::TurnOff: break;
    }
    return {view.say(msg::codes_off_title), view.say(msg::codes_off_text),
            view.say(msg::codes_turn_off), ui::ButtonKind::Danger};
}

/// "ABCD EFGH …", as people type it.
std::string in_groups_of_four(std::string_view letters) {
    std::string text;
    for (std::size_t from = 0; from < letters.size(); from += letters_of_a_group) {
        if (!text.empty()) text += ' ';
        text += letters.substr(from, letters_of_a_group);
    }
    return text;
}

void copy_button(const View& view, ui::Column& column, std::string_view key, std::string text) {
    const bool copied = view.model.copied == key;
    if (column.button({.label = view.say(copied ? msg::common_copied : msg::common_copy),
                       .kind = ui::ButtonKind::Outline,
                       .icon = copied ? icon::check : icon::copy,
                       .key = key})) {
        view.want(model::intent::CopyText{std::string(key), std::move(text)});
    }
}

/// The app gets the secret: by its camera, by hand, or on this device itself.
void codes_secret(const View& view, ui::Column& column,
                  const api::BeginSecondFactor::Response& begun) {
    column.paragraph(view.say(msg::codes_scan), muted(view));
    qr_picture(view, column, begun.qr, view.say(msg::codes_qr));
    column.paragraph(view.say(msg::codes_type), muted(view, ui::TextRole::Small));
    column.after(ui::space::s)
        .paragraph(in_groups_of_four(begun.secret),
                   {.role = ui::TextRole::BodyStrong, .tabular = true});
    copy_button(view, column, secret_key, begun.secret);
    // On a phone the app is where this page is, and its camera can't see the screen.
    if (!view.model.coarse_pointer) return;
    if (column.button({.label = view.say(msg::codes_open_app),
                       .kind = ui::ButtonKind::Outline,
                       .icon = icon::external_link})) {
        view.want(model::intent::OpenCodesApp{});
    }
}

/// True when the dialog is to be closed.
bool recovery_codes(const View& view, ui::Column& column, const model::dialog::Codes& open) {
    column.paragraph(view.say(msg::codes_keep), muted(view));
    std::string all;
    {
        ui::NodeScope list(view.ui, ui::Role::List, view.say(msg::codes_recovery_title));
        for (const std::string& code : open.recovery_codes) {
            ui::IdScope scope(view.ui, code);
            ui::NodeScope item(view.ui, ui::Role::ListItem, "");
            column.after(ui::space::s)
                .paragraph(code, {.role = ui::TextRole::BodyStrong, .tabular = true});
            if (!all.empty()) all += '\n';
            all += code;
        }
    }
    copy_button(view, column, recovery_key, std::move(all));
    return column.button({.label = view.say(msg::codes_kept)});
}

/// True when the dialog is to be closed.
bool codes_form(const View& view, ui::Column& column, const model::dialog::Codes& open,
                const CodesWords& words) {
    model::AccountDraft& draft = view.drafts.account;
    ui::NodeScope form(view.ui, ui::Role::Form, words.title);
    if (open.begun) {
        codes_secret(view, column, *open.begun);
        code_field(view, column, draft.code, draft.errors, false,
                   std::exchange(draft.wants_focus, false));
    } else {
        column.paragraph(words.text, muted(view));
        present_password(view, column, "password");
    }
    const ui::Answer answer =
        form_answers(view, column, open.begun ? view.say(msg::codes_turn_on) : words.button,
                     open.sending, words.kind);
    if (answer == ui::Answer::Confirm) view.want(model::intent::ConfirmCodes{});
    return answer == ui::Answer::Cancel;
}

}  // namespace

void show(const View& view, const model::dialog::Codes& open) {
    const bool made = !open.recovery_codes.empty();
    const CodesWords words = codes_words(view, open.wish);
    // What is shown this once is not lost by a press beside it.
    ui::Dialog dialog(view.ui, {.key = made ? "recovery-codes" : "codes",
                                .title = made ? view.say(msg::codes_recovery_title) : words.title,
                                .dismissable = !made});
    ui::Column& column = dialog.column;
    const bool close =
        made ? recovery_codes(view, column, open) : codes_form(view, column, open, words);
    close_when(view, dialog, close, open.sending);
}

}  // namespace lsl::views
