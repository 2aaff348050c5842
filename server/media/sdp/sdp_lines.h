#pragma once

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace lsl::media {

/// Splits at the first `separator`; the rest is empty without one.
struct SplitText {
    std::string_view first;
    std::string_view rest;
};
inline SplitText split_once(std::string_view text, char separator) {
    const std::size_t at = text.find(separator);
    if (at == std::string_view::npos) return {text, {}};
    return {text.substr(0, at), text.substr(at + 1)};
}

/// Takes the next word off `text`, skipping spaces; empty at the end.
inline std::string_view take_word(std::string_view& text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) {
        text = {};
        return {};
    }
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    text = text.substr(end);
    return word;
}

template <class Number>
std::optional<Number> parse_number(std::string_view text, int base = 10) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size() || text.empty()) {
        return std::nullopt;
    }
    return value;
}

inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto lower = [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        };
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

/// Walks the lines "x=value" of a description. `next` is false at the end.
class SdpLines {
  public:
    explicit SdpLines(std::string_view text) : left_(text) {}

    bool next(char& type, std::string_view& value) {
        while (!left_.empty()) {
            const std::size_t end = left_.find('\n');
            std::string_view line = left_.substr(0, end);
            left_ = end == std::string_view::npos ? std::string_view{} : left_.substr(end + 1);
            const std::size_t last = line.find_last_not_of(" \t\r");
            if (last == std::string_view::npos) continue;
            line = line.substr(0, last + 1);
            // A control character inside could end up as a line of its own in an answer.
            const bool clean = std::none_of(line.begin(), line.end(), [](char c) {
                return static_cast<unsigned char>(c) < 0x20 && c != '\t';
            });
            if (line.size() < 2 || line[1] != '=' || !clean) {
                malformed_ = true;
                return false;
            }
            type = line[0];
            value = line.substr(2);
            return true;
        }
        return false;
    }
    bool malformed() const { return malformed_; }

  private:
    std::string_view left_;
    bool malformed_ = false;
};

}  // namespace lsl::media
