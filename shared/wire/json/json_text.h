#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace lsl::wire {

/// Writes JSON from front to back: what opens is to be closed, `item` comes before each item of a
/// list, `name` before each member of an object.
class JsonText {
  public:
    void open(char bracket) {
        out_ += bracket;
        first_ = true;
    }
    void close(char bracket) {
        out_ += bracket;
        first_ = false;
    }
    void item() {
        if (!first_) out_ += ',';
        first_ = false;
    }
    void name(std::string_view name) {
        item();
        text(name);
        out_ += ':';
    }
    void raw(std::string_view json) { out_ += json; }
    void text(std::string_view text) {
        out_ += '"';
        for (const char c : text) {
            if (c == '"' || c == '\\') {
                out_ += '\\';
                out_ += c;
            } else if (static_cast<unsigned char>(c) < 0x20) {
                constexpr std::string_view digits = "0123456789abcdef";
                out_ += "\\u00";
                out_ += digits[static_cast<unsigned char>(c) >> 4];
                out_ += digits[static_cast<unsigned char>(c) & 15];
            } else {
                out_ += c;
            }
        }
        out_ += '"';
    }
    /// Three decimals are finer than any screen.
    void number(double value) {
        const double thousandths = std::round(value * 1000);
        auto whole = static_cast<std::int64_t>(thousandths);
        if (whole < 0) {
            out_ += '-';
            whole = -whole;
        }
        integer(whole / 1000);
        const auto rest = static_cast<int>(whole % 1000);
        if (rest == 0) return;
        out_ += '.';
        out_ += static_cast<char>('0' + rest / 100);
        out_ += static_cast<char>('0' + rest / 10 % 10);
        out_ += static_cast<char>('0' + rest % 10);
    }
    void integer(std::int64_t value) {
        std::array<char, 24> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        out_.append(digits.data(), end);
    }
    std::string take() { return std::move(out_); }

  private:
    std::string out_;
    bool first_ = true;
};

}  // namespace lsl::wire
