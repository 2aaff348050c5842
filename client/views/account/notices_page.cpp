#include "client/views/pages.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

// What the person was told, by days: what is new stands out, and opening it reads it.

namespace lsl::views {

namespace {

using domain::NoticeEvent;

constexpr float sign_side = 40, dot_radius = 5;
constexpr float tint_share = 0.14f;  ///< of a tone in the tile behind its sign
constexpr int title_lines = 2, text_lines = 3, notices_waited_for = 4;
constexpr float notice_waited_for_height = 84;
constexpr std::string_view failed_state = "failed", suppressed_state = "suppressed",
                           unconfirmed_reason = "unconfirmed";

struct Sign {
    char32_t symbol = 0;
    ui::Tone tone = ui::Tone::Neutral;
};

Sign sign_of(NoticeEvent event) {
    switch (event) {
        case NoticeEvent::Live: return {icon::radio, ui::Tone::Accent};
        case NoticeEvent::Moved: return {icon::calendar_clock, ui::Tone::Warning};
        case NoticeEvent::Cancelled: return {icon::rotate_ccw, ui::Tone::Warning};
        case NoticeEvent::ReplayReady: return {icon::circle_play, ui::Tone::Success};
        case NoticeEvent::ReplayEnds: return {icon::hourglass, ui::Tone::Neutral};
        case NoticeEvent::Answered: return {icon::message_circle_reply, ui::Tone::Neutral};
        case NoticeEvent::Reminder24h:
        case NoticeEvent::Reminder1h:
        case NoticeEvent::Reminder10m: return {icon::bell_ring, ui::Tone::Neutral};
        case NoticeEvent::Security: return {icon::lock, ui::Tone::Warning};
        case NoticeEvent::Followed:
        case NoticeEvent::Test: return {icon::bell, ui::Tone::Neutral};
        case NoticeEvent::Enrolled:
        case NoticeEvent::Left:
        case NoticeEvent::Waitlist: break;
    }
    return {icon::ticket, ui::Tone::Neutral};
}

/// Why a way on which the person wanted to be told did not work; empty when all did.
std::string_view trouble_of(const View& view, const wire::NoticeRow& notice) {
    const auto is = [&](domain::NoticeChannel channel, std::string_view state) {
        const auto found = notice.channels.find(std::string(enum_name(channel)));
        return found != notice.channels.end() && found->second == state;
    };
    if (is(domain::NoticeChannel::Mail, suppressed_state))
        return view.say(msg::notices_mail_refused);
    if (is(domain::NoticeChannel::Mail, failed_state)) return view.say(msg::notices_mail_failed);
    const auto why = notice.why.find(std::string(enum_name(domain::NoticeChannel::Mail)));
    if (why != notice.why.end() && why->second == unconfirmed_reason) {
        return view.say(msg::notices_mail_unconfirmed);
    }
    if (is(domain::NoticeChannel::Push, failed_state)) return view.say(msg::notices_push_failed);
    return {};
}

void draw_sign(const View& view, const ui::Rect& place, const Sign& sign) {
    const ui::Theme& theme = view.theme();
    const bool neutral = sign.tone == ui::Tone::Neutral;
    const ui::Color tone = ui::tone_color(view.ui, sign.tone);
    const ui::Rect tile{place.x, place.y, sign_side, sign_side};
    ui::fill(view.ui, tile, neutral ? theme.surface2 : ui::mix(theme.surface, tone, tint_share),
             ui::radius::inside);
    const float side = ui::size::icon;
    ui::draw_icon(view.ui, ui::centre_x(tile) - side / 2, ui::centre_y(tile) - side / 2,
                  sign.symbol, side, neutral ? theme.muted : tone);
}

/// How a notice's lines are set: their heights are known before the row is placed.
struct NoticeLines {
    ui::TextStyle title, text, small;
    std::string time;
    std::string_view trouble;
    float time_width = 0, text_width = 0, height = 0;
};

NoticeLines lines_of(const View& view, const wire::NoticeRow& notice, float width) {
    ui::Ui& ui = view.ui;
    NoticeLines lines;
    lines.title = {.role = notice.read_at ? ui::TextRole::Body : ui::TextRole::BodyStrong};
    lines.text = muted(view, ui::TextRole::Small);
    lines.small = {.role = ui::TextRole::Caption, .color = view.theme().warning};
    lines.time = view.model.words->time(notice.created_at, model::TimeStyle::Clock);
    lines.trouble = trouble_of(view, notice);
    lines.time_width = ui::text_width(ui, lines.time, lines.text);
    lines.text_width = width - sign_side - lines.time_width - 2 * ui::space::m;
    float high = ui::text_height(ui, notice.title, lines.title, lines.text_width, title_lines);
    high += ui::text_height(ui, notice.text, lines.text, lines.text_width, text_lines);
    if (!lines.trouble.empty()) {
        high += ui::text_height(ui, lines.trouble, lines.small, lines.text_width, text_lines);
    }
    lines.height = std::max(high, sign_side) + 2 * ui::space::m;
    return lines;
}

/// What is of no class is about how the person is told.
model::Route page_of(const wire::NoticeRow& notice) {
    return notice.stream_id ? model::watch_page(*notice.stream_id)
                            : model::page(model::Page::Settings);
}

void open_notice(const View& view, const wire::NoticeRow& notice) {
    view.want(model::intent::ReadNotice{notice.id});
    view.go(page_of(notice));
}

void notice_row(const View& view, ui::Column& column, const wire::NoticeRow& notice, bool last) {
    ui::Ui& ui = view.ui;
    const NoticeLines lines = lines_of(view, notice, column.width());
    const ui::Rect row = column.after(0).take(lines.height);
    ui::IdScope scope(ui, notice.id.to_string());
    ui::NodeScope item(ui, ui::Role::ListItem, notice.title, row);
    const bool is_new = !notice.read_at;
    const std::string href = model::url_of(page_of(notice));
    const std::string name =
        is_new ? view.say(msg::NoticesNewOne{notice.title}) : std::string(notice.title);
    if (ui::area_link(ui, row, name, href, ui::radius::inside).clicked) open_notice(view, notice);
    ui::Slices parts(ui::inset(row, 0, ui::space::m), ui::space::m);
    draw_sign(view, parts.left(sign_side), sign_of(notice.event));
    const ui::Rect end = parts.right(lines.time_width);
    ui::label(ui, {end.x, end.y, end.width, ui::line_height(lines.text.role)}, lines.time,
              lines.text);
    if (is_new) {
        const float y = end.y + ui::line_height(lines.text.role) + ui::space::s + dot_radius;
        ui::disc(ui, ui::right(end) - dot_radius, y, dot_radius, view.theme().accent);
    }
    ui::Column text(ui, parts.rest.x, parts.rest.y, lines.text_width, 0);
    // The row's link says the title: painted only.
    const float line = ui::line_height(lines.title.role);
    for (const std::string& words :
         ui::wrapped(ui, notice.title, lines.title, lines.text_width, title_lines)) {
        const ui::Rect place = text.take(line);
        ui::draw_text(ui, place.x, place.y, words, lines.title);
    }
    text.paragraph(notice.text, lines.text, text_lines);
    if (!lines.trouble.empty()) text.paragraph(lines.trouble, lines.small, text_lines);
    if (!last) ui::divider(ui, row.x, ui::bottom(row) - 1, row.width);
}

using NoticeRows = std::vector<wire::NoticeRow>;

void day_of_notices(const View& view, ui::Column& column, std::string_view day,
                    NoticeRows::const_iterator from, NoticeRows::const_iterator to) {
    column.heading(day, 2, muted(view, ui::TextRole::SmallStrong), 1);
    column.after(ui::space::s);
    column.panel(from->id.to_string(), [&](ui::Column& inside) {
        ui::NodeScope list(view.ui, ui::Role::List, day);
        for (auto row = from; row != to; ++row) notice_row(view, inside, *row, row + 1 == to);
    });
    column.after(ui::space::xl);
}

void notice_list(const View& view, ui::Column& column, const NoticeRows& rows) {
    const auto day_of = [&](const wire::NoticeRow& row) {
        return view.model.words->time(row.created_at, model::TimeStyle::DayName);
    };
    for (auto from = rows.begin(); from != rows.end();) {
        const std::string day = day_of(*from);
        const auto to = std::find_if(
            from, rows.end(), [&](const wire::NoticeRow& row) { return day_of(row) != day; });
        day_of_notices(view, column, day, from, to);
        from = to;
    }
}

void notices_head(const View& view, ui::Column& column) {
    ui::Ui& ui = view.ui;
    ui::Slices head = column.row(ui::size::touch);
    const model::Route settings = model::page(model::Page::Settings);
    const std::string href = model::url_of(settings);
    if (ui::icon_button(
            ui, head.right(ui::size::touch),
            {.icon = icon::settings, .name = view.say(msg::bars_settings), .href = href})) {
        view.go(settings);
    }
    const std::int64_t unread = view.model.notices.unread;
    if (ui::icon_button(ui, head.right(ui::size::touch),
                        {.icon = icon::check_check,
                         .name = view.say(msg::notices_read_all),
                         .disabled = unread == 0})) {
        view.want(model::intent::ReadAllNotices{});
    }
    const ui::TextStyle style{.role = ui::TextRole::PageTitle};
    const std::string_view title = view.say(msg::bars_notices);
    const float high = ui::line_height(style.role);
    ui::Column words(ui, head.rest.x, ui::centre_y(head.rest) - high / 2, head.rest.width);
    words.heading(title, 1, style, 1);
    if (unread == 0) return;
    ui::chip(ui, head.rest.x + ui::text_width(ui, title, style) + ui::space::m,
             ui::centre_y(head.rest) - ui::badge_height / 2, view.say(msg::NoticesNew{unread}),
             ui::Tone::Accent);
}

void notices_content(const View& view, ui::Column& column) {
    const model::Notices& notices = view.model.notices;
    if (notices.list.failed()) {
        return failed_list(view, column, view.say(msg::notices_unshown), *notices.list.error);
    }
    if (notices.list.waiting()) {
        for (int i = 0; i < notices_waited_for; ++i) {
            ui::skeleton(column, column.width(), notice_waited_for_height, ui::radius::card);
        }
        return;
    }
    if (notices.list.value->empty()) {
        return browse_classes(view, column,
                              {.icon = icon::bell,
                               .title = view.say(msg::notices_empty),
                               .text = view.say(msg::notices_empty_text)});
    }
    notice_list(view, column, *notices.list.value);
    if (notices.goes_on) {
        more_button(view, column, view.say(msg::common_show_more), notices.loading_more);
    }
}

}  // namespace

void notices_page(const View& view) {
    ui::Page page(view.ui, ui::size::column_max);
    notices_head(view, page);
    page.after(ui::space::xl);
    notices_content(view, page);
    page.end();
}

}  // namespace lsl::views
