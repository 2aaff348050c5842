#include "tests/rules/source_text.h"

#include <algorithm>
#include <cctype>

namespace lsl::rules {
namespace {

enum class State { Code, LineComment, BlockComment, Literal, RawString };

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// 1'000 in C++: a quote between digits opens no literal.
bool is_digit_separator(std::string_view text, std::size_t at) {
    return text[at] == '\'' && at > 0 && at + 1 < text.size() &&
           std::isxdigit(static_cast<unsigned char>(text[at - 1])) != 0 &&
           std::isxdigit(static_cast<unsigned char>(text[at + 1])) != 0;
}

}  // namespace

SourceText read_source(std::string path, std::string text) {
    SourceText source{std::move(path), std::move(text), {}, {}};
    const std::string_view all = source.text;
    const bool cpp = is_cpp(source.path);
    source.code.assign(all.size(), ' ');
    source.strings.assign(all.size(), ' ');

    State state = State::Code;
    char quote = 0;
    std::string raw_end;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const char c = all[i];
        const char next = i + 1 < all.size() ? all[i + 1] : '\0';
        if (c == '\n') {
            source.code[i] = source.strings[i] = '\n';
            // No plain literal goes beyond its line; a quote in a regular expression ends there,
            // too.
            if (state == State::LineComment || (state == State::Literal && quote != '`')) {
                state = State::Code;
            }
            continue;
        }
        switch (state) {
            case State::Code:
                if (c == '/' && next == '/') {
                    state = State::LineComment;
                } else if (c == '/' && next == '*') {
                    state = State::BlockComment;
                    ++i;
                } else if (c == '"' && cpp && i > 0 && all[i - 1] == 'R' &&
                           (i < 2 || !is_word(all[i - 2]))) {
                    const std::size_t open = all.find('(', i);
                    if (open == std::string_view::npos) break;
                    raw_end = ")" + std::string(all.substr(i + 1, open - i - 1)) + "\"";
                    source.code[i] = c;
                    i = open;
                    state = State::RawString;
                } else if (c == '"' || (c == '\'' && !(cpp && is_digit_separator(all, i))) ||
                           (c == '`' && !cpp)) {
                    quote = c;
                    source.code[i] = c;
                    state = State::Literal;
                } else {
                    source.code[i] = c;
                }
                break;
            case State::LineComment: break;
            case State::BlockComment:
                if (c == '*' && next == '/') {
                    state = State::Code;
                    ++i;
                }
                break;
            case State::Literal:
                if (c == '\\' && next != '\n') {
                    ++i;
                } else if (c == quote) {
                    source.code[i] = c;
                    state = State::Code;
                } else if (quote != '\'' || !cpp) {
                    source.strings[i] = c;
                }
                break;
            case State::RawString:
                if (all.substr(i, raw_end.size()) == raw_end) {
                    i += raw_end.size() - 1;
                    source.code[i] = '"';
                    state = State::Code;
                } else {
                    source.strings[i] = c;
                }
                break;
        }
    }
    return source;
}

int line_of(const SourceText& source, std::size_t offset) {
    const auto end = source.text.begin() + static_cast<std::ptrdiff_t>(offset);
    return 1 + static_cast<int>(std::count(source.text.begin(), end, '\n'));
}

std::vector<Include> includes_of(const SourceText& source) {
    // That the directive is code, and no comment, is read from the code; its name stands inside a
    // literal, so that is read from the text.
    std::vector<Include> includes;
    const std::string_view text = source.text;
    for (std::size_t hash = source.code.find('#'); hash != std::string::npos;
         hash = source.code.find('#', hash + 1)) {
        std::size_t at = text.find_first_not_of(" \t", hash + 1);
        if (at == std::string_view::npos || !text.substr(at).starts_with("include")) continue;
        at = text.find_first_not_of(" \t", at + 7);
        if (at == std::string_view::npos || (text[at] != '"' && text[at] != '<')) continue;
        const bool quoted = text[at] == '"';
        const std::size_t end = text.find(quoted ? '"' : '>', at + 1);
        if (end == std::string_view::npos) continue;
        includes.push_back(
            {std::string(text.substr(at + 1, end - at - 1)), quoted, line_of(source, hash)});
    }
    return includes;
}

std::size_t count(Violations (*check)(const std::vector<SourceText>&), std::string path,
                  std::string text) {
    return check({read_source(std::move(path), std::move(text))}).size();
}

std::string describe(const Violations& violations) {
    std::string text;
    for (const Violation& violation : violations) {
        text +=
            violation.path + ":" + std::to_string(violation.line) + ": " + violation.problem + "\n";
    }
    return text;
}

std::string_view folder_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

std::string_view file_name_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_under(std::string_view path, std::string_view folder) {
    return path.size() > folder.size() && path.substr(0, folder.size()) == folder &&
           path[folder.size()] == '/';
}

bool is_cpp(std::string_view path) { return path.ends_with(".cpp") || path.ends_with(".h"); }

}  // namespace lsl::rules
