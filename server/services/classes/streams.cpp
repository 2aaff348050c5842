#include "server/services/classes/streams.h"

#include <array>
#include <type_traits>

#include "server/services/accounts/secrets.h"
#include "server/services/classes/page_cursor.h"
#include "server/services/classes/statistics.h"
#include "server/services/classes/stream_lookup.h"
#include "server/services/pictures/thumbnails.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/streams_store.h"
#include "shared/domain/calendar.h"
#include "shared/domain/text_rules.h"

namespace lsl::services {

namespace {

using store::ClassCountersStore;
using store::StreamList;
using store::StreamsStore;

constexpr std::array public_lists = {StreamList::Live, StreamList::Upcoming, StreamList::Replay};
constexpr std::array instructor_lists = {StreamList::Live, StreamList::Upcoming, StreamList::Past};

/// Takes the row that was read beyond the limit away again; says where the next page goes on.
template <class Row>
std::optional<store::Position> cut(std::vector<Row>& rows, StreamList which, std::int64_t limit) {
    if (std::ssize(rows) <= limit) return std::nullopt;
    rows.resize(static_cast<std::size_t>(limit));
    if constexpr (std::is_same_v<Row, store::CountedStream>) {
        return StreamsStore::position(which, rows.back().row);
    } else {
        return StreamsStore::position(which, rows.back());
    }
}

domain::StreamDetails details_of(const api::CreateStream::Request& request) {
    domain::StreamDetails details{.title = request.title,
                                  .description = request.description.value_or(""),
                                  .instructor_name = request.instructorName.value_or(""),
                                  .style = request.style.value_or(""),
                                  .level = request.level.value_or(domain::Level::Any),
                                  .scheduled_start_time = request.scheduledStartTime,
                                  .duration_minutes = request.durationMinutes.value_or(60),
                                  .price_in_tokens = request.priceInTokens.value_or(0),
                                  .thumbnail_url = request.thumbnailUrl,
                                  .keep_for_catalog = request.keepForCatalog.value_or(true)};
    // An empty field of a form is no picture.
    if (details.thumbnail_url && details.thumbnail_url->empty()) details.thumbnail_url.reset();
    return details;
}

domain::StreamChange change_of(const api::ChangeStream::Request& request) {
    return {.title = request.title,
            .description = request.description,
            .instructor_name = request.instructorName,
            .style = request.style,
            .level = request.level,
            .scheduled_start_time = request.scheduledStartTime,
            .duration_minutes = request.durationMinutes,
            .price_in_tokens = request.priceInTokens,
            .thumbnail_url = request.thumbnailUrl,
            .keep_for_catalog = request.keepForCatalog};
}

}  // namespace

Streams::Streams(store::Database& database, const Clock& clock, MediaBackend& media,
                 Thumbnails* thumbnails, StreamsOptions options)
    : database_(database),
      clock_(clock),
      media_(media),
      thumbnails_(thumbnails),
      options_(std::move(options)) {}

Result<api::ListStreams::Response> Streams::list(const PageRequest& page,
                                                 const store::ListFilter& filter) {
    PageCursor from;
    if (!page.cursor.empty()) {
        from = LSL_TRY(PageCursor::decode("streams", public_lists.size(), page.cursor));
    }
    std::array<std::vector<domain::StudioClass>, public_lists.size()> lists;
    PageCursor next;
    next.parts.resize(public_lists.size());
    const auto read_page = [&](store::Connection& reader) -> Result<void> {
        for (std::size_t i = 0; i < public_lists.size(); ++i) {
            const bool at_its_end = !from.parts.empty() && !from.parts[i];
            if (at_its_end) continue;
            const auto after = from.parts.empty() ? std::nullopt : from.parts[i];
            lists[i] = LSL_TRY(StreamsStore(reader).list(public_lists[i], after, page.limit + 1,
                                                         clock_.utc(), filter));
            next.parts[i] = cut(lists[i], public_lists[i], page.limit);
        }
        return {};
    };
    LSL_TRY(database_.read(read_page));
    api::ListStreams::Response response;
    const std::array targets = {&response.live_streams, &response.upcoming_streams,
                                &response.replay_streams};
    for (std::size_t i = 0; i < lists.size(); ++i) {
        for (auto& row : lists[i]) targets[i]->push_back(public_row_of(std::move(row)));
    }
    response.next_cursor = next.encode("streams");
    return response;
}

Result<api::OneStream> Streams::get(std::string_view id) {
    return api::OneStream{public_row_of(LSL_TRY(find(id)))};
}

Result<CalendarFile> Streams::calendar_file(std::string_view id) {
    const domain::StudioClass row = LSL_TRY(find(id));
    CalendarFile file;
    file.text = domain::generate_ics(
        row.stream, row.calendar,
        options_.public_url + "/streams/" + row.stream.id.to_string() + "/watch");
    file.disposition = domain::calendar_disposition(row.stream.title);
    file.etag = "\"" + sha256_hex(file.text).substr(0, 32) + "\"";
    return file;
}

Result<api::ListInstructorStreams::Response> Streams::list_for_instructor(const PageRequest& page) {
    PageCursor from;
    if (!page.cursor.empty()) {
        from =
            LSL_TRY(PageCursor::decode("instructor-streams", instructor_lists.size(), page.cursor));
    }
    api::ListInstructorStreams::Response response;
    response.media_backend = media_.name();
    PageCursor next;
    next.parts.resize(instructor_lists.size());
    const auto read_page = [&](store::Connection& reader) -> Result<void> {
        StreamsStore streams(reader);
        response.totals = studio_totals(LSL_TRY(ClassCountersStore(reader).totals_by_status()));
        std::int64_t room = page.limit;
        for (std::size_t i = 0; i < instructor_lists.size(); ++i) {
            const bool at_its_end = !from.parts.empty() && !from.parts[i];
            if (at_its_end) continue;
            const auto after = from.parts.empty() ? std::nullopt : from.parts[i];
            auto rows = LSL_TRY(
                streams.list_with_totals(instructor_lists[i], after, room + 1, clock_.utc()));
            if (room == 0) {
                // The page is full; what of this part is left begins where it would have.
                if (!rows.empty()) {
                    const bool soonest_first = instructor_lists[i] == StreamList::Upcoming;
                    next.parts[i] = after.value_or(soonest_first ? store::before_everything()
                                                                 : store::after_everything());
                }
                continue;
            }
            next.parts[i] = cut(rows, instructor_lists[i], room);
            room -= std::ssize(rows);
            for (auto& counted : rows) {
                response.streams.push_back(instructor_row(std::move(counted.row), counted.totals));
            }
        }
        return {};
    };
    LSL_TRY(database_.read(read_page));
    response.next_cursor = next.encode("instructor-streams");
    return response;
}

Result<api::OneInstructorStream> Streams::get_for_instructor(std::string_view id) {
    return for_instructor(LSL_TRY(find(id)));
}

Result<api::OneInstructorStream> Streams::create(const api::CreateStream::Request& request) {
    const UtcTime now = clock_.utc();
    domain::StreamDetails details = details_of(request);
    const auto picture_here = own_picture(details.thumbnail_url);
    if (picture_here) details.thumbnail_url.reset();
    LSL_TRY(domain::check_details(details, now));
    domain::StudioClass row;
    row.ingest = LSL_TRY(media_.create_ingest(details.title));
    row.stream.id = new_id<StreamId>(clock_);
    row.stream.title = domain::trimmed(details.title);
    row.stream.description = details.description;
    row.stream.instructor_name = domain::trimmed(details.instructor_name);
    row.stream.style = domain::trimmed(details.style);
    row.stream.level = details.level;
    row.stream.scheduled_start_time = details.scheduled_start_time;
    row.stream.scheduled_duration_seconds = details.duration_minutes * 60;
    row.stream.price_in_tokens = details.price_in_tokens;
    row.stream.thumbnail_url = picture_here ? picture_here : details.thumbnail_url;
    row.stream.keep_for_catalog = details.keep_for_catalog;
    row.calendar.changed_at = row.stream.created_at = row.stream.updated_at = now;

    LSL_TRY(database_.write([&](store::Connection& tx) { return StreamsStore(tx).insert(row); }));
    if (!picture_here) adopt_picture(row);
    return for_instructor(std::move(row));
}

Result<api::OneInstructorStream> Streams::change(std::string_view id_text,
                                                 const api::ChangeStream::Request& request) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    std::unique_lock kept_or_not(steps_, std::defer_lock);
    if (request.keepForCatalog) kept_or_not.lock();
    const auto apply = [&](store::Connection& tx) -> Result<Step> {
        domain::StudioClass row = LSL_TRY(require_stream(tx, id));
        domain::StreamChange change = change_of(request);
        // A form that gives back what it was given; our own copy has no address with a site in it.
        if (change.thumbnail_url == row.stream.thumbnail_url) change.thumbnail_url.reset();
        const bool changed = LSL_TRY(domain::apply_change(row, change, clock_.utc()));
        if (changed) LSL_TRY(StreamsStore(tx).update(row));
        return Step{std::move(row), changed};
    };
    Step step = LSL_TRY(database_.write(apply));
    if (step.changed && request.thumbnailUrl) adopt_picture(step.row);
    return for_instructor(std::move(step.row));
}

