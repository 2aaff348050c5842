#include "client/views/dialogs.h"

#include "client/views/chat/chat_run.h"
#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

// What the team of a class is told of its room and its people, and decides.

namespace lsl::views {

namespace {

namespace intent = model::intent;

constexpr int longest_staff_words = 500;  ///< UTF-16 units
constexpr float waited_for = 88, note_height = 72;
constexpr float checkbox_room = 30;  ///< the box before a checkbox's text
/// Seconds that somebody may be paused for.
constexpr std::array<std::int64_t, 5> pause_lengths = {10, 60, 300, 600, 1800};

void staff_words(ui::Column& column, ui::TextField spec, std::string_view name,
                 std::string& value) {
    spec.field.name = std::string(name);
    spec.field.autocomplete = "off";
    spec.field.max_length = longest_staff_words;
    ui::text_field(column, spec, value);
}

bool close_button(const View& view, ui::Column& column) {
    return column.after(ui::space::xl)
        .button({.label = view.say(msg::common_close), .kind = ui::ButtonKind::Secondary});
}

/// What somebody wrote, with their name.
std::string reported_words(const View& view, const api::ListReports::Response& list,
                           const api::ReportRow& report) {
    const auto found =
        std::find_if(list.messages.begin(), list.messages.end(),
                     [&](const wire::MessageRow& row) { return row.id == report.message_id; });
    if (found == list.messages.end()) return std::string(view.say(msg::chat_gone));
    const std::string text = chat_text(view, *found);
    if (!found->user_id) return text;
    const auto author = list.people.find(found->user_id->to_string());
    return author == list.people.end()
               ? text
               : view.say(msg::ChatSpoken{author->second.display_name, text});
}

bool decision_button(const View& view, ui::Slices& line, msg::Plain label, std::string_view key,
                     bool busy, const std::string& words) {
    const std::string name = view.say(msg::TeamActionFor{view.say(label), words});
    const ui::Button button{.label = view.say(label),
                            .kind = ui::ButtonKind::Outline,
                            .size = ui::ButtonSize::Small,
                            .busy = busy,
                            .name = name,
                            .key = key};
    return ui::button(view.ui, line.left(ui::button_width(view.ui, button)), button);
}

void one_report(const View& view, ui::Column& column, const model::dialog::RoomReports& open,
                const api::ReportRow& report) {
    ui::Ui& ui = view.ui;
    const std::string id = report.id.to_string();
    ui::IdScope scope(ui, id);
    ui::NodeScope item(ui, ui::Role::ListItem, "");
    const std::string words = reported_words(view, *open.list.value, report);
    column.after(ui::space::l).paragraph(words, {.role = ui::TextRole::SmallStrong});
    const std::string why =
        report.reason.empty() ? std::string(view.say(msg::chat_no_reason)) : report.reason;
    const std::string when = view.model.words->time(report.created_at, model::TimeStyle::Clock);
    column.after(ui::space::xs).paragraph(joined({when, why}), muted(view, ui::TextRole::Small));
    if (report.decision) {
        const bool removed = *report.decision == domain::ReportDecision::Removed;
        return column.after(ui::space::xs)
            .label(view.say(removed ? msg::chat_report_removed : msg::chat_report_kept),
                   muted(view, ui::TextRole::Small));
    }
    const bool busy = open.deciding == report.id;
    ui::Slices line = column.after(ui::space::s).row(ui::size::button_small);
    if (decision_button(view, line, msg::chat_remove, "remove", busy, words)) {
        view.want(intent::DecideReport{report.id, domain::ReportDecision::Removed});
    }
    if (decision_button(view, line, msg::chat_keep, "keep", busy, words)) {
        view.want(intent::DecideReport{report.id, domain::ReportDecision::Kept});
    }
}

void all_reports(const View& view, ui::Column& column, const model::dialog::RoomReports& open) {
    if (open.list.failed()) {
        return ui::banner(column, ui::Tone::Danger, view.explain(*open.list.error));
    }
    if (!open.list.ready()) {
        ui::spinner(view.ui, column.take(waited_for), view.say(msg::common_one_moment));
        return;
    }
    const auto& reports = open.list.value->reports;
    if (reports.empty()) {
        return column.paragraph(view.say(msg::chat_no_reports), muted(view));
    }
    const bool waits =
        std::any_of(reports.begin(), reports.end(),
                    [](const api::ReportRow& report) { return !report.decision.has_value(); });
    if (waits) {
        staff_words(
            column,
            {.label = view.say(msg::chat_decision_why), .hint = view.say(msg::chat_decision_hint)},
            "reason", view.drafts.moderation.reason);
    }
    ui::NodeScope list(view.ui, ui::Role::List, view.say(msg::chat_reports_title));
    for (const api::ReportRow& report : reports) one_report(view, column, open, report);
}

std::string pause_text(const View& view, std::int64_t seconds) {
    return seconds < seconds_per_minute ? view.say(msg::ChatSeconds{seconds})
                                        : minutes_text(view, seconds / seconds_per_minute);
}

void pause_field(const View& view, ui::Column& column) {
    ui::TextField spec;
    spec.label = view.say(msg::chat_pause_for);
    spec.field.name = "pause";
    for (const std::int64_t seconds : pause_lengths) {
        spec.field.options.push_back({std::to_string(seconds), pause_text(view, seconds)});
    }
    spec.field.options.push_back(
        {std::string(model::pause_for_class), std::string(view.say(msg::chat_pause_for_class))});
    spec.field.options.push_back({std::to_string(0), std::string(view.say(msg::chat_pause_none))});
    ui::select_field(column, spec, view.drafts.moderation.pause);
}

void remove_latest_box(const View& view, ui::Column& column) {
    const std::string_view text = view.say(msg::chat_remove_latest);
    const float height = ui::text_height(view.ui, text, {.role = ui::TextRole::Body},
                                         column.width() - checkbox_room);
    const ui::Rect place = column.take(height);
    ui::checkbox(view.ui, place.x, place.y, place.width, text,
                 view.drafts.moderation.remove_latest);
}

/// The team cannot be silenced: for them this is left out.
void pause_part(const View& view, ui::Column& column, const model::dialog::RoomPerson& open) {
    const std::string_view title = view.say(msg::chat_pause_title);
    ui::NodeScope form(view.ui, ui::Role::Form, title);
    pause_field(view, column);
    staff_words(column, {.label = view.say(msg::chat_pause_why)}, "reason",
                view.drafts.moderation.reason);
    remove_latest_box(view, column);
    if (open.pausing.error) {
        ui::banner(column, ui::Tone::Danger, view.explain(*open.pausing.error));
    }
    if (column.button({.label = view.say(msg::chat_apply),
                       .kind = ui::ButtonKind::Danger,
                       .busy = open.pausing.busy,
                       .key = "apply-pause"})) {
        view.want(intent::ApplyPause{});
    }
}

void note_part(const View& view, ui::Column& column, const model::dialog::RoomPerson& open) {
    ui::NodeScope form(view.ui, ui::Role::Form, view.say(msg::chat_note));
    staff_words(column,
                {.label = view.say(msg::chat_note),
                 .hint = view.say(msg::chat_note_hint),
                 .multiline = true,
                 .multiline_height = note_height},
                "note", view.drafts.moderation.note);
    if (open.noting.error) {
        ui::banner(column, ui::Tone::Danger, view.explain(*open.noting.error));
    }
    if (column.button({.label = view.say(msg::chat_save_note),
                       .kind = ui::ButtonKind::Secondary,
                       .busy = open.noting.busy,
                       .submits = true,
                       .key = "save-note"})) {
        view.want(intent::SaveNote{});
    }
}

std::string paused_text(const View& view, UtcTime until) {
    if (until >= domain::end_of_class_timeout) {
        return std::string(view.say(msg::chat_paused_for_class));
    }
    return view.say(msg::ChatPausedUntil{view.model.words->time(until, model::TimeStyle::Clock)});
}

void person_sheet(const View& view, ui::Column& column, const model::dialog::RoomPerson& open) {
    const api::RoomPerson& person = open.known.value->person;
    if (person.first_class) {
        column.paragraph(view.say(msg::chat_first_class), {.role = ui::TextRole::SmallStrong});
    }
    if (person.timed_out_until && *person.timed_out_until > view.model.now) {
        ui::banner(column, ui::Tone::Warning, paused_text(view, *person.timed_out_until));
    }
    const auto role = domain::parse_staff_role(person.role);
    const bool team = role && domain::may(*role, domain::StaffAction::Moderate);
    if (!team) {
        pause_part(view, column, open);
        column.after(ui::space::xxl);
    }
    note_part(view, column, open);
}

}  // namespace

void show(const View& view, const model::dialog::RoomReports& open) {
    ui::Dialog dialog(view.ui, {.key = "room-reports", .title = view.say(msg::chat_reports_title)});
    all_reports(view, dialog.column, open);
    const bool close = close_button(view, dialog.column);
    if (dialog.finish() || close) view.want(intent::CloseDialog{});
}

void show(const View& view, const model::dialog::RoomPerson& open) {
    const auto& known = open.known;
    const std::string title =
        known.ready() ? known.value->person.display_name : std::string(view.say(msg::chat_person));
    ui::Dialog dialog(view.ui, {.key = "room-person", .title = title});
    if (known.ready()) {
        person_sheet(view, dialog.column, open);
    } else if (known.failed()) {
        ui::banner(dialog.column, ui::Tone::Danger, view.explain(*known.error));
    } else {
        ui::spinner(view.ui, dialog.column.take(waited_for), view.say(msg::common_one_moment));
    }
    const bool close = close_button(view, dialog.column);
    const bool busy = open.pausing.busy || open.noting.busy;
    if ((dialog.finish() || close) && !busy) view.want(intent::CloseDialog{});
}

}  // namespace lsl::views
