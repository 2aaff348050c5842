// A class is learned by its public functions. More than twenty of them need a reason, which stands
// in the comment above the class.
#include "tests/rules/expect_kept.h"
#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#include <cctype>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace lsl::rules {
namespace {

constexpr std::size_t most_functions = 20;
constexpr std::string_view reason = "More than twenty functions, because ";

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view first_word(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && is_word(text[end])) ++end;
    return text.substr(0, end);
}

std::string without_preprocessor(std::string code) {
    for (std::size_t line = 0; line < code.size(); line = code.find('\n', line) + 1) {
        const std::size_t end = code.find('\n', line);
        const std::size_t first = code.find_first_not_of(" \t", line);
        if (first < end && code[first] == '#') {
            for (std::size_t i = first; i < end && i < code.size(); ++i) code[i] = ' ';
        }
        if (end == std::string::npos) break;
    }
    return code;
}

// Where the list of parameters of a declaration opens: the first parenthesis that is in no template
// argument and in no initial value.
std::size_t parameters_of(std::string_view declaration) {
    int angles = 0;
    for (std::size_t i = 0; i < declaration.size(); ++i) {
        const char c = declaration[i];
        if (c == '<') ++angles;
        if (c == '>' && i > 0 && declaration[i - 1] != '-') --angles;
        if (angles == 0 && c == '=') break;
        if (angles == 0 && c == '(') return i;
    }
    return std::string_view::npos;
}

// What a reader has to learn beside the class's name: no constructor, destructor or operator,
// nothing that is defaulted or deleted, and no override, which its base class has explained.
bool is_counted(std::string_view declaration, std::string_view class_name) {
    for (std::string_view other :
         {"using", "friend", "typedef", "static_assert", "class", "struct", "enum", "union"}) {
        if (first_word(declaration) == other) return false;
    }
    const std::size_t open = parameters_of(declaration);
    if (open == std::string_view::npos) return false;
    static const std::regex operators(R"(\boperator\b)");
    static const std::regex explained(R"(\boverride\b|=\s*(default|delete)\s*$)");
    const std::string_view head = trimmed(declaration.substr(0, open));
    const std::string_view tail = declaration.substr(open);
    std::size_t name_at = head.size();
    while (name_at > 0 && is_word(head[name_at - 1])) --name_at;
    const std::string_view name = head.substr(name_at);
    if (name.empty() || name == class_name) return false;
    return !std::regex_search(head.begin(), head.end(), operators) &&
           !std::regex_search(tail.begin(), tail.end(), explained);
}

// "public:" and its like in front of a declaration are taken off and remembered.
std::string_view past_access(std::string_view declaration, bool& is_public) {
    for (;;) {
        const std::string_view word = first_word(declaration);
        if (word != "public" && word != "protected" && word != "private") return declaration;
        const std::string_view rest = trimmed(declaration.substr(word.size()));
        if (!rest.starts_with(':')) return declaration;
        is_public = word == "public";
        declaration = trimmed(rest.substr(1));
    }
}

// A declaration ends with its semicolon or with the body of its function; what stands in inner
// braces is nobody's but theirs.
std::size_t public_functions(std::string_view body, std::string_view name, bool is_public) {
    std::size_t functions = 0;
    std::string declaration;
    const auto end_declaration = [&] {
        const std::string_view whole = past_access(trimmed(declaration), is_public);
        if (is_public && is_counted(whole, name)) ++functions;
        declaration.clear();
    };
    int depth = 0;
    for (std::size_t i = 0; i < body.size(); ++i) {
        if (body[i] == '{') {
            ++depth;
        } else if (body[i] == '}') {
            // "int a{1};" and the members of a list, "A() : a_{1}, b_{2} {}", go on.
            const std::string_view rest = trimmed(body.substr(i + 1));
            const bool goes_on = rest.find_first_of(";,){") == 0;
            if (--depth == 0 && !goes_on) end_declaration();
        } else if (depth == 0 && body[i] == ';') {
            end_declaration();
        } else if (depth == 0) {
            declaration += body[i];
        }
    }
    return functions;
}

// The lines of comment directly above, joined to one text; "template <...>" may stand between.
std::string comment_above(const SourceText& source, std::size_t offset) {
    std::string comment;
    std::size_t line = source.text.rfind('\n', offset);
    while (line != std::string::npos && line > 0) {
        const std::size_t before = source.text.rfind('\n', line - 1);
        const std::size_t from = before == std::string::npos ? 0 : before + 1;
        std::string_view text = trimmed(std::string_view(source.text).substr(from, line - from));
        if (comment.empty() && text.starts_with("template")) text = "//";
        if (!text.starts_with("//")) break;
        text.remove_prefix(text.starts_with("///") ? 3 : 2);
        comment = std::string(trimmed(text)) + " " + comment;
        line = before;
    }
    return comment;
}

struct Class {
    std::size_t at = 0, body = 0, end = 0;  // offsets: of its keyword, of what is in its braces
    std::string name;
    bool is_struct = false;
};

