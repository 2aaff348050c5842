#include "client/views/figures/open_questions.h"

#include "client/views/figures/figure_lines.h"
#include "client/views/figures/figure_meaning.h"
#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace lsl::views {

namespace {

namespace intent = model::intent;

constexpr float question_face = 34, votes_width = 44;
constexpr std::int64_t ms_in_a_second = 1000;
constexpr int most_answered = 1000;  ///< UTF-16 units; the server counts characters as people do

/// Who asked, and at which second of the recording.
std::string asked_by(const View& view, const wire::MessageRow& question) {
    const auto& people = view.model.studio.questions.value->people;
    const auto person =
        question.user_id ? people.find(question.user_id->to_string()) : people.end();
    const std::string name = person == people.end() ? std::string() : person->second.display_name;
    if (!question.position_ms) return name;
    const double at = static_cast<double>(*question.position_ms / ms_in_a_second);
    return joined({name, view.say(msg::QuestionsAt{clock(at)})});
}

/// The field for the answer, and the way to say that it was answered aloud.
void answer_form(const View& view, ui::Column& column, const wire::MessageRow& question) {
    ui::Ui& ui = view.ui;
    model::ConsoleDraft& draft = view.drafts.console;
    const model::Submission& sending = view.model.studio.answering;
    ui::NodeScope form(ui, ui::Role::Form, view.say(msg::questions_answer));
    ui::TextField field{.label = view.say(msg::questions_your_answer)};
    field.field.name = "answer";
    field.field.autocomplete = "off";
    field.field.enter_key_hint = "send";
    field.field.max_length = most_answered;
    ui::text_field(column.after(ui::space::m), field, draft.answer);
    if (sending.error) ui::banner(column, ui::Tone::Danger, view.explain(*sending.error));
    if (column.after(ui::space::s)
            .button({.label = view.say(msg::questions_send),
                     .disabled = draft.answer.empty(),
                     .busy = sending.busy,
                     .submits = true,
                     .key = "send-answer"})) {
        view.want(intent::SendAnswer{question.id});
    }
    if (column.after(ui::space::s)
            .button({.label = view.say(msg::chat_mark_answered),
                     .kind = ui::ButtonKind::Outline,
                     .disabled = sending.busy,
                     .key = "mark-answered"})) {
        view.want(intent::SettleQuestion{question.id});
    }
}

void question_line(const View& view, ui::Column& column, const wire::MessageRow& question) {
    ui::Ui& ui = view.ui;
    const std::string id = question.id.to_string();
    ui::IdScope scope(ui, id);
    ui::NodeScope item(ui, ui::Role::ListItem, question.message);
    const std::string who = asked_by(view, question);
    const bool open = view.drafts.console.answering == question.id;
    const std::string name =
        view.say(msg::TeamActionFor{view.say(msg::questions_answer), question.message});
    const ui::Button answer{.label = view.say(msg::questions_answer),
                            .kind = ui::ButtonKind::Outline,
                            .size = ui::ButtonSize::Small,
                            .name = name,
                            .key = "answer"};
    const ui::TextStyle words{.role = ui::TextRole::Body};
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const float end = open ? 0 : ui::button_width(ui, answer) + ui::space::m;
    const float start = votes_width + question_face + 2 * ui::space::m;
    const float width = column.width() - start - end;
    const float height =
        std::max(ui::text_height(ui, question.message, words, width) + ui::line_height(quiet.role),
                 ui::size::button_small);
    ui::Slices line = column.after(ui::space::l).row(height, ui::space::m);
    const std::string votes = view.number(question.votes);
    ui::label(ui, line.left(votes_width), votes,
              {.role = ui::TextRole::BodyStrong, .tabular = true}, ui::Align::Centre);
    const ui::Rect face = line.left(question_face);
    ui::avatar(ui, ui::centre_x(face), ui::centre_y(face), question_face, who);
    if (!open) {
        const ui::Rect place = line.right(ui::button_width(ui, answer));
        if (ui::button(ui, ui::centred(place, place.width, ui::size::button_small), answer)) {
            view.drafts.console.answering = question.id;
            view.drafts.console.answer.clear();
        }
    }
    ui::Column text(ui, line.rest.x, line.rest.y, line.rest.width, 0);
    text.paragraph(question.message, words);
    text.label(who, quiet);
    if (open) answer_form(view, column, question);
}

/// Four sums, none of which says who.
void effort_lines(const View& view, ui::Column& column, const std::vector<std::int64_t>& efforts) {
    constexpr std::array names = {msg::effort_easy, msg::effort_right, msg::effort_a_lot,
                                  msg::effort_too_much};
    for (std::size_t i = 0; i < std::min(efforts.size(), names.size()); ++i) {
        column.after(ui::space::s);
        figure_line(view, column, view.say(names[i]), view.number(efforts[i]));
    }
}

msg::Plain wish_word(std::string_view wish) {
    if (wish == domain::wish_name(domain::Wish::Again)) return msg::chat_again;
    return wish == domain::wish_name(domain::Wish::Slower) ? msg::chat_slower : msg::chat_faster;
}

/// A moment of the class, and the way to it while there is a replay.
void moment_line(const View& view, ui::Column& column, const wire::ClassFigures& figures,
                 const std::string& text, std::int64_t at_ms, std::string_view key) {
    ui::Ui& ui = view.ui;
    column.after(ui::space::m).paragraph(text, {.role = ui::TextRole::Small});
    const wire::InstructorStream* row = view.model.studio.find(figures.stream_id);
    if (row == nullptr || !model::has_replay(row->stream, row->recording, view.model.now)) return;
    const std::int64_t ms = std::max<std::int64_t>(at_ms - figures.recording_offset_ms, 0);
    const double position = static_cast<double>(ms / ms_in_a_second);
    const std::string label = view.say(msg::FiguresPlayFrom{clock(position)});
    ui::IdScope scope(ui, key);
    if (column.after(ui::space::xs)
            .button({.label = label,
                     .kind = ui::ButtonKind::Ghost,
                     .size = ui::ButtonSize::Small,
                     .icon = icon::play,
                     .key = "watch-moment"},
                    ui::Fit::Content)) {
        view.want(intent::WatchFrom{figures.stream_id, position});
    }
}

/// How often each reaction was tapped, in the order in which they are offered. They are signs that
/// readers say by themselves in every language.
void tap_lines(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    constexpr std::array<std::string_view, std::size(domain::reaction_names)> signs = {
        "👏", "🔥", "\u2764\uFE0F", "💦", "😂"};
    for (std::size_t i = 0; i < signs.size(); ++i) {
        std::int64_t count = 0;
        for (const wire::FiguresStep& step : figures.curve) {
            wire::ReactionCounts taps = step.taps.value_or(wire::ReactionCounts{});
            count += taps.find(domain::reaction_names[i])->value_or(0);
        }
        if (count == 0) continue;
        column.after(ui::space::s);
        figure_line(view, column, signs[i], view.number(count));
    }
}

void liveliest_line(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    const auto most =
        std::max_element(figures.curve.begin(), figures.curve.end(),
                         [](const auto& a, const auto& b) { return a.reactions < b.reactions; });
    if (most == figures.curve.end() || most->reactions == 0) return;
    const std::string at = clock(static_cast<double>(most->at_ms / ms_in_a_second));
    moment_line(view, column, figures, view.say(msg::FeltLiveliest{most->reactions, at}),
                most->at_ms, "liveliest");
}

}  // namespace

