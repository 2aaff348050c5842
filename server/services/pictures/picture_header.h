#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lsl::services {

enum class PictureKind : std::uint8_t { Jpeg, Png, WebP };

/// What a picture says of itself before any of it is decoded.
struct PictureHeader {
    PictureKind kind = PictureKind::Jpeg;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    bool moves = false;  ///< of a WebP: several pictures, none of which is the still one

    std::uint64_t pixels() const { return std::uint64_t{width} * height; }
};

/// Nothing for anything but a JPEG (ITU-T T.81), PNG (RFC 2083) or WebP (RFC 9649) with a size.
std::optional<PictureHeader> read_picture_header(std::string_view bytes);

}  // namespace lsl::services
