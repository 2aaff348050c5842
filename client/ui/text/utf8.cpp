#include "client/ui/text/utf8.h"

namespace lsl::ui {

namespace {

constexpr bool within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

bool is_mark(char32_t c) {
    return within(c, 0x0300, 0x036F) || within(c, 0x1AB0, 0x1AFF) || within(c, 0x1DC0, 0x1DFF) ||
           within(c, 0x20D0, 0x20FF) || within(c, 0x3099, 0x309A) || within(c, 0xFE00, 0xFE0F) ||
           within(c, 0xFE20, 0xFE2F) || within(c, 0x1F3FB, 0x1F3FF) || within(c, 0xE0020, 0xE007F);
}

bool is_regional(char32_t c) { return within(c, 0x1F1E6, 0x1F1FF); }

bool is_right_to_left(char32_t c) {
    return within(c, 0x0590, 0x08FF) || within(c, 0xFB1D, 0xFDFF) || within(c, 0xFE70, 0xFEFF) ||
           within(c, 0x10800, 0x10FFF) || within(c, 0x1E800, 0x1EFFF);
}

/// Scripts whose letters change or move with their neighbours.
bool is_shaped(char32_t c) {
    return within(c, 0x0900, 0x109F) || within(c, 0x1780, 0x17FF) || within(c, 0x1A00, 0x1AAF) ||
           within(c, 0x1B00, 0x1C4F) || within(c, 0xA800, 0xABFF) || c == 0x200C;
}

constexpr char32_t joiner = 0x200D;

void take_marks(std::string_view text, std::size_t& at) {
    while (at < text.size()) {
        std::size_t next = at;
        const char32_t c = next_code_point(text, next);
        if (c == joiner && next < text.size()) {
            next_code_point(text, next);  // what it joins
        } else if (!is_mark(c) && c != joiner) {
            return;
        }
        at = next;
    }
}

void take_right_to_left(std::string_view text, std::size_t& at, RunSpaces spaces) {
    std::size_t look = at;  // over spaces and punctuation, as long as such a letter follows
    while (look < text.size()) {
        const char32_t c = next_code_point(text, look);
        const bool between_words = (c <= 0x40 && c != '\n') || within(c, 0x2000, 0x206F);
        if (is_right_to_left(c) || is_mark(c) || c == joiner) {
            at = look;
        } else if (spaces == RunSpaces::Break || !between_words) {
            return;
        }
    }
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) {
    constexpr char32_t bad = 0xFFFD;
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
    };
    const char32_t first = byte(at++);
    if (first < 0x80) return first;
    const int more = first >= 0xF0 && first < 0xF5 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
    if (more == 0 || first >= 0xF5 || at + static_cast<std::size_t>(more) > text.size()) return bad;
    char32_t c = first & (0x3Fu >> more);
    for (int i = 0; i < more; ++i) {
        const char32_t next = byte(at + static_cast<std::size_t>(i));
        if ((next & 0xC0) != 0x80) return bad;
        c = (c << 6) | (next & 0x3F);
    }
    at += static_cast<std::size_t>(more);
    return c;
}

std::string utf8(char32_t c) {
    std::string out;
    const auto put = [&](char32_t value) { out.push_back(static_cast<char>(value)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
    return out;
}

std::string_view next_cluster(std::string_view text, std::size_t& at, RunSpaces spaces) {
    const std::size_t start = at;
    const char32_t first = next_code_point(text, at);
    if (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80 && first < 0x0300) {
        return text.substr(start, at - start);  // nearly all text: nothing can follow that joins
    }
    if (is_regional(first) && at < text.size()) {
        std::size_t next = at;
        if (is_regional(next_code_point(text, next))) at = next;
    } else if (is_right_to_left(first)) {
        take_right_to_left(text, at, spaces);
    } else if (is_shaped(first)) {
        while (at < text.size()) {
            std::size_t next = at;
            const char32_t c = next_code_point(text, next);
            if (!is_shaped(c) && !is_mark(c) && c != joiner) break;
            at = next;
        }
    }
    take_marks(text, at);
    return text.substr(start, at - start);
}

bool has_right_to_left(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        // All such letters begin with these bytes or are longer.
        if (static_cast<unsigned char>(text[at]) < 0xD6) {
            ++at;
        } else if (is_right_to_left(next_code_point(text, at))) {
            return true;
        }
    }
    return false;
}

std::vector<std::size_t> grapheme_ends(std::string_view text) {
    std::vector<std::size_t> ends;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t next = at;
        const char32_t c = next_code_point(text, next);
        if (is_right_to_left(c) || is_shaped(c)) {
            take_marks(text, next);
            at = next;
        } else {
            next_cluster(text, at);
        }
        ends.push_back(at);
    }
    return ends;
}

bool is_wide(char32_t c) {
    return within(c, 0x2E80, 0x9FFF) || within(c, 0xAC00, 0xD7AF) || within(c, 0xF900, 0xFAFF) ||
           within(c, 0xFE30, 0xFE4F) || within(c, 0xFF00, 0xFF60) || within(c, 0xFFE0, 0xFFE6) ||
           within(c, 0x1F000, 0x1FAFF) || within(c, 0x20000, 0x3FFFF);
}

bool is_unspaced(char32_t c) {
    return within(c, 0x0E00, 0x0EFF) || within(c, 0x1000, 0x109F) || within(c, 0x1780, 0x17FF);
}

bool is_space(char32_t c) {
    return c == ' ' || c == '\t' || c == 0x2009 || c == 0x200B || c == 0x3000;
}

bool sticks_to_previous(char32_t c) {
    static constexpr std::u32string_view closing =
        U"、。，．・：；？！」』）】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…!?,.;:)]}%";
    return closing.find(c) != std::u32string_view::npos;
}

bool sticks_to_next(char32_t c) {
    static constexpr std::u32string_view opening = U"「『（【〔〈《([{";
    return opening.find(c) != std::u32string_view::npos;
}

}  // namespace lsl::ui