bool open_questions(const View& view, ui::Column& column, const domain::Stream& stream) {
    const auto& questions = view.model.studio.questions;
    if (stream.status != domain::StreamStatus::Ended) return false;
    if (questions.waiting() && !questions.loading) view.want(intent::ReadOpenQuestions{});
    if (!questions.ready()) return false;
    const auto& open = questions.value->messages;
    if (open.empty()) return false;
    const auto count = static_cast<std::int64_t>(open.size());
    const std::string title = view.say(msg::QuestionsOpen{count});
    ui::NodeScope region(view.ui, ui::Role::Region, title);
    column.panel("questions", [&](ui::Column& inside) {
        inside.heading(title, 2, {.role = ui::TextRole::Section}, 1);
        inside.after(ui::space::xs)
            .paragraph(view.say(msg::questions_text), muted(view, ui::TextRole::Small));
        ui::NodeScope list(view.ui, ui::Role::List, title);
        for (const wire::MessageRow& question : open) question_line(view, inside, question);
    });
    return true;
}

void how_it_felt(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    const bool nothing =
        figures.efforts.empty() && figures.wishes.empty() && figures.reactions == 0;
    if (nothing) return;
    column.panel("felt", [&](ui::Column& inside) {
        figure_heading(view, inside, view.say(msg::felt_title), Counted::HowItFelt,
                       ui::TextRole::Section);
        effort_lines(view, inside, figures.efforts);
        for (const wire::WishFigure& wish : figures.wishes) {
            const std::string at = clock(static_cast<double>(wish.at_ms / ms_in_a_second));
            const std::string text =
                view.say(msg::FeltWish{wish.people, view.say(wish_word(wish.wish)), at});
            moment_line(view, inside, figures, text, wish.at_ms, wish.wish);
        }
        tap_lines(view, inside, figures);
        liveliest_line(view, inside, figures);
    });
}

}  // namespace lsl::views
