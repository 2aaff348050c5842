#include "client/views/chat/pins.h"

#include "client/views/chat/chat_run.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace lsl::views {

namespace {

namespace intent = model::intent;
using wire::MessageRow;

constexpr float pin_padding = 12, pin_side = 12;
constexpr float pin_tint = 0.16f;
constexpr float folded_height = 52;
constexpr float take_down_side = 32;
constexpr float option_height = 36, option_gap = 6;
constexpr float bar_tint = 0.22f;
constexpr float full_share = 100;

ChatRun pin_run(const View& view, const MessageRow& row) {
    ChatRun run = chat_run(view, row);
    run.tag = {};
    run.text = row.message;
    return run;
}

float pin_text_width(const View& view, float width) {
    const float end = moderates(view) ? take_down_side : 0;
    return width - 2 * pin_padding - ui::size::icon - ui::space::s - end;
}

float pin_height(const View& view, const MessageRow& row, float width) {
    return chat_run_height(view, pin_run(view, row), pin_text_width(view, width)) + 2 * pin_padding;
}

void pin_words(const View& view, const ui::Rect& place, const MessageRow& row, const ChatRun& run) {
    draw_chat_run(view, place, run);
    view.ui.node({.id = view.ui.claim("words"),
                  .role = ui::Role::Text,
                  .name = view.say(msg::ChatPinned{run.name, row.message}),
                  .rect = place});
}

void pin_card(const View& view, const ui::Rect& rect, const MessageRow& row) {
    ui::Ui& ui = view.ui;
    const ui::Theme& theme = view.theme();
    const std::string id = row.id.to_string();
    ui::IdScope scope(ui, id);
    ui::fill(ui, rect, theme.accent.faded(pin_tint), ui::radius::control);
    if (theme.lined()) ui::stroke(ui, rect, theme.line, ui::radius::control);
    ui::Slices line(ui::inset(rect, pin_padding), ui::space::s);
    const ui::Rect symbol = line.left(ui::size::icon);
    ui::draw_icon(ui, symbol.x, symbol.y, icon::pin, ui::size::icon_inside, theme.accent);
    const ui::Rect text{line.rest.x, line.rest.y, pin_text_width(view, rect.width),
                        line.rest.height};
    pin_words(view, text, row, pin_run(view, row));
    if (!moderates(view)) return;
    const ui::Rect end{ui::right(rect) - take_down_side - ui::space::xs,
                       ui::centre_y(rect) - take_down_side / 2, take_down_side, take_down_side};
    if (ui::icon_button(ui, end,
                        {.icon = icon::x, .name = view.say(msg::chat_unpin), .key = "unpin"})) {
        view.want(intent::PinMessage{row.id, false});
    }
}

/// One line for all of them; a press shows them.
void folded(const View& view, const ui::Rect& rect) {
    ui::Ui& ui = view.ui;
    const auto& all = view.model.chat.at->pins;
    const auto count = static_cast<std::int64_t>(all.size());
    ui::Slices line(ui::inset(rect, ui::space::l, 0), ui::space::s);
    bool& open = view.drafts.chat.pins_open;
    if (count > 1 &&
        ui::icon_button(ui, line.right(ui::size::touch),
                        {.icon = open ? icon::chevron_up : icon::chevron_down,
                         .name = view.say(open ? msg::chat_fewer_pins : msg::chat_all_pins),
                         .key = "all-pins"})) {
        open = !open;
    }
    const ui::Rect symbol = line.left(ui::size::icon);
    ui::draw_icon(ui, symbol.x, ui::centre_y(symbol) - ui::size::icon_inside / 2, icon::pin,
                  ui::size::icon_inside, view.theme().accent);
    ChatRun run = pin_run(view, all.back());
    run.most_lines = 1;
    const float height = ui::line_height(ui::TextRole::Small);
    pin_words(view, ui::centred(line.rest, line.rest.width, height), all.back(), run);
    ui::divider(ui, rect.x, ui::bottom(rect), rect.width);
}

void poll_option(const View& view, const ui::Rect& rect, const wire::PollRow& poll,
                 std::size_t number) {
    ui::Ui& ui = view.ui;
    const ui::Theme& theme = view.theme();
    const wire::PollOption& option = poll.options[number];
    const auto& votes = view.model.chat.poll_votes;
    const auto chosen = votes.find(poll.id);
    const auto index = static_cast<std::int64_t>(number);
    const bool own = chosen != votes.end() && chosen->second == index;
    const std::int64_t percent = model::percent_of(poll, number);
    const std::string share = view.say(msg::ChatPercent{percent});
    ui::IdScope scope(ui, index);
    const ui::Id id = ui.claim("option");
    const ui::Press press = ui.control(id, rect, !poll.open);
    ui.node({.id = id,
             .role = ui::Role::Button,
             .name = view.say(msg::ChatOption{option.text, share}),
             .rect = rect,
             .disabled = !poll.open,
             .selected = own});
    ui::fill(ui, rect, theme.surface2, ui::radius::inside);
    ui::Rect bar = rect;
    bar.width = rect.width * static_cast<float>(percent) / full_share;
    ui::fill(ui, bar, (own ? theme.accent : theme.muted).faded(bar_tint), ui::radius::inside);
    if (press.hovered) ui::fill(ui, rect, theme.hover, ui::radius::inside);
    const ui::TextStyle style{.role = own ? ui::TextRole::SmallStrong : ui::TextRole::Small,
                              .tabular = true};
    ui::Slices line(ui::inset(rect, ui::space::m, 0), ui::space::s);
    const float middle = ui::centre_y(rect) - ui::line_height(style.role) / 2;
    const ui::Rect end = line.right(ui::text_width(ui, share, style) + 1);
    ui::draw_text(ui, end.x, middle, share, style);
    if (own) {
        const ui::Rect tick = line.right(ui::size::icon_small);
        ui::draw_icon(ui, tick.x, ui::centre_y(rect) - ui::size::icon_small / 2, icon::check,
                      ui::size::icon_small, theme.accent);
    }
    ui::draw_text(ui, line.rest.x, middle, ui::ellipsized(ui, option.text, style, line.rest.width),
                  style);
    if (press.focused) ui::focus_ring(ui, rect, ui::radius::inside);
    if (!press.clicked || !poll.open) return;
    view.want(intent::VoteInPoll{poll.id, own ? std::nullopt : std::optional(index)});
}

float poll_height(const wire::PollRow& poll) {
    const auto options = static_cast<float>(poll.options.size());
    return ui::line_height(ui::TextRole::SmallStrong) + ui::space::s +
           options * (option_height + option_gap);
}

void poll_part(const View& view, ui::Column& column, const wire::PollRow& poll) {
    ui::Ui& ui = view.ui;
    ui::NodeScope group(ui, ui::Role::Group, poll.question);
    ui::Slices head = column.row(ui::line_height(ui::TextRole::SmallStrong));
    const ui::Rect symbol = head.left(ui::size::icon);
    ui::draw_icon(ui, symbol.x, ui::centre_y(symbol) - ui::size::icon_inside / 2,
                  icon::chart_bar_decreasing, ui::size::icon_inside, view.theme().accent);
    const std::string votes = view.say(msg::ChatPollVotes{model::votes_of(poll)});
    const ui::TextStyle quiet = muted(view, ui::TextRole::Caption);
    const float width = ui::text_width(ui, votes, quiet) + 1;
    ui::label(ui, head.right(width), votes, quiet, ui::Align::End);
    ui::label(ui, head.rest, poll.question, {.role = ui::TextRole::SmallStrong});
    column.after(ui::space::s);
    for (std::size_t i = 0; i < poll.options.size(); ++i) {
        poll_option(view, column.take(option_height), poll, i);
        column.after(option_gap);
    }
}

/// Whether there is a poll to be shown: an open one, or the last one's outcome to who has voted.
const wire::PollRow* shown_poll(const View& view) {
    const model::Chat& chat = view.model.chat;
    if (!chat.at || !chat.at->poll) return nullptr;
    const wire::PollRow& poll = *chat.at->poll;
    return poll.open || chat.poll_votes.contains(poll.id) ? &poll : nullptr;
}

/// As many as there is room for, the newest first.
void cards(const View& view, ui::Column& column, float bottom) {
    const auto& all = view.model.chat.at->pins;
    std::int64_t left = static_cast<std::int64_t>(all.size());
    for (auto row = all.rbegin(); row != all.rend(); ++row) {
        const float height = pin_height(view, *row, column.width());
        if (column.next() + height > bottom) break;
        pin_card(view, column.take(height), *row);
        left -= 1;
    }
    if (left > 0 && column.next() + ui::line_height(ui::TextRole::Small) <= bottom) {
        column.label(view.say(msg::ChatMorePins{left}), muted(view, ui::TextRole::Small));
    }
}

}  // namespace

float pins(const View& view, const ui::Rect& place, PinsShape shape) {
    const model::Chat& chat = view.model.chat;
    const wire::PollRow* poll = shown_poll(view);
    const bool has_pins = chat.at && !chat.at->pins.empty();
    if (!has_pins && poll == nullptr) return 0;
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::chat_pins));
    ui::Column column(view.ui, place.x + pin_side, place.y, place.width - 2 * pin_side,
                      ui::space::s);
    if (has_pins && shape == PinsShape::Folded) {
        folded(view, {place.x, place.y, place.width, folded_height});
        column.until(place.y + folded_height);
        if (view.drafts.chat.pins_open) cards(view, column, ui::bottom(place));
    } else if (has_pins) {
        column.after(pin_side);
        cards(view, column, ui::bottom(place));
    }
    if (poll != nullptr && column.next() + poll_height(*poll) <= ui::bottom(place)) {
        column.after(ui::space::m);
        poll_part(view, column, *poll);
    }
    const float used = column.bottom() + ui::space::s;
    ui::divider(view.ui, place.x, used, place.width);
    return used - place.y;
}

}  // namespace lsl::views
