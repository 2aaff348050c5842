#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace lsl::media {

/// Extended sequence numbers of one source with room made for packets that this server adds. What
/// comes behind an added packet is numbered one higher for the room's log, its viewers and its tap;
/// towards the publisher (NACK, reports) the numbers stay what they were.
class SequenceSpace {
  public:
    /// The number of the publisher's packet `sequence`. Nothing for one that is so late that it is
    /// not known any more how many packets had been added before it.
    std::optional<std::int64_t> number_of(std::int64_t sequence) const;
    /// Makes room for a packet before `sequence` and returns its number. Numbers at or above that
    /// have not been used for anything yet.
    std::int64_t insert_before(std::int64_t sequence);

  private:
    /// Added packets that are remembered: one a key frame, so eight seconds at least.
    static constexpr std::size_t kRemembered = 16;

    std::array<std::int64_t, kRemembered> before_{};  ///< ring: the publisher's, behind the added
    std::int64_t added_ = 0;
};

}  // namespace lsl::media
