#include "server/services/chat/message_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include <utf8proc.h>

#include "server/store/classes/search_key.h"
#include "shared/domain/text_rules.h"

namespace lsl::services {

namespace {

using CodePoint = utf8proc_int32_t;

/// Beyond this no normalization makes a text short enough, and none is tried.
constexpr std::size_t most_stripped_bytes = most_message_bytes * 8;
constexpr std::size_t most_joiners = 8;  ///< in one character: eight people hold hands

Error refused_text(std::string word, std::string_view field, std::string sentence) {
    Error error = make_error(ErrorCode::InvalidInput, std::move(word), std::move(sentence));
    error.field = field;
    return error;
}

bool is_between(CodePoint c, CodePoint first, CodePoint last) { return c >= first && c <= last; }

bool is_blank_control(CodePoint c) {
    return c == '\n' || c == '\t' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_bidi_control(CodePoint c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || is_between(c, 0x202A, 0x202E) ||
           is_between(c, 0x2066, 0x2069);
}

bool is_noncharacter(CodePoint c) {
    return is_between(c, 0xFDD0, 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

bool is_tag(CodePoint c) { return is_between(c, 0xE0000, 0xE007F); }
bool is_joiner(CodePoint c) { return c == 0x200C || c == 0x200D; }

bool is_taken_out(CodePoint c) {
    // Deprecated format controls, interlinear annotations and the byte order mark besides.
    return utf8proc_category(c) == UTF8PROC_CATEGORY_CC || is_bidi_control(c) ||
           is_noncharacter(c) || is_between(c, 0x206A, 0x206F) || is_between(c, 0xFFF9, 0xFFFB) ||
           c == 0xFEFF;
}

bool is_mark(CodePoint c) {
    const auto category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
           category == UTF8PROC_CATEGORY_ME;
}

/// Nothing of it is to be seen where it stands alone.
bool is_invisible(CodePoint c) {
    switch (utf8proc_category(c)) {
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_CO:
        case UTF8PROC_CATEGORY_ZS:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP: return true;
        default: break;
    }
    // Fillers of Hangul, the braille pattern without dots, and selectors of variants.
    return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800 || c == 0x034F ||
           is_between(c, 0x17B4, 0x17B5) || is_between(c, 0x180B, 0x180F) ||
           is_between(c, 0xFE00, 0xFE0F) || is_between(c, 0xE0100, 0xE01EF);
}

/// How many marks one letter may have. Two, as in Vietnamese that is not composed and in Arabic
/// with its vowels, where marks belong to no script; more where a script stacks them.
std::size_t most_marks(CodePoint mark) {
    if (is_between(mark, 0x0610, 0x06ED) || is_between(mark, 0x08D3, 0x08FF)) return 3;  // Quran
    if (is_between(mark, 0x0591, 0x05C7)) return 4;  // Hebrew with accents
    if (is_between(mark, 0x0900, 0x0EFF) || is_between(mark, 0x0700, 0x08D2)) return 4;
    if (is_between(mark, 0x0F00, 0x109F) || is_between(mark, 0x1700, 0x17FF)) return 6;  // stacks
    if (is_between(mark, 0x1A00, 0x1AAF) || is_between(mark, 0x1B00, 0x1C4F)) return 6;
    if (is_between(mark, 0xA800, 0xABFF) || is_between(mark, 0x11000, 0x11FFF)) return 6;
    return 2;
}
constexpr std::size_t most_of_one_mark = 2;

/// The marks on one letter.
class LetterMarks {
  public:
    /// False when it is one too many.
    bool take(CodePoint mark) {
        const std::size_t most = most_marks(mark);
        marks_.push_back(mark);
        const auto same = std::count(marks_.begin(), marks_.end(), mark);
        return marks_.size() <= most && static_cast<std::size_t>(same) <= most_of_one_mark;
    }
    void clear() { marks_.clear(); }

  private:
    std::vector<CodePoint> marks_;
};

/// Decodes what is UTF-8; surrogates and overlong forms are not.
bool decode(std::string_view text, std::vector<CodePoint>& out) {
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    out.reserve(text.size());
    while (left > 0) {
        CodePoint c = 0;
        const utf8proc_ssize_t length = utf8proc_iterate(bytes, left, &c);
        if (length <= 0) return false;
        out.push_back(c);
        bytes += length;
        left -= length;
    }
    return true;
}

void append(std::string& text, CodePoint c) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const utf8proc_ssize_t length = utf8proc_encode_char(c, bytes.data());
    text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
}

/// How many code points from `at` on are a flag of tags: a black flag, tags, and their end.
std::size_t flag_length(const std::vector<CodePoint>& text, std::size_t at) {
    constexpr CodePoint black_flag = 0x1F3F4;
    constexpr CodePoint end_of_tags = 0xE007F;
    constexpr std::size_t longest = 8;
    if (text[at] != black_flag) return 0;
    for (std::size_t i = at + 1; i < text.size() && i <= at + longest && is_tag(text[i]); ++i) {
        if (text[i] == end_of_tags) return i == at + 1 ? 0 : i - at + 1;
    }
    return 0;
}

std::string stripped(const std::vector<CodePoint>& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (const std::size_t flag = flag_length(text, i); flag > 0) {
            for (std::size_t end = i + flag; i < end; ++i) append(out, text[i]);
            --i;
            continue;
        }
        const CodePoint c = text[i];
        const bool second_of_line_end = c == '\n' && i > 0 && text[i - 1] == '\r';
        if (second_of_line_end || is_tag(c)) continue;
        if (is_blank_control(c)) {
            out += ' ';
        } else if (!is_taken_out(c)) {
            append(out, c);
        }
    }
    return out;
}

std::string composed(const std::string& text) {
    utf8proc_uint8_t* made = nullptr;
    constexpr auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    const utf8proc_ssize_t length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                     static_cast<utf8proc_ssize_t>(text.size()), &made, options);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(made, &std::free);
    if (length < 0) return text;
    return {reinterpret_cast<const char*>(made), static_cast<std::size_t>(length)};
}

struct Measured {
    std::size_t graphemes = 0;
    bool is_overloaded = false;  ///< too many marks, or too much joined
    bool is_seen = false;
};

Measured measure(const std::vector<CodePoint>& text) {
    Measured measured;
    LetterMarks marks;
    std::size_t joiners = 0;
    CodePoint before = 0;
    utf8proc_int32_t state = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const CodePoint c = text[i];
        if (i == 0 || utf8proc_grapheme_break_stateful(before, c, &state) != 0) {
            ++measured.graphemes;
            joiners = 0;
        }
        if (is_joiner(c) && ++joiners > most_joiners) measured.is_overloaded = true;
        if (!is_mark(c)) {
            // A joiner between marks begins no new letter.
            if (!is_joiner(c)) marks.clear();
        } else if (!marks.take(c)) {
            measured.is_overloaded = true;
        }
        if (!is_invisible(c)) measured.is_seen = true;
        before = c;
    }
    return measured;
}

/// The commonest ends of bare names; others are links only with a scheme or "www.".
constexpr std::string_view top_domains[] = {
    "com",  "net",  "org", "info", "biz",  "io",     "me",   "tv",   "gg",   "ly",
    "co",   "cc",   "app", "dev",  "link", "xyz",    "ru",   "shop", "site", "top",
    "live", "club", "de",  "at",   "ch",   "eu",     "uk",   "fr",   "it",   "es",
    "nl",   "pl",   "us",  "to",   "ai",   "online", "store"};

bool is_name_character(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || byte >= 0x80;
}

/// Whether a dot at `dot` ends a name and is followed by one of the top domains.
bool is_bare_name(std::string_view text, std::size_t dot) {
    if (dot == 0 || !is_name_character(text[dot - 1])) return false;
    std::size_t end = dot + 1;
    while (end < text.size() && is_name_character(text[end])) ++end;
    const std::string_view last = text.substr(dot + 1, end - dot - 1);
    // In "a.b.com" the last dot decides.
    return std::find(std::begin(top_domains), std::end(top_domains), last) != std::end(top_domains);
}

}  // namespace

