#include "client/views/pages.h"

#include "client/views/chat/effort_part.h"
#include "client/views/chat/replay_chat.h"
#include "client/views/push_bell.h"
#include "client/views/team/role_words.h"
#include "client/views/watch/chapter_list.h"
#include "client/views/watch/class_bells.h"
#include "client/views/watch/live_room.h"
#include "client/views/watch/own_camera.h"
#include "client/views/watch/player_surface.h"
#include "client/views/watch/practice_panel.h"
#include "client/views/watch/stage.h"
#include "client/views/wording.h"
#include "shared/domain/lifecycle.h"

#include <string>

namespace lsl::views {

namespace {

using domain::Stream;
using domain::StreamStatus;
using domain::Watch;

constexpr float status_width = 96;                             ///< "Enrolled", before what was paid
constexpr float skeleton_facts = 0.35f, skeleton_text = 0.7f;  ///< share of the width

std::string facts(const View& view, const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    switch (stream.status) {
        case StreamStatus::Live:
            return joined({stream.instructor_name,
                           row.viewers > 0 ? watching(view, row.viewers) : "",
                           started(view, stream), stream.style, level_text(view, stream.level)});
        case StreamStatus::Scheduled:
            return joined(
                {stream.instructor_name,
                 view.model.words->time(stream.scheduled_start_time, model::TimeStyle::DateTime),
                 length_of(view, stream), stream.style, level_text(view, stream.level),
                 stream.total_enrollments > 0 ? enrolled(view, stream.total_enrollments) : ""});
        case StreamStatus::Ended:
        case StreamStatus::Cancelled:
            return joined(
                {stream.instructor_name,
                 view.model.words->time(model::start_of(stream), model::TimeStyle::DateTime),
                 length_of(view, stream), stream.style, level_text(view, stream.level)});
    }
    return {};
}

std::string replay_promise(const View& view, const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    if (stream.status == StreamStatus::Cancelled) return {};
    const domain::Enrollment* place = view.model.enrollments.find(stream.id);
    if (stream.status == StreamStatus::Ended) {
        // Where the stage says that there is none, nothing is promised.
        const Watch verdict = view.model.verdict(row);
        const bool comes = verdict == Watch::Replay || verdict == Watch::ReplayPreparing ||
                           (verdict == Watch::NotEnrolled &&
                            domain::may_enroll(stream, row.recording, view.model.now));
        if (!comes) return {};
        const auto expires = place && place->replay_access_expires_at
                                 ? place->replay_access_expires_at
                                 : row.recording.expires_at;
        return expires ? replay_left(view, *expires) : std::string();
    }
    return std::string(view.say(msg::watch_replay_yours));
}

void title_block(const View& view, ui::Column& column, const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    title_with_share(view, column, stream.title, facts(view, row));
    ui::Column text = column.part(ui::size::text_max);
    if (!stream.description.empty()) text.paragraph(stream.description);
    const std::string promise = replay_promise(view, row);
    if (!promise.empty()) text.paragraph(promise, muted(view));
    column.until(text.bottom());
}

std::string enroll_label(const View& view, const Stream& stream) {
    const bool live = stream.status == StreamStatus::Live;
    if (stream.price_in_tokens == 0) {
        return std::string(view.say(live ? msg::card_enroll_free_watch : msg::watch_enroll_free));
    }
    const std::string price = view.tokens(stream.price_in_tokens);
    return live ? view.say(msg::CardEnrollWatch{price}) : view.say(msg::DialogEnrollFor{price});
}

void enroll_button(const View& view, const ui::Rect& place, const Stream& stream) {
    const std::string label = enroll_label(view, stream);
    const auto sending = view.model.enrolling.find(stream.id);
    const bool busy = sending != view.model.enrolling.end() && sending->second.busy;
    if (ui::button(view.ui, place, {.label = label, .busy = busy, .key = "enroll"})) {
        view.want(model::intent::AskToEnroll{stream.id});
    }
}

/// On phones the button stands at the screen's edge, wherever the page is scrolled.
void enroll_part(const View& view, ui::Column& column, const Stream& stream) {
    const bool replay = stream.status == StreamStatus::Ended;
    if (!view.ui.phone()) enroll_button(view, column.take(ui::size::button), stream);
    const std::string note = joined(
        {std::string(view.say(replay ? msg::watch_replay_often : msg::card_replay_included)),
         view.model.signed_in() ? view.say(msg::CardYouHave{view.tokens(view.model.balance())})
                                : ""});
    column.after(ui::space::s).paragraph(note, muted(view, ui::TextRole::Small));
}

void place_part(const View& view, ui::Column& column, const domain::Enrollment& place) {
    const std::string price = view.tokens(place.tokens_paid);
    const bool returned = place.refunded_at && place.tokens_paid > 0;
    ui::Slices line = column.row(ui::line_height(ui::TextRole::BodyStrong));
    const ui::Rect start = line.left(status_width);
    if (returned) {
        ui::label(view.ui, start, view.say(msg::watch_was_enrolled),
                  {.role = ui::TextRole::BodyStrong});
    } else {
        ui::checked_text(view.ui, start.x, start.y, view.say(msg::common_enrolled));
    }
    const std::string paid = returned                 ? view.say(msg::WatchReturned{price})
                             : place.tokens_paid == 0 ? std::string(view.say(msg::watch_free))
                                                      : view.say(msg::WatchFor{price});
    ui::label(view.ui, line.rest, paid, muted(view), ui::Align::End);
}

void teacher_part(const View& view, ui::Column& column, const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    const bool watching = view.model.watching.as_viewer;
    column.paragraph(view.say(watching ? msg::watch_seen_as_viewer : msg::watch_you_teach_text),
                     muted(view));
    const model::Route console = model::broadcast_page(stream.id);
    const std::string href = model::url_of(console);
    if (column.after(ui::space::m)
            .button({.label = view.say(msg::watch_open_console), .href = href})) {
        view.go(console);
    }
    if (!watching && shown_to_viewers(view, row) &&
        column.after(ui::space::m)
            .button({.label = view.say(msg::watch_see_as_viewer),
                     .kind = ui::ButtonKind::Secondary,
                     .key = "see-as-viewer"})) {
        view.want(model::intent::SeeAsViewer{});
    }
}

/// Before the start: the calendar, and the way out.
void planned_part(const View& view, ui::Column& column, const Stream& stream, bool has_place) {
    if (column.after(ui::space::l)
            .button({.label = view.say(msg::watch_add_to_calendar),
                     .kind = ui::ButtonKind::Secondary,
                     .icon = icon::calendar_plus})) {
        view.want(model::intent::SaveToCalendar{stream.id});
    }
    if (has_place) push_bell(view, column.after(ui::space::m), msg::push_tell_me);
    if (has_place && domain::may_withdraw(stream) &&
        column.after(ui::space::m)
            .button({.label = view.say(msg::watch_give_up), .kind = ui::ButtonKind::Outline})) {
        view.want(model::intent::AskToWithdraw{stream.id});
    }
}

bool is_enrollable(const View& view, const wire::PublicStream& row) {
    const StreamId id = row.stream.id;
    return !view.model.enrollments.find(id) && !view.model.role_on(id) &&
           domain::may_enroll(row.stream, row.recording, view.model.now).has_value();
}

/// Above the tabs of a phone.
void enroll_bar(const View& view, const Stream& stream) {
    ui::Ui& ui = view.ui;
    const float height = ui::size::button + 2 * ui::space::m;
    const ui::Rect bar{0, ui.height() - ui.tab_bar_height() - height, ui.width(), height};
    ui::LayerScope layer(ui, ui::Layer::Bar);
    layer.block(bar);
    ui::fill(ui, bar, view.theme().background, 0);
    ui::fill(ui, {bar.x, bar.y, bar.width, 1}, view.theme().line, 0);
    enroll_button(view, ui::inset(bar, ui.side_margin(), ui::space::m), stream);
}

/// The panel beside (on phones: below) the video: place, facts, calendar, giving up the place.
void side_panel(const View& view, ui::Column& column, const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::watch_your_place));
    const domain::Enrollment* place = view.model.enrollments.find(stream.id);
    const bool teaches = teaches_here(view, stream);
    const auto role = view.model.role_on(stream.id);
    const bool enrollable = is_enrollable(view, row);
    const msg::Plain title = place     ? msg::watch_your_place
                             : teaches ? msg::watch_you_teach
                                       : msg::common_this_class;
    column.panel("side", [&](ui::Column& inside) {
        inside.heading(view.say(title), 2, {.role = ui::TextRole::BodyStrong}, 1);
        inside.after(ui::space::m);
        if (place) place_part(view, inside, *place);
        if (teaches) teacher_part(view, inside, row);
        if (role && !place && !teaches) {
            inside.paragraph(view.say(msg::InvitationYourRole{role_name(view, *role)}));
        }
        if (enrollable) enroll_part(view, inside, stream);
        if (stream.status == StreamStatus::Scheduled) {
            planned_part(view, inside, stream, place != nullptr);
        }
        if (stream.status != StreamStatus::Cancelled) class_bells(view, inside, stream);
    });
}

