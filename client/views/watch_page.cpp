#include "client/views/pages.h"

#include "client/views/player_surface.h"
#include "client/views/wording.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

using domain::Stream;
using domain::StreamStatus;
using domain::Watch;

constexpr float side_width = 340, side_gap = 24;
constexpr float text_max = 590;

/// What stands where the video would be.
void stage(const View& view, const ui::Rect& rect, float radius, const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    const Watch verdict = view.model.verdict(stream);
    const bool unknown = view.model.account.presence == model::Presence::Unknown ||
                         (view.model.signed_in() && verdict == Watch::NotEnrolled &&
                          view.model.watching.enrollment.waiting());
    if (unknown) {
        curtain(view, rect, radius, stream,
                {.spinner = true, .title = view.say(msg::common_one_moment)});
        return;
    }
    // What is gone here may live on in the catalogue.
    const bool moved = stream.migrated_to_workout_id.has_value();
    const model::Route onward = moved ? model::workout_page(*stream.migrated_to_workout_id)
                                      : model::page(model::Page::Classes);
    const std::string_view lead_on =
        view.say(moved ? msg::watch_open_workout : msg::common_browse_classes);
    const std::string href = model::url_of(onward);
    Curtain content;
    std::string figure;
    switch (verdict) {
        case Watch::Live:
        case Watch::Replay: player_surface(view, rect, radius, stream); return;
        case Watch::NotYet: {
            const bool late = stream.scheduled_start_time <= view.model.now;
            if (!late) figure = countdown(view, stream.scheduled_start_time);
            content.figure = figure;
            content.symbol = late ? icon::clock : 0;
            content.title = view.say(late ? msg::watch_about_to_start : msg::watch_until_start);
            content.text = view.say(msg::watch_keep_open);
            break;
        }
        case Watch::ReplayPreparing:
            content.spinner = true;
            content.title = view.say(msg::watch_replay_preparing);
            content.text = view.say(msg::watch_replay_preparing_text);
            break;
        case Watch::ReplayExpired:
            content.symbol = icon::history;
            content.title = view.say(msg::watch_replay_expired);
            content.action = lead_on;
            content.href = href;
            break;
        case Watch::NoReplay:
            content.symbol = icon::film;
            content.title = view.say(msg::watch_no_replay);
            content.text = view.say(msg::watch_no_replay_text);
            break;
        case Watch::Cancelled:
            content.symbol = icon::info;
            content.title = view.say(msg::common_this_class_cancelled);
            content.text = view.say(msg::watch_cancelled_text);
            content.action = lead_on;
            content.href = href;
            break;
        case Watch::Revoked:
            content.symbol = icon::lock;
            content.title = view.say(msg::watch_revoked);
            content.text = view.say(msg::watch_revoked_text);
            break;
        case Watch::NotEnrolled:
            if (stream.status == StreamStatus::Cancelled) {
                content.symbol = icon::info;
                content.title = view.say(msg::common_this_class_cancelled);
                content.action = lead_on;
                content.href = href;
            } else if (!domain::may_enroll(stream, view.model.now)) {
                content.symbol = icon::history;
                content.title = view.say(msg::watch_over);
                content.text = view.say(msg::watch_over_text);
                content.action = lead_on;
                content.href = href;
            } else {
                content.symbol = icon::lock;
                content.title =
                    view.say(stream.status == StreamStatus::Live ? msg::watch_class_is_live
                                                                 : msg::watch_enroll_to_be_there);
                content.text = view.say(stream.status == StreamStatus::Ended
                                            ? msg::watch_enroll_to_watch_replay
                                            : msg::watch_enroll_to_watch);
            }
            break;
    }
    if (curtain(view, rect, radius, stream, content)) view.go(onward);
    if (stream.status == StreamStatus::Live) {
        ui::live_badge(view.ui, rect.x + 12, rect.y + 12);
    }
}

std::string facts(const View& view, const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    switch (stream.status) {
        case StreamStatus::Live:
            return joined(
                {stream.instructor_name, watching(view, row.viewers), started(view, stream)});
        case StreamStatus::Scheduled:
            return joined(
                {stream.instructor_name,
                 view.model.words->time(stream.scheduled_start_time, model::TimeStyle::Day),
                 length_of(view, stream), enrolled(view, stream.total_enrollments)});
        case StreamStatus::Ended:
        case StreamStatus::Cancelled:
            return joined(
                {stream.instructor_name,
                 view.model.words->time(model::start_of(stream), model::TimeStyle::DateTime),
                 length_of(view, stream)});
    }
    return {};
}

