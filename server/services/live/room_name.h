#pragma once

#include <optional>

#include "server/media/media_types.h"
#include "server/store/classes/streams_store.h"
#include "server/store/database.h"
#include "shared/domain/studio_class.h"

namespace lsl::services {

/// The name of the class's room in the media engine.
inline const media::RoomName& room_of(const domain::StudioClass& row) {
    return row.ingest.access.live_input_id.text;
}

/// The class of a room; nothing for a room of none, or when the database does not answer.
inline std::optional<domain::StudioClass> class_of_room(store::Database& database,
                                                        const media::RoomName& room) {
    auto found = database.read([&](store::Connection& reader) {
        return store::StreamsStore(reader).find_by_live_input(LiveInputId(room));
    });
    return found ? std::move(*found) : std::nullopt;
}

}  // namespace lsl::services
