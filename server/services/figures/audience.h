#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/figures.h"
#include "shared/domain/stream.h"

namespace lsl::services {

/// What the spans of one class say of its people, by their numbers there.
struct ClassAudience {
    std::int64_t length_ms = 0;  ///< of the class; until now while it is live
    std::vector<domain::WatchSpan> spans;
    domain::Stays live, replay;
    domain::Stays attended;                ///< those of `live` who were there long enough
    domain::Stays attended_later;          ///< those of `replay`, less the former
    std::map<std::int64_t, UserId> users;  ///< less those whom nobody is to know any more
    bool is_unlinked = false;              ///< there are such
};

/// How long the class is, or was; 0 when it has not begun.
std::int64_t class_length_ms(const domain::Stream& stream, UtcTime now);
Result<ClassAudience> read_audience(store::Connection& reader, const domain::Stream& stream,
                                    UtcTime now);

}  // namespace lsl::services
