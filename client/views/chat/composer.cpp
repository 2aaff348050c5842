#include "client/views/chat/composer.h"

#include "client/views/chat/chat_run.h"
#include "client/views/chat/emoji_row.h"
#include "client/views/chat/reply.h"
#include "client/views/wording.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace lsl::views {

namespace {

using model::Writing;

constexpr float composer_padding = 12;
constexpr float send_width = 64;
constexpr float pause_width = 88;  ///< "30 min"
constexpr int most_typed = 1000;   ///< UTF-16 units; the server counts characters as people do

Writing writing_here(const View& view, const domain::Stream& stream) {
    return model::writing(view.model.chat, stream, moderates(view), view.model.now);
}

msg::Plain why_not(Writing writing) {
    switch (writing) {
        case Writing::TimedOut: return msg::chat_paused;
        case Writing::TeamOnly: return msg::chat_team_only;
        case Writing::NotYet: return msg::chat_not_yet;
        default: return msg::chat_closed;
    }
}

std::string words_why_not(const View& view, Writing writing) {
    const auto& me = view.model.chat.at->me;
    if (writing == Writing::TimedOut && me && me->timed_out_reason) {
        return view.say(msg::ChatPausedWhy{*me->timed_out_reason});
    }
    return std::string(view.say(why_not(writing)));
}

bool may_write_here(Writing writing) {
    return writing == Writing::Open || writing == Writing::Questions;
}

/// Seconds until then, 0 = it is past; asks for a frame when they change.
std::int64_t seconds_until(const View& view, const std::optional<UtcTime>& then) {
    if (!then || *then <= view.model.now) return 0;
    const double left = std::chrono::duration<double>(*then - view.model.now).count();
    view.wake_just_after(left - std::floor(left));
    return static_cast<std::int64_t>(std::ceil(left));
}

/// Until the next message may go.
std::int64_t seconds_to_wait(const View& view) {
    return seconds_until(view, view.model.chat.next_at);
}

/// Until the team's pause is over; 0 where nobody counts it, since it is for the whole class.
std::int64_t seconds_of_pause(const View& view) {
    const auto& me = view.model.chat.at->me;
    if (!me || me->timed_out_until == domain::end_of_class_timeout) return 0;
    return seconds_until(view, me->timed_out_until);
}

/// Under the field: what happens by itself, or the way to ask.
std::string line_below(const View& view, Writing writing, std::int64_t wait) {
    if (wait > 0 && view.drafts.chat.queued) return view.say(msg::ChatGoesItself{wait});
    if (writing == Writing::Questions) return std::string(view.say(msg::chat_questions_only));
    return {};
}

ui::TextField field_of(const View& view, bool team) {
    ui::TextField field{.label = view.say(msg::chat_message), .label_hidden = true};
    field.field.name = "chat";
    field.field.autocomplete = "off";
    field.field.enter_key_hint = "send";
    field.field.placeholder = view.say(team ? msg::chat_tell_everybody : msg::chat_say_something);
    field.field.max_length = most_typed;
    return field;
}

void send_button(const View& view, const ui::Rect& place, std::int64_t wait) {
    const std::string seconds = view.say(msg::ChatSeconds{wait});
    const bool waits = wait > 0;
    const ui::Button send{
        .label = waits ? std::string_view(seconds) : std::string_view(view.say(msg::chat_send)),
        .kind = waits ? ui::ButtonKind::Secondary : ui::ButtonKind::Accent,
        .submits = true,
        .name = view.say(msg::chat_send),
        .key = "send"};
    if (ui::button(view.ui, place, send)) view.want(model::intent::SendMessage{});
}

/// Why nothing can be written; and in place of the button how long a pause lasts.
void closed_line(const View& view, const ui::Rect& rect, Writing writing) {
    ui::Slices line(ui::inset(rect, composer_padding), ui::space::s);
    const std::int64_t wait = writing == Writing::TimedOut ? seconds_of_pause(view) : 0;
    if (wait > 0) {
        const std::string left =
            wait <= seconds_per_minute
                ? view.say(msg::ChatSeconds{wait})
                : minutes_text(view, (wait + seconds_per_minute - 1) / seconds_per_minute);
        ui::Rect place = line.right(pause_width);
        place.height = ui::size::field;
        ui::button(view.ui, place,
                   {.label = left,
                    .kind = ui::ButtonKind::Secondary,
                    .disabled = true,
                    .name = view.say(msg::chat_send),
                    .description = view.say(msg::chat_paused),
                    .key = "send"});
    }
    const ui::Rect text = ui::inset(line.rest, ui::space::xs);
    ui::paragraph(view.ui, text.x, text.y, text.width, words_why_not(view, writing),
                  muted(view, ui::TextRole::Small));
}

/// Viewers ask; the team announces.
void kind_box(const View& view, const ui::Rect& place, bool team) {
    model::ChatDraft& draft = view.drafts.chat;
    ui::checkbox(view.ui, place.x, place.y, place.width,
                 view.say(team ? msg::chat_as_announcement : msg::chat_as_question),
                 team ? draft.as_announcement : draft.as_question);
}

}  // namespace

