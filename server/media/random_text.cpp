#include "server/media/random_text.h"

#include <array>
#include <string_view>
#include <vector>

namespace lsl::media {

std::string random_text(const RandomBytes& random, std::size_t length) {
    // URLs take "-_", which ICE does not know, and ICE takes "+/", which URLs do not like: so a few
    // letters are twice as likely.
    constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ab";
    std::vector<std::byte> bytes(length);
    random(bytes);
    std::string text;
    for (std::byte b : bytes) text += kLetters[std::to_integer<unsigned>(b) & 63];
    return text;
}

std::uint32_t random_u32(const RandomBytes& random) {
    std::array<std::byte, 4> bytes;
    random(bytes);
    return load32(bytes.data());
}

}  // namespace lsl::media
