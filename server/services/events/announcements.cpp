#include "server/services/events/announcements.h"

#include <utility>

#include "server/services/classes/statistics.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/classes/streams_store.h"
#include "server/store/classes/wallet_store.h"
#include "server/store/notices/notices_store.h"

namespace lsl::services {

struct Announcements::Row {
    domain::StudioClass row;
    store::Totals totals;
    wire::StudioTotals of_all;
};

namespace {

/// The row, less its description; and what tells listeners whether theirs is still right.
std::string without_description(wire::PublicStream& row) {
    return wire::description_digest(std::exchange(row.stream.description, {}));
}

}  // namespace

Announcements::Announcements(store::Database& database, EventHub& hub, const MediaBackend& media,
                             LiveChanges& changes, std::chrono::milliseconds interval, By by)
    : database_(database),
      hub_(hub),
      media_(media),
      changes_(changes),
      news_(interval, [this](const Subject& subject) { tell(subject); }),
      worker_({.name = "live changes", .interrupt = [this] { changes_.wake(); }}, [this, by] {
          if (by == By::Callers) return threads::Worker::over;
          changes_.wait();
          tell_changes();
          return threads::Worker::no_rest;
      }) {}

void Announcements::tell(const std::vector<store::NewsRow>& news) {
    for (const store::NewsRow& row : news) {
        if (row.kind == store::NewsKind::Notices && row.user) {
            changed({Subject::Kind::Notices, {}, *row.user});
        }
        const bool ours =
            row.kind == store::NewsKind::Stream || row.kind == store::NewsKind::Enrollment;
        if (!ours || !row.stream) continue;
        changed({Subject::Kind::Class, *row.stream, {}});
        const bool own = row.kind == store::NewsKind::Enrollment && row.user;
        if (own) changed({Subject::Kind::Enrollment, *row.stream, *row.user});
    }
}

void Announcements::tell_changes() {
    for (const Subject& subject : changes_.take()) changed(subject);
}

/// What nobody listens to costs nothing.
void Announcements::changed(const Subject& subject) {
    const auto audience = [&] {
        switch (subject.kind) {
            case Subject::Kind::Class: return Topic::everybody();
            case Subject::Kind::Statistics: return Topic::studio();
            case Subject::Kind::Enrollment:
            case Subject::Kind::Notices: return Topic::person(subject.user);
        }
        return Topic::everybody();
    };
    if (hub_.listens(audience())) news_.changed(subject);
}

void Announcements::tell(const Subject& subject) {
    switch (subject.kind) {
        case Subject::Kind::Class: tell_class(subject.stream); break;
        case Subject::Kind::Statistics: tell_statistics(subject.stream); break;
        case Subject::Kind::Enrollment: tell_enrollment(subject.stream, subject.user); break;
        case Subject::Kind::Notices: tell_notices(subject.user); break;
    }
}

void Announcements::tell_class(StreamId stream) {
    const std::lock_guard lock(order_);
    const auto row = read(stream);
    if (!row) return;
    const LiveFigures now = figures(row->row);
    wire::StreamChanged event{wire::public_stream(row->row, now.viewers, now.media_health), {}};
    event.description_digest = without_description(event.stream);
    hub_.tell(Topic::everybody(), event);
    hub_.tell(Topic::studio(), wire::StatisticsChanged{
                                   stream, statistics_of(row->row, row->totals, now), row->of_all});
    tell_room(stream, now.viewers);
}

void Announcements::tell_statistics(StreamId stream) {
    const std::lock_guard lock(order_);
    const auto row = read(stream);
    if (!row) return;
    hub_.tell(Topic::studio(),
              wire::StatisticsChanged{
                  stream, statistics_of(row->row, row->totals, figures(row->row)), std::nullopt});
}

void Announcements::tell_enrollment(StreamId stream, UserId user) {
    struct Present {
        std::optional<domain::StudioClass> row;
        std::optional<domain::Enrollment> enrollment;
        std::int64_t balance = 0;
    };
    const std::lock_guard lock(order_);
    const auto present = database_.read([&](store::Connection& reader) -> Result<Present> {
        Present rows;
        rows.row = LSL_TRY(store::StreamsStore(reader).find(stream));
        rows.enrollment = LSL_TRY(store::EnrollmentsStore(reader).find(stream, user));
        rows.balance = LSL_TRY(store::WalletStore(reader).balance(user));
        return rows;
    });
    if (!present || !present->row) return;
    if (present->enrollment) {
        const LiveFigures now = figures(*present->row);
        wire::EnrollmentChanged event{
            {*present->enrollment,
             wire::public_stream(*present->row, now.viewers, now.media_health)},
            {}};
        event.description_digest = without_description(event.enrollment.stream);
        hub_.tell(Topic::person(user), event);
    } else {
        hub_.tell(Topic::person(user), wire::EnrollmentGone{stream});
    }
    hub_.tell(Topic::person(user), wire::WalletChanged{present->balance});
    const bool has_place = present->enrollment && !present->enrollment->refunded_at;
    if (!has_place) hub_.leave_room(user, stream);
}

void Announcements::tell_notices(UserId user) {
    const std::lock_guard lock(order_);
    const auto unread = database_.read(
        [&](store::Connection& reader) { return store::NoticesStore(reader).count_unread(user); });
    if (unread) hub_.tell(Topic::person(user), wire::NoticesChanged{*unread});
}

void Announcements::tell_room(StreamId stream, std::int64_t viewers) {
    if (!hub_.listens(Topic::class_room(stream)) && !hub_.listens(Topic::staff_room(stream))) {
        told_viewers_.erase(stream);
        return;
    }
    const auto [told, first] = told_viewers_.try_emplace(stream, viewers);
    if (!first && std::exchange(told->second, viewers) == viewers) return;
    hub_.change_room(stream, {.viewers = viewers, .resync = std::nullopt});
}

Result<Announcements::Row> Announcements::read(StreamId stream) const {
    return database_.read([&](store::Connection& reader) -> Result<Row> {
        store::ClassCountersStore counters(reader);
        const auto found = LSL_TRY(store::StreamsStore(reader).find(stream));
        if (!found) return not_found("No such class.");
        return Row{*found, LSL_TRY(counters.totals(stream)),
                   studio_totals(LSL_TRY(counters.totals_by_status()))};
    });
}

LiveFigures Announcements::figures(const domain::StudioClass& row) const {
    LiveFigures now = media_.figures(row);
    // The news of an end may be told before the room is closed.
    if (row.stream.status != domain::StreamStatus::Live) now.viewers = 0;
    return now;
}

}  // namespace lsl::services
