#include "client/views/account/factor_panels.h"

#include "client/views/wording.h"

#include <string>
#include <vector>

namespace lsl::views {

namespace {

constexpr float passkey_height = 60;
constexpr std::int64_t few_codes = 3;

/// "made Mon 12 Jan · last used 2 hours ago"
std::string passkey_times(const View& view, const wire::PasskeyInfo& passkey) {
    const model::Words& words = *view.model.words;
    const std::string made =
        view.say(msg::PasskeysMade{words.time(passkey.created_at, model::TimeStyle::Day)});
    if (!passkey.last_used_at) return made;
    view.wake_at_minute(*passkey.last_used_at);
    const std::string ago = words.time(*passkey.last_used_at, model::TimeStyle::Relative);
    return joined({made, view.say(msg::SettingsLastUsed{ago})});
}

bool passkey_button(const View& view, const ui::Rect& place, const std::string& passkey,
                    char32_t sign, std::string_view action) {
    const std::string name = view.say(msg::TeamActionFor{action, passkey});
    return ui::icon_button(view.ui, ui::centred(place, ui::size::touch, ui::size::touch),
                           {.icon = sign, .name = name, .key = action});
}

void passkey_row(const View& view, ui::Column& column, const wire::PasskeyInfo& passkey,
                 bool last) {
    ui::Ui& ui = view.ui;
    const ui::Rect row = column.after(0).take(passkey_height);
    ui::IdScope scope(ui, passkey.id.to_string());
    ui::NodeScope item(ui, ui::Role::ListItem, passkey.name, row);
    ui::Slices parts(row, ui::space::s);
    const ui::Rect picture = parts.left(ui::size::icon);
    ui::draw_icon(ui, picture.x, ui::centre_y(picture) - ui::size::icon / 2, icon::key_round,
                  ui::size::icon, view.theme().muted);
    const ui::Rect last_place = parts.right(ui::size::touch);
    if (passkey_button(view, parts.right(ui::size::touch), passkey.name, icon::pencil,
                       view.say(msg::passkeys_rename))) {
        view.want(model::intent::AskToRenamePasskey{passkey.id, passkey.name});
    }
    if (passkey_button(view, last_place, passkey.name, icon::trash_2, view.say(msg::team_remove))) {
        view.want(model::intent::AskToRemovePasskey{passkey.id, passkey.name});
    }
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const float high = ui::line_height(ui::TextRole::Body) + ui::line_height(quiet.role);
    ui::Column text(ui, parts.rest.x, ui::centre_y(row) - high / 2, parts.rest.width, 0);
    text.label(passkey.name, {});
    text.label(passkey_times(view, passkey), quiet);
    if (!last) ui::divider(ui, row.x, ui::bottom(row) - 1, row.width);
}

void passkeys_content(const View& view, ui::Column& column) {
    const auto& passkeys = view.model.settings.ways.passkeys;
    const std::string_view title = view.say(msg::passkeys_title);
    column.heading(title, 2, {.role = ui::TextRole::CardTitle}, 1);
    column.after(ui::space::s);
    const bool able = view.model.passkeys.able;
    column.paragraph(view.say(able ? msg::passkeys_text : msg::passkeys_none_here),
                     muted(view, ui::TextRole::Small));
    if (passkeys.failed()) {
        if (ui::error_state(column, view.say(msg::passkeys_unshown),
                            view.explain(*passkeys.error))) {
            view.want(model::intent::ReadSignInWays{});
        }
        return;
    }
    if (passkeys.waiting()) {
        return ui::skeleton(column, column.width() * skeleton_title, ui::space::xl);
    }
    if (!passkeys.value->empty()) {
        ui::NodeScope list(view.ui, ui::Role::List, title);
        for (const wire::PasskeyInfo& one : *passkeys.value) {
            passkey_row(view, column, one, &one == &passkeys.value->back());
        }
    }
    if (able && column.button({.label = view.say(msg::passkeys_add),
                               .kind = ui::ButtonKind::Outline,
                               .icon = icon::plus})) {
        view.want(model::intent::AskToAddPasskey{});
    }
}

/// A button of the codes, which says whose it is: other panels turn things on and off, too.
void codes_button(const View& view, ui::Column& column, std::string_view label,
                  model::CodesWish wish, char32_t sign = 0) {
    const std::string name = view.say(msg::TeamActionFor{label, view.say(msg::codes_title)});
    if (column.button(
            {.label = label, .kind = ui::ButtonKind::Outline, .icon = sign, .name = name})) {
        view.want(model::intent::AskAboutCodes{wish});
    }
}

void codes_content(const View& view, ui::Column& column,
                   const api::GetSecondFactor::Response& now) {
    column.heading(view.say(msg::codes_title), 2, {.role = ui::TextRole::CardTitle}, 1);
    column.after(ui::space::s);
    column.paragraph(view.say(msg::codes_text), muted(view, ui::TextRole::Small));
    if (!now.on) {
        return codes_button(view, column, view.say(msg::codes_turn_on), model::CodesWish::TurnOn,
                            icon::smartphone);
    }
    const bool few = now.recovery_codes_left < few_codes;
    column.paragraph(view.say(msg::CodesLeft{now.recovery_codes_left}),
                     {.role = ui::TextRole::SmallStrong,
                      .color = few ? view.theme().warning : view.theme().success});
    codes_button(view, column, view.say(msg::codes_renew), model::CodesWish::Renew);
    codes_button(view, column, view.say(msg::codes_turn_off), model::CodesWish::TurnOff);
}

}  // namespace

void factor_panels(const View& view, ui::Column& column) {
    const model::SignInWays& ways = view.model.settings.ways;
    if (ways.passkeys.waiting() && !ways.passkeys.loading) {
        view.want(model::intent::ReadSignInWays{});
    }
    column.panel("passkeys", [&](ui::Column& inside) { passkeys_content(view, inside); });
    // Who is no longer staff keeps what they set up, and can end it.
    if (!ways.codes.value || !(ways.codes.value->offered || ways.codes.value->on)) return;
    column.panel("codes",
                 [&](ui::Column& inside) { codes_content(view, inside, *ways.codes.value); });
}

}  // namespace lsl::views
