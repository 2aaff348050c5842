#include "server/services/notices/notice_audience.h"

#include <map>
#include <set>

#include "server/store/classes/enrollments_store.h"
#include "server/store/notices/bells_store.h"

namespace lsl::services {

namespace {

using domain::NoticeEvent;

constexpr std::string_view bell_mark = "bell:", teacher_mark = "teacher:";

/// Who came later than a reminder knows when the class begins.
bool came_in_time(NoticeEvent event, UtcTime came_at, const domain::StudioClass& row) {
    const auto before = domain::reminded_before(event);
    return !before || came_at < row.stream.scheduled_start_time - *before;
}

bool concerns_place(NoticeEvent event, const domain::Enrollment& place,
                    const domain::StudioClass& row) {
    if (event == NoticeEvent::Followed) return false;
    // Of a cancelled class everybody has the tokens back, and has to hear of it.
    if (event == NoticeEvent::Cancelled) return true;
    if (place.refunded_at) return false;
    if (event == NoticeEvent::ReplayReady || event == NoticeEvent::ReplayEnds) {
        return place.can_watch_replay;
    }
    return came_in_time(event, place.enrolled_at, row);
}

bool is_for_followers(NoticeEvent event) {
    return event == NoticeEvent::Followed || event == NoticeEvent::Live;
}

}  // namespace

std::string_view mark_of(ToldBecause because) {
    switch (because) {
        case ToldBecause::Bell: return bell_mark;
        case ToldBecause::Teacher: return teacher_mark;
        case ToldBecause::Place: break;
    }
    return {};
}

ToldBecause told_because(const store::NoticeRow& notice) {
    const std::string whose = notice.user.to_string();
    for (const auto because : {ToldBecause::Bell, ToldBecause::Teacher}) {
        if (notice.dedupe_key.ends_with(std::string(mark_of(because)) + whose)) return because;
    }
    return ToldBecause::Place;
}

Result<std::vector<Concerned>> concerned_by(store::Connection& connection, NoticeEvent event,
                                            const domain::StudioClass& row) {
    store::BellsStore bells(connection);
    std::map<UserId, bool> chosen;
    std::vector<Concerned> all;
    std::set<UserId> known;
    const auto add = [&](UserId user, ToldBecause because) {
        if (known.insert(user).second) all.push_back({user, because});
    };
    const auto of_class = LSL_TRY(bells.of_class(row.stream.id));
    for (const store::ClassBell& bell : of_class) chosen[bell.user] = bell.is_on;
    const auto is_off = [&](UserId user) {
        const auto found = chosen.find(user);
        return found != chosen.end() && !found->second;
    };
    store::EnrollmentsStore places(connection);
    for (const auto& place : LSL_TRY(places.of_stream(row.stream.id))) {
        if (is_off(place.user_id) && domain::is_silenced_by_bell(event)) continue;
        if (concerns_place(event, place, row)) add(place.user_id, ToldBecause::Place);
    }
    if (domain::is_rung_without_place(event)) {
        for (const store::ClassBell& bell : of_class) {
            if (bell.is_on && came_in_time(event, bell.pressed_at, row)) {
                add(bell.user, ToldBecause::Bell);
            }
        }
    }
    if (!is_for_followers(event)) return all;
    for (const store::FollowedTeacher& followed :
         LSL_TRY(bells.followers(store::teacher_key(row.stream.instructor_name)))) {
        // A class that was there already is no news to who follows its teacher since.
        const bool is_news =
            event != NoticeEvent::Followed || followed.since <= row.stream.created_at;
        if (is_news && !is_off(followed.user)) add(followed.user, ToldBecause::Teacher);
    }
    return all;
}

Result<bool> is_still_wanted(store::Connection& connection, const store::NoticeRow& notice,
                             const domain::StudioClass& row) {
    store::BellsStore bells(connection);
    switch (told_because(notice)) {
        case ToldBecause::Place: break;
        case ToldBecause::Bell: {
            const auto bell = LSL_TRY(bells.find(notice.user, row.stream.id));
            return bell && bell->is_on;
        }
        case ToldBecause::Teacher: {
            const auto followed = LSL_TRY(
                bells.followed(notice.user, store::teacher_key(row.stream.instructor_name)));
            if (!followed) return false;
            break;
        }
    }
    const bool silenced =
        LSL_TRY(is_silenced(connection, notice.user, notice.event, row.stream.id));
    return !silenced;
}

Result<bool> is_silenced(store::Connection& connection, UserId user, NoticeEvent event,
                         StreamId stream) {
    if (!domain::is_silenced_by_bell(event)) return false;
    const auto bell = LSL_TRY(store::BellsStore(connection).find(user, stream));
    return bell && !bell->is_on;
}

}  // namespace lsl::services
