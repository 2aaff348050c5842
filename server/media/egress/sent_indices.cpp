#include "server/media/egress/sent_indices.h"

#include <algorithm>

namespace lsl::media {

bool SentIndices::take(std::int64_t index, std::uint32_t tag) {
    if (index < 0 || highest_ - index >= kWidth) return false;
    if (highest_ < 0) {
        first_ = highest_ = index;
    } else if (index > highest_) {
        advance(index);
    } else if (index < first_) {  // the very first packets, out of order
        open_gaps(index + 1, first_);
        first_ = index;
    } else if (is_gap(index)) {
        close_gap(index);
    } else {
        return tags_ && (*tags_)[slot(index)] == tag;
    }
    if (tags_) (*tags_)[slot(index)] = tag;
    return true;
}

void SentIndices::advance(std::int64_t index) {
    open_gaps(std::max(highest_ + 1, index - kWidth + 1), index);
    highest_ = index;
    close_gap(index);  // of kWidth before
}

void SentIndices::open_gaps(std::int64_t from, std::int64_t end) {
    if (from < end && !gaps_) gaps_ = std::make_unique<std::bitset<kWidth>>();
    for (std::int64_t index = from; index < end; ++index) {
        if ((*gaps_)[slot(index)]) continue;
        (*gaps_)[slot(index)] = true;
        ++gap_count_;
    }
}

void SentIndices::close_gap(std::int64_t index) {
    if (!is_gap(index)) return;
    (*gaps_)[slot(index)] = false;
    --gap_count_;
}

}  // namespace lsl::media
