#include "client/views/pages.h"

#include "client/views/wording.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

constexpr float row_height = 60;

void person_card(const View& view, float x, float& y, float width) {
    ui::Ui& ui = view.ui;
    const model::Viewer& viewer = *view.model.account.viewer;
    constexpr float padding = ui::space::panel_inset, height = 84;
    ui::surface(ui, {x, y, width, height}, ui::radius::card);
    ui::avatar(ui, x + padding + 24, y + height / 2, 48, viewer.user.display_name);
    const ui::Button out{.label = view.say(msg::bars_sign_out),
                         .kind = ui::ButtonKind::Secondary,
                         .size = ui::ButtonSize::Small};
    const float out_width = ui::button_width(ui, out);
    const float left = x + padding + 48 + 14;
    const float room = x + width - padding - out_width - 12 - left;
    ui::label(ui, {left, y + 20, room, 22}, viewer.user.display_name,
              {.role = ui::TextRole::CardTitle});
    ui::label(ui, {left, y + 42, room, 20}, viewer.user.email, muted(view, ui::TextRole::Small));
    if (ui::button(ui, {x + width - padding - out_width, y + (height - 38) / 2, out_width, 38},
                   out)) {
        view.want(model::intent::SignOut{});
    }
    y += height + ui::space::xxl;
}

void figures(const View& view, float x, float& y, float width) {
    const auto tiles = ui::columns({x, y, width, ui::stat_tile_height}, 2, 10);
    ui::stat_tile(view.ui, tiles[0], view.tokens(view.model.balance()),
                  view.say(msg::AccountTokensFigure{view.model.balance()}));
    const auto classes = static_cast<std::int64_t>(view.model.enrollments.rows.size());
    ui::stat_tile(view.ui, tiles[1], view.number(classes),
                  view.say(msg::AccountClassesEnrolled{classes}));
    y += ui::stat_tile_height + ui::space::xxxl;
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
    const std::string what = reason_text(view, entry.reason, title);
    const std::string_view sign = entry.delta > 0 ? "+" : entry.delta < 0 ? "\u2212" : "";
    const std::string amount =
        std::string(sign) + view.tokens(entry.delta > 0 ? entry.delta : -entry.delta);
    const std::string after = view.say(msg::AccountThen{entry.balance_after});
    ui::NodeScope item(ui, ui::Role::ListItem, what, row);
    const ui::TextStyle strong{.role = ui::TextRole::BodyStrong, .tabular = true};
    const float amount_width = std::max(ui::text_width(ui, amount, strong), 70.0f);
    const float room = row.width - amount_width - 12;
    ui::label(ui, {row.x, row.y + 10, room, 22}, what, {.role = ui::TextRole::BodyStrong});
    ui::label(ui, {row.x, row.y + 32, room, 19},
              view.model.words->time(entry.created_at, model::TimeStyle::DateTime),
              muted(view, ui::TextRole::Small));
    const ui::Rect end{ui::right(row) - amount_width, row.y + 10, amount_width, 22};
    const ui::Color color = entry.delta > 0 ? view.theme().success : view.theme().text;
    ui::label(ui, end, amount, {.role = ui::TextRole::BodyStrong, .color = color, .tabular = true},
              ui::Align::End);
    ui::label(ui, {end.x, row.y + 32, amount_width, 19}, after, muted(view, ui::TextRole::Small),
              ui::Align::End);
    if (!last) ui::divider(ui, row.x, ui::bottom(row) - 1, row.width);
}

float ledger(const View& view, float x, float y, float width) {
    ui::Ui& ui = view.ui;
    const auto& wallet = view.model.account.wallet;
    y += section_title(view, x, y, width, view.say(msg::account_tokens),
                       view.say(msg::account_every_one));
    if (wallet.failed()) {
        const ui::StateResult state = ui::error_state(
            ui, x, y, width, view.say(msg::account_tokens_unshown), view.explain(*wallet.error));
        if (state.action) view.want(model::intent::Retry{});
        return y + state.height;
    }
    if (wallet.waiting()) {
        for (int i = 0; i < 4; ++i, y += row_height) {
            ui::skeleton(ui, {x, y + 12, width * 0.5f, 16});
            ui::skeleton(ui, {x, y + 36, width * 0.3f, 12});
        }
        return y;
    }
    AutoPanel panel(view, "ledger", x, y, width, ui::space::panel_inset);
    float at = panel.y - 8;
    {
        ui::NodeScope list(ui, ui::Role::List, view.say(msg::account_history));
        for (const domain::WalletEntry& entry : *wallet.value) {
            ledger_row(view, {panel.x, at, panel.width, row_height}, entry,
                       &entry == &wallet.value->back());
            at += row_height;
        }
    }
    if (wallet.value->empty()) {
        at += ui::paragraph(ui, panel.x, at + 8, panel.width,
                            view.say(msg::account_no_tokens_moved), muted(view)) +
              8;
    }
    y = panel.finish(at - 8);
    if (view.model.account.wallet_cursor) {
        y += 16;
        const ui::Button more{.label = view.say(msg::common_show_more),
                              .kind = ui::ButtonKind::Outline,
                              .busy = view.model.account.loading_more};
        const float wide = ui::button_width(ui, more);
        if (ui::button(ui, {x + (width - wide) / 2, y, wide, ui::size::button}, more)) {
            view.want(model::intent::LoadMore{});
        }
        y += ui::size::button;
    }
    return y;
}

}  // namespace

void account_page(const View& view) {
    ui::Ui& ui = view.ui;
    ui::Page page(ui, ui::size::column_max);
    float y = page.y;
    y += ui::heading(ui, page.x, y, page.width, view.say(msg::account_title), 1,
                     {.role = ui::TextRole::Display}) +
         ui::space::xl;
    if (!view.model.account.viewer) {
        ui::skeleton(ui, {page.x, y, page.width, 84}, ui::radius::card);
        page.end(y + 84);
        return;
    }
    person_card(view, page.x, y, page.width);
    figures(view, page.x, y, page.width);
    page.end(ledger(view, page.x, y, page.width));
}

}  // namespace lsl::views
