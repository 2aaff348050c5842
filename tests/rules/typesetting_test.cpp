// Screens are laid out by columns and tokens, not by hand: in client/views every length has a name,
// and no view keeps a coordinate of its own that it moves down line by line.
#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <regex>
#include <string>
#include <string_view>

namespace lsl::rules {
namespace {

// Typeset by hand: specimens of widgets in all sizes, for developers.
constexpr std::string_view by_hand = "client/views/gallery";

bool is_judged(const SourceText& source) {
    return is_under(source.path, "client/views") && is_cpp(source.path) &&
           !is_under(source.path, by_hand);
}

// `constexpr float row_height = 60;` names its number, whatever it is; so does std::array<T, 5>.
std::string without_named_numbers(std::string code) {
    static const std::regex named(R"(\bconstexpr\b[^;]*;|\bstd::array<[^;({=]*>)");
    for (std::smatch match; std::regex_search(code, match, named);) {
        // Blanks, so that lines stay where they are.
        const auto first = code.begin() + match.position(), last = first + match.length();
        std::replace_if(
            first, last, [](char c) { return c != '\n'; }, ' ');
    }
    return code;
}

Violations check_numbers(const std::vector<SourceText>& tree) {
    // None, one and two are words: nothing, a single line, a half, both sides.
    static const std::regex number(R"((^|[^\w.'])(\d[\d']*(\.\d+)?(e\d+)?)f?\b)");
    static const std::regex small(R"([012](\.0)?)");
    Violations violations;
    for (const SourceText& source : tree) {
        if (!is_judged(source)) continue;
        const std::string code = without_named_numbers(source.code);
        for (std::sregex_iterator it(code.begin(), code.end(), number), end; it != end; ++it) {
            const std::string value = (*it)[2];
            if (std::regex_match(value, small)) continue;
            violations.push_back({source.path,
                                  line_of(source, static_cast<std::size_t>(it->position(2))),
                                  "a number without a name: " + value});
        }
    }
    return violations;
}

Violations check_steps(const std::vector<SourceText>& tree) {
    static const std::regex step(R"(\b(y|at|bottom)\s*[+-]=)");
    Violations violations;
    for (const SourceText& source : tree) {
        if (!is_judged(source)) continue;
        for (std::sregex_iterator it(source.code.begin(), source.code.end(), step), end; it != end;
             ++it) {
            violations.push_back({source.path,
                                  line_of(source, static_cast<std::size_t>(it->position())),
                                  "a column moves on by itself: " + it->str()});
        }
    }
    return violations;
}

TEST(Typesetting, EveryLengthInAViewHasAName) {
    ASSERT_GT(std::count_if(source_tree().begin(), source_tree().end(), is_judged), 20);
    const Violations violations = check_numbers(source_tree());
    EXPECT_TRUE(violations.empty()) << violations.size() << " of them\n" << describe(violations);
}

TEST(Typesetting, ViewsMoveNoCoordinateDown) {
    const Violations violations = check_steps(source_tree());
    EXPECT_TRUE(violations.empty()) << violations.size() << " of them\n" << describe(violations);
}

TEST(Typesetting, NumbersWithoutANameAreSeen) {
    const std::string view = "client/views/some/page.cpp";
    EXPECT_EQ(count(check_numbers, view, "f(page.x(), 44);\n"), 1u);
    EXPECT_EQ(count(check_numbers, view, "const float a = b + 14.5f * 0.3f;\n"), 2u);
    EXPECT_EQ(count(check_numbers, view, "f(0, 1, 2, 1.0f, a2, 2 * side);\n"), 0u);
    EXPECT_EQ(count(check_numbers, view, "constexpr float side = 44,\n    gap = 7;\nf(side);\n"),
              0u);
    EXPECT_EQ(count(check_numbers, view, "const std::array<Figure, 3> figures = {};\n"), 0u);
    EXPECT_EQ(count(check_numbers, view, "// 44 px\nf(\"44\");\n"), 0u);
    EXPECT_EQ(count(check_numbers, "client/ui/widgets/button.cpp", "f(44);\n"), 0u);
}

TEST(Typesetting, CoordinatesThatAreMovedAreSeen) {
    const std::string view = "client/views/some/page.cpp";
    EXPECT_EQ(count(check_steps, view, "y += height;\ncolumn.y -= 8;\nat += 2;\n"), 3u);
    EXPECT_EQ(count(check_steps, view, "height += line;\n"), 0u);
}

}  // namespace
}  // namespace lsl::rules
