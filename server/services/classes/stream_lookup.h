#pragma once

#include <string_view>

#include "server/store/classes/streams_store.h"
#include "shared/base/result.h"
#include "shared/domain/studio_class.h"

namespace lsl::services {

/// What malformed, unknown and foreign ids of classes are answered with.
inline Error no_such_stream() { return not_found("There is no such class."); }

inline Result<StreamId> parse_stream_id(std::string_view text) {
    const auto id = StreamId::parse(text);
    if (!id) return no_such_stream();
    return *id;
}

/// The class, or NotFound.
inline Result<domain::StudioClass> require_stream(store::Connection& connection, StreamId id) {
    auto found = LSL_TRY(store::StreamsStore(connection).find(id));
    if (!found) return no_such_stream();
    return std::move(*found);
}

}  // namespace lsl::services
