// A folder of some size says in its README what it is for and what is where.
#include "tests/rules/expect_kept.h"
#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace lsl::rules {
namespace {

constexpr int most_without = 5;

// Folders of the product that have more files than one sees at a glance.
std::vector<std::string> large_folders(const std::vector<SourceText>& tree) {
    std::map<std::string, int, std::less<>> files;
    for (const SourceText& source : tree) {
        if (!is_under(source.path, "tests")) ++files[std::string(folder_of(source.path))];
    }
    std::vector<std::string> large;
    for (const auto& [folder, number] : files) {
        if (number > most_without) large.push_back(folder);
    }
    return large;
}

Violations check_readmes(const std::vector<SourceText>& tree) {
    const std::filesystem::path root = LSL_SOURCE_DIR;
    Violations violations;
    for (const std::string& folder : large_folders(tree)) {
        if (!std::filesystem::exists(root / folder / "README.md")) {
            violations.push_back({folder + "/README.md", 1, "what is in this folder, and why?"});
        }
    }
    return violations;
}

TEST(Readmes, StandInEveryLargeFolder) { EXPECT_KEPT(check_readmes); }

TEST(Readmes, ThatAreMissingAreSeen) {
    std::vector<SourceText> tree;
    for (const char* name : {"a.h", "a.cpp", "b.h", "b.cpp", "c.h"}) {
        tree.push_back(read_source(std::string("server/nowhere/") + name, ""));
        tree.push_back(read_source(std::string("tests/nowhere/") + name, ""));
    }
    EXPECT_EQ(check_readmes(tree).size(), 0u);
    tree.push_back(read_source("tests/nowhere/c.cpp", ""));
    EXPECT_EQ(check_readmes(tree).size(), 0u);
    tree.push_back(read_source("server/nowhere/c.cpp", ""));
    EXPECT_EQ(check_readmes(tree).size(), 1u);
}

}  // namespace
}  // namespace lsl::rules
