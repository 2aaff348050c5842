#include "server/services/announcements.h"

#include "server/services/statistics.h"
#include "server/store/enrollments_store.h"
#include "server/store/streams_store.h"
#include "server/store/wallet_store.h"

namespace lsl::services {

struct Announcements::Row {
    domain::Stream stream;
    store::Totals totals;
};

Announcements::Announcements(store::Database& database, EventHub& hub)
    : database_(database), hub_(hub) {}

void Announcements::use(const MediaBackend& media) { media_ = &media; }

void Announcements::stream_changed(StreamId stream) {
    if (!hub_.has_subscribers()) return;
    const std::lock_guard lock(order_);
    const auto row = read(stream);
    if (!row) return;
    const LiveFigures now = figures(row->stream);
    hub_.to_everybody(wire::StreamChanged{public_row(row->stream, now)});
    hub_.to_instructors(
        wire::StatisticsChanged{stream, statistics_of(row->stream, row->totals, now)});
}

void Announcements::statistics_changed(StreamId stream) {
    if (!hub_.has_subscribers()) return;
    const std::lock_guard lock(order_);
    const auto row = read(stream);
    if (!row) return;
    hub_.to_instructors(wire::StatisticsChanged{
        stream, statistics_of(row->stream, row->totals, figures(row->stream))});
}

void Announcements::enrollment_changed(StreamId stream, UserId user) {
    if (!hub_.listens(user)) return;
    struct Present {
        std::optional<domain::Stream> stream;
        std::optional<domain::Enrollment> enrollment;
        std::int64_t balance = 0;
    };
    const std::lock_guard lock(order_);
    const auto present = database_.read([&](store::Connection& reader) -> Result<Present> {
        Present rows;
        rows.stream = LSL_TRY(store::StreamsStore(reader).find(stream));
        rows.enrollment = LSL_TRY(store::EnrollmentsStore(reader).find(stream, user));
        rows.balance = LSL_TRY(store::WalletStore(reader).balance(user));
        return rows;
    });
    if (!present || !present->stream) return;
    if (present->enrollment) {
        hub_.to_user(user, wire::EnrollmentChanged{
                               {*present->enrollment,
                                public_row(*present->stream, figures(*present->stream))}});
    } else {
        hub_.to_user(user, wire::EnrollmentGone{stream});
    }
    hub_.to_user(user, wire::WalletChanged{present->balance});
}

Result<Announcements::Row> Announcements::read(StreamId stream) const {
    return database_.read([&](store::Connection& reader) -> Result<Row> {
        store::StreamsStore streams(reader);
        const auto found = LSL_TRY(streams.find(stream));
        if (!found) return not_found("No such class.");
        return Row{*found, LSL_TRY(streams.totals(stream))};
    });
}

LiveFigures Announcements::figures(const domain::Stream& stream) const {
    return media_ == nullptr ? LiveFigures{} : media_->figures(stream);
}

}  // namespace lsl::services