std::string replay_promise(const View& view, const Stream& stream) {
    if (stream.status == StreamStatus::Cancelled) return {};
    const domain::Enrollment* place = view.model.enrollments.find(stream.id);
    if (stream.status == StreamStatus::Ended) {
        const auto expires = place && place->replay_access_expires_at
                                 ? place->replay_access_expires_at
                                 : stream.recording_expires_at;
        return expires ? replay_left(view, *expires) : std::string();
    }
    return std::string(view.say(msg::watch_replay_yours));
}

float title_block(const View& view, float x, float y, float width, const wire::PublicStream& row) {
    ui::Ui& ui = view.ui;
    const Stream& stream = row.stream;
    const float room = width - share_button(view, x + width, y) - 16;
    y += ui::heading(ui, x, y - 1, room, stream.title, 1, {.role = ui::TextRole::PageTitle}) + 5;
    y += ui::paragraph(ui, x, y, room, facts(view, row), muted(view)) + 15;
    const float text = std::min(width, text_max);
    if (!stream.description.empty()) {
        y += ui::paragraph(ui, x, y, text, stream.description, {}) + 14;
    }
    const std::string promise = replay_promise(view, stream);
    if (!promise.empty()) y += ui::paragraph(ui, x, y, text, promise, muted(view));
    return y;
}

void fact_row(const View& view, float x, float& y, float width, char32_t symbol,
              std::string_view text) {
    const float line = ui::line_height(ui::TextRole::Body);
    ui::draw_icon(view.ui, x, y + (line - 18) / 2, symbol, 18, view.theme().muted);
    y += ui::paragraph(view.ui, x + 28, y, width - 28, text, {}) + 10;
}

std::string enroll_label(const View& view, const Stream& stream) {
    const bool live = stream.status == StreamStatus::Live;
    if (stream.price_in_tokens == 0) {
        return std::string(view.say(live ? msg::card_enroll_free_watch : msg::watch_enroll_free));
    }
    const std::string price = view.tokens(stream.price_in_tokens);
    return live ? view.say(msg::CardEnrollWatch{price}) : view.say(msg::DialogEnrollFor{price});
}

void enroll_part(const View& view, float x, float& y, float width, const Stream& stream) {
    ui::Ui& ui = view.ui;
    const bool replay = stream.status == StreamStatus::Ended;
    const std::string label = enroll_label(view, stream);
    const auto sending = view.model.enrolling.find(stream.id);
    const bool busy = sending != view.model.enrolling.end() && sending->second.busy;
    if (ui::button(ui, {x, y, width, ui::size::button},
                   {.label = label, .busy = busy, .key = "enroll"})) {
        view.want(model::intent::AskToEnroll{stream.id});
    }
    y += ui::size::button + 10;
    const std::string note = joined(
        {std::string(view.say(replay ? msg::watch_replay_often : msg::card_replay_included)),
         view.model.signed_in() ? view.say(msg::CardYouHave{view.tokens(view.model.balance())})
                                : ""});
    y += ui::paragraph(ui, x, y, width, note, muted(view, ui::TextRole::Small)) + 6;
}

void place_part(const View& view, float x, float& y, float width, const domain::Enrollment& place) {
    ui::checked_text(view.ui, x, y, view.say(msg::common_enrolled));
    const std::string paid = place.tokens_paid == 0
                                 ? std::string(view.say(msg::watch_free))
                                 : view.say(msg::WatchFor{view.tokens(place.tokens_paid)});
    ui::label(view.ui, {x + 96, y, width - 96, ui::line_height(ui::TextRole::Body)}, paid,
              muted(view), ui::Align::End);
    y += ui::line_height(ui::TextRole::BodyStrong) + 14;
}

