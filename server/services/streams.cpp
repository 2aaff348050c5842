#include "server/services/streams.h"

#include <array>

#include "server/services/page_cursor.h"
#include "server/services/refunds.h"
#include "server/services/secrets.h"
#include "server/services/statistics.h"
#include "server/services/stream_lookup.h"
#include "server/services/thumbnails.h"
#include "server/store/enrollments_store.h"
#include "server/store/streams_store.h"
#include "shared/domain/calendar.h"
#include "shared/domain/lifecycle.h"
#include "shared/domain/text_rules.h"

namespace lsl::services {

namespace {

using store::StreamList;
using store::StreamsStore;

constexpr std::array public_lists = {StreamList::Live, StreamList::Upcoming, StreamList::Replay};
constexpr std::array instructor_lists = {StreamList::Live, StreamList::Upcoming, StreamList::Past};

/// Takes the row that was read beyond the limit away again; says where the next page goes on.
std::optional<store::Position> cut(std::vector<domain::Stream>& rows, StreamList which,
                                   std::int64_t limit) {
    if (std::ssize(rows) <= limit) return std::nullopt;
    rows.resize(static_cast<std::size_t>(limit));
    return StreamsStore::position(which, rows.back());
}

domain::StreamDetails details_of(const api::CreateStream::Request& request) {
    domain::StreamDetails details{.title = request.title,
                                  .description = request.description.value_or(""),
                                  .instructor_name = request.instructorName.value_or(""),
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
            .scheduled_start_time = request.scheduledStartTime,
            .duration_minutes = request.durationMinutes,
            .price_in_tokens = request.priceInTokens,
            .thumbnail_url = request.thumbnailUrl,
            .keep_for_catalog = request.keepForCatalog};
}

/// What a step did: the row afterwards, and whether it changed at all.
struct Step {
    domain::Stream stream;
    bool changed = false;
};

}  // namespace

Streams::Streams(store::Database& database, const Clock& clock, Announcements& announcements,
                 MediaBackend& media, Thumbnails* thumbnails, StreamsOptions options)
    : database_(database),
      clock_(clock),
      announcements_(announcements),
      media_(media),
      thumbnails_(thumbnails),
      options_(std::move(options)) {}

Result<api::ListStreams::Response> Streams::list(const PageRequest& page) {
    PageCursor from;
    if (!page.cursor.empty()) {
        from = LSL_TRY(PageCursor::decode("streams", public_lists.size(), page.cursor));
    }
    std::array<std::vector<domain::Stream>, public_lists.size()> lists;
    PageCursor next;
    next.parts.resize(public_lists.size());
    const auto read_page = [&](store::Connection& reader) -> Result<void> {
        for (std::size_t i = 0; i < public_lists.size(); ++i) {
            const bool at_its_end = !from.parts.empty() && !from.parts[i];
            if (at_its_end) continue;
            const auto after = from.parts.empty() ? std::nullopt : from.parts[i];
            lists[i] = LSL_TRY(
                StreamsStore(reader).list(public_lists[i], after, page.limit + 1, clock_.utc()));
            next.parts[i] = cut(lists[i], public_lists[i], page.limit);
        }
        return {};
    };
    LSL_TRY(database_.read(read_page));
    api::ListStreams::Response response;
    const std::array targets = {&response.live_streams, &response.upcoming_streams,
                                &response.replay_streams};
    for (std::size_t i = 0; i < lists.size(); ++i) {
        for (auto& stream : lists[i]) targets[i]->push_back(public_row_of(std::move(stream)));
    }
    response.next_cursor = next.encode("streams");
    return response;
}

Result<api::OneStream> Streams::get(std::string_view id) {
    return api::OneStream{public_row_of(LSL_TRY(find(id)))};
}

Result<CalendarFile> Streams::calendar_file(std::string_view id) {
    const domain::Stream stream = LSL_TRY(find(id));
    CalendarFile file;
    file.text = domain::generate_ics(
        stream, options_.public_url + "/streams/" + stream.id.to_string() + "/watch");
    file.disposition = domain::calendar_disposition(stream.title);
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
        std::int64_t room = page.limit;
        for (std::size_t i = 0; i < instructor_lists.size(); ++i) {
            const bool at_its_end = !from.parts.empty() && !from.parts[i];
            if (at_its_end) continue;
            const auto after = from.parts.empty() ? std::nullopt : from.parts[i];
            auto rows = LSL_TRY(streams.list(instructor_lists[i], after, room + 1, clock_.utc()));
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
            for (auto& stream : rows) {
                const store::Totals totals = LSL_TRY(streams.totals(stream.id));
                response.streams.push_back(instructor_row(std::move(stream), totals));
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
    const domain::StreamDetails details = details_of(request);
    LSL_TRY(domain::check_details(details, now));
    Ingest ingest = LSL_TRY(media_.create_ingest(details.title));

    domain::Stream stream;
    stream.id = new_id<StreamId>(clock_);
    stream.title = domain::trimmed(details.title);
    stream.description = details.description;
    stream.instructor_name = domain::trimmed(details.instructor_name);
    stream.scheduled_start_time = details.scheduled_start_time;
    stream.scheduled_duration_seconds = details.duration_minutes * 60;
    stream.price_in_tokens = details.price_in_tokens;
    stream.thumbnail_url = details.thumbnail_url;
    stream.keep_for_catalog = details.keep_for_catalog;
    stream.media_backend = media_.name();
    stream.live_input_id = std::move(ingest.live_input_id);
    stream.webrtc_url = std::move(ingest.webrtc_url);
    stream.webrtc_token = std::move(ingest.webrtc_token);
    stream.playback_id = std::move(ingest.playback_id);
    stream.calendar_changed_at = stream.created_at = stream.updated_at = now;

    LSL_TRY(
        database_.write([&](store::Connection& tx) { return StreamsStore(tx).insert(stream); }));
    announcements_.stream_changed(stream.id);
    adopt_picture(stream);
    return for_instructor(std::move(stream));
}

Result<api::OneInstructorStream> Streams::change(std::string_view id_text,
                                                 const api::ChangeStream::Request& request) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    std::unique_lock kept_or_not(steps_, std::defer_lock);
    if (request.keepForCatalog) kept_or_not.lock();
    const auto apply = [&](store::Connection& tx) -> Result<Step> {
        domain::Stream stream = LSL_TRY(require_stream(tx, id));
        domain::StreamChange change = change_of(request);
        // A form that gives back what it was given; our own copy has no address with a site in it.
        if (change.thumbnail_url == stream.thumbnail_url) change.thumbnail_url.reset();
        const bool changed = LSL_TRY(domain::apply_change(stream, change, clock_.utc()));
        if (changed) LSL_TRY(StreamsStore(tx).update(stream));
        return Step{std::move(stream), changed};
    };
    Step step = LSL_TRY(database_.write(apply));
    if (step.changed) {
        announcements_.stream_changed(id);
        if (request.thumbnailUrl) adopt_picture(step.stream);
    }
    return for_instructor(std::move(step.stream));
}

Result<api::OneInstructorStream> Streams::start(std::string_view id_text) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    const std::lock_guard in_order(steps_);
    const auto go_live = [&](store::Connection& tx) -> Result<Step> {
        domain::Stream stream = LSL_TRY(require_stream(tx, id));
        const bool changed = LSL_TRY(domain::start(stream, clock_.utc()));
        if (changed) {
            stream.recording_video_id = media_.new_video_id();
            LSL_TRY(StreamsStore(tx).update(stream));
        }
        return Step{std::move(stream), changed};
    };
    Step step = LSL_TRY(database_.write(go_live));
    if (step.changed) {
        media_.class_started(step.stream);
        announcements_.stream_changed(id);
    }
    return for_instructor(std::move(step.stream));
}

Result<api::OneInstructorStream> Streams::end(std::string_view id_text) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    const std::lock_guard in_order(steps_);
    const auto finish = [&](store::Connection& tx) -> Result<Step> {
        domain::Stream stream = LSL_TRY(require_stream(tx, id));
        const bool changed = LSL_TRY(domain::end(stream, clock_.utc()));
        if (changed) {
            LSL_TRY(StreamsStore(tx).update(stream));
            LSL_TRY(store::EnrollmentsStore(tx).set_replay_expiry(
                id, stream.recording_expires_at.value_or(clock_.utc())));
        }
        return Step{std::move(stream), changed};
    };
    Step step = LSL_TRY(database_.write(finish));
    if (step.changed) {
        media_.class_ended(step.stream);
        announcements_.stream_changed(id);
    }
    return for_instructor(std::move(step.stream));
}

