#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace lsl::testing {

/// The bytes of an uncompressed-as-can-be PNG of one colour, as large as asked for. Deflate with
/// stored blocks and both checksums by hand, so that no encoder is needed.
class PlainPng {
  public:
    static std::string of(std::uint32_t width, std::uint32_t height) {
        std::string rows;
        for (std::uint32_t y = 0; y < height; ++y) {
            rows += '\0';
            for (std::uint32_t x = 0; x < width; ++x) rows += static_cast<char>(200);
        }
        std::string zlib = "\x78\x01";
        for (std::size_t at = 0; at < rows.size(); at += 65535) {
            const std::size_t size = std::min<std::size_t>(65535, rows.size() - at);
            zlib += at + size == rows.size() ? '\1' : '\0';
            for (const std::size_t n : {size, ~size & 0xffff}) {
                zlib += static_cast<char>(n & 0xff);
                zlib += static_cast<char>(n >> 8 & 0xff);
            }
            zlib += rows.substr(at, size);
        }
        zlib += number(adler(rows));
        return "\x89PNG\r\n\x1a\n" +
               chunk("IHDR",
                     number(width) + number(height) + std::string("\x08\x00\x00\x00\x00", 5)) +
               chunk("IDAT", zlib) + chunk("IEND", "");
    }

  private:
    static std::string number(std::uint32_t value) {
        std::string bytes;
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes += static_cast<char>(value >> shift & 0xff);
        }
        return bytes;
    }
    static std::string chunk(const std::string& type, const std::string& data) {
        return number(static_cast<std::uint32_t>(data.size())) + type + data +
               number(crc(type + data));
    }
    static std::uint32_t crc(std::string_view bytes) {
        std::uint32_t value = ~std::uint32_t{0};
        for (const char byte : bytes) {
            value ^= static_cast<unsigned char>(byte);
            for (int bit = 0; bit < 8; ++bit) {
                value = value >> 1 ^ (value & 1 ? 0xEDB88320u : 0u);
            }
        }
        return ~value;
    }
    static std::uint32_t adler(std::string_view bytes) {
        std::uint32_t a = 1;
        std::uint32_t b = 0;
        for (const char byte : bytes) {
            a = (a + static_cast<unsigned char>(byte)) % 65521;
            b = (b + a) % 65521;
        }
        return b << 16 | a;
    }
};

}  // namespace lsl::testing
