#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "client/model/loadable.h"
#include "shared/wire/chapter_api.h"

namespace lsl::model {

/// The parts of the class whose page is shown: of its stage, or of the recording that plays.
struct Chapters {
    std::optional<StreamId> stream;                ///< whose they are
    std::int64_t revision = 0;                     ///< of the room, when they were asked for
    Loadable<std::vector<wire::ChapterRow>> list;  ///< by their beginnings
    std::optional<wire::ChapterRow> taken_back;    ///< last, and it can be put back
    bool sending = false;                          ///< a change of one of them

    /// Those of that class; null while they are not known.
    const std::vector<wire::ChapterRow>* of(StreamId id) const {
        return stream == id && list.value ? &*list.value : nullptr;
    }
};

}  // namespace lsl::model