float composer_height(const View& view, const domain::Stream& stream, float width) {
    if (!view.model.chat.at) return 0;
    const float line = ui::line_height(ui::TextRole::Body) + ui::space::xs;
    const Writing writing = writing_here(view, stream);
    if (!may_write_here(writing)) {
        return ui::text_height(view.ui, words_why_not(view, writing), {.role = ui::TextRole::Small},
                               width - 2 * ui::space::l) +
               2 * ui::space::l;
    }
    return 2 * composer_padding + reply_bar_height(view) + emoji_row_height(view) +
           ui::size::field + line;
}

void composer(const View& view, const ui::Rect& rect, const domain::Stream& stream) {
    if (!view.model.chat.at) return;
    ui::Ui& ui = view.ui;
    const Writing writing = writing_here(view, stream);
    ui::divider(ui, rect.x, rect.y, rect.width);
    if (!may_write_here(writing)) {
        view.drafts.chat.wants_focus = false;
        return closed_line(view, rect, writing);
    }
    ui::NodeScope form(ui, ui::Role::Form, view.say(msg::chat_message), rect);
    const std::int64_t wait = seconds_to_wait(view);
    model::ChatDraft& draft = view.drafts.chat;
    const bool team = moderates(view);
    const float answered = reply_bar_height(view);
    ui::Rect inside = ui::inset(rect, composer_padding);
    reply_bar(view, {inside.x, inside.y, inside.width, answered});
    emoji_row(view, {inside.x, inside.y + answered, inside.width, 0}, draft.text);
    const float above = answered + emoji_row_height(view);
    inside = {inside.x, inside.y + above, inside.width, inside.height - above};
    ui::Slices lines(inside, ui::space::xs);
    ui::Slices line(lines.top(ui::size::field), ui::space::s);
    const ui::Rect send = line.right(send_width);
    const ui::FieldResult typed = ui::text_field(ui, line.rest.x, line.rest.y, line.rest.width,
                                                 field_of(view, team), draft.text);
    if (typed.changed && draft.text.empty()) draft.queued = false;
    if (std::exchange(draft.wants_focus, false)) ui.move_focus(typed.id);
    send_button(view, send, wait);
    if (writing == Writing::Questions) draft.as_question = true;
    // What was to wait goes by itself.
    if (draft.queued && wait == 0) {
        draft.queued = false;
        view.want(model::intent::SendMessage{});
    }
    const std::string below = team ? std::string() : line_below(view, writing, wait);
    if (!below.empty()) {
        ui::label(ui, lines.rest, below, muted(view, ui::TextRole::Small));
    } else {
        kind_box(view, lines.rest, team);
    }
}

}  // namespace lsl::views
