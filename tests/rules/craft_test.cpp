// The house style where a machine can judge it: names, sizes, unfinished words, tests that do not
// test.
#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <string_view>
#include <vector>

namespace lsl::rules {
namespace {

// The rules name what they forbid.
bool is_a_rule(const SourceText& source) { return is_under(source.path, "tests/rules"); }

Violations check_names(const std::vector<SourceText>& tree) {
    static const std::regex vague(R"((manager|util|helper|misc|common)s?([_.]|$))",
                                  std::regex::icase);
    static const std::regex snake_case(R"([a-z0-9_]+(\.[a-z0-9_]+)*)");
    Violations violations;
    for (const SourceText& source : tree) {
        const std::string name(file_name_of(source.path));
        if (std::regex_search(source.path, vague)) {
            violations.push_back({source.path, 1, "a name that tells the job, please"});
        }
        if (is_cpp(source.path) && !std::regex_match(name, snake_case)) {
            violations.push_back({source.path, 1, "file names are snake_case"});
        }
    }
    return violations;
}

Violations check_sizes(const std::vector<SourceText>& tree) {
    constexpr int max_lines = 600;
    Violations violations;
    for (const SourceText& source : tree) {
        const int lines = line_of(source, source.text.size()) - 1;
        if (lines > max_lines) {
            violations.push_back(
                {source.path, lines, "a file of more than 600 lines has two purposes"});
        }
    }
    return violations;
}

Violations check_headers(const std::vector<SourceText>& tree) {
    static const std::regex opened(R"(^\s*using\s+namespace\b)", std::regex::multiline);
    Violations violations;
    for (const SourceText& source : tree) {
        if (!source.path.ends_with(".h")) continue;
        if (source.code.find("#pragma once") == std::string::npos) {
            violations.push_back({source.path, 1, "#pragma once is missing"});
        }
        if (!is_under(source.path, "tests") && std::regex_search(source.code, opened)) {
            violations.push_back({source.path, 1, "a header opens no namespace for others"});
        }
    }
    return violations;
}

Violations check_finished(const std::vector<SourceText>& tree) {
    // The words first: regexes are slow.
    static const std::vector<std::string_view> words = {"TODO",  "FIXME",      "XXX",       "HACK",
                                                        "WIP",   "GTEST_SKIP", "DISABLED_", ".skip",
                                                        ".only", ".todo",      ".fixme"};
    static const std::regex unfinished(
        R"(\b(TODO|FIXME|XXX|HACK|WIP|GTEST_SKIP|DISABLED_\w+|(test|it|describe)\.(skip|only|todo|fixme))\b)");
    Violations violations;
    for (const SourceText& source : tree) {
        const bool may_match = std::any_of(words.begin(), words.end(), [&](std::string_view word) {
            return source.text.find(word) != std::string::npos;
        });
        if (is_a_rule(source) || !may_match) continue;
        for (std::sregex_iterator it(source.text.begin(), source.text.end(), unfinished), end;
             it != end; ++it) {
            violations.push_back({source.path,
                                  line_of(source, static_cast<std::size_t>(it->position())),
                                  "unfinished: " + it->str()});
        }
    }
    return violations;
}

#define EXPECT_KEPT(check)                                       \
    do {                                                         \
        ASSERT_GT(source_tree().size(), 20u);                    \
        const Violations violations = check(source_tree());      \
        EXPECT_TRUE(violations.empty()) << describe(violations); \
    } while (false)

TEST(Names, TellTheJob) { EXPECT_KEPT(check_names); }

TEST(Names, ThatTellNothingAreSeen) {
    EXPECT_EQ(count(check_names, "server/http/session_manager.cpp", ""), 1u);
    EXPECT_EQ(count(check_names, "web/utils.js", ""), 1u);
    EXPECT_EQ(count(check_names, "server/http/Router.cpp", ""), 1u);
    EXPECT_EQ(count(check_names, "server/http/edge/router.cpp", ""), 0u);
}

TEST(Files, HaveOnePurpose) { EXPECT_KEPT(check_sizes); }

TEST(Files, ThatGrowTooLongAreSeen) {
    EXPECT_EQ(count(check_sizes, "a.cpp", std::string(601, '\n')), 1u);
    EXPECT_EQ(count(check_sizes, "a.cpp", std::string(600, '\n')), 0u);
}

TEST(Headers, AreIncludedOnceAndOpenNoNamespace) { EXPECT_KEPT(check_headers); }

TEST(Headers, WithoutGuardOrWithAnOpenNamespaceAreSeen) {
    EXPECT_EQ(count(check_headers, "a.h", "int f();\n"), 1u);
    EXPECT_EQ(count(check_headers, "a.h", "#pragma once\nusing namespace std;\n"), 1u);
    EXPECT_EQ(count(check_headers, "a.h", "#pragma once\nint f();\n"), 0u);
}

TEST(Work, IsFinishedAndEveryTestRuns) { EXPECT_KEPT(check_finished); }

TEST(Work, LeftUndoneIsSeen) {
    EXPECT_EQ(count(check_finished, "a.cpp", "// TODO later\n"), 1u);
    EXPECT_EQ(count(check_finished, "tests/x_test.cpp", "TEST(A, DISABLED_B) {}\n"), 1u);
    EXPECT_EQ(count(check_finished, "tests/e2e/x.mjs", "test.skip('x', () => {});\n"), 1u);
    EXPECT_EQ(count(check_finished, "a.cpp", "// all done\n"), 0u);
}

}  // namespace
}  // namespace lsl::rules
