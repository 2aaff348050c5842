#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <string_view>

namespace lsl::media {

using Bytes = std::span<const std::byte>;
using MutableBytes = std::span<std::byte>;
/// Fills bytes that nobody can guess (tests: that repeat).
using RandomBytes = std::function<void(MutableBytes)>;

// Network byte order, at any alignment. The caller has checked that the bytes are there.

inline std::uint8_t load8(const std::byte* p) { return std::to_integer<std::uint8_t>(*p); }
inline std::uint16_t load16(const std::byte* p) {
    return static_cast<std::uint16_t>((unsigned{load8(p)} << 8) | load8(p + 1));
}
inline std::uint32_t load24(const std::byte* p) {
    return (std::uint32_t{load8(p)} << 16) | load16(p + 1);
}
inline std::uint32_t load32(const std::byte* p) {
    return (std::uint32_t{load16(p)} << 16) | load16(p + 2);
}
inline std::uint64_t load64(const std::byte* p) {
    return (std::uint64_t{load32(p)} << 32) | load32(p + 4);
}

inline void store8(std::byte* p, unsigned value) { *p = static_cast<std::byte>(value & 0xff); }
inline void store16(std::byte* p, unsigned value) {
    store8(p, value >> 8);
    store8(p + 1, value);
}
inline void store24(std::byte* p, std::uint32_t value) {
    store8(p, value >> 16);
    store16(p + 1, value);
}
inline void store32(std::byte* p, std::uint32_t value) {
    store16(p, value >> 16);
    store16(p + 2, value);
}
inline void store64(std::byte* p, std::uint64_t value) {
    store32(p, static_cast<std::uint32_t>(value >> 32));
    store32(p + 4, static_cast<std::uint32_t>(value));
}

inline Bytes as_bytes(std::string_view text) {
    return std::as_bytes(std::span<const char>(text.data(), text.size()));
}
inline std::string_view as_text(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline const unsigned char* as_uchar(const std::byte* p) {
    return reinterpret_cast<const unsigned char*>(p);
}
inline unsigned char* as_uchar(std::byte* p) { return reinterpret_cast<unsigned char*>(p); }

/// Appends to a fixed buffer. What does not fit is left out and `ok()` turns false for good, so a
/// whole message is written first and checked once.
class ByteWriter {
  public:
    explicit ByteWriter(MutableBytes out) : out_(out) {}

    void u8(unsigned value) {
        if (claim(1)) store8(at_ - 1, value);
    }
    void u16(unsigned value) {
        if (claim(2)) store16(at_ - 2, value);
    }
    void u24(std::uint32_t value) {
        if (claim(3)) store24(at_ - 3, value);
    }
    void u32(std::uint32_t value) {
        if (claim(4)) store32(at_ - 4, value);
    }
    void u64(std::uint64_t value) {
        if (claim(8)) store64(at_ - 8, value);
    }
    void bytes(Bytes value) {
        if (!value.empty() && claim(value.size())) {
            std::memcpy(at_ - value.size(), value.data(), value.size());
        }
    }
    void text(std::string_view value) { bytes(as_bytes(value)); }
    void zeros(std::size_t count) {
        if (count > 0 && claim(count)) std::memset(at_ - count, 0, count);
    }

    bool ok() const { return ok_; }
    std::size_t size() const { return size_; }
    std::size_t left() const { return out_.size() - size_; }
    std::byte* data() { return out_.data(); }
    MutableBytes written() { return out_.first(size_); }

  private:
    bool claim(std::size_t count) {
        if (!ok_ || count > out_.size() - size_) {
            ok_ = false;
            return false;
        }
        size_ += count;
        at_ = out_.data() + size_;
        return true;
    }

    MutableBytes out_;
    std::size_t size_ = 0;
    std::byte* at_ = nullptr;
    bool ok_ = true;
};

}  // namespace lsl::media
