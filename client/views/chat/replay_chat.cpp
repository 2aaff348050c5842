#include "client/views/chat/replay_chat.h"

#include "client/model/room/replay_chat.h"
#include "client/views/chat/chat_column.h"
#include "client/views/chat/chat_run.h"
#include "client/views/watch/picture_controls.h"
#include "client/views/watch/practice_time.h"
#include "client/views/wording.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

constexpr float replay_head = 52, least_replay_room = 480, replay_panel_height = 360;
constexpr float replay_side = 16, replay_edge = 5, replay_face = 26, replay_face_gap = 10;
constexpr float energy_height = 12, energy_raised = 5, energy_bar = 3, energy_tint = 0.45f;
constexpr double ms_in_second = 1000;

std::int64_t position_ms(const View& view) {
    return std::llround(practice_position(view) * ms_in_second);
}

/// The recording of a class plays, and its room is over.
bool has_replay_chat(const View& view, const domain::Stream& stream) {
    return practises(view) && view.model.route.page == model::Page::Watch &&
           stream.status == domain::StreamStatus::Ended && !has_chat(view, stream);
}

/// Asks for what is not here yet, once.
void follow_replay(const View& view) {
    const model::ReplayChat& chat = view.model.replay_chat;
    const std::int64_t now = position_ms(view);
    const bool another = chat.stream != view.model.route.stream;
    if (another || model::missing_replay_page(chat, now)) {
        view.want(model::intent::FollowReplayChat{now});
    }
}

ChatRun run_of_replay(const View& view, const model::ReplayRow& row) {
    ChatRun run;
    if (row.author != nullptr) name_run(view, *row.author, run);
    run.text = row.message->message;
    return run;
}

float replay_run_width(float width) {
    return width - 2 * replay_side - replay_face - replay_face_gap;
}

float replay_row_height(const View& view, const ChatRun& run, float width) {
    const float words = chat_run_height(view, run, replay_run_width(width)) +
                        (replay_face - ui::line_height(ui::TextRole::Small));
    return std::max(words, replay_face) + 2 * replay_edge;
}

void replay_row(const View& view, ui::Column& column, const model::ReplayRow& row) {
    ui::Ui& ui = view.ui;
    const std::string id = row.message->id.to_string();
    ui::IdScope scope(ui, id);
    const ChatRun run = run_of_replay(view, row);
    const ui::Rect rect = column.after(0).take(replay_row_height(view, run, column.width()));
    ui::NodeScope item(ui, ui::Role::ListItem, "", rect);
    const double at = static_cast<double>(row.message->position_ms.value_or(0)) / ms_in_second;
    const ui::Id button = ui.claim("play");
    const ui::Press press = ui.control(button, rect);
    const std::string words =
        run.name.empty() ? std::string(run.text) : view.say(msg::ChatSpoken{run.name, run.text});
    ui.node({.id = button,
             .role = ui::Role::Button,
             .name = view.say(msg::ChatPlayFrom{words, clock_in_words(view, at)}),
             .rect = rect});
    if (press.hovered) ui::fill(ui, rect, view.theme().hover, ui::radius::inside);
    const float left = rect.x + replay_side;
    if (!run.name.empty()) {
        ui::avatar(ui, left + replay_face / 2, rect.y + replay_edge + replay_face / 2, replay_face,
                   run.name);
    }
    const float line = ui::line_height(ui::TextRole::Small);
    draw_chat_run(
        view,
        {left + replay_face + replay_face_gap, rect.y + replay_edge + (replay_face - line) / 2,
         replay_run_width(rect.width), rect.height},
        run);
    if (press.focused) ui::focus_ring(ui, rect, ui::radius::inside);
    ui.tooltip(rect, clock(at));
    if (press.clicked) view.want(model::intent::Seek{at});
}

/// Why there are no rows: they are on their way, could not be had, or nobody has written yet.
void no_rows(const View& view, const ui::Rect& window) {
    const auto& pages = view.model.replay_chat.pages;
    const auto page = pages.find(model::replay_page_of(position_ms(view)));
    ui::Column column(view.ui, window.x + ui::space::l, window.y + ui::space::l,
                      window.width - 2 * ui::space::l);
    if (page != pages.end() && page->second.failed()) {
        return ui::banner(column, ui::Tone::Danger, view.explain(*page->second.error));
    }
    const bool here = page != pages.end() && page->second.ready();
    column.paragraph(view.say(here ? msg::chat_replay_empty : msg::common_one_moment),
                     muted(view, ui::TextRole::Small), 0, ui::Align::Centre);
}

void replay_list(const View& view, const ui::Rect& window) {
    const std::vector<model::ReplayRow> rows =
        model::replay_rows(view.model.replay_chat, position_ms(view));
    if (rows.empty()) return no_rows(view, window);
    ui::ScrollArea area(view.ui, ui::Role::List, view.say(msg::chat_messages), window, 0, 0,
                        view.drafts.chat.end_wish);
    area.column.after(ui::space::s);
    for (const model::ReplayRow& row : rows) replay_row(view, area.column, row);
}