Result<api::OneInstructorStream> Streams::rotate_token(std::string_view id_text) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    const std::lock_guard in_order(steps_);
    const domain::StudioClass before = LSL_TRY(find(id_text));
    const std::string token = LSL_TRY(media_.new_publish_token(before));
    const auto replace = [&](store::Connection& tx) -> Result<domain::StudioClass> {
        domain::StudioClass row = LSL_TRY(require_stream(tx, id));
        if (row.ingest.access.webrtc_token.empty()) {
            return make_error(ErrorCode::Conflict, "wrong_state",
                              "This class is over: nobody can publish to it any more.");
        }
        row.ingest.access.webrtc_token = token;
        row.stream.updated_at = clock_.utc();
        LSL_TRY(StreamsStore(tx).update(row));
        return row;
    };
    domain::StudioClass changed = LSL_TRY(database_.write(replace));
    media_.close_publisher(changed);
    return for_instructor(std::move(changed));
}

Result<void> Streams::tell_sending(std::string_view id, const api::TellSending::Request& request) {
    const domain::StudioClass row = LSL_TRY(find(id));
    media_.switched_off(row, {.camera = !request.camera, .microphone = !request.microphone});
    return {};
}

Result<domain::StudioClass> Streams::find(std::string_view id_text) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    return database_.read([&](store::Connection& reader) { return require_stream(reader, id); });
}

Result<api::OneInstructorStream> Streams::for_instructor(domain::StudioClass row) {
    const store::Totals totals = LSL_TRY(database_.read([&](store::Connection& reader) {
        return ClassCountersStore(reader).totals(row.stream.id);
    }));
    return api::OneInstructorStream{instructor_row(std::move(row), totals)};
}

wire::InstructorStream Streams::instructor_row(domain::StudioClass row,
                                               const store::Totals& totals) const {
    row.ingest.access.webrtc_url = media_.webrtc_url(row);
    wire::Statistics statistics = statistics_of(row, totals, media_.figures(row));
    return wire::instructor_stream(std::move(row), std::move(statistics));
}

wire::PublicStream Streams::public_row_of(domain::StudioClass row) const {
    const LiveFigures now = media_.figures(row);
    return wire::public_stream(std::move(row), now.viewers, now.media_health);
}

}  // namespace lsl::services
