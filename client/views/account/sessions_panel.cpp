#include "client/views/account/sessions_panel.h"

#include <algorithm>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

using Sessions = std::vector<wire::SessionInfo>;

constexpr float session_height = 60;
constexpr int sessions_waited_for = 2;

std::string used_at(const View& view, const wire::SessionInfo& session) {
    const model::Words& words = *view.model.words;
    if (session.current) {
        return view.say(msg::TeamJoined{words.time(session.created_at, model::TimeStyle::Day)});
    }
    view.wake_at_minute(session.last_seen_at);
    return view.say(
        msg::SettingsLastUsed{words.time(session.last_seen_at, model::TimeStyle::Relative)});
}

/// "here", or the button that ends it; `place` keeps what is left.
void session_end(const View& view, ui::Slices& place, const wire::SessionInfo& session,
                 const std::string& device) {
    ui::Ui& ui = view.ui;
    if (session.current) {
        const std::string_view here = view.say(msg::settings_here);
        const ui::TextStyle style{.role = ui::TextRole::SmallStrong, .color = view.theme().success};
        ui::label(ui, place.right(ui::text_width(ui, here, style)), here, style);
        return;
    }
    const std::string id = session.id.to_string();
    const std::string_view label = view.say(msg::settings_end);
    const std::string name = view.say(msg::TeamActionFor{label, device});
    const ui::Button end{.label = label,
                         .kind = ui::ButtonKind::Outline,
                         .size = ui::ButtonSize::Small,
                         .busy = view.model.settings.ending == id,
                         .name = name};
    const float width = ui::button_width(ui, end);
    if (ui::button(ui, ui::centred(place.right(width), width, ui::size::button_small), end)) {
        view.want(model::intent::EndSession{id});
    }
}

void session_row(const View& view, ui::Column& column, const wire::SessionInfo& session,
                 bool last) {
    ui::Ui& ui = view.ui;
    const std::string device =
        session.device.empty() ? std::string(view.say(msg::settings_some_device)) : session.device;
    const ui::Rect row = column.after(0).take(session_height);
    ui::IdScope scope(ui, session.id.to_string());
    ui::NodeScope item(ui, ui::Role::ListItem, device, row);
    ui::Slices parts(row, ui::space::m);
    const ui::Rect picture = parts.left(ui::size::icon);
    ui::draw_icon(ui, picture.x, ui::centre_y(picture) - ui::size::icon / 2, icon::monitor,
                  ui::size::icon, view.theme().muted);
    session_end(view, parts, session, device);
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const float high = ui::line_height(ui::TextRole::Body) + ui::line_height(quiet.role);
    ui::Column text(ui, parts.rest.x, ui::centre_y(row) - high / 2, parts.rest.width, 0);
    text.label(device, {});
    text.label(used_at(view, session), quiet);
    if (!last) ui::divider(ui, row.x, ui::bottom(row) - 1, row.width);
}

void sessions_head(const View& view, ui::Column& column, const Sessions& sessions) {
    ui::Ui& ui = view.ui;
    ui::Slices head = column.row(ui::size::button_small, ui::space::m);
    const bool others = std::any_of(sessions.begin(), sessions.end(),
                                    [](const wire::SessionInfo& one) { return !one.current; });
    if (others) {
        const ui::Button end{.label = view.say(msg::settings_end_others),
                             .kind = ui::ButtonKind::Ghost,
                             .size = ui::ButtonSize::Small,
                             .busy = view.model.settings.ending == "others"};
        if (ui::button(ui, head.right(ui::button_width(ui, end)), end)) {
            view.want(model::intent::EndSession{"others"});
        }
    }
    const ui::TextRole role = ui::TextRole::CardTitle;
    ui::Column title(ui, head.rest.x, ui::centre_y(head.rest) - ui::line_height(role) / 2,
                     head.rest.width);
    title.heading(view.say(msg::settings_signed_in), 2, {.role = role}, 1);
}

}  // namespace

void sessions_panel(const View& view, ui::Column& column) {
    const auto& loaded = view.model.settings.sessions;
    column.panel("sessions", [&](ui::Column& inside) {
        sessions_head(view, inside, loaded.value.value_or(Sessions{}));
        if (loaded.failed()) {
            return failed_list(view, inside, view.say(msg::settings_sessions_unshown),
                               *loaded.error);
        }
        if (loaded.waiting()) {
            for (int i = 0; i < sessions_waited_for; ++i) {
                ui::skeleton(inside, inside.width() * skeleton_title, ui::space::xl);
            }
            return;
        }
        ui::NodeScope list(view.ui, ui::Role::List, view.say(msg::settings_signed_in));
        for (const wire::SessionInfo& one : *loaded.value) {
            session_row(view, inside, one, &one == &loaded.value->back());
        }
    });
}

}  // namespace lsl::views