/// The panel beside (on phones: below) the video: place, facts, calendar, giving up the place.
float side_panel(const View& view, float x, float y, float width, const wire::PublicStream& row) {
    ui::Ui& ui = view.ui;
    const Stream& stream = row.stream;
    ui::NodeScope region(ui, ui::Role::Region, view.say(msg::watch_your_place));
    AutoPanel panel(view, "side", x, y, width, ui::space::panel_inset);
    float at = panel.y;
    const domain::Enrollment* place = view.model.enrollments.find(stream.id);
    const bool enrollable = !place && domain::may_enroll(stream, view.model.now).has_value();
    at += ui::heading(ui, panel.x, at, panel.width,
                      view.say(place ? msg::watch_your_place : msg::common_this_class), 2,
                      {.role = ui::TextRole::BodyStrong}, 1) +
          12;
    if (place) place_part(view, panel.x, at, panel.width, *place);
    if (enrollable) {
        enroll_part(view, panel.x, at, panel.width, stream);
        at += 8;
    }
    fact_row(view, panel.x, at, panel.width, icon::calendar,
             view.model.words->time(model::start_of(stream), model::TimeStyle::DateTime));
    fact_row(view, panel.x, at, panel.width, icon::clock, length_of(view, stream));
    if (!stream.instructor_name.empty()) {
        fact_row(view, panel.x, at, panel.width, icon::user, stream.instructor_name);
    }
    fact_row(view, panel.x, at, panel.width, icon::users, enrolled(view, stream.total_enrollments));
    if (stream.status == StreamStatus::Scheduled) {
        at += 6;
        if (ui::button(ui, {panel.x, at, panel.width, ui::size::button},
                       {.label = view.say(msg::watch_add_to_calendar),
                        .kind = ui::ButtonKind::Secondary,
                        .icon = icon::calendar_plus})) {
            view.want(model::intent::SaveToCalendar{stream.id});
        }
        at += ui::size::button;
        if (place && domain::may_withdraw(stream)) {
            at += 10;
            if (ui::button(
                    ui, {panel.x, at, panel.width, ui::size::button},
                    {.label = view.say(msg::watch_give_up), .kind = ui::ButtonKind::Outline})) {
                view.want(model::intent::AskToWithdraw{stream.id});
            }
            at += ui::size::button;
        }
    }
    return panel.finish(at);
}

void missing(const View& view, const Error& error) {
    ui::Page page(view.ui);
    unseen_title(view, view.say(msg::common_class), page.x, page.y);
    const float y = page.y + 24;
    ui::StateResult state;
    if (error.code == ErrorCode::NotFound) {
        const std::string href = model::url_of(model::page(model::Page::Classes));
        state = ui::empty_state(view.ui, page.x, y, page.width,
                                {.icon = icon::search,
                                 .title = view.say(msg::watch_missing),
                                 .text = view.say(msg::watch_missing_text),
                                 .action = view.say(msg::common_browse_classes),
                                 .href = href});
        if (state.action) view.go(model::page(model::Page::Classes));
    } else {
        state = ui::error_state(view.ui, page.x, y, page.width, view.say(msg::watch_unshown),
                                view.explain(error));
        if (state.action) view.want(model::intent::Retry{});
    }
    page.end(y + state.height);
}

void skeletons(const View& view, const ui::Rect& video, float x, float width) {
    ui::Ui& ui = view.ui;
    ui::skeleton(ui, video, ui.phone() ? 0 : ui::radius::picture);
    const float y = ui::bottom(video) + 22;
    ui::skeleton(ui, {x, y, width * 0.5f, 24});
    ui::skeleton(ui, {x, y + 36, width * 0.35f, 16});
    ui::skeleton(ui, {x, y + 72, width * 0.7f, 16});
    ui.extend_page(y + 160 + ui.tab_bar_height());
}

}  // namespace

void watch_page(const View& view) {
    ui::Ui& ui = view.ui;
    const StreamId id = view.model.route.stream;
    const wire::PublicStream* row = view.model.classes.find(id);
    if (row == nullptr) {
        const auto found = view.model.classes.missing.find(id);
        if (found != view.model.classes.missing.end()) return missing(view, found->second);
    }
    ui::Page page(ui);
    const bool wide = page.width >= 900;
    const bool phone = ui.phone();
    const float main_width = wide ? page.width - side_width - side_gap : page.width;
    const ui::Rect video = phone ? ui::with_aspect(0, ui.top_bar_height(), ui.width())
                                 : ui::with_aspect(page.x, page.y, main_width);
    if (row == nullptr) {
        unseen_title(view, view.say(msg::common_class), page.x, page.y);
        return skeletons(view, video, page.x, main_width);
    }
    stage(view, video, phone ? 0 : ui::radius::picture, *row);
    float y = ui::bottom(video) + 18;
    y = title_block(view, page.x, y, main_width, *row);
    if (wide) {
        const float side =
            side_panel(view, page.x + main_width + side_gap, video.y, side_width, *row);
        y = std::max(y, side);
    } else {
        y = side_panel(view, page.x, y + 24, main_width, *row);
    }
    page.end(y);
}

void fullscreen_player(const View& view) {
    const model::Model& m = view.model;
    const wire::PublicStream* row = m.classes.find(m.route.stream);
    const domain::Workout* workout = m.workouts.open.value ? &*m.workouts.open.value : nullptr;
    if (row == nullptr && workout == nullptr) return;
    const Poster poster = workout != nullptr ? Poster(*workout) : Poster(row->stream);
    ui::LayerScope layer(view.ui, ui::Layer::Bar);
    const ui::Rect screen{0, 0, view.ui.width(), view.ui.height()};
    layer.block(screen);
    ui::NodeScope main(view.ui, ui::Role::Main, poster.title, screen);
    player_surface(view, screen, 0, poster);
}

}  // namespace lsl::views