std::size_t count_graphemes(std::string_view utf8) {
    std::vector<CodePoint> text;
    return decode(utf8, text) ? measure(text).graphemes : utf8.size();
}

Result<std::string> message_text(std::string_view typed, std::string_view field) {
    std::vector<CodePoint> code_points;
    if (!decode(typed, code_points)) {
        return refused_text("message_unprintable", field,
                            "The text has signs in it that nobody could read.");
    }
    const Error too_long =
        refused_text("message_too_long", field, "A message has up to 300 characters.");
    std::string text = stripped(code_points);
    if (text.size() > most_stripped_bytes) return too_long;
    text = composed(text);
    code_points.clear();
    decode(text, code_points);
    const Measured measured = measure(code_points);
    if (!measured.is_seen) return refused_text("message_empty", field, "Write something first.");
    if (measured.is_overloaded) {
        return refused_text("message_marks", field,
                            "There are more marks on one letter than any language needs.");
    }
    if (text.size() > most_message_bytes || measured.graphemes > most_message_graphemes) {
        return too_long;
    }
    return text;
}

bool has_link(std::string_view text) {
    // Full-width letters, odd dots and what cannot be seen between letters are gone there.
    std::string folded = store::search_key(text);
    for (const std::string_view dot : {"。", "․", "．"}) {
        for (auto at = folded.find(dot); at != folded.npos; at = folded.find(dot, at)) {
            folded.replace(at, dot.size(), ".");
        }
    }
    if (folded.find("://") != folded.npos) return true;
    for (auto at = folded.find("www."); at != folded.npos; at = folded.find("www.", at + 1)) {
        const bool begins = at == 0 || !is_name_character(folded[at - 1]);
        if (begins && at + 4 < folded.size() && is_name_character(folded[at + 4])) return true;
    }
    for (auto dot = folded.find('.'); dot != folded.npos; dot = folded.find('.', dot + 1)) {
        if (is_bare_name(folded, dot)) return true;
    }
    return false;
}

}  // namespace lsl::services
