#include "client/views/chat/wish_bar.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace lsl::views {

namespace {

using domain::Wish;

constexpr float least_cell_wide = 120, least_cell_phone = 66;
constexpr float cell_gap = 3;
constexpr float winner_symbol = 48, winner_symbol_phone = 32, small_symbol = 24;
constexpr double loud_seconds = 8;  ///< at least, so that a glance finds it

constexpr ui::Color again_ground = ui::rgb(0xC4B5FD), again_ink = ui::rgb(0x1E1147);
constexpr ui::Color slower_ground = ui::rgb(0xF5C451), slower_ink = ui::rgb(0x2A1C00);
constexpr ui::Color faster_ground = ui::rgb(0x4ADE9A), faster_ink = ui::rgb(0x06281A);

struct Cell {
    Wish wish;
    msg::Plain text;
    char32_t symbol = 0;
    ui::Color ground, ink;
    std::int64_t count = 0;
};

std::array<Cell, 3> cells_of(const model::WishShares& shares) {
    return {
        {{Wish::Again, msg::chat_again, icon::rotate_ccw, again_ground, again_ink, shares.again},
         {Wish::Slower, msg::chat_slower, icon::chevrons_left, slower_ground, slower_ink,
          shares.slower},
         {Wish::Faster, msg::chat_faster, icon::chevrons_right, faster_ground, faster_ink,
          shares.faster}}};
}

std::string cell_words(const View& view, const Cell& cell) {
    return view.say(msg::ChatWish{view.say(cell.text), cell.count});
}

void winner_cell(const View& view, const ui::Rect& rect, const Cell& cell) {
    ui::Ui& ui = view.ui;
    const bool phone = ui.phone();
    const float symbol = phone ? winner_symbol_phone : winner_symbol;
    ui::fill(ui, rect, cell.ground);
    const ui::TextStyle words{.role = phone ? ui::TextRole::Stage : ui::TextRole::StageLarge,
                              .color = cell.ink,
                              .tabular = true};
    const ui::TextStyle small{.role = ui::TextRole::PageTitle, .color = cell.ink, .tabular = true};
    const std::string of =
        phone ? std::string() : view.say(msg::ChatWishOf{view.model.chat.viewers()});
    const float of_width = of.empty() ? 0 : ui::text_width(ui, of, small) + ui::space::s;
    const float room = rect.width - symbol - of_width - 2 * ui::space::l - ui::space::m;
    const std::string text = ui::ellipsized(ui, cell_words(view, cell), words, room);
    const float wide = symbol + ui::space::m + ui::text_width(ui, text, words) + of_width;
    ui::Slices line(ui::Rect{ui::centre_x(rect) - wide / 2, rect.y, wide, rect.height},
                    ui::space::m);
    const ui::Rect sign = line.left(symbol);
    ui::draw_icon(ui, sign.x, ui::centre_y(rect) - symbol / 2, cell.symbol, symbol, cell.ink);
    const float top = ui::centre_y(rect) - ui::line_height(words.role) / 2;
    const float drawn = ui::draw_text(ui, line.rest.x, top, text, words);
    if (of.empty()) return;
    ui::draw_text(ui, line.rest.x + drawn + ui::space::s,
                  ui::centre_y(rect) - ui::line_height(small.role) / 2, of, small);
}

void small_cell(const View& view, const ui::Rect& rect, const Cell& cell, bool loud) {
    ui::Ui& ui = view.ui;
    const ui::Theme& theme = view.theme();
    ui::fill(ui, rect, loud ? cell.ground : theme.surface2);
    const ui::Color ink = loud ? cell.ink : theme.muted;
    const ui::TextStyle style{.role = ui::TextRole::BodyStrong, .color = ink, .tabular = true};
    const std::string text =
        ui::ellipsized(ui, cell_words(view, cell), style, rect.width - ui::space::s);
    const float height = small_symbol + ui::space::xs + ui::line_height(style.role);
    ui::Stack lines(rect.x, ui::centre_y(rect) - height / 2, rect.width, ui::space::xs);
    const ui::Rect sign = lines.take(small_symbol);
    ui::draw_icon(ui, ui::centre_x(sign) - small_symbol / 2, sign.y, cell.symbol, small_symbol,
                  ink);
    const ui::Rect words = lines.take(ui::line_height(style.role));
    ui::draw_text(ui, ui::centre_x(words) - ui::text_width(ui, text, style) / 2, words.y, text,
                  style);
}

/// A call stays loud for a while: the winner of moments ago holds on to the large word.
std::optional<Wish> loud_wish(const View& view, const model::WishShares& shares) {
    ui::Ui& ui = view.ui;
    float& held = ui.kept(ui.id("loud"), 0);         // 1 + the wish; 0 = none
    float& until = ui.kept(ui.id("loud-until"), 0);  // seconds of the frame clock
    const auto now = static_cast<float>(ui.now());
    if (shares.winner) {
        const auto winner = static_cast<float>(1 + static_cast<int>(*shares.winner));
        if (held == 0 || held == winner || now >= until) {
            held = winner;
            until = now + static_cast<float>(loud_seconds);
        }
    } else if (now >= until) {
        held = 0;
    }
    if (held == 0) return std::nullopt;
    if (until > now) view.wake_just_after(static_cast<double>(until - now));
    return static_cast<Wish>(static_cast<int>(held) - 1);
}

}  // namespace

void wish_bar(const View& view, const ui::Rect& rect) {
    ui::Ui& ui = view.ui;
    const model::Chat& chat = view.model.chat;
    ui::IdScope scope(ui, "wishes");
    const wire::WishCounts counts = chat.at ? chat.at->wish : wire::WishCounts{};
    const model::WishShares shares = model::wish_shares(counts, chat.viewers());
    const std::optional<Wish> loud = loud_wish(view, shares);
    const std::array<Cell, 3> all = cells_of(shares);
    const std::int64_t people = counts.again + counts.slower + counts.faster;
    const ui::Id id = ui.claim("clear");
    const ui::Press press = ui.control(id, rect, people == 0);
    if (people == 0 && !loud) {
        ui::fill(ui, rect, view.theme().surface2, ui::radius::control);
        ui::label(ui, ui::inset(rect, ui::space::l, 0), view.say(msg::chat_no_wish), muted(view),
                  ui::Align::Centre);
        return;
    }
    const std::string said = view.say(msg::ChatWishes{counts.again, counts.slower, counts.faster});
    ui.node({.id = id, .role = ui::Role::Button, .name = said, .rect = rect});
    const float least = ui.phone() ? least_cell_phone : least_cell_wide;
    const auto count = static_cast<float>(all.size());
    const float spare = std::max(rect.width - cell_gap * (count - 1) - count * least, 0.0f);
    const auto sum = static_cast<float>(std::max(people, std::int64_t{1}));
    ui::Slices rest(rect, cell_gap);
    for (const Cell& cell : all) {
        // While a call is loud its word has the room, whatever the shares are.
        const float part =
            loud ? (cell.wish == *loud ? 1.0f : 0.0f) : static_cast<float>(cell.count) / sum;
        const ui::Rect place = rest.left(least + spare * part);
        if (loud == cell.wish) {
            winner_cell(view, place, cell);
        } else {
            small_cell(view, place, cell, loud.has_value());
        }
    }
    if (press.focused) ui::focus_ring(ui, rect, ui::radius::control);
    if (press.clicked) view.want(model::intent::ClearWishes{});
}

}  // namespace lsl::views
