#include "client/views/chat/chat_run.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace lsl::views {

namespace {

constexpr float tag_padding = 6, tag_height = 18;
constexpr float widest_name = 0.6f;  ///< of the run's width
constexpr float least_beside = 60;   ///< room behind the name in which text still begins
constexpr float tag_tint = 0.16f;

constexpr ui::TextStyle tag_style{.role = ui::TextRole::Tab};

ui::TextStyle style_of_name(const View& view, const ChatRun& run) {
    return {.role = ui::TextRole::SmallStrong,
            .color = run.of_team ? view.theme().accent : view.theme().text};
}

ui::TextStyle words_style(const View& view, const ChatRun& run) {
    return {.role = ui::TextRole::Small,
            .color = run.quiet ? view.theme().muted : view.theme().text};
}

/// Where things of a run stand.
struct RunLayout {
    std::string name;
    float name_width = 0, tag_width = 0;
    float indent = 0;               ///< of the text's first line
    std::string first;              ///< beside the name
    std::vector<std::string> rest;  ///< below it
};

void lay_text(const View& view, const ChatRun& run, float width, RunLayout& layout) {
    const ui::TextStyle style = words_style(view, run);
    const float beside = width - layout.indent;
    std::string_view rest = run.text;
    if (beside >= least_beside) {
        const std::vector<std::string> lines = ui::wrapped(view.ui, run.text, style, beside);
        if (!lines.empty() && run.text.starts_with(lines.front())) {
            layout.first = lines.front();
            rest.remove_prefix(layout.first.size());
            rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        }
    }
    if (rest.empty()) return;
    const int lines_left = run.most_lines == 0 ? 0 : std::max(run.most_lines - 1, 1);
    if (run.most_lines == 1) {
        layout.first = ui::ellipsized(view.ui, run.text, style, beside);
        return;
    }
    layout.rest = ui::wrapped(view.ui, rest, style, width, lines_left);
}

RunLayout lay(const View& view, const ChatRun& run, float width) {
    RunLayout layout;
    if (!run.name.empty()) {
        const ui::TextStyle style = style_of_name(view, run);
        layout.name = ui::ellipsized(view.ui, run.name, style, width * widest_name);
        layout.name_width = ui::text_width(view.ui, layout.name, style);
        layout.indent = layout.name_width + ui::space::xs;
    }
    if (!run.tag.empty()) {
        layout.tag_width = ui::text_width(view.ui, run.tag, tag_style) + 2 * tag_padding;
        layout.indent += layout.tag_width + ui::space::xs;
    }
    lay_text(view, run, width, layout);
    return layout;
}

std::string_view team_tag(const View& view, std::string_view role) {
    if (role == domain::staff_role_name(domain::StaffRole::Moderator))
        return view.say(msg::chat_team);
    const auto known = domain::parse_staff_role(role);
    if (!known || !domain::may(*known, domain::StaffAction::Moderate)) return {};
    return view.say(msg::chat_teacher);
}

}  // namespace

void name_run(const View& view, const wire::ChatPerson& person, ChatRun& run) {
    run.name = person.display_name;
    run.tag = team_tag(view, person.role);
    run.of_team = !run.tag.empty();
}

ChatRun chat_run(const View& view, const wire::MessageRow& row) {
    ChatRun run;
    if (const wire::ChatPerson* person = view.model.chat.author(row)) {
        name_run(view, *person, run);
    } else if (is_own(view, row)) {
        // The answer to a message comes before the frame that names its author.
        run.name = view.model.account.viewer->user.display_name;
    }
    return run;
}

float chat_run_height(const View& view, const ChatRun& run, float width) {
    const RunLayout layout = lay(view, run, width);
    const float lines = 1 + static_cast<float>(layout.rest.size());
    return lines * ui::line_height(ui::TextRole::Small);
}

void draw_chat_run(const View& view, const ui::Rect& place, const ChatRun& run) {
    ui::Ui& ui = view.ui;
    const RunLayout layout = lay(view, run, place.width);
    const float line = ui::line_height(ui::TextRole::Small);
    ui::draw_text(ui, place.x, place.y, layout.name, style_of_name(view, run));
    if (!run.tag.empty()) {
        const float x = place.x + layout.indent - layout.tag_width - ui::space::xs;
        const ui::Rect box{x, place.y + (line - tag_height) / 2, layout.tag_width, tag_height};
        const ui::Color accent = view.theme().accent;
        ui::fill(ui, box, accent.faded(tag_tint), ui::radius::badge);
        ui::draw_text(ui, box.x + tag_padding,
                      ui::centre_y(box) - ui::line_height(tag_style.role) / 2, run.tag,
                      {.role = tag_style.role, .color = accent});
    }
    const ui::TextStyle style = words_style(view, run);
    ui::draw_text(ui, place.x + layout.indent, place.y, layout.first, style);
    ui::Stack below(place.x, place.y + line, place.width);
    for (const std::string& text : layout.rest) {
        const ui::Rect one = below.take(line);
        ui::draw_text(ui, one.x, one.y, text, style);
    }
}

std::string chat_text(const View& view, const wire::MessageRow& row) {
    // Staff reads what it was, for a time; and who took it away, which viewers never learn.
    if (!row.message.empty()) return row.message;
    if (row.removed_reason) return view.say(msg::ChatRemovedWhy{*row.removed_reason});
    if (row.removed_by == domain::RemovedBy::Self)
        return std::string(view.say(msg::chat_taken_back));
    if (row.removed_by) return std::string(view.say(msg::chat_removed));
    return std::string(view.say(msg::chat_gone));
}

bool is_own(const View& view, const wire::MessageRow& row) {
    return view.model.account.viewer && row.user_id == view.model.account.viewer->user.id;
}

bool moderates(const View& view) {
    const auto& room = view.model.chat.room;
    return room && view.model.may(domain::StaffAction::Moderate, *room);
}

}  // namespace lsl::views