/// What comes next: of the same teacher if there is anything, else of anybody.
const wire::PublicStream* next_class(const View& view, const Stream& after) {
    const auto& upcoming = view.model.classes.lists(view.model.now).upcoming;
    const wire::PublicStream* any = nullptr;
    for (const wire::PublicStream* row : upcoming) {
        if (row->stream.id == after.id || row->stream.scheduled_start_time < view.model.now)
            continue;
        if (row->stream.instructor_name == after.instructor_name) return row;
        if (any == nullptr) any = row;
    }
    return any;
}

/// After the end, beneath the thanks: the next class, one press away.
void next_part(const View& view, ui::Column& column, const Stream& after) {
    if (!view.model.watching.class_over) return;
    const wire::PublicStream* next = next_class(view, after);
    if (next == nullptr) return;
    const model::Route to = model::watch_page(next->stream.id);
    const std::string href = model::url_of(to);
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::watch_next_class));
    column.panel("next", [&](ui::Column& inside) {
        inside.heading(view.say(msg::watch_next_class), 2, {.role = ui::TextRole::BodyStrong}, 1);
        inside.after(ui::space::s)
            .paragraph(next->stream.title, {.role = ui::TextRole::CardTitle}, 2);
        inside.after(0).paragraph(joined({next->stream.instructor_name,
                                          view.model.words->time(next->stream.scheduled_start_time,
                                                                 model::TimeStyle::Day),
                                          length_of(view, next->stream)}),
                                  muted(view, ui::TextRole::Small));
        if (inside.after(ui::space::m)
                .button({.label = view.say(msg::common_details),
                         .kind = ui::ButtonKind::Secondary,
                         .href = href,
                         .key = "next-class"})) {
            view.go(to);
        }
    });
    column.after(ui::space::xxl);
}