void replay_column(const View& view, const ui::Rect& rect) {
    ui::Ui& ui = view.ui;
    follow_replay(view);
    ui::IdScope scope(ui, "replay-chat");
    const std::string_view title = view.say(msg::chat_title);
    ui::NodeScope region(ui, ui::Role::Region, title, rect);
    ui::fill(ui, rect, view.theme().surface, ui::radius::card);
    if (view.theme().lined()) ui::stroke(ui, rect, view.theme().line, ui::radius::card);
    ui::Slices rest(rect);
    const ui::Rect top = rest.top(replay_head);
    ui::Slices head(ui::inset(top, ui::space::l, 0), ui::space::s);
    if (ui::icon_button(ui,
                        ui::centred(head.right(ui::size::touch), ui::size::touch, ui::size::touch),
                        {.icon = icon::x, .name = view.say(msg::chat_hide), .key = "hide"})) {
        view.drafts.chat.hidden = true;
    }
    const ui::TextStyle style{.role = ui::TextRole::CardTitle};
    ui::heading(ui, head.rest.x, ui::centre_y(top) - ui::line_height(style.role) / 2,
                head.rest.width, title, 2, style, 1);
    ui::divider(ui, top.x, ui::bottom(top), top.width);
    replay_list(view, rest.rest);
}

}  // namespace

void replay_chat_beside(const View& view, ui::Column& column, const domain::Stream& stream) {
    if (!has_replay_chat(view, stream) || view.drafts.chat.hidden) return;
    const float height =
        std::max(view.ui.height() - column.next() - ui::space::xl, least_replay_room);
    replay_column(view, column.take(height));
    column.after(ui::space::xxl);
}

void replay_chat_below(const View& view, ui::Column& column, const domain::Stream& stream) {
    if (!has_replay_chat(view, stream) || view.drafts.chat.hidden) return;
    replay_column(view, column.take(replay_panel_height));
    column.after(ui::space::xxl);
}

void replay_chat_shown_again(const View& view, ui::Column& column, const domain::Stream& stream) {
    if (!has_replay_chat(view, stream) || !view.drafts.chat.hidden) return;
    if (column.button({.label = view.say(msg::chat_title),
                       .kind = ui::ButtonKind::Secondary,
                       .icon = icon::message_circle,
                       .key = "show-chat"},
                      ui::Fit::Content)) {
        view.drafts.chat.hidden = false;
    }
    column.after(ui::space::l);
}

void energy_on_seek_bar(const View& view, const ui::Rect& row) {
    const model::ReplayChat& chat = view.model.replay_chat;
    const double length = view.model.player.duration_s;
    if (!chat.energy.ready() || chat.stream != view.model.route.stream || length <= 0) return;
    const api::ReplayEnergy::Response& energy = *chat.energy.value;
    const auto liveliest = model::liveliest_ms(energy);
    if (!liveliest) return;
    ui::Ui& ui = view.ui;
    const double step_s = static_cast<double>(energy.step_ms) / ms_in_second;
    const auto most =
        static_cast<float>(energy.taps[static_cast<std::size_t>(*liveliest / energy.step_ms)]);
    const ui::Rect area{row.x, ui::centre_y(row) - energy_raised - energy_height, row.width,
                        energy_height};
    const ui::Color color = on_picture.faded(energy_tint);
    const auto bars = static_cast<std::size_t>(std::max(area.width / energy_bar, 1.0f));
    for (std::size_t bar = 0; bar < bars; ++bar) {
        // The most of the steps that lie behind one bar: a peak is never lost between two.
        const double share = length / static_cast<double>(bars) / step_s;
        const auto from = static_cast<std::size_t>(static_cast<double>(bar) * share);
        const auto to =
            std::max(from + 1, static_cast<std::size_t>(static_cast<double>(bar + 1) * share));
        std::int64_t taps = 0;
        for (std::size_t i = from; i < std::min(to, energy.taps.size()); ++i) {
            taps = std::max(taps, energy.taps[i]);
        }
        if (taps == 0) continue;
        const float height = energy_height * static_cast<float>(taps) / most;
        const float x = area.x + static_cast<float>(bar) * energy_bar;
        const float shown = ui.mirrored() ? 2 * ui::centre_x(area) - x - energy_bar : x;
        ui::fill(ui, {shown, ui::bottom(area) - height, energy_bar - 1, height}, color);
    }
    const double at = static_cast<double>(*liveliest) / ms_in_second;
    ui.node({.id = ui.claim("energy"),
             .role = ui::Role::Image,
             .name = view.say(msg::ChatLiveliest{clock_in_words(view, at)}),
             .rect = area});
}

}  // namespace lsl::views
