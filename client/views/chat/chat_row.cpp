#include "client/views/chat/chat_row.h"

#include "client/model/room/chat_links.h"
#include "client/views/chat/chat_run.h"
#include "client/views/chat/reply.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lsl::views {

namespace {

namespace intent = model::intent;
using domain::MessageKind;
using domain::MessageState;
using wire::MessageRow;

constexpr float row_side = 16, row_edge = 5;
constexpr float face_side = 26, face_gap = 10;
constexpr float card_side = 12, card_padding = 12;
constexpr float more_side = 32;
constexpr float card_button = 38;
constexpr float announcement_tint = 0.14f;
constexpr std::int64_t pause_seconds = 600;

/// Questions and what waits stand in a card of their own, with buttons below.
bool is_card(const MessageRow& row) {
    if (row.state == MessageState::Removed) return false;
    return row.state == MessageState::Held || row.kind == MessageKind::Question;
}

bool is_gone(const MessageRow& row) { return row.state == MessageState::Removed || row.is_deleted; }

std::string_view card_label(const View& view, const MessageRow& row) {
    if (row.state == MessageState::Held) return view.say(msg::chat_held);
    return view.say(row.answered_at ? msg::chat_answered : msg::chat_question);
}

float text_left(const MessageRow& row) {
    return row.kind == MessageKind::System ? 0 : face_side + face_gap;
}

float run_width(const MessageRow& row, float width) {
    return width - 2 * row_side - text_left(row);
}

ChatRun run_of(const View& view, const MessageRow& row, std::string_view text) {
    ChatRun run = chat_run(view, row);
    run.text = text;
    run.quiet = is_gone(row) || row.kind == MessageKind::System;
    return run;
}

/// What a card's buttons do is for the team; its author reads that it waits, or takes it back.
bool has_card_line(const View& view, const MessageRow& row) {
    return moderates(view) || row.state == MessageState::Held || is_own(view, row);
}

ui::Rect card_of(const ui::Rect& rect) { return ui::inset(rect, card_side, row_edge); }

std::string spoken(const View& view, const MessageRow& row, std::string_view text) {
    const std::string name = chat_run(view, row).name;
    if (name.empty()) return std::string(text);
    if (reply_line_height(row) <= 0) return view.say(msg::ChatSpoken{name, text});
    return view.say(msg::ChatSpokenReply{name, answered_text(view, *row.reply_to), text});
}

/// What screen readers and find in page meet, where the runs are painted.
void say_row(const View& view, const ui::Rect& rect, const MessageRow& row, std::string_view text) {
    view.ui.node({.id = view.ui.claim("words"),
                  .role = ui::Role::Text,
                  .name = spoken(view, row, text),
                  .rect = rect,
                  .lettering = ui::lettering({.role = ui::TextRole::Small})});
}

void vote_button(const View& view, const ui::Rect& place, const MessageRow& row) {
    const bool voted = view.model.chat.voted.contains(row.id);
    const std::string count = view.number(row.votes);
    const std::string name = view.say(msg::ChatVotes{row.votes});
    if (ui::toggle_button(view.ui, place,
                          {.label = count,
                           .icon = icon::chevron_up,
                           .on = voted,
                           .disabled = is_own(view, row),
                           .name = name,
                           .key = "vote"})) {
        view.want(intent::VoteForQuestion{row.id, !voted});
    }
}

bool card_action(const View& view, ui::Slices& line, std::string_view label, ui::ButtonKind kind,
                 std::string_view key) {
    const ui::Button button{
        .label = label, .kind = kind, .size = ui::ButtonSize::Small, .key = key};
    return ui::button(view.ui, line.left(ui::button_width(view.ui, button)), button);
}

void held_actions(const View& view, ui::Slices& line, const MessageRow& row) {
    if (!moderates(view)) {
        ui::label(view.ui, line.rest, view.say(msg::chat_waits), muted(view, ui::TextRole::Small));
        return;
    }
    if (card_action(view, line, view.say(msg::chat_allow), ui::ButtonKind::Secondary, "allow")) {
        view.want(intent::AllowMessage{row.id});
    }
    if (card_action(view, line, view.say(msg::chat_remove), ui::ButtonKind::Ghost, "refuse")) {
        view.want(intent::RemoveMessage{row.id});
    }
}

void more_of_row(const View& view, const ui::Rect& place, const MessageRow& row) {
    const bool is_menu = view.drafts.chat.menu == row.id;
    const std::string name = view.say(msg::ChatMore{spoken(view, row, chat_text(view, row))});
    if (ui::icon_button(view.ui, place,
                        {.icon = icon::ellipsis,
                         .name = name,
                         .has_popup = true,
                         .expanded = is_menu,
                         .key = "more"})) {
        view.drafts.chat.menu = is_menu ? std::nullopt : std::optional(row.id);
    }
}

void question_actions(const View& view, ui::Slices& line, const MessageRow& row) {
    more_of_row(view, line.right(more_side), row);
    if (!moderates(view)) return;
    if (!row.answered_at && card_action(view, line, view.say(msg::chat_mark_answered),
                                        ui::ButtonKind::Outline, "answered")) {
        view.want(intent::AnswerQuestion{row.id});
    }
    const bool pinned = row.pinned_at.has_value();
    if (card_action(view, line, view.say(pinned ? msg::chat_unpin : msg::chat_pin),
                    ui::ButtonKind::Ghost, "pin")) {
        view.want(intent::PinMessage{row.id, !pinned});
    }
}

void draw_card(const View& view, const ui::Rect& rect, const MessageRow& row,
               const std::string& text) {
    ui::Ui& ui = view.ui;
    const ui::Rect card = card_of(rect);
    const bool held = row.state == MessageState::Held;
    if (!held) ui::fill(ui, card, view.theme().surface2, ui::radius::control);
    if (held || view.theme().lined()) ui::stroke(ui, card, view.theme().line, ui::radius::control);
    ui::Slices lines(ui::inset(card, card_padding), ui::space::xs);
    ui::Slices head(lines.top(ui::badge_height), ui::space::s);
    if (!held) {
        const std::string count = view.number(row.votes);
        const float wide = ui::toggle_button_width(ui, {.label = count, .icon = icon::chevron_up});
        vote_button(view, head.right(wide), row);
    }
    const std::string_view label = card_label(view, row);
    const float label_width =
        ui::chip(ui, head.rest.x, head.rest.y, label, held ? ui::Tone::Danger : ui::Tone::Warning);
    head.left(label_width);
    const ChatRun who = chat_run(view, row);
    ui::label(ui, head.rest, who.name, {.role = ui::TextRole::SmallStrong});
    const ui::TextStyle words{.role = ui::TextRole::Small};
    const ui::Rect place = lines.top(ui::text_height(ui, text, words, lines.rest.width));
    ui::paragraph(ui, place.x, place.y, place.width, text, words);
    if (!has_card_line(view, row)) return;
    ui::Slices line(lines.top(card_button), ui::space::xs);
    if (held) {
        held_actions(view, line, row);
    } else {
        question_actions(view, line, row);
    }
}

void draw_line(const View& view, const ui::Rect& rect, const MessageRow& row,
               const std::string& text, bool follows) {
    ui::Ui& ui = view.ui;
    if (row.kind == MessageKind::Announcement && !is_gone(row)) {
        ui::fill(ui, ui::inset(rect, ui::space::s, 0), view.theme().accent.faded(announcement_tint),
                 ui::radius::control);
    }
    const ChatRun run = run_of(view, row, text);
    const float left = rect.x + row_side;
    if (!follows && row.kind != MessageKind::System && !run.name.empty()) {
        ui::avatar(ui, left + face_side / 2, rect.y + row_edge + face_side / 2, face_side,
                   run.name);
    }
    const float line = ui::line_height(ui::TextRole::Small);
    const ui::Rect words{left + text_left(row), rect.y + row_edge, run_width(row, rect.width),
                         rect.height};
    reply_line(view, words, row);
    const float first = words.y + (face_side - line) / 2;
    draw_chat_run(view, ui::moved(words, 0, reply_line_height(row) + first - words.y), run);
    say_row(view, {words.x, first, words.width, ui::bottom(rect) - first}, row, text);
}

/// What everybody sees can be answered by who may write at all.
bool may_answer(const View& view, const MessageRow& row) {
    const auto& at = view.model.chat.at;
    return row.seq && at && (moderates(view) || (at->me && at->me->can_write));
}

/// What can be done with a row, in its menu's order.
struct RowAction {
    msg::Plain text;
    char32_t symbol = 0;
    model::Intent wish;
    bool danger = false;
    std::string link = {};  ///< the action is to open it, and its text
};

/// Whose links may be opened is a setting of the class; those of others stay text.
void add_links(const View& view, const MessageRow& row, std::vector<RowAction>& actions) {
    const auto& at = view.model.chat.at;
    if (!at || at->settings.links == domain::LinksOf::None) return;
    const bool of_team = chat_run(view, row).of_team;
    if (at->settings.links == domain::LinksOf::Staff && !of_team) return;
    for (std::string& link : model::links_in(row.message)) {
        actions.push_back({.symbol = icon::external_link,
                           .wish = intent::OpenLink{link},
                           .link = std::move(link)});
    }
}

std::vector<RowAction> actions_of(const View& view, const MessageRow& row) {
    std::vector<RowAction> actions;
    const bool team = moderates(view), own = is_own(view, row);
    if (team && is_gone(row) && row.removed_by != domain::RemovedBy::Self && !row.message.empty()) {
        actions.push_back({msg::chat_restore, icon::rotate_ccw, intent::AllowMessage{row.id}});
    }
    if (is_gone(row) || row.kind == MessageKind::System) return actions;
    add_links(view, row, actions);
    if (may_answer(view, row)) {
        actions.push_back({msg::chat_reply, icon::message_circle_reply, intent::ReplyTo{row.id}});
    }
    if (team && row.seq) {
        const bool pinned = row.pinned_at.has_value();
        actions.push_back({pinned ? msg::chat_unpin : msg::chat_pin, icon::pin,
                           intent::PinMessage{row.id, !pinned}});
    }
    const wire::ChatPerson* person = view.model.chat.author(row);
    const bool by_viewer = person != nullptr && chat_run(view, row).tag.empty();
    if (team && !own && by_viewer && row.user_id) {
        actions.push_back({msg::chat_pause_person, icon::timer,
                           intent::TimeOutPerson{*row.user_id, pause_seconds}});
        actions.push_back({msg::chat_person, icon::user, intent::OpenPerson{*row.user_id}});
    }
    if (!team && !own && !view.model.chat.reported.contains(row.id)) {
        actions.push_back({msg::chat_report, icon::flag, intent::AskToReport{row.id}});
    }
    if (team || own) {
        actions.push_back({own ? msg::chat_take_back : msg::chat_remove, icon::trash_2,
                           intent::RemoveMessage{row.id}, true});
    }
    return actions;
}

/// Over the row's end, while it is looked at; keyboards and screen readers reach it always.
void more_button_of(const View& view, const ui::Rect& rect, const MessageRow& row) {
    ui::Ui& ui = view.ui;
    if (actions_of(view, row).empty()) return;
    std::optional<MessageId>& open = view.drafts.chat.open;
    const ui::Press press = ui.control(ui.id("row"), rect, false, ui::Cursor::Default);
    if (press.clicked && ui.frame().pointer == ui::PointerKind::Touch) {
        open = open == row.id ? std::nullopt : std::optional(row.id);
    }
    const bool over = ui.frame().pointer != ui::PointerKind::Touch &&
                      ui.interaction.over(ui.on_screen(rect), ui.layer());
    const bool is_menu = view.drafts.chat.menu == row.id;
    const ui::Id id = ui.id("more");
    const bool focused = ui.interaction.focus() == id && ui.interaction.focus_visible();
    const bool shown = over || is_menu || focused || open == row.id;
    const ui::Rect place = chat_row_more(rect);
    if (shown) ui::fill(ui, place, view.theme().surface2, ui::radius::inside);
    ui::OpacityScope opacity(ui, shown ? 1.0f : 0.0f);
    more_of_row(view, place, row);
}

}  // namespace

