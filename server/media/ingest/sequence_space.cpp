#include "server/media/ingest/sequence_space.h"

#include <algorithm>

namespace lsl::media {

std::optional<std::int64_t> SequenceSpace::number_of(std::int64_t sequence) const {
    const std::int64_t remembered =
        std::min<std::int64_t>(added_, static_cast<std::int64_t>(kRemembered));
    std::int64_t before = added_;
    for (std::int64_t back = 0; back < remembered; ++back) {
        if (sequence >= before_[static_cast<std::size_t>(before - 1) % kRemembered]) {
            return sequence + before;
        }
        --before;
    }
    return before == 0 ? std::optional(sequence) : std::nullopt;
}

std::int64_t SequenceSpace::insert_before(std::int64_t sequence) {
    const std::int64_t number = sequence + added_;
    before_[static_cast<std::size_t>(added_) % kRemembered] = sequence;
    ++added_;
    return number;
}

}  // namespace lsl::media
