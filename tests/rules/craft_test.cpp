// The house style where a machine can judge it: names, sizes, unfinished words, tests that do not
// test.
#include "tests/rules/expect_kept.h"
#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <regex>
#include <string>
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

bool ships(const SourceText& source) { return !is_under(source.path, "tests"); }

Violations check_sizes(const std::vector<SourceText>& tree) {
    constexpr int most_of_product = 400, most_of_tests = 600;
    Violations violations;
    for (const SourceText& source : tree) {
        const int lines = line_of(source, source.text.size()) - 1;
        if (lines > (ships(source) ? most_of_product : most_of_tests)) {
            violations.push_back({source.path, lines, "a file this long has two purposes"});
        }
    }
    return violations;
}

// Functions that may be longer than the rest, each with its reason.
struct LongFunction {
    std::string_view path, name;
};
constexpr LongFunction long_functions[] = {
    // Lists: an entry a field, a widget, a kind of message.
    {"client/model/studio/class_fields.h", "each_class_field"},
    {"client/views/gallery/letters_and_buttons.cpp", "button_section"},
    {"client/views/gallery/fields.cpp", "field_section"},
    // What holds a player's state, with the functions that share it.
    {"web/plain/plain.js", "addPlayer"},
};

// What stands before a brace at its own depth: "if (x)", "void f(int a)", "namespace".
std::string_view head_before(std::string_view code, std::size_t brace) {
    const std::size_t before = code.find_last_of(";{}", brace - 1);
    const std::size_t from = before == std::string_view::npos || brace == 0 ? 0 : before + 1;
    std::string_view head = code.substr(from, brace - from);
    const std::size_t first = head.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view() : head.substr(first);
}

// A function's or a named lambda's. The halves of `for (;;)` and what is opened within an
// argument list have parentheses that do not match.
bool is_function_head(std::string_view head) {
    static constexpr std::string_view others[] = {"if",        "else",  "for",    "while",
                                                  "do",        "try",   "switch", "catch",
                                                  "namespace", "class", "struct", "enum"};
    const auto open = std::count(head.begin(), head.end(), '(');
    if (open == 0 || open != std::count(head.begin(), head.end(), ')')) return false;
    const std::string_view word = head.substr(0, head.find_first_of(" ("));
    return std::find(std::begin(others), std::end(others), word) == std::end(others);
}

bool may_be_long(const SourceText& source, std::string_view head) {
    return std::any_of(
        std::begin(long_functions), std::end(long_functions), [&](const LongFunction& known) {
            return known.path == source.path && head.find(known.name) != std::string_view::npos;
        });
}

Violations check_functions(const std::vector<SourceText>& tree) {
    constexpr int most_lines = 60;
    Violations violations;
    for (const SourceText& source : tree) {
        if (!ships(source)) continue;
        std::vector<std::size_t> open;
        for (std::size_t at = source.code.find_first_of("{}"); at != std::string::npos;
             at = source.code.find_first_of("{}", at + 1)) {
            if (source.code[at] == '{') {
                open.push_back(at);
                continue;
            }
            if (open.empty()) break;
            const std::size_t brace = open.back();
            open.pop_back();
            const auto lines = 1 + std::count(source.code.begin() + static_cast<long>(brace),
                                              source.code.begin() + static_cast<long>(at), '\n');
            if (lines <= most_lines) continue;
            const std::string_view head = head_before(source.code, brace);
            if (!is_function_head(head) || may_be_long(source, head)) continue;
            violations.push_back(
                {source.path, line_of(source, brace),
                 "a function of " + std::to_string(lines) + " lines does several things"});
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

TEST(Names, TellTheJob) { EXPECT_KEPT(check_names); }

TEST(Names, ThatTellNothingAreSeen) {
    EXPECT_EQ(count(check_names, "server/http/session_manager.cpp", ""), 1u);
    EXPECT_EQ(count(check_names, "web/utils.js", ""), 1u);
    EXPECT_EQ(count(check_names, "server/http/Router.cpp", ""), 1u);
    EXPECT_EQ(count(check_names, "server/http/edge/router.cpp", ""), 0u);
}

TEST(Files, HaveOnePurpose) { EXPECT_KEPT(check_sizes); }

TEST(Files, ThatGrowTooLongAreSeen) {
    EXPECT_EQ(count(check_sizes, "a.cpp", std::string(401, '\n')), 1u);
    EXPECT_EQ(count(check_sizes, "a.cpp", std::string(400, '\n')), 0u);
    EXPECT_EQ(count(check_sizes, "tests/a.cpp", std::string(601, '\n')), 1u);
    EXPECT_EQ(count(check_sizes, "tests/a.cpp", std::string(600, '\n')), 0u);
}

TEST(Functions, DoOneThing) { EXPECT_KEPT(check_functions); }

TEST(Functions, ThatGrowTooLongAreSeen) {
    const std::string much(59, '\n'), too_much(60, '\n');
    EXPECT_EQ(count(check_functions, "a.cpp", "void f(int a) {" + much + "}"), 0u);
    EXPECT_EQ(count(check_functions, "a.cpp", "void f(int a) {" + too_much + "}"), 1u);
    EXPECT_EQ(count(check_functions, "a.cpp", "int a;\nX f() const {\nif (a) {}" + too_much + "}"),
              1u);
    EXPECT_EQ(count(check_functions, "web/a.js", "function f() {" + too_much + "}"), 1u);
    EXPECT_EQ(count(check_functions, "a.cpp", "class A {" + too_much + "};"), 0u);
    EXPECT_EQ(count(check_functions, "web/a.js", "const a = (() => {" + too_much + "})();"), 0u);
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