void class_missing(const View& view, ui::Page& page, const Error& error) {
    unseen_title(view, view.say(msg::common_class), page);
    page.after(ui::space::xxl);
    if (error.code != ErrorCode::NotFound) {
        return failed_list(view, page, view.say(msg::watch_unshown), error);
    }
    const model::Route classes = model::page(model::Page::Classes);
    const std::string href = model::url_of(classes);
    if (ui::empty_state(page, {.icon = icon::search,
                               .title = view.say(msg::watch_missing),
                               .text = view.say(msg::watch_missing_text),
                               .action = view.say(msg::common_browse_classes),
                               .href = href})) {
        view.go(classes);
    }
}

void on_its_way(const View& view, ui::Page& page, const ui::Rect& video, float width) {
    unseen_title(view, view.say(msg::common_class), page);
    ui::skeleton(view.ui, video, view.ui.phone() ? 0 : ui::radius::picture);
    page.until(ui::bottom(video));
    ui::skeleton(page, width * skeleton_title, ui::space::xxl);
    page.after(ui::space::m);
    ui::skeleton(page, width * skeleton_facts, ui::space::l);
    page.after(ui::space::xl);
    ui::skeleton(page, width * skeleton_text, ui::space::l);
}

}  // namespace

void watch_page(const View& view) {
    ui::Ui& ui = view.ui;
    const StreamId id = view.model.route.stream;
    const wire::PublicStream* row = view.model.classes.find(id);
    const auto found = view.model.classes.missing.find(id);
    ui::Page page(ui);
    if (row == nullptr && found != view.model.classes.missing.end()) {
        class_missing(view, page, found->second);
        return page.end();
    }
    const bool wide = ui::side_by_side(ui, page.width());
    const bool phone = ui.phone();
    const float main_width =
        wide ? page.width() - ui::size::side_panel - ui::space::xxl : page.width();
    const ui::Rect video = phone ? picture_place(view, 0, ui.page_top(), ui.width())
                                 : picture_place(view, page.x(), page.next(), main_width);
    if (row == nullptr) {
        on_its_way(view, page, video, main_width);
        return page.end();
    }
    if (room_over_keyboard(view, *row)) return page.end();
    watch_stage(view, video, phone ? 0 : ui::radius::picture, *row);
    if (wide) {
        std::vector<ui::Column> parts =
            page.split({main_width, ui::size::side_panel}, ui::space::xxl);
        parts.front().until(ui::bottom(video));
        effort_part(view, parts.front(), row->stream);
        answers_part(view, parts.front(), row->stream);
        replay_chat_shown_again(view, parts.front(), row->stream);
        chapter_list(view, parts.front());
        practice_panel(view, parts.front());
        own_camera(view, parts.front());
        title_block(view, parts.front(), *row);
        room_beside(view, parts.back(), row->stream);
        replay_chat_beside(view, parts.back(), row->stream);
        next_part(view, parts.back(), row->stream);
        side_panel(view, parts.back(), *row);
        page.join(parts);
    } else {
        page.until(ui::bottom(video));
        effort_part(view, page, row->stream);
        answers_part(view, page, row->stream);
        room_below(view, page, row->stream);
        replay_chat_shown_again(view, page, row->stream);
        chapter_list(view, page);
        practice_panel(view, page);
        replay_chat_below(view, page, row->stream);
        own_camera(view, page);
        title_block(view, page, *row);
        page.after(ui::space::xxl);
        next_part(view, page, row->stream);
        side_panel(view, page, *row);
    }
    if (phone && is_enrollable(view, *row)) {
        page.after(ui::size::button + 2 * ui::space::m).take(0);
        enroll_bar(view, row->stream);
    }
    page.end();
}

void fullscreen_player(const View& view) {
    const model::Model& m = view.model;
    const wire::PublicStream* row = m.classes.find(m.route.stream);
    const domain::Workout* workout = m.workouts.open.value ? &*m.workouts.open.value : nullptr;
    if (row == nullptr && workout == nullptr) return;
    const Poster poster = workout != nullptr ? Poster(*workout) : Poster(*row);
    ui::LayerScope layer(view.ui, ui::Layer::Bar);
    const ui::Rect screen{0, 0, view.ui.width(), view.ui.height()};
    layer.block(screen);
    ui::NodeScope main(view.ui, ui::Role::Main, poster.title, screen);
    player_surface(view, screen, 0, poster);
}

}  // namespace lsl::views
