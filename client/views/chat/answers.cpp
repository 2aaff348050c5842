#include "client/views/chat/answers.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lsl::views {

namespace {

using domain::Wish;

constexpr float reaction_width = 52;
constexpr float wide_answers = 620;     ///< from which reactions stand beside the answers
constexpr float compact_answers = 240;  ///< up to which reactions are left out
constexpr float answer_sign = 18, least_beside_words = 8;
constexpr double taps_pause = 0.5;  ///< seconds in which taps are collected
constexpr double glow_seconds = 1.2;
constexpr float glow_tint = 0.35f;

struct Answer {
    Wish wish;
    msg::Plain text;
    char32_t symbol = 0;
};

constexpr std::array<Answer, 3> all_answers = {{
    {Wish::Again, msg::chat_again, icon::rotate_ccw},
    {Wish::Slower, msg::chat_slower, icon::chevrons_left},
    {Wish::Faster, msg::chat_faster, icon::chevrons_right},
}};

struct Reaction {
    std::string_view name;  ///< as domain::reaction_names has it
    std::string_view sign;
    msg::Plain text;
};

constexpr std::array<Reaction, 5> all_reactions = {{
    {"clap", "👏", msg::chat_clap},
    {"fire", "🔥", msg::chat_fire},
    {"heart", "\u2764\uFE0F", msg::chat_heart},
    {"sweat", "💦", msg::chat_sweat},
    {"laugh", "😂", msg::chat_laugh},
}};

/// What this person asks for now; it ends by itself.
std::optional<Wish> own_wish(const View& view) {
    const model::Chat& chat = view.model.chat;
    const double left = chat.wish_until - view.model.seconds;
    if (!chat.wish || left <= 0) return std::nullopt;
    view.wake_just_after(left);
    return chat.wish;
}

/// How an answer stands in the room that it has: the sign before its word, above it, or alone.
enum class AnswerShape : std::uint8_t { Beside, Above, Sign };

AnswerShape shape_of(const View& view, float most) {
    float beside = 0;
    float above = 0;
    for (const Answer& answer : all_answers) {
        const std::string_view label = view.say(answer.text);
        beside = std::max(
            beside, ui::toggle_button_width(view.ui, {.label = label, .icon = answer.symbol}));
        above = std::max(above, ui::text_width(view.ui, label, {.role = ui::TextRole::Tab}));
    }
    // A button's padding may go before its word does.
    if (beside - 2 * least_beside_words <= most) return AnswerShape::Beside;
    return above + least_beside_words <= most ? AnswerShape::Above : AnswerShape::Sign;
}

bool answer_above(const View& view, const ui::Rect& place, const Answer& answer, bool on) {
    ui::Ui& ui = view.ui;
    const std::string_view label = view.say(answer.text);
    const ui::Id id = ui.claim(label);
    const ui::Press press = ui.control(id, place);
    ui.node({.id = id,
             .role = ui::Role::Button,
             .name = std::string(label),
             .rect = place,
             .selected = on,
             .lettering = ui::unpainted});
    const ui::Theme& theme = view.theme();
    ui::fill(ui, place, on ? theme.text : theme.surface2, ui::radius::control);
    if (!on && (press.hovered || press.held)) {
        ui::fill(ui, place, theme.hover, ui::radius::control);
    }
    if (theme.lined()) ui::stroke(ui, place, theme.line, ui::radius::control);
    const ui::TextStyle style{.role = ui::TextRole::Tab,
                              .color = on ? theme.background : theme.text};
    const float line = ui::line_height(style.role);
    ui::Stack lines(place.x, ui::centre_y(place) - (answer_sign + line) / 2, place.width);
    const ui::Rect sign = lines.take(answer_sign);
    ui::draw_icon(ui, ui::centre_x(sign) - answer_sign / 2, sign.y, answer.symbol, answer_sign,
                  style.color);
    const ui::Rect words = lines.take(line);
    ui::draw_text(ui, ui::centre_x(words) - ui::text_width(ui, label, style) / 2, words.y, label,
                  style);
    if (press.focused) ui::focus_ring(ui, place, ui::radius::control);
    return press.clicked;
}

bool pressed_answer(const View& view, const ui::Rect& place, const Answer& answer, bool on,
                    AnswerShape shape) {
    const std::string_view label = view.say(answer.text);
    switch (shape) {
        case AnswerShape::Above: return answer_above(view, place, answer, on);
        case AnswerShape::Sign:
            return ui::icon_button(view.ui, place,
                                   {.icon = answer.symbol,
                                    .name = label,
                                    .kind = ui::IconButtonKind::Secondary,
                                    .selected = on,
                                    .toggle = true});
        case AnswerShape::Beside: break;
    }
    return ui::toggle_button(view.ui, place, {.label = label, .icon = answer.symbol, .on = on});
}

void wish_button(const View& view, const ui::Rect& place, const Answer& answer, bool on,
                 AnswerShape shape) {
    if (pressed_answer(view, place, answer, on, shape)) {
        view.want(model::intent::SetWish{on ? std::nullopt : std::optional(answer.wish)});
    }
}

std::int64_t heard_of(const View& view, std::string_view name) {
    wire::ReactionCounts counts = view.model.chat.reactions;
    const auto* count = counts.find(name);
    return count == nullptr ? 0 : count->value_or(0);
}

void reaction_button(const View& view, const ui::Rect& place, const Reaction& reaction) {
    ui::Ui& ui = view.ui;
    const ui::Id id = ui.claim(reaction.name);
    const ui::Press press = ui.control(id, place);
    ui.node({.id = id,
             .role = ui::Role::Button,
             .name = std::string(view.say(reaction.text)),
             .rect = place});
    const ui::Theme& theme = view.theme();
    ui::fill(ui, place, theme.surface2, ui::radius::pill);
    // What everybody sends glows for a moment.
    const double left = view.model.chat.reacted_at + glow_seconds - view.model.seconds;
    if (left > 0 && heard_of(view, reaction.name) > 0) {
        ui::fill(ui, place, theme.accent.faded(glow_tint), ui::radius::pill);
        view.wake_just_after(left);
    }
    if (press.hovered || press.held) ui::fill(ui, place, theme.hover, ui::radius::pill);
    const ui::TextStyle style{.role = ui::TextRole::Section};
    ui::draw_text(ui, ui::centre_x(place) - ui::text_width(ui, reaction.sign, style) / 2,
                  ui::centre_y(place) - ui::line_height(style.role) / 2, reaction.sign, style);
    if (press.focused) ui::focus_ring(ui, place, ui::radius::pill);
    if (!press.clicked) return;
    model::ChatDraft& draft = view.drafts.chat;
    if (auto* taps = draft.taps.find(reaction.name)) {
        *taps = std::min(taps->value_or(0) + 1, domain::most_reactions_at_once);
    }
    if (draft.taps_due == 0) draft.taps_due = ui.now() + taps_pause;
}

/// Some taps are one request.
void send_taps(const View& view) {
    model::ChatDraft& draft = view.drafts.chat;
    if (draft.taps_due == 0) return;
    if (draft.taps_due > view.ui.now()) return view.wake_in(draft.taps_due - view.ui.now());
    view.want(model::intent::SendReactions{draft.taps});
    draft.taps = {};
    draft.taps_due = 0;
}

}  // namespace

