// Threads are made in one place of the product, where what they throw is caught.
#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#include <regex>

namespace lsl::rules {
namespace {

Violations check_threads(const std::vector<SourceText>& tree) {
    // Asking which thread this is, or letting others run, makes none.
    static const std::regex thread(
        R"(\bstd::j?thread\b(?!::id)|\bstd::async\b|\bpthread_create\b)");
    Violations violations;
    for (const SourceText& source : tree) {
        const bool product = is_under(source.path, "server") || is_under(source.path, "client");
        // The database's writer answers for each job by itself, see write_loop.
        const bool allowed = is_under(source.path, "server/threads") ||
                             source.path.starts_with("server/store/database.");
        if (!is_cpp(source.path) || !product || allowed) continue;
        for (std::sregex_iterator it(source.code.begin(), source.code.end(), thread), end;
             it != end; ++it) {
            violations.push_back({source.path,
                                  line_of(source, static_cast<std::size_t>(it->position())),
                                  "a threads::Worker, please"});
        }
    }
    return violations;
}

TEST(Threads, AreWorkers) {
    ASSERT_GT(source_tree().size(), 20u);
    const Violations violations = check_threads(source_tree());
    EXPECT_TRUE(violations.empty()) << describe(violations);
}

TEST(Threads, MadeByHandAreSeen) {
    const auto seen = [](const char* path, const char* text) {
        return check_threads({read_source(path, text)}).size();
    };
    EXPECT_EQ(seen("server/services/a.h", "    std::thread thread_;\n"), 1u);
    EXPECT_EQ(seen("server/media/a.cpp", "auto x = std::async([] {});\n"), 1u);
    EXPECT_EQ(seen("server/media/a.cpp", "std::atomic<std::thread::id> id; // std::thread\n"), 0u);
    EXPECT_EQ(seen("server/threads/worker.h", "    std::thread thread_;\n"), 0u);
}

}  // namespace
}  // namespace lsl::rules
