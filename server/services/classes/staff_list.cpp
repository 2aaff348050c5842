#include "server/services/classes/staff_list.h"

#include <algorithm>
#include <tuple>

#include "server/services/classes/page_cursor.h"
#include "server/services/classes/stream_lookup.h"
#include "server/services/classes/streams.h"

namespace lsl::services {

namespace {

using domain::StreamStatus;

/// Of live, planned and past.
int part_of(const domain::Stream& stream) {
    switch (stream.status) {
        case StreamStatus::Live: return 0;
        case StreamStatus::Scheduled: return 1;
        case StreamStatus::Ended:
        case StreamStatus::Cancelled: break;
    }
    return 2;
}

}  // namespace

void sort_as_listed(std::vector<store::CountedStream>& classes) {
    const auto key = [](const store::CountedStream& counted) {
        const domain::Stream& stream = counted.row.stream;
        const UtcTime start = stream.actual_start_time && stream.status == StreamStatus::Live
                                  ? *stream.actual_start_time
                                  : stream.scheduled_start_time;
        const auto ms = start.time_since_epoch().count();
        return std::tuple(part_of(stream), part_of(stream) == 1 ? ms : -ms, stream.id);
    };
    std::sort(classes.begin(), classes.end(),
              [&](const auto& a, const auto& b) { return key(a) < key(b); });
}

wire::StudioTotals totals_of(const std::vector<store::CountedStream>& classes) {
    wire::StudioTotals totals;
    totals.without_money = true;
    for (const store::CountedStream& counted : classes) {
        const domain::Stream& stream = counted.row.stream;
        const int part = part_of(stream);
        ++totals.classes;
        if (part == 0) ++totals.live;
        if (part == 1) ++totals.planned;
        if (part == 2) ++totals.past;
        if (counted.row.recording.available) ++totals.replays;
        totals.enrollments += stream.total_enrollments;
        if (part != 2) totals.enrolled_ahead += stream.total_enrollments;
    }
    return totals;
}

/// They are few, so that all are read and the page is cut out of them.
Result<api::ListInstructorStreams::Response> Streams::list_for_staff(UserId user,
                                                                     const PageRequest& page) {
    std::optional<store::Position> after;
    if (!page.cursor.empty()) {
        after = LSL_TRY(PageCursor::decode("staff-streams", 1, page.cursor)).parts.front();
    }
    return database_.read([&](store::Connection& reader)
                              -> Result<api::ListInstructorStreams::Response> {
        auto classes = LSL_TRY(store::StreamsStore(reader).of_staff(user));
        sort_as_listed(classes);
        api::ListInstructorStreams::Response response;
        response.media_backend = media_.name();
        response.totals = totals_of(classes);
        auto from = classes.begin();
        if (after) {
            const auto last = std::find_if(from, classes.end(), [&](const auto& counted) {
                return counted.row.stream.id.uuid == after->id;
            });
            from = last == classes.end() ? last : last + 1;
        }
        const auto left = std::min<std::ptrdiff_t>(classes.end() - from, page.limit);
        for (auto counted = from; counted != from + left; ++counted) {
            response.streams.push_back(instructor_row(counted->row, counted->totals));
        }
        if (from + left != classes.end() && left > 0) {
            PageCursor next;
            next.parts.push_back(store::Position{UtcTime{}, (from + left - 1)->row.stream.id.uuid});
            response.next_cursor = next.encode("staff-streams");
        }
        return response;
    });
}

}  // namespace lsl::services
