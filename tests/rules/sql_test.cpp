// The stores' statements keep to the SQL that SQLite and PostgreSQL share.
#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <utility>
#include <vector>

namespace lsl::rules {
namespace {

struct Dialect {
    const char* what;
    std::regex pattern;
};

const std::vector<Dialect>& dialects() {
    const auto of = [](const char* pattern) { return std::regex(pattern); };
    static const std::vector<Dialect> all = {
        {"INSERT OR is SQLite's; ON CONFLICT DO NOTHING is everybody's",
         of(R"(\b(INSERT|UPDATE)\s+OR\s+\w+)")},
        {"REPLACE INTO is SQLite's", of(R"(\bREPLACE\s+INTO\b)")},
        {"rowid is SQLite's", of(R"(\b(_?rowid_?|oid)\b)")},
        {"an index is named by LSL_INDEXED_BY alone", of(R"(\bINDEXED\s+BY\b)")},
        {"columns are named, one by one", of(R"(\bSELECT\s+(\w+\.)?\*)")},
        {"columns are named, one by one", of(R"(\bINSERT\s+INTO\s+\w+\s+(VALUES|SELECT)\b)")},
        {"a limit below zero is SQLite's", of(R"(\bLIMIT\s+-)")},
        {"PRAGMA is SQLite's", of(R"(\bPRAGMA\b)")},
        {"the driver begins transactions", of(R"(\bBEGIN\b)")},
        {"a boolean is TRUE or FALSE",
         of(R"(\b(recording_available|keep_for_catalog|confirmed|available|closed|is_\w+|can_\w+|watched_\w+)\s*(=|<>)\s*[01]\b)")},
        {"a function of SQLite's",
         of(R"(\b(ifnull|strftime|julianday|group_concat|json_\w+|unixepoch|datetime|glob)\s*\()")},
    };
    return all;
}

Violations check_portable(const std::vector<SourceText>& tree) {
    Violations violations;
    for (const SourceText& source : tree) {
        const bool is_store = is_under(source.path, "server/store") && is_cpp(source.path) &&
                              !is_under(source.path, "server/store/sqlite");
        if (!is_store || file_name_of(source.path) == "portable_sql.h") continue;
        for (const Dialect& dialect : dialects()) {
            for (std::sregex_iterator
                     it(source.strings.begin(), source.strings.end(), dialect.pattern),
                 end;
                 it != end; ++it) {
                violations.push_back({source.path,
                                      line_of(source, static_cast<std::size_t>(it->position())),
                                      std::string(dialect.what) + ": " + it->str()});
            }
        }
    }
    return violations;
}

TEST(Sql, OfTheStoresIsUnderstoodByBothDatabases) {
    ASSERT_GT(source_tree().size(), 20u);
    EXPECT_EQ(describe(check_portable(source_tree())), "");
}

TEST(Sql, OfOneDatabaseAloneIsSeen) {
    const auto faults = [](const std::string& sql) {
        return check_portable({read_source("server/store/x_store.cpp", "f(\"" + sql + "\");\n")})
            .size();
    };
    EXPECT_EQ(faults("INSERT OR IGNORE INTO t (a) VALUES (?)"), 1u);
    EXPECT_EQ(faults("SELECT * FROM t"), 1u);
    EXPECT_EQ(faults("SELECT a FROM t ORDER BY rowid"), 1u);
    EXPECT_EQ(faults("SELECT a FROM t INDEXED BY t_a"), 1u);
    EXPECT_EQ(faults("SELECT a FROM t LIMIT -1 OFFSET 5"), 1u);
    EXPECT_EQ(faults("SELECT a FROM t WHERE watched_live = 1"), 1u);
    EXPECT_EQ(faults("INSERT INTO t VALUES (?)"), 1u);
    EXPECT_EQ(faults("SELECT a, count(*) FROM t WHERE watched_live = TRUE GROUP BY a"), 0u);
    EXPECT_EQ(
        check_portable({read_source("server/store/sqlite/x.cpp", "f(\"PRAGMA a\");\n")}).size(),
        0u);
}

}  // namespace
}  // namespace lsl::rules
