#include "client/views/pages.h"

#include "client/views/account/factor_panels.h"
#include "client/views/account/followed_panel.h"
#include "client/views/account/notice_settings.h"
#include "client/views/account/sessions_panel.h"

#include <string>
#include <vector>

// A person's own account: address, password, devices, calendar, language, and all of it as a file.

namespace lsl::views {

namespace {

constexpr std::string_view own_calendar = "calendar", taught_calendar = "taught-calendar";
constexpr float setting_height = 60, setting_height_phone = 76, setting_name_width = 116;

/// A line of the account: what, how it is, and the button that changes it.
struct SettingLine {
    std::string_view key, name, value;
    std::string_view detail;  ///< under the value
    ui::Color detail_color = {};
    bool changes = false;  ///< it has a button
};

/// True when its button was pressed.
bool setting_line(const View& view, ui::Column& column, const SettingLine& line, bool last) {
    ui::Ui& ui = view.ui;
    const ui::Rect row = column.after(0).take(ui.phone() ? setting_height_phone : setting_height);
    ui::IdScope scope(ui, line.key);
    ui::NodeScope item(ui, ui::Role::ListItem, line.name, row);
    ui::Slices parts(row, ui::space::m);
    const std::string_view label = view.say(msg::settings_change);
    const std::string name = view.say(msg::TeamActionFor{label, line.name});
    const ui::Button change{.label = label,
                            .kind = ui::ButtonKind::Outline,
                            .size = ui::ButtonSize::Small,
                            .name = name};
    const float width = ui::button_width(ui, change);
    const ui::Rect end = line.changes ? parts.right(width) : ui::Rect{};
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const float small = ui::line_height(quiet.role);
    // Phones have room for one column of words.
    const bool beside = !ui.phone();
    if (beside) ui::label(ui, parts.left(setting_name_width), line.name, quiet);
    const float lines = (beside ? 0 : small) + (line.detail.empty() ? 0 : small);
    const float high = ui::line_height(ui::TextRole::Body) + lines;
    ui::Column text(ui, parts.rest.x, ui::centre_y(row) - high / 2, parts.rest.width, 0);
    if (!beside) text.label(line.name, quiet);
    text.label(line.value, {});
    if (!line.detail.empty()) {
        text.label(line.detail, {.role = ui::TextRole::SmallStrong, .color = line.detail_color});
    }
    const bool pressed =
        line.changes && ui::button(ui, ui::centred(end, width, ui::size::button_small), change);
    if (!last) ui::divider(ui, row.x, ui::bottom(row) - 1, row.width);
    return pressed;
}

void panel_title(const View& view, ui::Column& column, msg::Plain title) {
    column.heading(view.say(title), 2, {.role = ui::TextRole::CardTitle}, 1);
    column.after(ui::space::s);
}

void account_lines(const View& view, ui::Column& column, const wire::UserRow& user) {
    ui::NodeScope list(view.ui, ui::Role::List, view.say(msg::account_title));
    setting_line(view, column,
                 {.key = "name", .name = view.say(msg::sign_in_name), .value = user.display_name},
                 false);
    const bool mail = view.model.sends_mail;
    const bool confirmed = user.email_verified;
    SettingLine email{
        .key = "email", .name = view.say(msg::sign_in_email), .value = user.email, .changes = mail};
    if (mail) {
        email.detail = view.say(confirmed ? msg::settings_confirmed : msg::settings_unconfirmed);
        email.detail_color = confirmed ? view.theme().success : view.theme().warning;
    }
    if (setting_line(view, column, email, false)) view.want(model::intent::AskToChangeEmail{});
    if (setting_line(view, column,
                     {.key = "password",
                      .name = view.say(msg::sign_in_password),
                      .value = view.say(msg::common_hidden),
                      .changes = true},
                     true)) {
        view.want(model::intent::AskToChangePassword{});
    }
}

void account_panel(const View& view, ui::Column& column, const wire::UserRow& user) {
    panel_title(view, column, msg::account_title);
    account_lines(view, column, user);
    if (view.model.sends_mail) return;
    column.paragraph(view.say(msg::settings_mail_off), muted(view, ui::TextRole::Small));
}

struct CalendarLine {
    std::string_view key, label;
    bool taught = false;
};

void calendar_address(const View& view, ui::Column& column, const CalendarLine& line,
                      const model::Loadable<std::string>& address, bool& shown) {
    if (address.failed()) {
        return failed_list(view, column, view.say(msg::settings_calendar_unshown), *address.error);
    }
    if (address.waiting()) return ui::skeleton(column, column.width(), ui::size::field);
    ui::IdScope scope(view.ui, line.key);
    if (ui::copy_field(column, line.label, *address.value, true, shown,
                       view.model.copied == line.key)) {
        view.want(model::intent::CopyText{std::string(line.key), *address.value});
    }
    if (column.button({.label = view.say(msg::settings_new_address),
                       .kind = ui::ButtonKind::Ghost,
                       .size = ui::ButtonSize::Small},
                      ui::Fit::Content)) {
        view.want(model::intent::AskToRenewCalendar{line.taught});
    }
}

void calendar_panel(const View& view, ui::Column& column) {
    const model::Settings& settings = view.model.settings;
    model::AccountDraft& draft = view.drafts.account;
    panel_title(view, column, msg::settings_calendar);
    column.paragraph(view.say(msg::settings_calendar_text), muted(view, ui::TextRole::Small));
    calendar_address(view, column, {own_calendar, view.say(msg::settings_calendar_address)},
                     settings.calendar, draft.calendar_shown);
    if (!view.model.staff()) return;
    if (settings.taught_calendar.waiting() && !settings.taught_calendar.loading) {
        view.want(model::intent::ReadTaughtCalendar{});
    }
    column.after(ui::space::m);
    calendar_address(view, column, {taught_calendar, view.say(msg::settings_calendar_taught), true},
                     settings.taught_calendar, draft.taught_calendar_shown);
}

void language_panel(const View& view, ui::Column& column) {
    ui::TextField spec;
    spec.label = view.say(msg::bars_language);
    spec.field.name = "language";
    for (const model::Language& one : model::languages) {
        spec.field.options.push_back({std::string(one.tag), std::string(one.name)});
    }
    std::string tag(view.model.messages->language().tag);
    if (ui::select_field(column, spec, tag).changed) {
        view.want(model::intent::ChooseLanguage{tag});
    }
}

void data_panel(const View& view, ui::Column& column) {
    panel_title(view, column, msg::settings_data);
    column.paragraph(view.say(msg::settings_data_text), muted(view, ui::TextRole::Small));
    if (column.button({.label = view.say(msg::settings_download),
                       .kind = ui::ButtonKind::Outline,
                       .icon = icon::download})) {
        view.want(model::intent::ExportAccount{});
    }
    if (column.button({.label = view.say(msg::settings_delete),
                       .kind = ui::ButtonKind::Outline,
                       .icon = icon::trash_2})) {
        view.want(model::intent::AskToDeleteAccount{});
    }
}

/// To an address that nobody has confirmed hardly any mail leaves.
void confirm_banner(const View& view, ui::Column& column, const wire::UserRow& user) {
    if (user.email_verified || !view.model.sends_mail) return;
    const model::Settings& settings = view.model.settings;
    const std::string text = settings.mail_sent ? view.say(msg::SettingsSentAgain{user.email})
                             : settings.confirming.error
                                 ? std::string(view.explain(*settings.confirming.error))
                                 : view.say(msg::SettingsConfirmAddress{user.email});
    const std::string_view action =
        settings.mail_sent ? std::string_view() : view.say(msg::settings_send_again);
    const ui::BannerResult banner =
        ui::banner(view.ui, column.x(), column.next(), column.width(),
                   settings.mail_sent ? ui::Tone::Success : ui::Tone::Warning, text, action);
    column.until(column.next() + banner.height);
    if (banner.action) view.want(model::intent::ConfirmAddressAgain{});
}

void settings_left(const View& view, ui::Column& column, const wire::UserRow& user) {
    column.panel("account", [&](ui::Column& inside) { account_panel(view, inside, user); });
    factor_panels(view, column);
    sessions_panel(view, column);
}

void settings_right(const View& view, ui::Column& column) {
    notices_panel(view, column);
    push_panel(view, column);
    followed_panel(view, column);
    column.panel("calendar", [&](ui::Column& inside) { calendar_panel(view, inside); });
    column.panel("language", [&](ui::Column& inside) { language_panel(view, inside); });
    column.panel("data", [&](ui::Column& inside) { data_panel(view, inside); });
}

}  // namespace

void settings_page(const View& view) {
    ui::Page page(view.ui);
    page.heading(view.say(msg::bars_settings), 1, {.role = ui::TextRole::Display});
    page.after(ui::space::xl);
    if (!view.model.account.viewer) {
        ui::skeleton(page, page.width(), setting_height, ui::radius::card);
        return page.end();
    }
    const wire::UserRow& user = view.model.account.viewer->user;
    confirm_banner(view, page, user);
    if (ui::side_by_side(view.ui, page.width())) {
        std::vector<ui::Column> parts = page.split({1, 1}, ui::space::l);
        settings_left(view, parts.front(), user);
        settings_right(view, parts.back());
        page.join(parts);
    } else {
        settings_left(view, page, user);
        settings_right(view, page);
    }
    page.end();
}

}  // namespace lsl::views
