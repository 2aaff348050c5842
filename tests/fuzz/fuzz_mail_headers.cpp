// A line of a mail's head, whatever people wrote: it stays one line, and a reader gets the text
// back as it was.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/mail/encoding.h"
#include "server/mail/message.h"

namespace {

using namespace lsl;

constexpr std::size_t longest_word = 75;   // RFC 2047 2
constexpr std::size_t longest_line = 998;  // RFC 5322 2.1.1
constexpr std::size_t longest_name = 60;   // of those whose lines are measured
constexpr std::string_view word_begin = "=?utf-8?B?", word_end = "?=";

void require(bool holds) {
    if (!holds) std::abort();
}

std::string_view take(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::string from_base64(std::string_view text) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    require(text.size() % 4 == 0);
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); at += 4) {
        unsigned value = 0, ends = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const char c = text[at + i];
            const std::size_t digit = c == '=' ? 0 : letters.find(c);
            require(digit != letters.npos && (c == '=' || ends == 0));
            if (c == '=') ++ends;
            value = value << 6 | static_cast<unsigned>(digit);
        }
        require(ends <= 2);
        for (unsigned i = 0; i < 3 - ends; ++i) {
            bytes += static_cast<char>(value >> (16 - 8 * i) & 0xffu);
        }
    }
    return bytes;
}

/// The line as its reader has it: folds taken out, and nothing else may end it.
std::string unfolded(std::string_view line) {
    require(line.ends_with("\r\n"));
    line.remove_suffix(2);
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line.substr(i, 2) == "\r\n") {
            require(line.substr(i + 2, 1) == " ");
            ++i;
            continue;
        }
        require(!is_control(line[i]));
        out += line[i];
    }
    return out;
}

void check_lengths(std::string_view line) {
    while (!line.empty()) {
        const std::size_t end = line.find("\r\n");
        require(end != line.npos && end <= longest_line);
        line.remove_prefix(end + 2);
    }
}

std::string read_text(std::string_view value) {
    if (!value.starts_with(word_begin)) return std::string(value);
    std::string text;
    while (!value.empty()) {
        const std::string_view word = value.substr(0, value.find(' '));
        value.remove_prefix(std::min(word.size() + 1, value.size()));
        require(word.size() <= longest_word && word.starts_with(word_begin) &&
                word.ends_with(word_end));
        text += from_base64(
            word.substr(word_begin.size(), word.size() - word_begin.size() - word_end.size()));
    }
    return text;
}

void check_lines(std::string_view name, std::string_view text) {
    const bool has_controls = std::any_of(text.begin(), text.end(), is_control);
    const std::string begin = std::string(name) + ": ";
    const auto line = mail::header_line(name, text);
    if (line) {
        require(!has_controls);
        const std::string read = unfolded(*line);
        require(read.starts_with(begin) && read_text(read.substr(begin.size())) == text);
        if (name.size() <= longest_name) check_lengths(*line);
    }
    const auto structured = mail::structured_header_line(name, text);
    require(structured.has_value() == line.has_value());
    if (structured) require(unfolded(*structured) == begin + std::string(text));
}

void check_mailbox(std::string_view text) {
    const auto box = mail::parse_mailbox(text);
    if (!box) return;
    require(std::none_of(box->name.begin(), box->name.end(), is_control));
    require(std::none_of(box->address.begin(), box->address.end(), is_control));
    mail::Message message;
    message.from = message.to = *box;
    message.language = "en";
    message.message_id = "1@example.com";
    require(mail::to_mime(message).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const std::string_view name = take(rest);
    check_lines(name, rest);
    check_lines("Subject", rest);
    check_mailbox(rest);
    const std::string phrase = mail::phrase(rest);
    if (std::none_of(rest.begin(), rest.end(), is_control)) {
        require(std::none_of(phrase.begin(), phrase.end(), is_control));
    }
    return 0;
}
