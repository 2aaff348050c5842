// What may be written only in one place: SQL, JavaScript, the clock, JSON, HTTP, the environment.
#include "tests/rules/expect_kept.h"
#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string_view>

namespace lsl::rules {
namespace {

bool is_product(const SourceText& source) {
    return is_cpp(source.path) && !is_under(source.path, "tests");
}

struct Wording {
    std::vector<std::string_view>
        words;  // a text without all of these cannot match (regexes are slow)
    std::regex pattern;
};

bool may_match(const std::string& text, const Wording& wording) {
    return std::any_of(wording.words.begin(), wording.words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

void add_matches(const SourceText& source, const std::string& text, const Wording& wording,
                 const std::string& problem, Violations& violations) {
    if (!may_match(text, wording)) return;
    for (std::sregex_iterator it(text.begin(), text.end(), wording.pattern), end; it != end; ++it) {
        violations.push_back({source.path,
                              line_of(source, static_cast<std::size_t>(it->position())),
                              problem + ": " + it->str()});
    }
}

bool includes(const SourceText& source, std::string_view beginning) {
    for (const Include& include : includes_of(source)) {
        if (include.target.starts_with(beginning)) return true;
    }
    return false;
}

Violations check_sql(const std::vector<SourceText>& tree) {
    static const Wording statement{
        {"SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "PRAGMA", "BEGIN"},
        std::regex(
            R"(\b(SELECT\s+[\w*(]|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(UNIQUE\s+)?(TABLE|INDEX)\s|PRAGMA\s+\w|BEGIN\s+IMMEDIATE))")};
    Violations violations;
    for (const SourceText& source : tree) {
        if (!is_product(source) || is_under(source.path, "server/store")) continue;
        add_matches(source, source.strings, statement, "SQL belongs in server/store", violations);
    }
    for (const SourceText& source : tree) {
        const bool may = is_under(source.path, "server/store/sqlite");
        if (is_product(source) && !may && includes(source, "sqlite3")) {
            violations.push_back({source.path, 1, "SQLite belongs in server/store/sqlite"});
        }
    }
    return violations;
}

Violations check_javascript(const std::vector<SourceText>& tree) {
    static const Wording use{
        {"EM_", "EMSCRIPTEN_", "emscripten"},
        std::regex(
            R"(\b(EM_JS|EM_ASM\w*|EM_ASYNC_JS|EM_IMPORT|EMSCRIPTEN_KEEPALIVE|emscripten_\w+|emscripten::\w+)\b)")};
    Violations violations;
    for (const SourceText& source : tree) {
        if (!is_product(source) || is_under(source.path, "client/platform/web")) continue;
        add_matches(source, source.code, use, "JavaScript belongs in client/platform/web",
                    violations);
        if (includes(source, "emscripten")) {
            violations.push_back(
                {source.path, 1, "Emscripten's headers belong in client/platform/web"});
        }
    }
    return violations;
}

// Reading the time is left to classes that are a Clock; all others are told what time it is.
Violations check_clock(const std::vector<SourceText>& tree) {
    static const Wording reading{
        {"::now", ":: now", "std::time", "time(0", "time(n", "time(N", "gettimeofday",
         "clock_gettime", "get_now"},
        std::regex(
            R"((\b\w*[cC]lock(_type)?\s*::\s*now\s*\(|\bstd::time\s*\(|\bgettimeofday\s*\(|\bclock_gettime\s*\(|\btime\s*\(\s*(nullptr|NULL|0)\s*\)|\bemscripten_get_now\s*\())")};
    static const std::regex is_a_clock(R"(:\s*(public\s+)?(lsl::)?Clock\s*\{)");
    std::set<std::string> clocks;  // paths without extension
    const auto stem = [](const std::string& path) { return path.substr(0, path.rfind('.')); };
    for (const SourceText& source : tree) {
        if (is_product(source) && source.code.find("Clock") != std::string::npos &&
            std::regex_search(source.code, is_a_clock)) {
            clocks.insert(stem(source.path));
        }
    }
    Violations violations;
    for (const SourceText& source : tree) {
        if (!is_product(source) || clocks.contains(stem(source.path))) continue;
        add_matches(source, source.code, reading, "the time comes from a Clock", violations);
    }
    std::string first;
    for (const std::string& clock : clocks) {
        if (!is_under(clock, "server")) continue;
        if (!first.empty()) {
            violations.push_back({clock, 1, "the server has its Clock in " + first + " already"});
        }
        first = clock;
    }
    return violations;
}

// One file that reads and writes our own messages, and one for what Cloudflare sends.
Violations check_json(const std::vector<SourceText>& tree) {
    Violations violations;
    std::map<std::string_view, std::string> first;  // by folder
    for (const SourceText& source : tree) {
        if (!is_product(source) || !includes(source, "nlohmann")) continue;
        const std::string_view folder = folder_of(source.path);
        const bool may = folder == "shared/wire/json" || folder == "server/cloudflare";
        if (!may || !source.path.ends_with(".cpp")) {
            violations.push_back(
                {source.path, 1,
                 "JSON belongs in the one .cpp of shared/wire/json, Cloudflare's in "
                 "that of server/cloudflare"});
        } else if (const auto [known, is_first] = first.emplace(folder, source.path); !is_first) {
            violations.push_back({source.path, 1, "JSON is in " + known->second + " already"});
        }
    }
    return violations;
}

// httplib.h is slow to compile and has names for everything, so it stays in few files and out of
// every header.
Violations check_httplib(const std::vector<SourceText>& tree) {
    constexpr int max_files = 4;
    Violations violations;
    int files = 0;
    for (const SourceText& source : tree) {
        if (!is_product(source) || !includes(source, "httplib")) continue;
        const bool may =
            is_under(source.path, "server/http/edge") || is_under(source.path, "server/cloudflare");
        if (!may || !source.path.ends_with(".cpp")) {
            violations.push_back({source.path, 1,
                                  "httplib belongs in .cpp files of server/http/edge and "
                                  "server/cloudflare"});
        } else if (++files > max_files) {
            violations.push_back({source.path, 1, "too many files include httplib"});
        }
    }
    return violations;
}

Violations check_environment(const std::vector<SourceText>& tree) {
    static const Wording reading{{"getenv", "environ"},
                                 std::regex(R"(\b(secure_)?getenv\s*\(|\benviron\b)")};
    Violations violations;
    for (const SourceText& source : tree) {
        if (!is_product(source) || is_under(source.path, "server/config") ||
            source.path == "server/main.cpp") {
            continue;
        }
        add_matches(source, source.code, reading, "configuration is read in server/config",
                    violations);
    }
    return violations;
}

// What the WASM build forbids, and what would tie shared code to one side.
Violations check_shared(const std::vector<SourceText>& tree) {
    static const Wording throwing{{"throw", "try", "catch", "dynamic_cast", "typeid"},
                                  std::regex(R"(\b(throw|try|catch|dynamic_cast|typeid)\b)")};
    static const std::regex environment_of_one_side(
        R"(^(thread|mutex|shared_mutex|condition_variable|atomic|fstream|iostream|filesystem|sys/|unistd))");
    Violations violations;
    for (const SourceText& source : tree) {
        if (!is_product(source)) continue;
        const bool shared = is_under(source.path, "shared");
        if (shared || is_under(source.path, "client")) {
            add_matches(source, source.code, throwing, "no exceptions or RTTI here", violations);
        }
        if (!shared) continue;
        for (const Include& include : includes_of(source)) {
            if (std::regex_search(include.target, environment_of_one_side)) {
                violations.push_back(
                    {source.path, include.line, "shared code has no <" + include.target + ">"});
            }
        }
    }
    return violations;
}

TEST(Sql, IsWrittenOnlyInTheStore) { EXPECT_KEPT(check_sql); }

TEST(Sql, ElsewhereIsSeen) {
    EXPECT_EQ(count(check_sql, "server/services/x.cpp", "q(\"SELECT id FROM users\");"), 1u);
    EXPECT_EQ(count(check_sql, "server/http/x.cpp", "q(R\"(\n  UPDATE users SET a = 1)\");"), 1u);
    EXPECT_EQ(count(check_sql, "server/http/x.cpp", "#include <sqlite3.h>\n"), 1u);
    EXPECT_EQ(count(check_sql, "server/store/x.cpp", "q(\"DELETE FROM users\");"), 0u);
    EXPECT_EQ(count(check_sql, "client/ui/x.cpp", "// SELECT one\nf(\"Select a class\");"), 0u);
}

TEST(JavaScript, IsTouchedOnlyByTheWebPlatform) { EXPECT_KEPT(check_javascript); }

TEST(JavaScript, ElsewhereIsSeen) {
    EXPECT_EQ(count(check_javascript, "client/net/x.cpp", "EM_ASM({ alert(1) });"), 1u);
    EXPECT_EQ(count(check_javascript, "client/ui/x.cpp", "#include <emscripten/html5.h>\n"), 1u);
    EXPECT_EQ(count(check_javascript, "client/app/x.cpp", "emscripten_sleep(1);"), 1u);
    EXPECT_EQ(count(check_javascript, "client/platform/web/x.cpp", "EM_JS(void, f, (), {});"), 0u);
}

TEST(Time, IsReadOnlyByClocks) { EXPECT_KEPT(check_clock); }

TEST(Time, ReadElsewhereIsSeen) {
    EXPECT_EQ(
        count(check_clock, "server/media/x.cpp", "auto t = std::chrono::steady_clock::now();"), 1u);
    EXPECT_EQ(count(check_clock, "server/http/x.cpp", "using Clock = x;\nauto t = Clock::now();"),
              1u);
    EXPECT_EQ(count(check_clock, "server/store/x.cpp", "std::time(nullptr);"), 1u);
    EXPECT_EQ(
        count(check_clock, "server/system_clock.h",
              "class SystemClock final : public Clock { std::chrono::system_clock::now(); };"),
        0u);
}

TEST(Time, HasOneClockInTheServer) {
    const std::string clock = "class C final : public Clock {};";
    EXPECT_EQ(
        check_clock({read_source("server/a.h", clock), read_source("server/b.h", clock)}).size(),
        1u);
}

TEST(Json, IsReadAndWrittenInOneFileAFolder) { EXPECT_KEPT(check_json); }

TEST(Json, ElsewhereIsSeen) {
    const std::string include = "#include <nlohmann/json.hpp>\n";
    EXPECT_EQ(count(check_json, "server/http/x.cpp", include), 1u);
    EXPECT_EQ(count(check_json, "shared/wire/x.h", include), 1u);
    EXPECT_EQ(check_json({read_source("shared/wire/json/a.cpp", include),
                          read_source("shared/wire/json/b.cpp", include)})
                  .size(),
              1u);
    EXPECT_EQ(count(check_json, "server/cloudflare/x.h", include), 1u);
    EXPECT_EQ(check_json({read_source("server/cloudflare/a.cpp", include),
                          read_source("server/cloudflare/b.cpp", include)})
                  .size(),
              1u);
    EXPECT_EQ(check_json({read_source("shared/wire/json/json.cpp", include),
                          read_source("server/cloudflare/a.cpp", include)})
                  .size(),
              0u);
}

TEST(Httplib, StaysInFewFilesOfTwoFolders) { EXPECT_KEPT(check_httplib); }

TEST(Httplib, ElsewhereIsSeen) {
    EXPECT_EQ(count(check_httplib, "server/services/x.cpp", "#include <httplib.h>\n"), 1u);
    EXPECT_EQ(count(check_httplib, "server/http/edge/x.h", "#include \"httplib.h\"\n"), 1u);
    EXPECT_EQ(count(check_httplib, "server/cloudflare/x.h", "#include <httplib.h>\n"), 1u);
    EXPECT_EQ(count(check_httplib, "server/http/edge/x.cpp", "#include <httplib.h>\n"), 0u);
    EXPECT_EQ(count(check_httplib, "server/cloudflare/x.cpp", "#include <httplib.h>\n"), 0u);
}

TEST(Environment, IsReadOnlyByTheConfiguration) { EXPECT_KEPT(check_environment); }

TEST(Environment, ReadElsewhereIsSeen) {
    EXPECT_EQ(count(check_environment, "server/http/x.cpp", "std::getenv(\"HOST\");"), 1u);
    EXPECT_EQ(count(check_environment, "server/config/x.cpp", "std::getenv(\"HOST\");"), 0u);
}

TEST(SharedCode, RunsOnBothSides) { EXPECT_KEPT(check_shared); }

TEST(SharedCode, WithExceptionsOrThreadsIsSeen) {
    EXPECT_EQ(count(check_shared, "shared/wire/x.cpp", "throw 1;"), 1u);
    EXPECT_EQ(count(check_shared, "client/app/x.cpp", "try { f(); } catch (...) {}"), 2u);
    EXPECT_EQ(count(check_shared, "shared/domain/x.h", "#include <mutex>\n"), 1u);
    EXPECT_EQ(count(check_shared, "shared/domain/x.h", "// throw\nconst char* a = \"try\";"), 0u);
}

}  // namespace
}  // namespace lsl::rules
