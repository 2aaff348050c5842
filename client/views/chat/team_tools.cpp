#include "client/views/chat/team_tools.h"

#include "client/views/chat/chat_run.h"

#include <string>
#include <vector>

namespace lsl::views {

namespace {

namespace intent = model::intent;

constexpr float count_side = 16, count_inset = 4;

/// A line of the menu, and what it does.
struct Tool {
    std::string text;
    char32_t symbol = 0;
    model::Intent wish;
    bool on = false;
};

std::vector<Tool> tools_of(const View& view, const wire::RoomRow& at) {
    std::vector<Tool> tools;
    tools.push_back({view.say(msg::ChatReports{at.open_reports.value_or(0)}), icon::flag,
                     intent::OpenReports{}});
    if (at.poll && at.poll->open) {
        tools.push_back({std::string(view.say(msg::chat_close_poll)), icon::chart_bar_decreasing,
                         intent::ClosePoll{at.poll->id}});
    } else {
        tools.push_back({std::string(view.say(msg::chat_new_poll)), icon::chart_bar_decreasing,
                         intent::AskForPoll{}});
    }
    const bool quiet = at.settings.mode != domain::ChatMode::Open;
    tools.push_back(
        {std::string(view.say(msg::chat_quiet)), icon::volume_x,
         intent::SetChatMode{quiet ? domain::ChatMode::Open : domain::ChatMode::Questions}, quiet});
    tools.push_back(
        {std::string(view.say(msg::chat_settings)), icon::settings, intent::OpenRoomSettings{}});
    return tools;
}

/// How many reports wait, at the button's corner.
void waiting_count(const View& view, const ui::Rect& place, std::int64_t count) {
    if (count == 0) return;
    ui::Ui& ui = view.ui;
    const ui::Rect disc{ui::right(place) - count_side - count_inset, place.y + count_inset,
                        count_side, count_side};
    ui::fill(ui, disc, view.theme().danger_fill, ui::radius::pill);
    const ui::TextStyle style{
        .role = ui::TextRole::Tab, .color = view.theme().on_danger, .tabular = true};
    const std::string text = view.number(count);
    ui::draw_text(ui, ui::centre_x(disc) - ui::text_width(ui, text, style) / 2,
                  ui::centre_y(disc) - ui::line_height(style.role) / 2, text, style);
}

}  // namespace

void team_tools(const View& view, const ui::Rect& place) {
    const auto& at = view.model.chat.at;
    if (!at || !moderates(view)) return;
    bool& open = view.drafts.chat.tools_open;
    const std::int64_t waiting = at->open_reports.value_or(0);
    const std::string name = waiting > 0 ? view.say(msg::ChatToolsWaiting{waiting})
                                         : std::string(view.say(msg::chat_tools));
    if (ui::icon_button(view.ui, place,
                        {.icon = icon::sliders_horizontal,
                         .name = name,
                         .busy = view.model.chat.moderating.busy,
                         .has_popup = true,
                         .expanded = open,
                         .key = "team-tools"})) {
        open = !open;
    }
    waiting_count(view, place, waiting);
    if (!open) return;
    const std::vector<Tool> tools = tools_of(view, *at);
    std::vector<ui::MenuItem> items;
    for (const Tool& tool : tools) {
        items.push_back({.text = tool.text, .icon = tool.symbol, .selected = tool.on});
    }
    const auto chosen = ui::menu(view.ui, "team-tools-menu", place, items, open);
    if (chosen) view.intents.push_back(tools[*chosen].wish);
}

}  // namespace lsl::views