Result<api::OneInstructorStream> Streams::cancel(std::string_view id_text) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    return for_instructor(LSL_TRY(
        call_off(id, domain::WalletReason::Cancelled, [](const domain::Stream&) { return true; })));
}

Result<domain::Stream> Streams::call_off(
    StreamId id, domain::WalletReason reason,
    const std::function<bool(const domain::Stream&)>& applies) {
    const std::lock_guard in_order(steps_);
    std::string video_id;
    std::vector<UserId> refunded;
    const auto cancel_and_refund = [&](store::Connection& tx) -> Result<Step> {
        domain::Stream stream = LSL_TRY(require_stream(tx, id));
        if (!applies(stream)) return Step{std::move(stream), false};
        video_id = stream.recording_video_id.value_or("");
        const bool changed = LSL_TRY(domain::cancel(stream, clock_.utc()));
        if (changed) {
            LSL_TRY(StreamsStore(tx).update(stream));
            refunded = LSL_TRY(refund_everybody(tx, clock_, stream, reason));
        }
        return Step{std::move(stream), changed};
    };
    Step step = LSL_TRY(database_.write(cancel_and_refund));
    if (step.changed) {
        media_.class_cancelled(step.stream, video_id);
        announcements_.stream_changed(id);
        for (const UserId user : refunded) announcements_.enrollment_changed(id, user);
    }
    return std::move(step.stream);
}

Result<domain::Stream> Streams::find(std::string_view id_text) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    return database_.read([&](store::Connection& reader) { return require_stream(reader, id); });
}

Result<api::OneInstructorStream> Streams::for_instructor(domain::Stream stream) {
    const store::Totals totals = LSL_TRY(database_.read(
        [&](store::Connection& reader) { return StreamsStore(reader).totals(stream.id); }));
    return api::OneInstructorStream{instructor_row(std::move(stream), totals)};
}

wire::InstructorStream Streams::instructor_row(domain::Stream stream,
                                               const store::Totals& totals) const {
    stream.webrtc_url = media_.webrtc_url(stream);
    const wire::Statistics statistics = statistics_of(stream, totals, media_.figures(stream));
    return {.stream = std::move(stream), .statistics = statistics};
}

wire::PublicStream Streams::public_row_of(domain::Stream stream) const {
    const LiveFigures figures = media_.figures(stream);
    return public_row(std::move(stream), figures);
}

}  // namespace lsl::services
