#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>

namespace lsl::media {

/// Which packet indices of one source have left, so that none leaves twice with other bytes: under
/// AES-GCM that gives the authentication key away (RFC 7714 8.1). What a packet was is known by a
/// part of its authentication tag, which the same bytes under the same index always get.
///
/// Indices mostly leave in order, so what is kept is the range and the gaps in it: a packet costs
/// no memory access besides this object, and a source without gaps none but these few bytes.
class SentIndices {
  public:
    /// As many as are logged of a picture. Older ones are refused, since nobody knows of them.
    static constexpr std::int64_t kWidth = 4096;

    SentIndices() = default;
    explicit SentIndices(std::uint32_t ssrc) : ssrc_(ssrc) {}

    std::uint32_t ssrc() const { return ssrc_; }
    /// Packets of this source may be repeated as they were. Costs 16 KB, so only where they travel
    /// under their own index; to be called before the first of them.
    void keep_tags() {
        if (!tags_) tags_ = std::make_unique<std::array<std::uint32_t, kWidth>>();
    }
    /// Whether the packet may leave; from then on it has.
    bool take(std::int64_t index, std::uint32_t tag);

  private:
    static std::size_t slot(std::int64_t index) { return static_cast<std::size_t>(index % kWidth); }
    bool is_gap(std::int64_t index) const { return gap_count_ > 0 && (*gaps_)[slot(index)]; }
    void advance(std::int64_t index);
    void open_gaps(std::int64_t from, std::int64_t end);
    void close_gap(std::int64_t index);

    std::uint32_t ssrc_ = 0;
    int gap_count_ = 0;
    std::int64_t first_ = -1;
    std::int64_t highest_ = -1;
    std::unique_ptr<std::bitset<kWidth>> gaps_;  ///< by index modulo kWidth; made for the first
    std::unique_ptr<std::array<std::uint32_t, kWidth>> tags_;
};

}  // namespace lsl::media
