#include "client/views/watch/stage.h"

#include "client/views/watch/player_surface.h"
#include "client/views/wording.h"
#include "shared/domain/lifecycle.h"

#include <string>

namespace lsl::views {

namespace {

using domain::Stream;
using domain::StreamStatus;
using domain::Watch;

/// Where a person is led on when there is nothing to see here: what is gone may live on in the
/// catalogue.
struct Onward {
    explicit Onward(const View& view, const Stream& stream) {
        const bool moved = stream.migrated_to_workout_id.has_value();
        to = moved ? model::workout_page(*stream.migrated_to_workout_id)
                   : model::page(model::Page::Classes);
        href = model::url_of(to);
        label = view.say(moved ? msg::watch_open_workout : msg::common_browse_classes);
    }
    model::Route to;
    std::string href;
    std::string_view label;
};

/// Before the class, and until she asks: a picture with sound beside her microphone would be heard
/// by everybody.
void staff_stage(const View& view, const ui::Rect& rect, float radius,
                 const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    const bool plays = shown_to_viewers(view, row);
    const model::Route console = model::broadcast_page(stream.id);
    const std::string href = plays ? std::string() : model::url_of(console);
    const Curtain content{
        .symbol = icon::video,
        .title = view.say(msg::watch_you_teach),
        .text = view.say(plays ? msg::watch_see_text : msg::watch_you_teach_text),
        .action = view.say(plays ? msg::watch_see_as_viewer : msg::watch_open_console),
        .href = href};
    if (!curtain(view, rect, radius, stream, content)) return;
    if (plays) return view.want(model::intent::SeeAsViewer{});
    view.go(console);
}

/// The class is still to come; `figure` takes the countdown.
Curtain before_start(const View& view, const Stream& stream, std::string& figure) {
    const bool late = stream.scheduled_start_time <= view.model.now;
    if (!late) figure = countdown(view, stream.scheduled_start_time);
    return {.symbol = late ? icon::clock : 0,
            .title = view.say(late ? msg::watch_about_to_start : msg::watch_until_start),
            .text = view.say(msg::watch_keep_open),
            .figure = figure};
}

/// For whoever was there until the end; nothing plays until it is asked for.
Curtain thanks(const View& view, const wire::PublicStream& row, Watch verdict, std::string& text) {
    const bool ready = verdict == Watch::Replay;
    const domain::Enrollment* place = view.model.enrollments.find(row.stream.id);
    const auto expires = place && place->replay_access_expires_at ? place->replay_access_expires_at
                                                                  : row.recording.expires_at;
    text = ready && expires ? replay_left(view, *expires)
                            : std::string(view.say(msg::watch_replay_soon));
    return {.symbol = icon::circle_check,
            .title = view.say(msg::watch_thank_you),
            .text = text,
            .action = ready ? view.say(msg::watch_see_replay) : std::string_view()};
}

/// It was paid for, and is not to be seen.
Curtain without_replay(const View& view, const Stream& stream) {
    const domain::Enrollment* place = view.model.enrollments.find(stream.id);
    const bool refund_comes =
        domain::fell_through(stream) && place != nullptr && place->tokens_paid > 0;
    return {.symbol = icon::film,
            .title = view.say(refund_comes ? msg::watch_did_not_take_place : msg::watch_no_replay),
            .text = view.say(refund_comes ? msg::watch_refund_comes : msg::watch_no_replay_text)};
}

Curtain refunded(const View& view, const Stream& stream, const Onward& onward) {
    const domain::Enrollment* place = view.model.enrollments.find(stream.id);
    const bool paid = place != nullptr && place->tokens_paid > 0;
    return {.symbol = icon::info,
            .title = view.say(msg::watch_did_not_take_place),
            .text = paid ? view.say(msg::watch_cancelled_text) : std::string_view(),
            .action = onward.label,
            .href = onward.href};
}

/// For whoever has no place in the class.
Curtain not_enrolled(const View& view, const wire::PublicStream& row, const Onward& onward) {
    const Stream& stream = row.stream;
    if (stream.status == StreamStatus::Cancelled) {
        return {.symbol = icon::info,
                .title = view.say(msg::common_this_class_cancelled),
                .action = onward.label,
                .href = onward.href};
    }
    if (!domain::may_enroll(stream, row.recording, view.model.now)) {
        return {
            .symbol = icon::history,
            .title = view.say(stream.refunded_at ? msg::watch_did_not_take_place : msg::watch_over),
            .text = view.say(model::had_replay(row.recording) ? msg::watch_over_text
                                                              : msg::watch_over_no_replay),
            .action = onward.label,
            .href = onward.href};
    }
    const bool live = stream.status == StreamStatus::Live;
    const bool ended = stream.status == StreamStatus::Ended;
    return {
        .symbol = icon::lock,
        .title = view.say(live    ? msg::watch_class_is_live
                          : ended ? msg::watch_replay_is_here
                                  : msg::watch_enroll_to_be_there),
        .text = view.say(ended ? msg::watch_enroll_to_watch_replay : msg::watch_enroll_to_watch)};
}

Curtain content_of(const View& view, const wire::PublicStream& row, Watch verdict,
                   const Onward& onward, std::string& figure) {
    const Stream& stream = row.stream;
    switch (verdict) {
        case Watch::Live:
        case Watch::Replay: break;  // The player is shown.
        case Watch::NotYet: return before_start(view, stream, figure);
        case Watch::ReplayPreparing:
            return {.spinner = true,
                    .title = view.say(msg::watch_replay_preparing),
                    .text = view.say(msg::watch_replay_preparing_text)};
        case Watch::ReplayExpired:
            return {.symbol = icon::history,
                    .title = view.say(msg::watch_replay_expired),
                    .action = onward.label,
                    .href = onward.href};
        case Watch::NoReplay: return without_replay(view, stream);
        case Watch::Refunded: return refunded(view, stream, onward);
        case Watch::Cancelled:
            return {.symbol = icon::info,
                    .title = view.say(msg::common_this_class_cancelled),
                    .text = view.say(msg::watch_cancelled_text),
                    .action = onward.label,
                    .href = onward.href};
        case Watch::Revoked:
            return {.symbol = icon::lock,
                    .title = view.say(msg::watch_revoked),
                    .text = view.say(msg::watch_revoked_text)};
        case Watch::NotEnrolled: return not_enrolled(view, row, onward);
    }
    return {};
}

/// Who the person is, or whether they have a place, is still on its way.
bool is_unknown(const View& view, Watch verdict) {
    const model::Model& m = view.model;
    if (m.account.presence == model::Presence::Unknown && !m.watching.as_viewer) return true;
    return m.signed_in() && verdict == Watch::NotEnrolled && m.watching.enrollment.waiting();
}

}  // namespace

bool teaches_here(const View& view, const Stream& stream) {
    return view.model.may(domain::StaffAction::RunClass, stream.id) &&
           view.model.enrollments.find(stream.id) == nullptr;
}

bool shown_to_viewers(const View& view, const wire::PublicStream& row) {
    const Watch verdict = domain::watch_verdict(row.stream, row.recording, nullptr, view.model.now,
                                                domain::StaffRole::Owner);
    return verdict == Watch::Live || verdict == Watch::Replay;
}

void watch_stage(const View& view, const ui::Rect& rect, float radius,
                 const wire::PublicStream& row) {
    const Stream& stream = row.stream;
    const Watch verdict = view.model.verdict(row);
    if (is_unknown(view, verdict)) {
        curtain(view, rect, radius, stream,
                {.spinner = true, .title = view.say(msg::common_one_moment)});
        return;
    }
    const bool over = view.model.watching.class_over;
    if (over && (verdict == Watch::Replay || verdict == Watch::ReplayPreparing)) {
        std::string text;
        const Curtain content = thanks(view, row, verdict, text);
        if (curtain(view, rect, radius, stream, content)) view.want(model::intent::WatchReplay{});
        return;
    }
    if (verdict == Watch::Live || verdict == Watch::Replay) {
        return player_surface(view, rect, radius, row);
    }
    if (verdict == Watch::NotEnrolled && teaches_here(view, stream) &&
        stream.status != StreamStatus::Cancelled) {
        staff_stage(view, rect, radius, row);
    } else {
        const Onward onward(view, stream);
        std::string figure;
        const Curtain content = content_of(view, row, verdict, onward, figure);
        if (curtain(view, rect, radius, stream, content)) view.go(onward.to);
    }
    if (stream.status == StreamStatus::Live) {
        ui::live_badge(view.ui, rect.x + ui::space::m, rect.y + ui::space::m);
    }
}

}  // namespace lsl::views