ui::Rect chat_row_more(const ui::Rect& row) {
    return {ui::right(row) - more_side - ui::space::s, row.y + row_edge, more_side, more_side};
}

float chat_row_height(const View& view, const MessageRow& row, float width) {
    const std::string text = chat_text(view, row);
    if (is_card(row)) {
        const float inside = width - 2 * card_side - 2 * card_padding;
        const float words = ui::text_height(view.ui, text, {.role = ui::TextRole::Small}, inside);
        const float line = has_card_line(view, row) ? ui::space::xs + card_button : 0;
        return 2 * (row_edge + card_padding) + ui::badge_height + ui::space::xs + words + line;
    }
    const ChatRun run = run_of(view, row, text);
    const float words = reply_line_height(row) + chat_run_height(view, run, run_width(row, width)) +
                        (face_side - ui::line_height(ui::TextRole::Small));
    return std::max(words, face_side) + 2 * row_edge;
}

void chat_row(const View& view, const ui::Rect& rect, const MessageRow& row, bool follows) {
    const std::string text = chat_text(view, row);
    ui::NodeScope item(view.ui, ui::Role::ListItem, "", rect);
    if (is_card(row)) {
        draw_card(view, rect, row, text);
        return;
    }
    draw_line(view, rect, row, text, follows);
    more_button_of(view, rect, row);
}

