// A source file as the rules see it: the same text three times, character by character in the same
// place, so that an offset found in one is the offset in all.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lsl::rules {

struct SourceText {
    std::string path;     // from the repository's root, with forward slashes
    std::string text;     // as on disk
    std::string code;     // comments, and what stands inside literals, are blanks
    std::string strings;  // only what stands inside string literals; the rest is blanks
};

// Lexes C++ or JavaScript (line and block comments, quotes, raw strings, template literals).
SourceText read_source(std::string path, std::string text);

int line_of(const SourceText& source, std::size_t offset);

struct Include {
    std::string target;
    bool quoted = false;  // "…" rather than <…>
    int line = 0;
};

std::vector<Include> includes_of(const SourceText& source);

// One broken rule, printed as "path:line: what is wrong".
struct Violation {
    std::string path;
    int line = 0;
    std::string problem;
};

using Violations = std::vector<Violation>;

// How many violations `check` finds in a tree of one file.
std::size_t count(Violations (*check)(const std::vector<SourceText>&), std::string path,
                  std::string text);

std::string describe(const Violations& violations);

// "server/http/edge" of "server/http/edge/router.h"; the folder that a file lies in.
std::string_view folder_of(std::string_view path);
std::string_view file_name_of(std::string_view path);
bool is_under(std::string_view path, std::string_view folder);
bool is_cpp(std::string_view path);

}  // namespace lsl::rules
