#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/classes/class_counters_store.h"
#include "server/store/connection.h"
#include "server/store/read_rows.h"
#include "shared/base/result.h"
#include "shared/domain/studio_class.h"

namespace lsl::store {

/// The lists that are shown, each with the order it has.
enum class StreamList : std::uint8_t {
    Live,      ///< newest actual_start_time first
    Upcoming,  ///< soonest scheduled_start_time first
    Replay,    ///< ended, the replay week not over; newest first
    Past,      ///< ended or cancelled; newest scheduled_start_time first
};

/// What a list leaves out; nothing is said: nothing.
struct ListFilter {
    static constexpr std::size_t most_words = 8;
    std::string style_key;  ///< of the whole style: search_key.h
    std::optional<domain::Level> level;
    std::vector<std::string>
        words;  ///< keys, each in title, teacher or style; at most `most_words`
    bool empty() const { return style_key.empty() && !level && words.empty(); }
};

/// A class with what has come together of it.
struct CountedStream {
    domain::StudioClass row;
    Totals totals;
};

/// Whole classes: table classes, with the main input (inputs_store.h) and its recording
/// (recordings_store.h) of each, read by one statement.
class StreamsStore {
  public:
    using Found = Result<std::optional<domain::StudioClass>>;
    using Streams = Result<std::vector<domain::StudioClass>>;
    using Ids = Result<std::vector<StreamId>>;

    explicit StreamsStore(Connection& connection) : connection_(connection) {}

    Result<void> insert(const domain::StudioClass& row);
    /// Everything but the counters (class_counters_store.h).
    Result<void> update(const domain::StudioClass& row);

    Found find(StreamId id);
    Found find_by_live_input(const LiveInputId& live_input);
    Found find_by_playback(const PlaybackId& playback);
    Found find_by_video(const VideoId& video);
    Result<bool> any();

    /// A page of a list, behind a position. `now` matters for replays alone.
    Streams list(StreamList which, const std::optional<Position>& after, std::int64_t limit,
                 UtcTime now, const ListFilter& filter = {});
    Result<std::vector<CountedStream>> list_with_totals(StreamList which,
                                                        const std::optional<Position>& after,
                                                        std::int64_t limit, UtcTime now);
    /// The query behind a list, so that a test can ask for its plan.
    static const char* query(StreamList which, bool filtered = false);
    /// Where in its list a class stands.
    static Position position(StreamList which, const domain::StudioClass& row);

    /// All of the classes on which somebody has more than a guest's role; of very many, the latest.
    Result<std::vector<CountedStream>> of_staff(UserId user);

    /// Our own copy takes the place of the address that the instructor gave, if that is still it.
    Result<bool> replace_thumbnail(StreamId id, std::string_view source_url,
                                   std::string_view our_url, UtcTime now);

    /// Classes of a hosted backend that are over while their live input was not closed yet.
    Streams with_open_ingest(std::string_view media_backend);

    /// What the daily jobs look for, oldest first.
    Ids scheduled_before(UtcTime time);
    Ids live_since_before(UtcTime time);
    /// Paid classes that fell through and have not been refunded.
    Ids due_for_refund(UtcTime ended_before);
    Ids due_for_catalog(UtcTime now);
    /// What is recording or being prepared: start-up has to look after it.
    Streams with_open_recording();

  private:
    /// After each change of what searches compare.
    Result<void> write_keys(const domain::Stream& stream);

    Connection& connection_;
};

}  // namespace lsl::store
