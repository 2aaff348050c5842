#include "server/services/pictures/picture_header.h"

namespace lsl::services {

namespace {

using namespace std::string_view_literals;

std::uint32_t byte(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}
std::uint32_t big16(std::string_view bytes, std::size_t at) {
    return byte(bytes, at) << 8 | byte(bytes, at + 1);
}
std::uint32_t big32(std::string_view bytes, std::size_t at) {
    return big16(bytes, at) << 16 | big16(bytes, at + 2);
}
std::uint32_t little16(std::string_view bytes, std::size_t at) {
    return byte(bytes, at) | byte(bytes, at + 1) << 8;
}
std::uint32_t little24(std::string_view bytes, std::size_t at) {
    return little16(bytes, at) | byte(bytes, at + 2) << 16;
}

std::optional<PictureHeader> sized(PictureHeader header) {
    if (header.width == 0 || header.height == 0) return std::nullopt;
    return header;
}

/// T.81 B.1.1.4 and B.2.2: segments up to the first start of a frame.
std::optional<PictureHeader> jpeg_header(std::string_view bytes) {
    std::size_t at = 2;
    while (at + 9 < bytes.size()) {
        if (byte(bytes, at) != 0xFF) return std::nullopt;
        const std::uint32_t marker = byte(bytes, at + 1);
        if (marker == 0xFF) {  // a fill byte
            ++at;
            continue;
        }
        const bool starts_frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (starts_frame) {
            return sized({PictureKind::Jpeg, big16(bytes, at + 7), big16(bytes, at + 5)});
        }
        const bool alone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
        const std::uint32_t length = alone ? 0 : big16(bytes, at + 2);
        if (!alone && length < 2) return std::nullopt;
        at += 2 + length;
    }
    return std::nullopt;
}

/// RFC 2083 11.2.1: IHDR comes first.
std::optional<PictureHeader> png_header(std::string_view bytes) {
    if (bytes.substr(12, 4) != "IHDR") return std::nullopt;
    return sized({PictureKind::Png, big32(bytes, 16), big32(bytes, 20)});
}

/// RFC 9649 2.5 to 2.7: the first chunk tells the size.
std::optional<PictureHeader> webp_header(std::string_view bytes) {
    const std::string_view chunk = bytes.substr(12, 4);
    PictureHeader header{PictureKind::WebP};
    if (chunk == "VP8X") {
        header.moves = (byte(bytes, 20) & 0x02) != 0;
        header.width = little24(bytes, 24) + 1;
        header.height = little24(bytes, 27) + 1;
    } else if (chunk == "VP8 " && bytes.substr(23, 3) == "\x9D\x01\x2A") {
        header.width = little16(bytes, 26) & 0x3FFF;
        header.height = little16(bytes, 28) & 0x3FFF;
    } else if (chunk == "VP8L" && byte(bytes, 20) == 0x2F) {
        header.width = (little16(bytes, 21) & 0x3FFF) + 1;
        header.height = (little24(bytes, 22) >> 6 & 0x3FFF) + 1;
    }
    return sized(header);
}

}  // namespace

std::optional<PictureHeader> read_picture_header(std::string_view bytes) {
    if (bytes.size() < 30) return std::nullopt;
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) return jpeg_header(bytes);
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return png_header(bytes);
    if (bytes.starts_with("RIFF"sv) && bytes.substr(8, 4) == "WEBP") return webp_header(bytes);
    return std::nullopt;
}

}  // namespace lsl::services
