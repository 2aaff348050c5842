#include "shared/domain/text_rules.h"

#include <array>
#include <cstdint>

namespace lsl::domain {

namespace {

/// One code point from the front of `rest`; nothing when the bytes are not UTF-8 (RFC 3629).
struct Decoded {
    std::uint32_t code_point;
    std::size_t length;
};

bool decode(std::string_view rest, Decoded& out) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) {
        out = {first, 1};
        return true;
    }
    std::size_t length = 0;
    std::uint32_t value = 0;
    if (first >= 0xC2 && first <= 0xDF) {
        length = 2;
        value = first & 0x1Fu;
    } else if (first >= 0xE0 && first <= 0xEF) {
        length = 3;
        value = first & 0x0Fu;
    } else if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        value = first & 0x07u;
    } else {
        return false;
    }
    if (rest.size() < length) return false;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0u) != 0x80u) return false;
        value = (value << 6) | (byte(i) & 0x3Fu);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (overlong || surrogate || value > 0x10FFFF) return false;
    out = {value, length};
    return true;
}

}  // namespace

std::size_t count_code_points(std::string_view utf8) {
    std::size_t count = 0;
    while (!utf8.empty()) {
        Decoded decoded;
        utf8.remove_prefix(decode(utf8, decoded) ? decoded.length : 1);
        ++count;
    }
    return count;
}

bool is_valid_utf8(std::string_view text) {
    while (!text.empty()) {
        Decoded decoded;
        if (!decode(text, decoded)) return false;
        text.remove_prefix(decoded.length);
    }
    return true;
}

bool has_control_characters(std::string_view utf8, Lines lines) {
    while (!utf8.empty()) {
        Decoded decoded;
        if (!decode(utf8, decoded)) return true;
        const std::uint32_t c = decoded.code_point;
        const bool line_break = c == '\n' || c == '\r' || c == '\t';
        const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
        if (control && !(line_break && lines == Lines::Several)) return true;
        utf8.remove_prefix(decoded.length);
    }
    return false;
}

std::string trimmed(std::string_view text) {
    static constexpr std::array<std::string_view, 6> blanks = {" ",  "\t",     "\n",
                                                               "\r", "\u00A0", "\u3000"};
    bool again = true;
    while (again) {
        again = false;
        for (const auto blank : blanks) {
            if (text.starts_with(blank)) {
                text.remove_prefix(blank.size());
                again = true;
            }
            if (text.ends_with(blank)) {
                text.remove_suffix(blank.size());
                again = true;
            }
        }
    }
    return std::string(text);
}

}  // namespace lsl::domain
