#include "server/mail/encoding.h"

#include <algorithm>
#include <cstddef>

#include "server/base64/base64.h"
#include "shared/domain/text_rules.h"

namespace lsl::mail {
namespace {

constexpr std::size_t longest_line = 76;
constexpr std::size_t longest_word = 60;
constexpr std::string_view word_begin = "=?utf-8?B?";
constexpr std::string_view word_end = "?=";
/// Bytes of text in an encoded word, in whole groups of base64: at most 75 characters (RFC 2047 2),
/// and so few that the first one stands beside a header's name.
constexpr std::size_t bytes_of_a_word =
    (longest_word - word_begin.size() - word_end.size()) / 4 * 3;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// Encoded words with a space between: readers join them without it.
std::string encoded_words(std::string_view text) {
    std::string words;
    while (!text.empty()) {
        std::size_t size = std::min(bytes_of_a_word, text.size());
        while (size > 0 && size < text.size() && continues_character(text[size])) --size;
        if (size == 0) size = std::min(bytes_of_a_word, text.size());  // no UTF-8 at all
        if (!words.empty()) words += ' ';
        words.append(word_begin).append(to_base64(text.substr(0, size))).append(word_end);
        text.remove_prefix(size);
    }
    return words;
}

/// Whether every word may stand in a header as it is; "=?" would be taken for an encoded word.
bool is_plain(std::string_view text) {
    // A line is folded at spaces alone.
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end - at > longest_word) return false;
        at = end + 1;
    }
    return is_ascii(text) && text.find("=?") == text.npos && !text.starts_with(' ') &&
           !text.ends_with(' ');
}

std::string folded(std::string line) {
    std::string out;
    while (line.size() > longest_line) {
        std::size_t at = line.rfind(' ', longest_line);
        // A line of spaces alone is no header's.
        if (at == line.npos || line.find_first_not_of(' ') >= at) {
            at = line.find(' ', longest_line);
            if (at == line.npos) break;
        }
        out.append(line, 0, at).append("\r\n");
        line.erase(0, at);  // the space begins the next line
    }
    return out + line + "\r\n";
}

Result<void> check_header(std::string_view name, std::string_view value) {
    const bool good_name = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return c > 0x20 && c < 0x7f && c != ':';
    });
    if (good_name && std::none_of(value.begin(), value.end(), is_control)) return {};
    return make_error(ErrorCode::InvalidInput, "mail_header",
                      "A line of a mail's head can't have line breaks or controls in it.");
}

}  // namespace

Result<std::string> header_line(std::string_view name, std::string_view text) {
    LSL_TRY(check_header(name, text));
    const std::string value = is_plain(text) ? std::string(text) : encoded_words(text);
    return folded(std::string(name) + ": " + value);
}

Result<std::string> structured_header_line(std::string_view name, std::string_view value) {
    LSL_TRY(check_header(name, value));
    return folded(std::string(name) + ": " + std::string(value));
}

std::string phrase(std::string_view name) {
    if (!is_plain(name)) return encoded_words(name);
    const auto is_atom = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view(" !#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
    };
    if (std::all_of(name.begin(), name.end(), is_atom)) return std::string(name);
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "\"";
}

std::string quoted_printable(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    std::size_t column = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (c == '\n') {
            out += "\r\n";
            column = 0;
            continue;
        }
        const bool line_ends = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
        const bool plain = (c > 0x20 && c < 0x7f && c != '=') || (c == ' ' && !line_ends);
        const std::size_t width = plain ? 1 : 3;
        // One character is kept for the "=" of a soft line break.
        if (column + width > longest_line - 1) {
            out += "=\r\n";
            column = 0;
        }
        if (plain) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '=';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
        column += width;
    }
    return out;
}

std::string base64_lines(std::string_view bytes) {
    const std::string text = to_base64(bytes);
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += longest_line) {
        out.append(text, at, longest_line).append("\r\n");
    }
    return out;
}

}  // namespace lsl::mail