// The class that is defined at `at`, where "class" or "struct" stands.
std::optional<Class> class_at(std::string_view code, std::size_t at, std::string_view keyword) {
    const std::size_t before = code.find_last_not_of(" \t\r\n", at == 0 ? 0 : at - 1);
    const bool begins = at == 0 || before == std::string_view::npos ||
                        std::string_view(";{}>:").find(code[before]) != std::string_view::npos;
    const std::size_t from = at + keyword.size();
    const std::size_t open = code.find_first_of("{;()", from);
    if (!begins || open == std::string_view::npos || code[open] != '{') return std::nullopt;
    static const std::regex head(R"(^\s+(?:\w+::)*(\w+)(?:\s+final)?\s*(?::[^:][\s\S]*)?$)");
    std::cmatch match;
    if (!std::regex_match(code.data() + from, code.data() + open, match, head)) return std::nullopt;
    Class found{at, open + 1, open + 1, match.str(1), keyword == "struct"};
    for (int depth = 1; found.end < code.size(); ++found.end) {
        if (code[found.end] == '{') ++depth;
        if (code[found.end] == '}' && --depth == 0) break;
    }
    return found;
}

std::vector<Class> classes_of(std::string_view code) {
    std::vector<Class> classes;
    for (std::string_view keyword : {"class", "struct"}) {
        for (std::size_t at = code.find(keyword); at != std::string_view::npos;
             at = code.find(keyword, at + 1)) {
            if (auto found = class_at(code, at, keyword)) classes.push_back(*std::move(found));
        }
    }
    return classes;
}

Violations check_classes(const std::vector<SourceText>& tree) {
    Violations violations;
    for (const SourceText& source : tree) {
        if (!source.path.ends_with(".h") || is_under(source.path, "tests")) continue;
        const std::string code = without_preprocessor(source.code);
        for (const Class& one : classes_of(code)) {
            const auto body = std::string_view(code).substr(one.body, one.end - one.body);
            const std::size_t functions = public_functions(body, one.name, one.is_struct);
            if (functions <= most_functions) continue;
            if (comment_above(source, one.at).find(reason) != std::string::npos) continue;
            violations.push_back({source.path, line_of(source, one.at),
                                  one.name + " has " + std::to_string(functions) +
                                      " public functions: split it, or say \"" +
                                      std::string(reason) + "...\" above it"});
        }
    }
    return violations;
}

std::string functions(int number) {
    std::string text;
    for (int i = 0; i < number; ++i) text += "    void f" + std::to_string(i) + "(int a);\n";
    return text;
}
std::size_t seen(const std::string& text) { return count(check_classes, "server/a.h", text); }

TEST(Classes, AreSmallOrSayWhyNot) { EXPECT_KEPT(check_classes); }

TEST(Classes, ThatGrowTooLargeAreSeen) {
    EXPECT_EQ(seen("class A {\n  public:\n" + functions(20) + "};\n"), 0u);
    EXPECT_EQ(seen("class A {\n  public:\n" + functions(21) + "};\n"), 1u);
    EXPECT_EQ(seen("struct A final : B<C> {\n" + functions(21) + "};\n"), 1u);
    EXPECT_EQ(seen("template <class T>\nclass A {\n  public:\n" + functions(21) + "};\n"), 1u);
    EXPECT_EQ(seen("class A {\n  public:\n" + functions(20) + "int g() const { return 1; }\n};\n"),
              1u);
    EXPECT_EQ(seen("class A {\n  public:\n#if X\n" + functions(20) + "#endif\nint g();\n};\n"), 1u);
    EXPECT_EQ(seen("class A {\n  private:\nint a;\n  public:\nint g();\n" + functions(20) + "};\n"),
              1u);
    EXPECT_EQ(count(check_classes, "tests/a.h", "struct A {\n" + functions(21) + "};\n"), 0u);
}

TEST(Classes, CountOnlyWhatAReaderHasToLearn) {
    const auto beside = [](const std::string& more) {
        return seen("class A : public B {\n  public:\n" + functions(20) + more + "};\n");
    };
    EXPECT_EQ(beside("A(int a) : a_{a}, b_(a) {}\n~A();\nA(const A&) = delete;\n"), 0u);
    EXPECT_EQ(beside("bool operator==(const A&) const = default;\nA& operator+=(int a);\n"), 0u);
    EXPECT_EQ(beside("void on_part(Part part) override { part_ = part; }\n"), 0u);
    EXPECT_EQ(beside("std::function<void(int)> told;\nint a = f(1);\nint b{1};\n"), 0u);
    EXPECT_EQ(beside("using F = void(int);\nstruct B {\nvoid f();\n};\nenum class C { D };\n"), 0u);
    EXPECT_EQ(beside("friend void f(A&);\n  private:\nvoid g();\n"), 0u);
    EXPECT_EQ(beside("std::vector<int> g(std::vector<int> a = {}) { return a; }\n"), 1u);
    EXPECT_EQ(beside("std::map<int, int> g(int);\n"), 1u);
}

TEST(Classes, MaySayWhyTheyAreLarge) {
    const std::string large = "class A {\n  public:\n" + functions(21) + "};\n";
    EXPECT_EQ(seen("/// More than twenty functions, because\n/// it is a table.\n" + large), 0u);
    EXPECT_EQ(
        seen("/// A table.\n///\n/// More than twenty functions, because it is one.\n" + large),
        0u);
    EXPECT_EQ(seen("/// More than twenty functions, because it is one.\n\n" + large), 1u);
    EXPECT_EQ(seen("/// It has many functions.\n" + large), 1u);
}

}  // namespace
}  // namespace lsl::rules
