#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/connection.h"
#include "server/store/read_rows.h"
#include "shared/base/result.h"
#include "shared/domain/stream.h"

namespace lsl::store {

/// The lists that are shown, each with the order it has.
enum class StreamList : std::uint8_t {
    Live,      ///< newest actual_start_time first
    Upcoming,  ///< soonest scheduled_start_time first
    Replay,    ///< ended, the replay week not over; newest first
    Past,      ///< ended or cancelled; newest scheduled_start_time first
};

/// What has come together of a class.
struct Totals {
    std::int64_t revenue = 0;  ///< tokens
    std::int64_t delivered_seconds = 0;
};

/// Table live_stream_sessions.
class StreamsStore {
  public:
    using Found = Result<std::optional<domain::Stream>>;
    using Streams = Result<std::vector<domain::Stream>>;
    using Ids = Result<std::vector<StreamId>>;

    explicit StreamsStore(Connection& connection) : connection_(connection) {}

    Result<void> insert(const domain::Stream& stream);
    /// Everything but the counters, which have their own functions below.
    Result<void> update(const domain::Stream& stream);

    Found find(StreamId id);
    Found find_by_live_input(std::string_view live_input_id);
    Found find_by_playback(std::string_view playback_id);
    Found find_by_video(std::string_view video_id);
    Result<bool> any();

    /// A page of a list, behind a position. `now` matters for replays alone.
    Streams list(StreamList which, const std::optional<Position>& after, std::int64_t limit,
                 UtcTime now);
    /// The query behind a list, so that a test can ask for its plan.
    static const char* query(StreamList which);
    /// Where in its list a class stands.
    static Position position(StreamList which, const domain::Stream& stream);

    Result<void> count_enrollment(StreamId id, std::int64_t places, std::int64_t tokens);
    Result<Totals> totals(StreamId id);
    /// Watched by one viewer.
    Result<void> add_delivered(StreamId id, std::int64_t seconds);
    /// True when `viewers` is a new maximum.
    Result<bool> raise_max_viewers(StreamId id, std::int64_t viewers);
    /// Our own copy takes the place of the address that the instructor gave, if that is still it.
    Result<bool> replace_thumbnail(StreamId id, std::string_view source_url,
                                   std::string_view our_url);

    /// Classes of a hosted backend that are over while their live input was not closed yet.
    Streams with_open_ingest(std::string_view media_backend);
    Result<void> note_ingest_closed(StreamId id);

    /// What the daily jobs look for, oldest first.
    Ids scheduled_before(UtcTime time);
    /// The replay week is over: still announced as available, or not to be kept.
    Ids with_expired_recording(UtcTime now);
    Ids due_for_catalog(UtcTime now);
    /// recording_state is recording or preparing: what start-up has to look after.
    Streams with_open_recording();

  private:
    Connection& connection_;
};

}  // namespace lsl::store
