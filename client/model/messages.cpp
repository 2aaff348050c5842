#include "client/model/messages.h"

#include <algorithm>
#include <utility>

namespace lsl::model {

namespace {

constexpr std::string_view isolate = "\u2068", end_isolate = "\u2069";

bool has_letter_of(std::string_view text, bool right_to_left) {
    for (const char byte : text) {
        const auto c = static_cast<unsigned char>(byte);
        // Hebrew, Arabic, Syriac and Thaana begin with these bytes.
        if (right_to_left ? c >= 0xD7 && c <= 0xDF : (c | 0x20u) >= 'a' && (c | 0x20u) <= 'z') {
            return true;
        }
    }
    return false;
}

/// How many messages the program says (0), or a part (from 1).
constexpr std::size_t lines_of_file(std::size_t file) {
    return msg::begins[file + 1] - msg::begins[file];
}

/// Whether that is so many whole lines.
bool has_lines(std::string_view texts, std::size_t lines) {
    if (!texts.empty() && texts.back() != '\n') return false;
    return static_cast<std::size_t>(std::count(texts.begin(), texts.end(), '\n')) == lines;
}

/// Fills a text in whose names are positions: "{0}" and "{0,plural,one{…}other{…}}".
class Filler {
  public:
    Filler(const Words& words, const Language& language, std::span<const msg::Argument> arguments)
        : words_(words), language_(language), arguments_(arguments) {}

    std::string filled(std::string_view text) {
        std::size_t at = 0;
        part(text, at, nullptr);
        return std::move(out_);
    }

  private:
    const msg::Argument* argument(char digit) const {
        const auto index = static_cast<std::size_t>(digit - '0');
        return index < arguments_.size() ? &arguments_[index] : nullptr;
    }

    void number(std::int64_t value) { out_ += words_.number(static_cast<double>(value)); }

    void put(const msg::Argument& value) {
        if (value.is_number) return number(value.number);
        // A name of the other direction must not take its neighbours along.
        const bool foreign = has_letter_of(value.text, !language_.right_to_left);
        if (foreign) out_ += isolate;
        out_ += value.text;
        if (foreign) out_ += end_isolate;
    }

    /// Up to the "}" that ends this part, or the end; `counted` is what # stands for.
    void part(std::string_view text, std::size_t& at, const msg::Argument* counted) {
        while (at < text.size() && text[at] != '}') {
            const char c = text[at];
            if (c == '#' && counted != nullptr) {
                number(counted->number);
                ++at;
            } else if (c == '{' && at + 2 < text.size()) {
                const msg::Argument* value = argument(text[at + 1]);
                const bool plural = text[at + 2] == ',';
                at += plural ? std::string_view("{0,plural,").size() : 3;
                if (value == nullptr) return;
                if (plural) {
                    choose(text, at, *value);
                } else {
                    put(*value);
                }
            } else {
                out_ += c;
                ++at;
            }
        }
    }

    static void skip(std::string_view text, std::size_t& at) {
        for (int depth = 1; at < text.size(); ++at) {
            if (text[at] == '{') ++depth;
            if (text[at] == '}' && --depth == 0) return;
        }
    }

    void choose(std::string_view text, std::size_t& at, const msg::Argument& counted) {
        const std::string exact = "=" + std::to_string(counted.number);
        const std::string_view form = words_.plural(counted.number);
        std::size_t chosen = 0;
        int rank = 0;
        while (at < text.size() && text[at] != '}') {
            const std::size_t open = text.find('{', at);
            if (open == std::string_view::npos) break;
            const std::string_view name = text.substr(at, open - at);
            const int fits = name == exact ? 3 : name == form ? 2 : name == "other" ? 1 : 0;
            at = open + 1;
            if (fits > rank) {
                rank = fits;
                chosen = at;
            }
            skip(text, at);
            ++at;
        }
        ++at;
        if (rank > 0) part(text, chosen, &counted);
    }

    const Words& words_;
    const Language& language_;
    std::span<const msg::Argument> arguments_;
    std::string out_;
};

}  // namespace

const Language& best_language(std::string_view wishes) {
    while (!wishes.empty()) {
        const std::string_view wish = wishes.substr(0, wishes.find(','));
        wishes.remove_prefix(std::min(wish.size() + 1, wishes.size()));
        const std::size_t begin = std::min(wish.find_first_not_of(' '), wish.size());
        const std::string_view tag = wish.substr(begin, wish.find('-') - begin);
        for (const Language& language : languages) {
            if (language.tag == tag) return language;
        }
    }
    return languages.front();
}

Messages::Messages(const Words& words) : words_(words), texts_(msg::count) {
    take(0, english_texts);
}

void Messages::take(std::size_t first, std::string_view texts) {
    for (std::size_t at = 0; at < texts.size() && first < texts_.size(); ++first) {
        const std::size_t end = std::min(texts.find('\n', at), texts.size());
        texts_[first] = texts.substr(at, end - at);
        at = end + 1;
    }
}

bool Messages::load(const Language& language, Texts texts) {
    const bool at_hand = texts[0].empty() && &language == languages.data();
    if (!at_hand && !has_lines(texts[0], lines_of_file(0)) && !has_lines(texts[0], msg::count)) {
        return false;
    }
    for (std::size_t file = 1; file < texts.size(); ++file) {
        if (!texts[file].empty() && !has_lines(texts[file], lines_of_file(file))) return false;
    }
    fetched_ = std::move(texts);
    std::fill(texts_.begin(), texts_.end(), std::string_view());
    take(0, at_hand ? english_texts : std::string_view(fetched_[0]));
    for (std::size_t file = 1; file < fetched_.size(); ++file) {
        take(msg::begins[file], fetched_[file]);
    }
    language_ = &language;
    return true;
}

bool Messages::load_part(std::size_t part, std::string texts) {
    const std::size_t file = part + 1;
    if (file >= fetched_.size() || !has_lines(texts, lines_of_file(file))) return false;
    fetched_[file] = std::move(texts);
    take(msg::begins[file], fetched_[file]);
    return true;
}

std::string_view Messages::explain(const Error& error) const {
    if (language_ == languages.data()) return error.message;
    const auto found = std::lower_bound(
        msg::error_texts.begin(), msg::error_texts.end(), error.word,
        [](const msg::ErrorText& entry, std::string_view sought) { return entry.word < sought; });
    const bool known = found != msg::error_texts.end() && found->word == error.word;
    return known ? say(found->text) : std::string_view(error.message);
}

std::string Messages::filled_in(std::uint16_t index,
                                std::span<const msg::Argument> arguments) const {
    return Filler(words_, *language_, arguments).filled(texts_[index]);
}

}  // namespace lsl::model
