// .editorconfig is what editors do by themselves; here every text file is held to it.
#include "tests/rules/source_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lsl::rules {
namespace {

using Properties = std::map<std::string, std::string, std::less<>>;

struct Section {
    std::vector<std::string> globs;
    Properties properties;
};

std::string stripped(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

// "*.{cpp,h}" is "*.cpp" and "*.h". Braces are not nested here.
std::vector<std::string> expanded(std::string_view pattern) {
    const std::size_t open = pattern.find('{'), close = pattern.find('}');
    if (open == std::string_view::npos || close == std::string_view::npos) {
        return {std::string(pattern)};
    }
    std::vector<std::string> globs;
    for (std::size_t from = open + 1; from <= close;) {
        const std::size_t end = std::min(pattern.find(',', from), close);
        globs.push_back(std::string(pattern.substr(0, open)) +
                        std::string(pattern.substr(from, end - from)) +
                        std::string(pattern.substr(close + 1)));
        from = end + 1;
    }
    return globs;
}

// "*" is what a name may have, "**" goes into folders.
bool matches(std::string_view glob, std::string_view text) {
    if (glob.empty()) return text.empty();
    if (glob[0] != '*') {
        return !text.empty() && glob[0] == text[0] && matches(glob.substr(1), text.substr(1));
    }
    const bool into_folders = glob.starts_with("**");
    const std::string_view rest = glob.substr(into_folders ? 2 : 1);
    for (std::size_t taken = 0;; ++taken) {
        if (matches(rest, text.substr(taken))) return true;
        if (taken == text.size() || (text[taken] == '/' && !into_folders)) return false;
    }
}

// A glob without a slash is one of names, in whatever folder.
bool concerns(const Section& section, std::string_view path) {
    for (const std::string& glob : section.globs) {
        const bool of_names = glob.find('/') == std::string::npos;
        if (matches(glob, of_names ? file_name_of(path) : path)) return true;
    }
    return false;
}

std::vector<Section> read_sections(std::string_view text) {
    std::vector<Section> sections;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        const std::string line = stripped(text.substr(0, end));
        text.remove_prefix(end + 1);
        const std::size_t equals = line.find('=');
        if (line.starts_with('[') && line.ends_with(']')) {
            sections.push_back({expanded(line.substr(1, line.size() - 2)), {}});
        } else if (!line.starts_with('#') && equals != std::string::npos && !sections.empty()) {
            sections.back().properties[stripped(line.substr(0, equals))] =
                stripped(line.substr(equals + 1));
        }
    }
    return sections;
}

// A later section has the last word.
Properties properties_of(const std::vector<Section>& sections, std::string_view path) {
    Properties all;
    for (const Section& section : sections) {
        if (!concerns(section, path)) continue;
        for (const auto& [name, value] : section.properties) all[name] = value;
    }
    return all;
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const int more = lead < 0x80             ? 0
                         : (lead & 0xe0) == 0xc0 ? 1
                         : (lead & 0xf0) == 0xe0 ? 2
                         : (lead & 0xf8) == 0xf0 ? 3
                                                 : -1;
        if (more < 0) return false;
        for (int k = 0; k < more; ++k) {
            if (++i == text.size() || (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) {
                return false;
            }
        }
    }
    return true;
}

bool wants(const Properties& properties, std::string_view name, std::string_view value) {
    const auto found = properties.find(name);
    return found != properties.end() && found->second == value;
}

void check_lines(const std::string& path, std::string_view text, const Properties& wanted,
                 Violations& violations) {
    const bool trim = wants(wanted, "trim_trailing_whitespace", "true");
    const bool spaces = wants(wanted, "indent_style", "space");
    for (int number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t first = line.find_first_not_of(' ');
        if (trim && (line.ends_with(' ') || line.ends_with('\t'))) {
            violations.push_back({path, number, "blanks at the end of the line"});
        }
        if (spaces && first != std::string_view::npos && line[first] == '\t') {
            violations.push_back({path, number, "a tab among the blanks that indent the line"});
        }
    }
}

Violations check_text(const std::vector<Section>& sections, const std::string& path,
                      std::string_view text) {
    Violations violations;
    // A picture, a sound: no editor opens it as text.
    if (text.find('\0') != std::string_view::npos) return violations;
    const Properties wanted = properties_of(sections, path);
    if (wants(wanted, "charset", "utf-8") && (!is_utf8(text) || text.starts_with("\xef\xbb\xbf"))) {
        violations.push_back({path, 1, "not UTF-8, or with a mark in front"});
    }
    if (wants(wanted, "end_of_line", "lf") && text.find('\r') != std::string_view::npos) {
        violations.push_back({path, 1, "a carriage return: lines end with a line feed alone"});
    }
    if (wants(wanted, "insert_final_newline", "true") && !text.empty() && !text.ends_with('\n')) {
        violations.push_back({path, 1, "the last line has no end"});
    }
    check_lines(path, text, wanted, violations);
    return violations;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// What the repository keeps: its folders, and the files beside them that are not of one machine.
std::vector<std::filesystem::path> kept_files(const std::filesystem::path& root) {
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    for (const char* name :
         {".clang-format", ".clang-tidy", ".editorconfig", ".gitignore", "ARCHITECTURE.md",
          "CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json", "CONTRIBUTING.md", "README.md",
          "SECURITY.md", "THIRD-PARTY.md", "dev", "index.html"}) {
        files.push_back(root / name);
    }
    for (const char* top :
         {".ci", ".dev", "assets", "client", "server", "shared", "tests", "web"}) {
        for (auto it = fs::recursive_directory_iterator(root / top);
             it != fs::recursive_directory_iterator(); ++it) {
            const std::string name = it->path().filename().string();
            if (it->is_directory() && (name == "node_modules" || name == "artifacts")) {
                it.disable_recursion_pending();
            } else if (it->is_regular_file()) {
                files.push_back(it->path());
            }
        }
    }
    return files;
}

TEST(EditorConfig, EveryTextIsKeptAsItSays) {
    const std::filesystem::path root = LSL_SOURCE_DIR;
    const auto sections = read_sections(read_file(root / ".editorconfig"));
    ASSERT_GT(sections.size(), 2u);
    const auto files = kept_files(root);
    ASSERT_GT(files.size(), 1000u);
    Violations violations;
    for (const std::filesystem::path& file : files) {
        const std::string path = std::filesystem::relative(file, root).generic_string();
        for (Violation& one : check_text(sections, path, read_file(file))) {
            violations.push_back(std::move(one));
        }
    }
    EXPECT_TRUE(violations.empty()) << describe(violations);
}

std::size_t seen(const std::string& path, std::string_view text) {
    static const auto sections = read_sections(
        "root = true\n"
        "[*]\ncharset = utf-8\nend_of_line = lf\ninsert_final_newline = true\n"
        "trim_trailing_whitespace = true\nindent_style = space\n"
        "# Of others.\n[{tests/corpus/**,*.sdp}]\ncharset = unset\nend_of_line = unset\n"
        "insert_final_newline = unset\ntrim_trailing_whitespace = unset\nindent_style = unset\n");
    return check_text(sections, path, text).size();
}

TEST(EditorConfig, WhatItForbidsIsSeen) {
    EXPECT_EQ(seen("web/a.js", "one\n    two\n"), 0u);
    EXPECT_EQ(seen("web/a.js", ""), 0u);
    EXPECT_EQ(seen("web/a.js", "one"), 1u);
    EXPECT_EQ(seen("web/a.js", "one \ntwo\t\n"), 2u);
    EXPECT_EQ(seen("web/a.js", "one\n\ttwo\n  \tthree\n"), 2u);
    EXPECT_EQ(seen("web/a.js", "one\r\n"), 1u);
    EXPECT_EQ(seen("web/a.js", "\xef\xbb\xbfone\n"), 1u);
    EXPECT_EQ(seen("web/a.js", "caf\xe9\n"), 1u);
    EXPECT_EQ(seen("web/a.js", "caf\xc3\xa9\n"), 0u);
}

TEST(EditorConfig, WhatOthersSentIsLeftAlone) {
    EXPECT_EQ(seen("tests/corpus/chat/one", "\tcaf\xe9 \r\n\tend"), 0u);
    EXPECT_EQ(seen("tests/media/offer.sdp", "v=0\r\n"), 0u);
    EXPECT_EQ(seen("tests/media/offer.txt", "v=0\r\n"), 1u);
    EXPECT_EQ(seen("web/picture.png", std::string_view("\x89PNG\r\n\0 ", 8)), 0u);
}

}  // namespace
}  // namespace lsl::rules
