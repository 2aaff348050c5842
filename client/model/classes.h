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
/// wins; the lists below are made from the rows, so that a change moves a card at once.
struct Classes {
    std::map<StreamId, wire::PublicStream> rows;
    std::map<StreamId, Error> missing;  ///< ids that the server does not know, or could not say
    Loadable<api::Empty> list;          ///< GET /api/streams
    std::optional<std::string> next_cursor;
    bool loading_more = false;

    const wire::PublicStream* find(StreamId id) const;
    void put(wire::PublicStream row);

    using List = std::vector<const wire::PublicStream*>;
    List live() const;                ///< newest first
    List upcoming() const;            ///< soonest first
    List replays(UtcTime now) const;  ///< newest first; playable ones and those being prepared
};

/// The viewer's places in classes.
struct Enrollments {
    std::map<StreamId, domain::Enrollment> rows;
    Loadable<api::Empty> list;

    const domain::Enrollment* find(StreamId id) const;
};

/// A class that has begun counts from its real start.
UtcTime start_of(const domain::Stream& stream);
UtcTime start_of_row(const wire::PublicStream& row);
std::int64_t minutes_of(const domain::Stream& stream);

}  // namespace lsl::model
