#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace lsl::fuzz {

/// Takes a fuzzer's input apart into decisions. Past its end everything is 0 and empty.
class FuzzInput {
  public:
    explicit FuzzInput(std::span<const std::uint8_t> bytes) : left_(bytes) {}

    bool empty() const { return left_.empty(); }
    unsigned u8() {
        if (left_.empty()) return 0;
        const unsigned value = left_.front();
        left_ = left_.subspan(1);
        return value;
    }
    unsigned u16() {
        const unsigned high = u8();
        return (high << 8) | u8();
    }
    /// A byte of length, times `unit`, and that many bytes or what is left.
    std::span<const std::uint8_t> chunk(std::size_t unit = 1) {
        const std::size_t wanted = u8() * unit;
        const std::size_t size = std::min(wanted, left_.size());
        const auto taken = left_.first(size);
        left_ = left_.subspan(size);
        return taken;
    }
    std::span<const std::uint8_t> rest() const { return left_; }

  private:
    std::span<const std::uint8_t> left_;
};

}  // namespace lsl::fuzz
