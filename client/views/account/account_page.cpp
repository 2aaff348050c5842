#include "client/views/pages.h"

#include "client/views/wording.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

constexpr float ledger_row_height = 60, ledger_row_padding = 10, least_amount = 70;
constexpr float person_height = 84, face_side = 48;
constexpr int ledger_rows_waited_for = 4;
constexpr float skeleton_detail = 0.3f;

void person_card(const View& view, ui::Column& column) {
    ui::Ui& ui = view.ui;
    const model::Viewer& viewer = *view.model.account.viewer;
    const ui::Rect card = column.take(person_height);
    ui::surface(ui, card, ui::radius::card);
    ui::Slices inside(ui::inset(card, ui::space::panel_inset, 0), ui::space::m);
    const ui::Rect face = inside.left(face_side);
    ui::avatar(ui, ui::centre_x(face), ui::centre_y(face), face_side, viewer.user.display_name);
    const ui::Button out{.label = view.say(msg::bars_sign_out),
                         .kind = ui::ButtonKind::Secondary,
                         .size = ui::ButtonSize::Small};
    const ui::Rect button = inside.right(ui::button_width(ui, out));
    const ui::TextStyle name{.role = ui::TextRole::CardTitle};
    const ui::TextStyle email = muted(view, ui::TextRole::Small);
    const float lines = ui::line_height(name.role) + ui::line_height(email.role);
    ui::Column text(ui, inside.rest.x, ui::centre_y(card) - lines / 2, inside.rest.width, 0);
    text.label(viewer.user.display_name, name);
    text.label(viewer.user.email, email);
    if (ui::button(ui, ui::centred(button, button.width, ui::size::button_small), out)) {
        view.want(model::intent::SignOut{});
    }
}

void account_figures(const View& view, ui::Column& column) {
    const auto tiles = ui::columns(column.take(ui::stat_tile_height), 2, ui::space::m);
    ui::stat_tile(view.ui, tiles[0], view.tokens(view.model.balance()),
                  view.say(msg::AccountTokensFigure{view.model.balance()}));
    const std::int64_t classes = view.model.enrollments.count();
    ui::stat_tile(view.ui, tiles[1], view.number(classes),
                  view.say(msg::AccountClassesEnrolled{classes}));
}

void ledger_row(const View& view, const ui::Rect& row, const domain::WalletEntry& entry,
                bool last) {
    ui::Ui& ui = view.ui;
    std::string title;
    if (entry.stream_id) {
        if (const wire::PublicStream* about = view.model.classes.find(*entry.stream_id)) {
            title = about->stream.title;
        }
    }
    const std::string what = joined({reason_text(view, entry.reason, title), entry.note});
    const std::string_view sign = entry.delta > 0 ? "+" : entry.delta < 0 ? "\u2212" : "";
    const std::string amount =
        std::string(sign) + view.tokens(entry.delta > 0 ? entry.delta : -entry.delta);
    ui::NodeScope item(ui, ui::Role::ListItem, what, row);
    const ui::TextStyle strong{.role = ui::TextRole::BodyStrong};
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const ui::TextStyle figure{.role = ui::TextRole::BodyStrong,
                               .color = entry.delta > 0 ? view.theme().success : view.theme().text,
                               .tabular = true};
    ui::Slices halves(ui::inset(row, 0, ledger_row_padding), ui::space::m);
    const ui::Rect end = halves.right(std::max(ui::text_width(ui, amount, figure), least_amount));
    ui::Column left(ui, halves.rest.x, halves.rest.y, halves.rest.width, 0);
    ui::Column right(ui, end.x, end.y, end.width, 0);
    left.label(what, strong);
    left.label(view.model.words->time(entry.created_at, model::TimeStyle::DateTime), quiet);
    right.label(amount, figure, ui::Align::End);
    right.label(view.say(msg::AccountThen{entry.balance_after}), quiet, ui::Align::End);
    if (!last) ui::divider(ui, row.x, ui::bottom(row) - 1, row.width);
}

void ledger_on_its_way(const View& view, ui::Column& column) {
    for (int i = 0; i < ledger_rows_waited_for; ++i) {
        const ui::Rect row = column.after(0).take(ledger_row_height);
        ui::Column lines(view.ui, row.x, row.y + ui::space::m, row.width, ui::space::s);
        ui::skeleton(lines, row.width * skeleton_title, ui::space::l);
        ui::skeleton(lines, row.width * skeleton_detail, ui::space::m);
    }
}

void ledger_rows(const View& view, ui::Column& column,
                 const std::vector<domain::WalletEntry>& entries) {
    ui::NodeScope list(view.ui, ui::Role::List, view.say(msg::account_history));
    for (const domain::WalletEntry& entry : entries) {
        ledger_row(view, column.after(0).take(ledger_row_height), entry, &entry == &entries.back());
    }
    if (entries.empty()) column.paragraph(view.say(msg::account_no_tokens_moved), muted(view));
}

void ledger(const View& view, ui::Column& column) {
    const model::Account& account = view.model.account;
    section_title(view, column, view.say(msg::account_tokens), view.say(msg::account_every_one));
    if (account.wallet.failed()) {
        return failed_list(view, column, view.say(msg::account_tokens_unshown),
                           *account.wallet.error);
    }
    if (account.wallet.waiting()) return ledger_on_its_way(view, column);
    column.panel("ledger",
                 [&](ui::Column& inside) { ledger_rows(view, inside, *account.wallet.value); });
    if (account.wallet_cursor) {
        more_button(view, column, view.say(msg::common_show_more), account.loading_more);
    }
}

void settings_button(const View& view, ui::Column& column) {
    const model::Route to = model::page(model::Page::Settings);
    const std::string href = model::url_of(to);
    if (column.button({.label = view.say(msg::bars_settings),
                       .kind = ui::ButtonKind::Outline,
                       .icon = icon::settings,
                       .href = href})) {
        view.go(to);
    }
}

}  // namespace

void account_page(const View& view) {
    ui::Page page(view.ui, ui::size::column_max);
    page.heading(view.say(msg::account_title), 1, {.role = ui::TextRole::Display});
    page.after(ui::space::xl);
    if (!view.model.account.viewer) {
        ui::skeleton(page, page.width(), person_height, ui::radius::card);
        return page.end();
    }
    person_card(view, page);
    page.after(ui::space::xxl);
    account_figures(view, page);
    page.after(ui::space::l);
    write_to_studio(view, page);
    settings_button(view, page);
    page.after(ui::space::xxl);
    ledger(view, page);
    page.end();
}

}  // namespace lsl::views
