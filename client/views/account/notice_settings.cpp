#include "client/views/account/notice_settings.h"

#include <algorithm>
#include <array>
#include <string>

#include "client/views/push_bell.h"

// How the person is told: a line for each kind of event, a cell for each way.

namespace lsl::views {

namespace {

using domain::NoticeChannel;
using domain::NoticeEvent;

constexpr float choice_row_height = 44, choice_cell_width = 64, choice_cell_width_phone = 48;
constexpr int choice_name_lines = 2;  ///< on a phone
constexpr std::string_view not_by_this_way = "\u2013";
constexpr int choices_waited_for = 5;
constexpr std::int64_t hours_of_a_day = 24, minutes_of_an_hour = 60;
constexpr std::int64_t quiet_from_at_first = 21 * 60, quiet_to_at_first = 8 * 60;

struct ToldEvent {
    NoticeEvent event;
    msg::Plain name;
};

constexpr std::array<ToldEvent, 11> told_events{{
    {NoticeEvent::Moved, msg::settings_told_moved},
    {NoticeEvent::Cancelled, msg::settings_told_cancelled},
    {NoticeEvent::Enrolled, msg::settings_told_enrolled},
    {NoticeEvent::Reminder24h, msg::settings_told_day},
    {NoticeEvent::Reminder1h, msg::settings_told_hour},
    {NoticeEvent::Reminder10m, msg::settings_told_minutes},
    {NoticeEvent::Live, msg::common_live_now},
    {NoticeEvent::ReplayReady, msg::settings_told_replay},
    {NoticeEvent::ReplayEnds, msg::settings_told_replay_ends},
    {NoticeEvent::Answered, msg::settings_told_answered},
    {NoticeEvent::Followed, msg::settings_told_followed},
}};

struct Way {
    NoticeChannel channel;
    msg::Plain name;
    char32_t symbol;
};
/// From the end of a line to its start, as cells are taken; the calendar stands behind them.
constexpr std::array<Way, 2> ways{{
    {NoticeChannel::Push, msg::settings_by_push, icon::smartphone},
    {NoticeChannel::Mail, msg::sign_in_email, icon::mail},
}};

bool is_on(const wire::NoticeChoice& choice, NoticeChannel channel) {
    switch (channel) {
        case NoticeChannel::Mail: return choice.mail;
        case NoticeChannel::Push: return choice.push;
        case NoticeChannel::App: break;
    }
    return choice.app;
}

/// Without a mail server the column of mails does nothing.
bool works(const View& view, NoticeChannel channel) {
    return channel != NoticeChannel::Mail || view.model.sends_mail;
}

float cell_width(const View& view) {
    return view.ui.phone() ? choice_cell_width_phone : choice_cell_width;
}

/// Phones have room for the sign alone; the cells below say the name, too.
void way_head(const View& view, ui::Slices& head, msg::Plain name, char32_t symbol) {
    ui::Ui& ui = view.ui;
    const ui::Rect cell = head.right(cell_width(view));
    const ui::TextStyle style{.role = ui::TextRole::SmallStrong};
    const float line = ui.phone() ? 0 : ui::line_height(style.role);
    const float top = ui::centre_y(cell) - (ui::size::icon + line) / 2;
    ui::draw_icon(ui, ui::centre_x(cell) - ui::size::icon / 2, top, symbol, ui::size::icon,
                  view.theme().muted);
    if (ui.phone()) return;
    ui::label(ui, {cell.x, top + ui::size::icon, cell.width, line}, view.say(name), style,
              ui::Align::Centre);
}

void ways_head(const View& view, ui::Column& column) {
    ui::Slices head = column.row(ui::size::button, 0);
    way_head(view, head, msg::settings_by_calendar, icon::calendar);
    for (const Way& way : ways) way_head(view, head, way.name, way.symbol);
    const ui::TextRole role = ui::TextRole::CardTitle;
    ui::Column title(view.ui, head.rest.x, ui::centre_y(head.rest) - ui::line_height(role) / 2,
                     head.rest.width);
    title.heading(view.say(msg::bars_notices), 2, {.role = role}, 1);
}

/// Mails take classes to the calendar: of the others a dash says that this way can't carry them.
void calendar_cell(const View& view, const ui::Rect& cell, const ToldEvent& told,
                   const api::NoticeSettings& settings) {
    const bool always = told.event == NoticeEvent::Moved || told.event == NoticeEvent::Cancelled;
    if (!always && told.event != NoticeEvent::Enrolled) {
        ui::label(view.ui, cell, not_by_this_way, muted(view), ui::Align::Centre);
        return;
    }
    const std::string said =
        view.say(msg::TeamActionFor{view.say(msg::settings_by_calendar), view.say(told.name)});
    bool on = always || settings.calendar;
    if (ui::check_cell(view.ui, cell, said, on, always, !works(view, NoticeChannel::Mail))) {
        view.want(model::intent::ChooseCalendar{on});
    }
}

void choice_name(const View& view, const ui::Rect& place, std::string_view name) {
    ui::Ui& ui = view.ui;
    if (ui::text_width(ui, name, {}) <= place.width) {
        ui::label(ui, place, name, {});
        return;
    }
    const ui::TextStyle small{.role = ui::TextRole::Small};
    const float high = ui::line_height(small.role) * choice_name_lines;
    ui::Column text(ui, place.x, ui::centre_y(place) - high / 2, place.width, 0);
    text.paragraph(name, small, choice_name_lines);
}

void choice_row(const View& view, ui::Column& column, const ToldEvent& told,
                const api::NoticeSettings& settings, bool last) {
    const auto found = settings.events.find(std::string(enum_name(told.event)));
    if (found == settings.events.end()) return;
    ui::Ui& ui = view.ui;
    const ui::Rect row = column.after(0).take(choice_row_height);
    const std::string_view name = view.say(told.name);
    ui::IdScope scope(ui, enum_name(told.event));
    ui::NodeScope item(ui, ui::Role::ListItem, name, row);
    ui::Slices cells(row);
    calendar_cell(view, cells.right(cell_width(view)), told, settings);
    for (const Way& way : ways) {
        const bool locked = domain::is_always_on(told.event, way.channel);
        const std::string said = view.say(msg::TeamActionFor{view.say(way.name), name});
        bool on = is_on(found->second, way.channel);
        if (ui::check_cell(ui, cells.right(cell_width(view)), said, on, locked,
                           !works(view, way.channel))) {
            view.want(model::intent::ChooseNotice{told.event, way.channel, on});
        }
    }
    choice_name(view, cells.rest, name);
    if (!last) ui::divider(ui, row.x, ui::bottom(row) - 1, row.width);
}

ui::TextField hour_field(const View& view, msg::Plain label, std::string_view name,
                         const std::string& present) {
    ui::TextField spec;
    spec.label = view.say(label);
    spec.field.name = std::string(name);
    for (std::int64_t hour = 0; hour < hours_of_a_day; ++hour) {
        const std::string text = domain::clock_text(hour * minutes_of_an_hour);
        spec.field.options.push_back({text, text});
    }
    // One that another program chose may be no full hour.
    const bool is_listed = std::any_of(spec.field.options.begin(), spec.field.options.end(),
                                       [&](const ui::Option& one) { return one.value == present; });
    if (!is_listed) spec.field.options.push_back({present, present});
    return spec;
}

void quiet_hours(const View& view, ui::Column& column, const api::NoticeSettings& settings) {
    ui::Slices head = column.row(ui::size::touch, ui::space::m);
    bool on = settings.quiet_from != settings.quiet_to;
    const std::string_view title = view.say(msg::settings_quiet);
    const ui::Rect end = head.right(ui::switch_width);
    if (ui::toggle_switch(view.ui, end.x, ui::centre_y(end) - ui::switch_height / 2, title, on)) {
        const std::string from = domain::clock_text(quiet_from_at_first);
        view.want(model::intent::ChooseQuietHours{
            from, on ? domain::clock_text(quiet_to_at_first) : from});
    }
    ui::label(view.ui, head.rest, title, {.role = ui::TextRole::BodyStrong});
    if (settings.quiet_from == settings.quiet_to) return;
    const auto parts = column.after(ui::space::s).split({1, 1}, ui::space::m);
    std::vector<ui::Column> fields = parts;
    std::string from = settings.quiet_from, to = settings.quiet_to;
    const bool earlier =
        ui::select_field(fields.front(),
                         hour_field(view, msg::settings_quiet_from, "quiet-from", from), from)
            .changed;
    const bool later =
        ui::select_field(fields.back(), hour_field(view, msg::settings_quiet_to, "quiet-to", to),
                         to)
            .changed;
    column.join(fields);
    if (earlier || later) view.want(model::intent::ChooseQuietHours{from, to});
    const std::string text = settings.timezone
                                 ? view.say(msg::SettingsQuietText{*settings.timezone})
                                 : std::string(view.say(msg::settings_quiet_unknown));
    column.after(ui::space::s).paragraph(text, muted(view, ui::TextRole::Small));
}

std::string test_refused(const View& view, const model::TestSent& test) {
    switch (test.refusal) {
        case model::TestRefusal::Unconfirmed:
            return std::string(view.say(msg::settings_test_unconfirmed));
        case model::TestRefusal::AddressRefused:
            return std::string(view.say(msg::notices_mail_refused));
        case model::TestRefusal::NoBrowser: return std::string(view.say(msg::push_failed));
        case model::TestRefusal::Other: break;
    }
    return std::string(view.explain(*test.sending.error));
}

/// A button that sends a notice to the person, and what came of it.
void test_part(const View& view, ui::Column& column, NoticeChannel channel,
               const model::TestSent& test) {
    const bool by_mail = channel == NoticeChannel::Mail;
    if (column.button(
            {.label = view.say(by_mail ? msg::settings_test_mail : msg::settings_test_push),
             .kind = ui::ButtonKind::Outline,
             .size = ui::ButtonSize::Small,
             .busy = test.sending.busy},
            ui::Fit::Content)) {
        view.want(model::intent::SendTestNotice{channel});
    }
    std::string said;
    if (test.sent && by_mail && view.model.account.viewer) {
        said = view.say(msg::SettingsTestMailSent{view.model.account.viewer->user.email});
    } else if (test.sent) {
        said = view.say(msg::settings_test_push_sent);
    } else if (test.sending.error) {
        said = test_refused(view, test);
    }
    if (said.empty()) return;
    column.after(ui::space::s).paragraph(said, muted(view, ui::TextRole::Small));
}

}  // namespace

void notices_panel(const View& view, ui::Column& column) {
    const auto& settings = view.model.settings.notices;
    column.panel("notices", [&](ui::Column& inside) {
        ways_head(view, inside);
        if (settings.failed()) {
            return failed_list(view, inside, view.say(msg::settings_notices_unshown),
                               *settings.error);
        }
        if (settings.waiting()) {
            for (int i = 0; i < choices_waited_for; ++i) {
                ui::skeleton(inside, inside.width() * skeleton_title, ui::space::xl);
            }
            return;
        }
        {
            ui::NodeScope list(view.ui, ui::Role::List, view.say(msg::bars_notices));
            for (const ToldEvent& told : told_events) {
                choice_row(view, inside, told, *settings.value, &told == &told_events.back());
            }
        }
        if (!view.model.sends_mail) {
            inside.after(ui::space::s)
                .paragraph(view.say(msg::settings_no_mail), muted(view, ui::TextRole::Small));
        }
        if (view.model.sends_mail) {
            inside.after(ui::space::m);
            test_part(view, inside, NoticeChannel::Mail, view.model.settings.test_mail);
        }
        inside.after(ui::space::l);
        quiet_hours(view, inside, *settings.value);
    });
}

void push_panel(const View& view, ui::Column& column) {
    const model::Push& push = view.model.push;
    column.panel("push", [&](ui::Column& inside) {
        inside.heading(view.say(msg::push_title), 2, {.role = ui::TextRole::CardTitle}, 1);
        inside.after(ui::space::s);
        if (push.stage != model::PushStage::On) {
            inside.paragraph(view.say(msg::push_text), muted(view, ui::TextRole::Small));
            inside.after(ui::space::m);
            return push_bell(view, inside, msg::push_turn_on);
        }
        if (push.since) {
            const auto said = [&](UtcTime time) {
                return view.model.words->time(time, model::TimeStyle::Day);
            };
            inside.paragraph(push.last_sent_at ? view.say(msg::PushOnSent{said(*push.since),
                                                                          said(*push.last_sent_at)})
                                               : view.say(msg::PushOn{said(*push.since)}),
                             muted(view, ui::TextRole::Small));
        }
        inside.after(ui::space::s);
        test_part(view, inside, NoticeChannel::Push, view.model.settings.test_push);
        inside.after(ui::space::s);
        if (inside.button({.label = view.say(msg::push_turn_off),
                           .kind = ui::ButtonKind::Outline,
                           .size = ui::ButtonSize::Small},
                          ui::Fit::Content)) {
            view.want(model::intent::TurnPushOff{});
        }
    });
}

}  // namespace lsl::views
