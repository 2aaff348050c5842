// C++ and JavaScript agree about the functions between them. The linker reports a missing import,
// but neither a wrong number of arguments nor an import that nobody calls, nor a call of a missing
// export.
#include "tests/rules/calls.h"
#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

namespace lsl::rules {
namespace {

// Declared in C++ in client/platform/web/imports.h, defined in web/bridge.js.
constexpr const char* declared_import = R"(\b(lsl_js_\w+)\s*\()";
constexpr const char* defined_import = R"(\b(lsl_js_\w+)\s*(?::\s*(?:function\s*\w*\s*)?)?\()";
// Defined in C++ with EMSCRIPTEN_KEEPALIVE, called in web/*.js with a leading underscore.
constexpr const char* defined_export =
    R"(\bEMSCRIPTEN_KEEPALIVE\s+[\w:]+(?:\s*\*|\s)\s*(lsl_\w+)\s*\()";
constexpr const char* called_export = R"(\b_(lsl_\w+)\s*(?:\?\.)?\()";

struct Bridge {
    std::vector<Call> imports_declared, imports_defined, exports_defined, exports_called;
};

Bridge read_bridge(const std::vector<SourceText>& tree) {
    Bridge bridge;
    const auto append = [](std::vector<Call>& to, std::vector<Call> calls) {
        to.insert(to.end(), calls.begin(), calls.end());
    };
    for (const SourceText& source : tree) {
        if (source.path == "client/platform/web/imports.h") {
            append(bridge.imports_declared, calls_in(source, declared_import));
        } else if (is_under(source.path, "client/platform/web")) {
            append(bridge.exports_defined, calls_in(source, defined_export));
        } else if (source.path == "web/bridge.js") {
            append(bridge.imports_defined, calls_in(source, defined_import));
        }
        if (is_under(source.path, "web"))
            append(bridge.exports_called, calls_in(source, called_export));
    }
    return bridge;
}

// Each of `uses` has its `definition`, with as many parameters, and each definition is used.
void compare(const std::vector<Call>& definitions, const std::vector<Call>& uses,
             Violations& violations) {
    std::map<std::string, Call> by_name;
    std::map<std::string, bool> used;
    for (const Call& definition : definitions) by_name[definition.name] = definition;
    for (const Call& use : uses) {
        const auto found = by_name.find(use.name);
        if (found == by_name.end()) {
            violations.push_back({use.path, use.line, use.name + " is missing on the other side"});
            continue;
        }
        used[use.name] = true;
        if (!fits(found->second, use)) {
            violations.push_back(
                {use.path, use.line,
                 use.name + " has " + std::to_string(use.parameters) + " parameters here, " +
                     std::to_string(found->second.parameters) + " on the other side"});
        }
    }
    for (const Call& definition : definitions) {
        if (!used[definition.name]) {
            violations.push_back(
                {definition.path, definition.line, definition.name + " is used by nobody"});
        }
    }
}

Violations check_bridge(const std::vector<SourceText>& tree) {
    const Bridge bridge = read_bridge(tree);
    Violations violations;
    compare(bridge.imports_declared, bridge.imports_defined, violations);
    compare(bridge.exports_defined, bridge.exports_called, violations);
    return violations;
}

// Every import is called by the C++ of the web platform, too.
Violations check_imports_are_called(const std::vector<SourceText>& tree) {
    const Bridge bridge = read_bridge(tree);
    Violations violations;
    for (const Call& import : bridge.imports_declared) {
        const bool called = std::any_of(tree.begin(), tree.end(), [&](const SourceText& source) {
            return is_under(source.path, "client/platform/web") && source.path.ends_with(".cpp") &&
                   source.code.find(import.name + "(") != std::string::npos;
        });
        if (!called)
            violations.push_back({import.path, import.line, import.name + " is called by nobody"});
    }
    return violations;
}

TEST(Bridge, BothSidesAgree) {
    const Bridge bridge = read_bridge(source_tree());
    EXPECT_GT(bridge.imports_declared.size(), 20u);
    EXPECT_GT(bridge.exports_defined.size(), 10u);
    const Violations violations = check_bridge(source_tree());
    EXPECT_TRUE(violations.empty()) << describe(violations);
}

TEST(Bridge, HasNoImportThatNobodyCalls) {
    const Violations violations = check_imports_are_called(source_tree());
    EXPECT_TRUE(violations.empty()) << describe(violations);
}

std::vector<SourceText> small_bridge(std::string imports, std::string bridge_js,
                                     std::string exports, std::string page_js) {
    return {read_source("client/platform/web/imports.h", std::move(imports)),
            read_source("web/bridge.js", std::move(bridge_js)),
            read_source("client/platform/web/input.cpp", std::move(exports)),
            read_source("web/input.js", std::move(page_js))};
}

TEST(Bridge, AgreementOfASmallExampleIsSeen) {
    EXPECT_TRUE(check_bridge(small_bridge("void lsl_js_a(int x, float y);\nvoid lsl_js_b();",
                                          "({ lsl_js_a: (x, ...more) => f(x), lsl_js_b() {} })",
                                          "EMSCRIPTEN_KEEPALIVE char* lsl_on_c(int x) {}",
                                          "_lsl_on_c(g(1, 2));"))
                    .empty());
}

TEST(Bridge, AWrongNumberOfParametersIsSeen) {
    EXPECT_EQ(check_bridge(small_bridge("void lsl_js_a(int x, float y);",
                                        "({ lsl_js_a: (x) => {} })", "", ""))
                  .size(),
              1u);
    EXPECT_EQ(check_bridge(small_bridge("", "", "EMSCRIPTEN_KEEPALIVE void lsl_on_c(int x) {}",
                                        "_lsl_on_c(1, 2);"))
                  .size(),
              1u);
}

TEST(Bridge, AMissingOrUnusedFunctionIsSeen) {
    EXPECT_EQ(check_bridge(small_bridge("void lsl_js_a();", "", "", "")).size(), 1u);
    EXPECT_EQ(check_bridge(small_bridge("", "({ lsl_js_a() {} })", "", "")).size(), 1u);
    EXPECT_EQ(check_bridge(small_bridge("", "", "", "_lsl_on_c();")).size(), 1u);
    EXPECT_EQ(
        check_bridge(small_bridge("", "", "EMSCRIPTEN_KEEPALIVE void lsl_on_c() {}", "")).size(),
        1u);
    EXPECT_EQ(check_imports_are_called(small_bridge("void lsl_js_a();", "", "", "")).size(), 1u);
}

TEST(Parameters, AreCountedAtTheOutermostCommas) {
    const auto count = [](const std::string& code) { return count_parameters(code, 0); };
    EXPECT_EQ(count("()"), 0u);
    EXPECT_EQ(count("( )"), 0u);
    EXPECT_EQ(count("(a)"), 1u);
    EXPECT_EQ(count("(a, f(b, c), [d, e])"), 3u);
    EXPECT_EQ(count("(a,\n b,)"), 2u);
}

}  // namespace
}  // namespace lsl::rules
