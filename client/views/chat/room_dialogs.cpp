#include "client/views/dialogs.h"

#include "client/views/chat/chat_run.h"
#include "client/views/chat/reply.h"

#include <algorithm>
#include <string>
#include <vector>

// What everybody in a room is asked and told beside its messages.

namespace lsl::views {

namespace {

constexpr float named_face = 26, named_height = 44;
constexpr std::size_t most_named = 200;  ///< of those who are here
constexpr int longest_reason = 500;      ///< UTF-16 units, as many as the server takes characters

/// Whether other viewers read one's name is one's own choice; the team's names are read anyway.
void seen_choice(const View& view, ui::Column& column) {
    const model::Chat& chat = view.model.chat;
    if (moderates(view) || !chat.seen) return;
    const std::string_view title = view.say(msg::chat_be_seen);
    const std::string_view text = view.say(msg::chat_be_seen_text);
    bool seen = *chat.seen;
    const ui::Rect place = column.take(ui::switch_card_height(view.ui, column.width(), text));
    if (ui::switch_card(view.ui, place, title, text, seen)) {
        view.want(model::intent::SetSeen{seen});
    }
    column.after(ui::space::m);
}

/// How much of the chat a screen reader says by itself.
void news_choice(const View& view, ui::Column& column) {
    ui::TextField spec{.label = view.say(msg::chat_news)};
    spec.field.name = "news";
    spec.field.options = {
        {std::string(model::news_of_all), std::string(view.say(msg::chat_news_all))},
        {std::string(model::news_of_team), std::string(view.say(msg::chat_news_team))},
        {std::string(model::no_news), std::string(view.say(msg::chat_news_none))}};
    std::string of =
        view.model.chat_news.empty() ? std::string(model::news_of_all) : view.model.chat_news;
    if (ui::select_field(column.after(ui::space::l), spec, of).changed) {
        view.want(model::intent::HearNews{of});
    }
}

/// For the team: whom it greets.
bool is_newcomer(const View& view, UserId user) {
    const auto& present = view.model.chat.present.value;
    if (!present || !present->newcomers) return false;
    const std::vector<UserId>& newcomers = *present->newcomers;
    return std::find(newcomers.begin(), newcomers.end(), user) != newcomers.end();
}

void named_person(const View& view, ui::Column& column, const api::PresentPerson& person) {
    ui::Ui& ui = view.ui;
    const std::string id = person.user_id.to_string();
    ui::IdScope scope(ui, id);
    const ui::Rect place = column.after(0).take(named_height);
    ui::NodeScope item(ui, ui::Role::ListItem, "", place);
    ui::Slices line(place, ui::space::m);
    const ui::Rect face = line.left(named_face);
    ui::avatar(ui, ui::centre_x(face), ui::centre_y(face), named_face, person.display_name);
    if (is_newcomer(view, person.user_id)) {
        const std::string_view first = view.say(msg::chat_first_class);
        const ui::TextStyle style{.role = ui::TextRole::Caption, .color = view.theme().success};
        const float width = std::min(ui::text_width(ui, first, style) + 1, line.rest.width / 2);
        ui::label(ui, line.right(width), first, style, ui::Align::End);
    }
    if (!moderates(view)) {
        ui::label(ui, line.rest, person.display_name, {.role = ui::TextRole::Body});
        return;
    }
    // The team is led to the person's sheet.
    const ui::Button button{
        .label = person.display_name, .kind = ui::ButtonKind::Ghost, .size = ui::ButtonSize::Small};
    const float width = std::min(ui::button_width(ui, button), line.rest.width);
    const ui::Rect name = ui::centred(line.left(width), width, ui::size::button_small);
    if (ui::button(ui, name, button)) view.want(model::intent::OpenPerson{person.user_id});
}

void named_people(const View& view, ui::Column& column) {
    const auto& present = view.model.chat.present;
    if (present.failed()) {
        return ui::banner(column, ui::Tone::Danger, view.explain(*present.error));
    }
    if (!present.ready()) {
        ui::spinner(view.ui, column.take(named_height), view.say(msg::common_one_moment));
        return;
    }
    const auto& people = present.value->people;
    if (people.empty()) {
        return column.paragraph(view.say(msg::chat_nobody_named), muted(view, ui::TextRole::Small));
    }
    ui::NodeScope list(view.ui, ui::Role::List, view.say(msg::chat_who_is_here));
    const std::size_t shown = std::min(people.size(), most_named);
    for (std::size_t i = 0; i < shown; ++i) named_person(view, column, people[i]);
    if (shown == people.size()) return;
    const auto left = static_cast<std::int64_t>(people.size() - shown);
    column.label(view.say(msg::ChatMoreHere{left}), muted(view, ui::TextRole::Small));
}

}  // namespace

void show(const View& view, const model::dialog::WhoIsHere&) {
    const auto& present = view.model.chat.present.value;
    const std::string title =
        view.say(msg::ChatHere{present ? present->count : view.model.chat.viewers()});
    ui::Dialog dialog(view.ui, {.key = "who-is-here", .title = title});
    ui::Column& column = dialog.column;
    seen_choice(view, column);
    named_people(view, column);
    news_choice(view, column);
    const bool close =
        column.after(ui::space::xl)
            .button({.label = view.say(msg::common_close), .kind = ui::ButtonKind::Secondary});
    if (dialog.finish() || close) view.want(model::intent::CloseDialog{});
}

void show(const View& view, const model::dialog::ReportMessage& open) {
    const std::string_view title = view.say(msg::chat_report);
    model::ModerationDraft& draft = view.drafts.moderation;
    ui::Dialog dialog(view.ui, {.key = "report-message", .title = title});
    ui::Column& column = dialog.column;
    ui::Answer answer = ui::Answer::None;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        column.paragraph(answered_text(view, open.id), {.role = ui::TextRole::Small});
        column.paragraph(view.say(msg::chat_report_text), muted(view, ui::TextRole::Small));
        ui::TextField reason{.label = view.say(msg::chat_report_why), .multiline = true};
        reason.field.name = "reason";
        reason.field.autocomplete = "off";
        reason.field.max_length = longest_reason;
        ui::text_field(column, reason, draft.reason);
        if (open.sending.error) {
            ui::banner(column, ui::Tone::Danger, view.explain(*open.sending.error));
        }
        answer = ui::decide(
            column,
            {.label = view.say(msg::chat_report_send), .busy = open.sending.busy, .submits = true},
            {.label = view.say(msg::common_cancel), .kind = ui::ButtonKind::Outline});
    }
    if (answer == ui::Answer::Confirm) view.want(model::intent::ConfirmReport{});
    const bool cancel = answer == ui::Answer::Cancel;
    if ((dialog.finish() || cancel) && !open.sending.busy) view.want(model::intent::CloseDialog{});
}

}  // namespace lsl::views