void chat_row_menu(const View& view, const MessageRow& row, const ui::Rect& anchor) {
    const std::vector<RowAction> actions = actions_of(view, row);
    std::vector<ui::MenuItem> items;
    for (const RowAction& action : actions) {
        // Whole, so that everybody sees where it leads.
        const std::string_view text =
            action.link.empty() ? view.say(action.text) : std::string_view(action.link);
        items.push_back(
            {.text = text, .icon = action.symbol, .href = action.link, .danger = action.danger});
    }
    bool open = !items.empty();
    const auto chosen = ui::menu(view.ui, "chat-row-menu", anchor, items, open);
    if (chosen) view.intents.push_back(actions[*chosen].wish);
    if (!open || chosen) view.drafts.chat.menu.reset();
}

float unsent_row_height(const View& view, const model::UnsentMessage& unsent, float width) {
    const float inside = width - 2 * row_side - face_side - face_gap;
    const float line = ui::line_height(ui::TextRole::Small);
    float height =
        line + ui::text_height(view.ui, unsent.text, {.role = ui::TextRole::Small}, inside);
    if (unsent.error) {
        height += ui::text_height(view.ui, view.explain(*unsent.error),
                                  {.role = ui::TextRole::Small}, inside) +
                  card_button;
    }
    return height + 2 * row_edge;
}

void unsent_row(const View& view, const ui::Rect& rect, const model::UnsentMessage& unsent) {
    ui::Ui& ui = view.ui;
    ui::NodeScope item(ui, ui::Role::ListItem, "", rect);
    const float left = rect.x + row_side + face_side + face_gap;
    ui::Column column(ui, left, rect.y + row_edge, ui::right(rect) - row_side - left, 0);
    column.paragraph(unsent.text, muted(view, ui::TextRole::Small));
    if (!unsent.error) {
        column.label(view.say(msg::chat_sending), muted(view, ui::TextRole::Small));
        return;
    }
    column.paragraph(view.explain(*unsent.error),
                     {.role = ui::TextRole::Small, .color = view.theme().danger});
    ui::Slices line = column.row(card_button, ui::space::xs);
    if (card_action(view, line, view.say(msg::chat_send_again), ui::ButtonKind::Secondary,
                    "again")) {
        view.want(intent::SendAgain{unsent.client_id});
    }
    if (card_action(view, line, view.say(msg::chat_drop), ui::ButtonKind::Ghost, "drop")) {
        view.want(intent::DropUnsent{unsent.client_id});
    }
}

}  // namespace lsl::views
