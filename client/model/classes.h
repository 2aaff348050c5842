#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/model/loadable.h"
#include "shared/domain/enrollment.h"
#include "shared/domain/permissions.h"
#include "shared/wire/api.h"

namespace lsl::model {

/// Every class that this page has heard of, from lists, single answers and events. The newest row
/// wins; the lists below are made from the rows, so that a change moves a card at once. They are
/// asked for in every frame, and there may be thousands of rows: they are sorted again only when a
/// change moves a card. Moved, never copied: the lists point into the rows.
struct Classes {
    Classes() = default;
    Classes(Classes&&) = default;
    Classes& operator=(Classes&&) = default;

    std::map<StreamId, wire::PublicStream> rows;  ///< changed by put() alone
    std::map<StreamId, Error> missing;  ///< ids that the server does not know, or could not say
    Loadable<api::Empty> list;          ///< GET /api/streams
    std::optional<std::string> next_cursor;
    bool loading_more = false;

    const wire::PublicStream* find(StreamId id) const;
    void put(wire::PublicStream row);

    using List = std::vector<const wire::PublicStream*>;
    /// As they are shown.
    struct Lists {
        List live;                        ///< newest first
        List upcoming;                    ///< soonest first
        List replays;                     ///< newest first; playable ones and those being prepared
        std::vector<std::string> styles;  ///< of all of them, each once, in order
    };
    /// Valid until the next put() or lists().
    const Lists& lists(UtcTime now) const;

  private:
    mutable Lists sorted_;
    mutable UtcTime sorted_until_ = UtcTime::min();  ///< the first of the replays is gone then
    mutable bool stale_ = true;
};

/// The viewer's places in classes.
struct Enrollments {
    std::map<StreamId, domain::Enrollment> rows;
    Loadable<api::Empty> list;
    std::int64_t total = 0;  ///< on the server, loaded or not
    /// Where the places go on that are not loaded yet. Cards ask for each class whether there is a
    /// place in it, so all are loaded, page after page.
    std::optional<std::string> next_cursor;
    bool loading_more = false;

    std::int64_t count() const;
    const domain::Enrollment* find(StreamId id) const;
};

/// A class that has begun counts from its real start.
UtcTime start_of(const domain::Stream& stream);
/// Planned for a time that has been gone by for a quarter of an hour, and not started.
bool is_overdue(const domain::Stream& stream, UtcTime now);
UtcTime start_of_row(const wire::PublicStream& row);
/// Its recording can be, or could be, watched.
bool had_replay(const domain::Recording& recording);
/// Its recording can be watched now.
bool has_replay(const domain::Stream& stream, const domain::Recording& recording, UtcTime now);
std::int64_t minutes_of(const domain::Stream& stream);

}  // namespace lsl::model
