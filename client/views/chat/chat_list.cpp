#include "client/views/chat/chat_list.h"

#include "client/views/chat/chat_row.h"
#include "client/views/chat/chat_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

namespace lsl::views {

namespace {

using wire::MessageRow;

constexpr float near_end = 40;  ///< closer than that is at the end, as in web/semantics.js
constexpr float fade_height = 84, pill_raised = 10;
constexpr float pill_height_mouse = 36;
constexpr double tell_pause = 5;  ///< seconds between two announcements
constexpr std::chrono::seconds same_breath{60};
constexpr std::chrono::minutes between_marks{5};

/// Of the same person, moments later.
bool follows_on(const MessageRow* before, const MessageRow& row) {
    return before != nullptr && before->user_id && before->user_id == row.user_id &&
           row.sent_at - before->sent_at < same_breath &&
           before->kind == domain::MessageKind::Message && row.kind == before->kind;
}

/// What one run over the rows finds out.
struct Seen {
    bool at_end = false;
    std::optional<ui::Rect> menu_anchor;  ///< on the screen
};

/// Measured once, and kept while nothing that it depends on changes: there may be a thousand rows.
float height_of_row(const View& view, const MessageRow& row, float width) {
    ui::Ui& ui = view.ui;
    // What a row says may change: so does its height.
    const auto state = static_cast<std::int64_t>(row.state) * 2 + (row.answered_at ? 1 : 0);
    ui::IdScope by_state(ui, state);
    ui::IdScope by_width(ui, std::llround(width));
    ui::IdScope by_length(ui, static_cast<std::int64_t>(row.message.size()));
    float& height = ui.kept(ui.id("height"), 0);
    if (height <= 0) height = chat_row_height(view, row, width);
    return height;
}

void one_row(const View& view, ui::Column& column, const ui::Rect& reach, const MessageRow& row,
             bool follows, Seen& seen) {
    ui::Ui& ui = view.ui;
    const std::string id = row.id.to_string();
    ui::IdScope scope(ui, id);
    const ui::Rect place = column.take(height_of_row(view, row, column.width()));
    const ui::Rect on_screen = ui.on_screen(place);
    if (ui::overlap(on_screen, reach)) chat_row(view, place, row, follows);
    // The row itself may have opened it just now.
    if (view.drafts.chat.menu == row.id) seen.menu_anchor = ui.on_screen(chat_row_more(place));
}

/// The time, wherever five minutes have begun: a message has none of its own.
void time_mark(const View& view, ui::Column& column, const ui::Rect& reach,
               const MessageRow* before, const MessageRow& row) {
    const auto mark = row.sent_at.time_since_epoch() / between_marks;
    if (before != nullptr && before->sent_at.time_since_epoch() / between_marks == mark) return;
    const ui::TextStyle style = muted(view, ui::TextRole::Caption);
    const ui::Rect place = column.take(ui::line_height(style.role) + ui::space::s);
    if (!ui::overlap(view.ui.on_screen(place), reach)) return;
    ui::label(view.ui, place, view.model.words->time(row.sent_at, model::TimeStyle::Clock), style,
              ui::Align::Centre);
}

void older_button(const View& view, ui::Column& column) {
    const model::Chat& chat = view.model.chat;
    if (!chat.has_older() || chat.rows.size() >= model::most_chat_rows) return;
    if (column.button({.label = view.say(msg::chat_older),
                       .kind = ui::ButtonKind::Ghost,
                       .size = ui::ButtonSize::Small,
                       .busy = chat.loading_older,
                       .key = "older"},
                      ui::Fit::Content, ui::Align::Centre)) {
        view.want(model::intent::ReadOlderMessages{});
    }
}

/// One screen above and below the window, so that Tab and find in page go on from there.
ui::Rect reach_of(const ui::Rect& window) { return ui::inset(window, 0, -window.height); }

Seen message_rows(const View& view, const ui::Rect& window) {
    ui::Ui& ui = view.ui;
    const model::Chat& chat = view.model.chat;
    const ui::Rect shown = ui.on_screen(window);
    Seen seen;
    ui::ScrollArea area(ui, ui::Role::List, view.say(msg::chat_messages), window, 0, 0,
                        view.drafts.chat.end_wish);
    ui::Column& column = area.column;
    const ui::Rect reach = reach_of(shown);
    column.after(ui::space::s);
    older_button(view, column);
    const MessageRow* before = nullptr;
    for (const MessageRow& row : chat.rows) {
        time_mark(view, column, reach, before, row);
        one_row(view, column, reach, row, follows_on(before, row), seen);
        before = &row;
    }
    for (const MessageRow& row : chat.held) one_row(view, column, reach, row, false, seen);
    for (const model::UnsentMessage& unsent : chat.unsent) {
        if (unsent.echo) continue;
        ui::IdScope scope(ui, unsent.client_id);
        const ui::Rect place = column.take(unsent_row_height(view, unsent, column.width()));
        unsent_row(view, place, unsent);
    }
    const ui::Rect end = ui.on_screen({window.x, column.bottom(), window.width, 0});
    seen.at_end = end.y <= ui::bottom(shown) + near_end;
    return seen;
}

std::int64_t count_new(const View& view) {
    const auto& all = view.model.chat.rows;
    return std::count_if(all.begin(), all.end(), [&](const MessageRow& row) {
        return row.seq.value_or(0) > view.drafts.chat.read_to && !is_own(view, row);
    });
}

void new_pill(const View& view, const ui::Rect& window) {
    ui::Ui& ui = view.ui;
    const std::int64_t count = count_new(view);
    // It comes slowly: until the browser has told that it stayed at the end, all seems new.
    const float shown =
        ui.motion.toward(ui.id("new-shown"), count > 0 ? 1.0f : 0.0f, ui::duration::quick);
    if (count == 0 || shown <= 0) return;
    ui::OpacityScope opacity(ui, shown);
    const ui::Color ground = view.theme().surface;
    ui::vertical_gradient(ui,
                          {window.x, ui::bottom(window) - fade_height, window.width, fade_height},
                          ground.faded(0), ground);
    const std::string label = view.say(msg::ChatNew{count});
    const ui::ToggleButton pill{.label = label, .icon = icon::arrow_down, .on = true, .key = "new"};
    const float height = view.model.coarse_pointer ? ui::size::touch : pill_height_mouse;
    const float width = ui::toggle_button_width(ui, pill);
    const ui::Rect place{ui::centre_x(window) - width / 2,
                         ui::bottom(window) - height - pill_raised, width, height};
    if (ui::toggle_button(ui, place, pill)) view.drafts.chat.end_wish += 1;
}

/// Worth telling whoever hears the room: not what they wrote themselves, and of the team's alone
/// where they chose so.
bool is_told(const View& view, const MessageRow& row) {
    if (is_own(view, row)) return false;
    return view.model.chat_news != model::news_of_team || chat_run(view, row).of_team;
}

/// Screen readers hear of what is new in one sentence, and not of each message: in a lively class
/// they would hear nothing else.
void tell_news(const View& view) {
    model::ChatDraft& draft = view.drafts.chat;
    const model::Chat& chat = view.model.chat;
    const std::int64_t last = chat.last_seq();
    const bool silent = view.model.chat_news == model::no_news;
    if (draft.told_to < 0 || silent) draft.told_to = last;
    if (last <= draft.told_to) return;
    const double now = view.ui.now();
    if (now < draft.tell_after) return view.wake_in(draft.tell_after - now);
    std::int64_t count = 0;
    const MessageRow* newest = nullptr;
    for (const MessageRow& row : chat.rows) {
        if (row.seq.value_or(0) <= draft.told_to || !is_told(view, row)) continue;
        count += 1;
        newest = &row;
    }
    draft.told_to = last;
    if (newest == nullptr) return;
    draft.tell_after = now + tell_pause;
    const std::string name = chat_run(view, *newest).name;
    const std::string text = chat_text(view, *newest);
    view.ui.announce(view.say(msg::ChatHeard{count, name, text}));
}

void nothing_yet(const View& view, const ui::Rect& window) {
    ui::Column column(view.ui, window.x + ui::space::l, window.y + ui::space::l,
                      window.width - 2 * ui::space::l);
    const model::Chat& chat = view.model.chat;
    if (chat.reading.failed()) {
        return failed_list(view, column, view.say(msg::chat_unread), *chat.reading.error);
    }
    if (!chat.reading.ready()) {
        ui::spinner(view.ui, column.take(window.height / 2), view.say(msg::common_one_moment));
        return;
    }
    column.paragraph(view.say(msg::chat_empty), muted(view, ui::TextRole::Small), 0,
                     ui::Align::Centre);
}

}  // namespace

void chat_list(const View& view, const ui::Rect& window) {
    ui::Ui& ui = view.ui;
    const model::Chat& chat = view.model.chat;
    model::ChatDraft& draft = view.drafts.chat;
    if (chat.rows.empty() && chat.held.empty() && chat.unsent.empty()) {
        // The first message of an empty room is news.
        if (chat.reading.ready()) draft.told_to = 0;
        return nothing_yet(view, window);
    }
    const Seen seen = message_rows(view, window);
    // What was there before is no news.
    if (seen.at_end || draft.read_to == 0) draft.read_to = chat.last_seq();
    new_pill(view, window);
    tell_news(view);
    if (!draft.menu) return;
    const MessageRow* row = chat.find(*draft.menu);
    if (row == nullptr || !seen.menu_anchor) {
        draft.menu.reset();
        return;
    }
    // The menu stands over the list, where the list's scrolling counts for nothing.
    const float scrolled = ui.fixed() ? 0.0f : ui.frame().scroll_y;
    chat_row_menu(view, *row, ui::moved(*seen.menu_anchor, 0, scrolled));
}

const MessageRow* newest_message(const View& view) {
    const auto& all = view.model.chat.rows;
    return all.empty() ? nullptr : &all.back();
}

}  // namespace lsl::views
