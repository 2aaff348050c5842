// What people read stands in the message files alone, and what stands there is read.
#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lsl::rules {
namespace {

/// Names for machines: keys of widgets, fields and ids, in one word or with hyphens; the letters of
/// keyboard keys, with signs of other keys beside them ("Z + -"); codecs; addresses.
bool is_for_machines(std::string_view literal) {
    static const std::regex key(
        R"([a-z]+[A-Za-z]*(-[a-z]+)*|[A-Z]([A-Z]*[0-9]+)?|[A-Z]( [^A-Za-z ])+|https?://.*|LeanSporty)");
    static const std::regex letters(R"([A-Za-z])");
    // Escapes such as \u25C6 are signs, \n is none.
    static const std::regex escapes(R"(\\(u[0-9A-Fa-f]{4}|[a-z]))");
    const std::string text = std::regex_replace(std::string(literal), escapes, "");
    return !std::regex_search(text, letters) || std::regex_match(text, key);
}

Violations check_literals(const std::vector<SourceText>& tree) {
    static const std::regex quoted(R"re("((?:[^"\\\n]|\\.)*)")re");
    Violations violations;
    for (const SourceText& source : tree) {
        // The gallery is a page for developers.
        if (!is_under(source.path, "client/views") || !source.path.ends_with(".cpp") ||
            is_under(source.path, "client/views/gallery")) {
            continue;
        }
        for (std::sregex_iterator it(source.text.begin(), source.text.end(), quoted), end;
             it != end; ++it) {
            const auto at = static_cast<std::size_t>(it->position());
            const std::size_t line_start = source.text.rfind('\n', at) + 1;
            const std::string_view before(source.text.data() + line_start, at - line_start);
            if (source.code[at] != '"' || before.starts_with("#include")) continue;
            if (is_for_machines((*it)[1].str())) continue;
            violations.push_back({source.path, line_of(source, at),
                                  it->str() + " belongs into assets/messages/en.json"});
        }
    }
    return violations;
}

std::vector<std::string> message_ids() {
    std::ifstream file(std::string(LSL_SOURCE_DIR) + "/assets/messages/en.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    static const std::regex id(R"re(\n    "([a-z_]+\.[A-Za-z0-9_]+)":)re");
    std::vector<std::string> ids;
    for (std::sregex_iterator it(text.begin(), text.end(), id), end; it != end; ++it) {
        ids.push_back((*it)[1].str());
    }
    return ids;
}

/// "watch_for" and "WatchFor" of "watch.for".
std::pair<std::string, std::string> names_of(const std::string& id) {
    std::string plain, structured;
    bool first = true;
    for (const char c : id) {
        const bool gap = c == '.' || c == '_';
        plain += gap ? '_' : c;
        if (!gap) structured += first ? static_cast<char>(std::toupper(c)) : c;
        first = gap;
    }
    return {plain, structured};
}

TEST(Messages, ViewsSayNothingThatIsNotInTheMessageFiles) {
    EXPECT_EQ(describe(check_literals(source_tree())), "");
}

TEST(Messages, AreAllUsed) {
    static const std::regex used(R"(\bmsg::([A-Za-z0-9_]+))");
    std::set<std::string> names;
    for (const SourceText& source : source_tree()) {
        if (!is_under(source.path, "client")) continue;
        for (std::sregex_iterator it(source.code.begin(), source.code.end(), used), end; it != end;
             ++it) {
            names.insert((*it)[1].str());
        }
    }
    const std::vector<std::string> ids = message_ids();
    EXPECT_GT(ids.size(), 300u);
    for (const std::string& id : ids) {
        if (id.starts_with("error.")) continue;  // looked up by the word of the error
        const auto [plain, structured] = names_of(id);
        EXPECT_TRUE(names.contains(plain) || names.contains(structured)) << id << " is not used";
    }
}

TEST(Messages, ASentenceInAViewIsSeen) {
    const auto violations = [](std::string code) {
        return check_literals({read_source("client/views/page.cpp", std::move(code))}).size();
    };
    EXPECT_EQ(violations(R"(label("Sign in");)"), 1u);
    EXPECT_EQ(violations(R"(label("the replay " + x + " more days");)"), 2u);
    EXPECT_EQ(violations("#include \"client/views/page.h\"\n// \"Sign in\"\n"), 0u);
    EXPECT_EQ(violations(R"(keys("Z + -", "M"); label("Z - back");)"), 1u);
    EXPECT_EQ(violations(R"(key("account-menu"); sign(" \u25C6 "); url("https://");)"), 0u);
}

}  // namespace
}  // namespace lsl::rules
