// A part of the app (web/README.md, "Parts") is named by C++, by CMake and by three scripts. They
// are not made from one list: Closure needs each name in quotes where it is used, the type checker
// needs them as types, and a generator for four languages would be longer than the lists. So this
// compares them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

namespace lsl::rules {
namespace {

using PartNames = std::vector<std::string>;

/// Where parts are listed: what `name` finds between `begin` and the next `end`; empty: in all of
/// the file.
struct PartList {
    const char* path;
    const char* begin;
    const char* end;
    const char* name;
};

constexpr PartList first_list = {"client/platform/listener.h", "enum class Part : std::uint8_t {",
                                 "}", R"((\w+))"};
constexpr PartList other_lists[] = {
    {"client/CMakeLists.txt", "", "", R"(lsl_part\((\w+))"},
    {"web/parts.js", "const names = [", "]", R"re("(\w+)")re"},
    {"web/parts.js", "const scripts = {", "}", R"re("(\w+)":)re"},
    {"web/parts.js", "const modules = {", "}", R"re("(\w+)":)re"},
    {"web/parts.js", "const known = {", "}", R"re("(\w+)":)re"},
    {"web/parts.js", "window[\"leanParts\"] = {", "\n  };", R"re("(\w+)": \()re"},
    {"web/part_scripts.mjs", "partScripts = {", "};", R"((\w+): \[)"},
    {"web/part_scripts.mjs", "const lent = {", "};", R"re((\w+): ")re"},
    {"web/part_scripts.mjs", "const workers = {", "};", R"re((\w+): ")re"},
    {"web/bundle.mjs", "", "", R"((\w+): wire\(/\\/part-)"},
};

std::string file_text(const char* path) {
    std::ifstream file(std::string(LSL_SOURCE_DIR) + "/" + path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The names in the list's order, in small letters.
PartNames parts_in(const PartList& list, const std::string& text) {
    const std::string begin = list.begin, end = list.end;
    const std::size_t found = text.find(begin);
    if (found == std::string::npos) return {};
    const std::size_t from = found + begin.size();
    const std::size_t to = end.empty() ? text.size() : text.find(end, from);
    if (to == std::string::npos) return {};
    const std::string region = text.substr(from, to - from);
    const std::regex pattern(list.name);
    PartNames names;
    for (std::sregex_iterator it(region.begin(), region.end(), pattern), last; it != last; ++it) {
        std::string name = (*it)[1].str();
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        names.push_back(std::move(name));
    }
    return names;
}

TEST(Parts, AreTheSameInEveryList) {
    const PartNames parts = parts_in(first_list, file_text(first_list.path));
    ASSERT_GT(parts.size(), 1u) << first_list.path;
    for (const PartList& list : other_lists) {
        EXPECT_EQ(parts_in(list, file_text(list.path)), parts) << list.path << " " << list.begin;
    }
}

TEST(Parts, ThatAListLacksAreSeen) {
    const PartList& names = other_lists[1];
    EXPECT_EQ(parts_in(names, R"(const names = ["player", "studio"];)"),
              (PartNames{"player", "studio"}));
    EXPECT_EQ(parts_in(names, R"(const names = ["studio", "player"];)"),
              (PartNames{"studio", "player"}));
    EXPECT_EQ(parts_in(names, "const others = [];"), PartNames());
    EXPECT_EQ(parts_in(first_list, "enum class Part : std::uint8_t { Player, Room };"),
              (PartNames{"player", "room"}));
}

}  // namespace
}  // namespace lsl::rules
