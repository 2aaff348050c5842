#include "server/services/figures/audience.h"

#include <algorithm>
#include <limits>

#include "server/store/classes/watch_spans_store.h"

namespace lsl::services {

std::int64_t class_length_ms(const domain::Stream& stream, UtcTime now) {
    if (!stream.actual_start_time) return 0;
    const UtcTime end = stream.actual_end_time.value_or(now);
    return std::max<std::int64_t>((end - *stream.actual_start_time).count(), 0);
}

Result<ClassAudience> read_audience(store::Connection& reader, const domain::Stream& stream,
                                    UtcTime now) {
    using domain::WatchKind;
    constexpr std::int64_t ever = std::numeric_limits<std::int64_t>::max();
    ClassAudience found;
    found.length_ms = class_length_ms(stream, now);
    store::WatchSpansStore tables(reader);
    for (const store::WatchPerson& person : LSL_TRY(tables.people(stream.id))) {
        if (person.user_id) found.users.emplace(person.id, *person.user_id);
        if (!person.user_id) found.is_unlinked = true;
    }
    found.spans = LSL_TRY(tables.of_stream(stream.id));
    found.live = domain::stays_of(found.spans, WatchKind::Live, {0, found.length_ms});
    found.replay = domain::stays_of(found.spans, WatchKind::Replay, {0, ever});
    found.attended = domain::attendees(found.live, found.length_ms);
    found.attended_later = domain::attendees(found.replay, found.length_ms);
    std::erase_if(found.attended_later,
                  [&](const auto& entry) { return found.attended.contains(entry.first); });
    return found;
}

}  // namespace lsl::services