void reactions(const View& view, const ui::Rect& line) {
    ui::NodeScope group(view.ui, ui::Role::Group, view.say(msg::chat_reactions));
    ui::Slices rest(line, ui::space::s);
    const auto count = static_cast<float>(all_reactions.size());
    const float share = (line.width - ui::space::s * (count - 1)) / count;
    for (const Reaction& reaction : all_reactions) {
        reaction_button(view, rest.left(std::min(share, reaction_width)), reaction);
    }
}

void answers(const View& view, const ui::Rect& line) {
    send_taps(view);
    ui::Slices rest(line, ui::space::s);
    const bool compact = line.width < compact_answers;
    const auto count = static_cast<float>(all_reactions.size());
    if (line.width >= wide_answers) {
        reactions(view, rest.right(count * reaction_width + (count - 1) * ui::space::s));
    } else if (!compact) {
        bool& open = view.drafts.chat.reactions_open;
        if (ui::icon_button(view.ui, rest.right(reaction_width),
                            {.icon = icon::smile_plus,
                             .name = view.say(msg::chat_reactions),
                             .kind = ui::IconButtonKind::Secondary,
                             .selected = open,
                             .toggle = true,
                             .key = "reactions"})) {
            open = !open;
        }
    }
    ui::NodeScope group(view.ui, ui::Role::Group, view.say(msg::chat_tell_teacher));
    const std::optional<Wish> own = own_wish(view);
    const auto buttons = static_cast<float>(all_answers.size());
    const float most = (rest.rest.width - ui::space::s * (buttons - 1)) / buttons;
    const AnswerShape shape = shape_of(view, most);
    for (const Answer& answer : all_answers) {
        const ui::ToggleButton spec{.label = view.say(answer.text), .icon = answer.symbol};
        const bool beside = shape == AnswerShape::Beside;
        const float width = beside ? std::min(ui::toggle_button_width(view.ui, spec), most) : most;
        wish_button(view, rest.left(width), answer, own == answer.wish, shape);
    }
}

}  // namespace lsl::views
