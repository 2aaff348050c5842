#include "server/base64/base64.h"

#include <sodium.h>

namespace lsl {
namespace {

constexpr int plain_base64 = sodium_base64_VARIANT_ORIGINAL;
constexpr int base64_of_urls = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::string encoded(std::string_view bytes, int variant) {
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(),
                      reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), variant);
    text.pop_back();  // the end of a C string
    return text;
}

/// `ignored`: characters that do not matter, or null.
std::optional<std::string> decoded(std::string_view text, int variant, const char* ignored) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    const int failed =
        sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), ignored, &size, &end, variant);
    if (failed != 0 || end != text.data() + text.size()) return std::nullopt;
    bytes.resize(size);
    return bytes;
}

}  // namespace

std::string to_base64url(std::string_view bytes) { return encoded(bytes, base64_of_urls); }

std::optional<std::string> from_base64url(std::string_view text) {
    return decoded(text, base64_of_urls, nullptr);
}

std::string to_base64(std::string_view bytes) { return encoded(bytes, plain_base64); }

std::optional<std::string> from_base64(std::string_view text) {
    return decoded(text, plain_base64, " \t\r\n");
}

}  // namespace lsl
