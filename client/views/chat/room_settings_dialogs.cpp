#include "client/views/dialogs.h"

#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string>
#include <vector>

// A poll that is written, and how the room of a class is set.

namespace lsl::views {

namespace {

namespace intent = model::intent;

constexpr int longest_poll_words = 200;  ///< UTF-16 units
constexpr std::array<std::int64_t, 7> slow_modes = {0, 3, 5, 10, 30, 60, 300};
constexpr std::array<std::int64_t, 6> door_minutes = {0, 5, 15, 30, 60, 120};

using Choices = std::vector<ui::Option>;

void chosen_of(const View& view, ui::Column& column, msg::Plain label, std::string_view name,
               Choices choices, std::string& value) {
    ui::TextField spec;
    spec.label = view.say(label);
    spec.field.name = std::string(name);
    spec.field.options = std::move(choices);
    spec.field.error = view.explain(view.drafts.moderation.errors, name);
    if (ui::select_field(column, spec, value).changed) {
        view.drafts.moderation.errors.clear(name);
    }
}

ui::Option choice_of(const View& view, std::string_view value, msg::Plain label) {
    return {std::string(value), std::string(view.say(label))};
}

Choices mode_choices(const View& view) {
    using domain::ChatMode;
    return {choice_of(view, domain::chat_mode_name(ChatMode::Open), msg::chat_mode_open),
            choice_of(view, domain::chat_mode_name(ChatMode::Questions), msg::chat_mode_questions),
            choice_of(view, domain::chat_mode_name(ChatMode::Staff), msg::chat_mode_staff),
            choice_of(view, domain::chat_mode_name(ChatMode::Closed), msg::chat_mode_closed)};
}

Choices link_choices(const View& view) {
    using domain::LinksOf;
    return {choice_of(view, domain::links_of_name(LinksOf::None), msg::chat_links_none),
            choice_of(view, domain::links_of_name(LinksOf::Staff), msg::chat_links_staff),
            choice_of(view, domain::links_of_name(LinksOf::Everyone), msg::chat_links_everyone)};
}

/// The usual numbers, and the present one where a script has set another.
std::vector<std::int64_t> with_present(std::span<const std::int64_t> usual,
                                       const std::string& present) {
    std::vector<std::int64_t> numbers(usual.begin(), usual.end());
    std::int64_t number = 0;
    const auto read = std::from_chars(present.data(), present.data() + present.size(), number);
    if (read.ec != std::errc()) return numbers;
    const auto place = std::lower_bound(numbers.begin(), numbers.end(), number);
    if (place == numbers.end() || *place != number) numbers.insert(place, number);
    return numbers;
}

Choices slow_choices(const View& view, const std::string& present) {
    Choices choices;
    for (const std::int64_t seconds : with_present(slow_modes, present)) {
        choices.push_back({std::to_string(seconds), seconds == 0
                                                        ? std::string(view.say(msg::chat_slow_off))
                                                        : view.say(msg::ChatSeconds{seconds})});
    }
    return choices;
}

Choices door_choices(const View& view, const std::string& present) {
    Choices choices;
    for (const std::int64_t minutes : with_present(door_minutes, present)) {
        choices.push_back({std::to_string(minutes), minutes_text(view, minutes)});
    }
    return choices;
}

void switched(const View& view, ui::Column& column, msg::Plain title, msg::Plain text, bool& on) {
    const std::string_view explanation = view.say(text);
    const ui::Rect place =
        column.take(ui::switch_card_height(view.ui, column.width(), explanation));
    ui::switch_card(view.ui, place, view.say(title), explanation, on);
}

void words_field(const View& view, ui::Column& column, std::string& words) {
    constexpr std::string_view name = "blockedWords";
    ui::TextField spec{.label = view.say(msg::chat_blocked_words),
                       .hint = view.say(msg::chat_blocked_words_hint),
                       .multiline = true};
    spec.field.name = std::string(name);
    spec.field.autocomplete = "off";
    spec.field.error = view.explain(view.drafts.moderation.errors, name);
    if (ui::text_field(column, spec, words).changed) view.drafts.moderation.errors.clear(name);
}

void settings_fields(const View& view, ui::Column& column) {
    model::RoomSettingsDraft& draft = view.drafts.moderation.settings;
    chosen_of(view, column, msg::chat_who_writes, "mode", mode_choices(view), draft.mode);
    chosen_of(view, column, msg::chat_slow_mode, "slowModeSeconds",
              slow_choices(view, draft.slow_mode), draft.slow_mode);
    switched(view, column, msg::chat_hold_first, msg::chat_hold_first_text, draft.hold_first);
    chosen_of(view, column, msg::chat_links, "links", link_choices(view), draft.links);
    words_field(view, column, draft.words);
    chosen_of(view, column, msg::chat_opens, "opensMinutesBefore", door_choices(view, draft.opens),
              draft.opens);
    chosen_of(view, column, msg::chat_closes, "closesMinutesAfter",
              door_choices(view, draft.closes), draft.closes);
    switched(view, column, msg::chat_replay_names, msg::chat_replay_names_text, draft.replay_names);
}

void poll_words(ui::Column& column, std::string_view label, std::string name, std::string& value) {
    ui::TextField spec{.label = label};
    spec.field.name = std::move(name);
    spec.field.autocomplete = "off";
    spec.field.max_length = longest_poll_words;
    ui::text_field(column, spec, value);
}

/// One empty field more than answers are written, as many as a poll may have.
void poll_fields(const View& view, ui::Column& column) {
    model::ModerationDraft& draft = view.drafts.moderation;
    poll_words(column, view.say(msg::chat_poll_question), "question", draft.question);
    if (!draft.options.back().empty() && draft.options.size() < domain::most_poll_options) {
        draft.options.emplace_back();
    }
    for (std::size_t i = 0; i < draft.options.size(); ++i) {
        const auto number = static_cast<std::int64_t>(i) + 1;
        poll_words(column, view.say(msg::ChatPollAnswer{number}), "answer" + std::to_string(number),
                   draft.options[i]);
    }
}

ui::Answer end_of_fields(const View& view, ui::Column& column, const ui::Button& button,
                         const model::Submission& sending) {
    if (sending.error && view.drafts.moderation.errors.empty()) {
        ui::banner(column, ui::Tone::Danger, view.explain(*sending.error));
    }
    return ui::decide(column, button,
                      {.label = view.say(msg::common_cancel), .kind = ui::ButtonKind::Outline});
}

void end_of_form(const View& view, ui::Dialog& dialog, ui::Answer answer,
                 const model::Submission& sending) {
    const bool cancel = answer == ui::Answer::Cancel;
    if ((dialog.finish() || cancel) && !sending.busy) view.want(intent::CloseDialog{});
}

}  // namespace

void show(const View& view, const model::dialog::NewPoll& open) {
    const std::string_view title = view.say(msg::chat_new_poll);
    ui::Dialog dialog(view.ui, {.key = "new-poll", .title = title});
    ui::Answer answer = ui::Answer::None;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        poll_fields(view, dialog.column);
        const ui::Button button{.label = view.say(msg::chat_ask_poll),
                                .disabled = !model::is_poll(view.drafts.moderation),
                                .busy = open.sending.busy,
                                .submits = true,
                                .key = "ask"};
        answer = end_of_fields(view, dialog.column, button, open.sending);
    }
    if (answer == ui::Answer::Confirm) view.want(intent::ConfirmPoll{});
    end_of_form(view, dialog, answer, open.sending);
}

void show(const View& view, const model::dialog::RoomSettings& open) {
    const std::string_view title = view.say(msg::chat_settings);
    ui::Dialog dialog(view.ui, {.key = "room-settings", .title = title});
    ui::Answer answer = ui::Answer::None;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, title);
        settings_fields(view, dialog.column);
        const ui::Button button{.label = view.say(msg::chat_save_settings),
                                .busy = open.sending.busy,
                                .submits = true,
                                .key = "save"};
        answer = end_of_fields(view, dialog.column, button, open.sending);
    }
    if (answer == ui::Answer::Confirm) view.want(intent::SaveRoomSettings{});
    end_of_form(view, dialog, answer, open.sending);
}

}  // namespace lsl::views
