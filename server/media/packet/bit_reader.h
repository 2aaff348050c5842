#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace lsl::media {

/// Reads big-endian bit fields as codec headers have them. Past the end it yields zeros and
/// `ok()` turns false, so that a header can be read in one go and judged at its end.
class BitReader {
  public:
    explicit BitReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    std::uint32_t bits(int count) {
        std::uint32_t value = 0;
        for (int i = 0; i < count; ++i) value = (value << 1) | bit();
        return value;
    }
    bool flag() { return bit() != 0; }
    void skip(int count) {
        for (int i = 0; i < count; ++i) bit();
    }
    /// Exponential-Golomb code, unsigned (H.264 9.1).
    std::uint32_t ue() {
        int zeros = 0;
        while (zeros < 32 && ok_ && !flag()) ++zeros;
        if (zeros == 32) ok_ = false;
        return ok_ && zeros > 0 ? (1u << zeros) - 1 + bits(zeros) : 0;
    }
    bool ok() const { return ok_; }

  private:
    std::uint32_t bit() {
        const std::size_t index = position_ / 8;
        if (index >= bytes_.size()) {
            ok_ = false;
            return 0;
        }
        const unsigned shift = 7 - static_cast<unsigned>(position_ % 8);
        ++position_;
        return (std::to_integer<std::uint32_t>(bytes_[index]) >> shift) & 1u;
    }

    std::span<const std::byte> bytes_;
    std::size_t position_ = 0;
    bool ok_ = true;
};

}  // namespace lsl::media
