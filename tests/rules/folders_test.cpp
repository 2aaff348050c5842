// A folder has no more files than one reads through.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace lsl::rules {
namespace {

constexpr int most_files = 40;

// Given by others, found or made, not written: seeds of the fuzzers, pictures, what a run leaves.
bool is_left_out(const std::string& folder) {
    for (const char* name : {"corpus", "pictures", "node_modules", "artifacts", "__pycache__"}) {
        if (folder == name) return true;
    }
    return false;
}

// The folders beneath `tops` of `root` that have too many files, with their number.
std::map<std::string, int> crowded_folders(const std::filesystem::path& root,
                                           const std::vector<std::string>& tops) {
    namespace fs = std::filesystem;
    std::map<std::string, int> files;
    for (const std::string& top : tops) {
        for (auto it = fs::recursive_directory_iterator(root / top);
             it != fs::recursive_directory_iterator(); ++it) {
            if (it->is_directory() && is_left_out(it->path().filename().string())) {
                it.disable_recursion_pending();
            } else if (it->is_regular_file()) {
                ++files[fs::relative(it->path().parent_path(), root).generic_string()];
            }
        }
    }
    std::erase_if(files, [](const auto& folder) { return folder.second <= most_files; });
    return files;
}

TEST(Folders, HaveNoMoreFilesThanOneReadsThrough) {
    for (const auto& [folder, number] :
         crowded_folders(LSL_SOURCE_DIR, {"client", "server", "shared", "web", "tests"})) {
        ADD_FAILURE() << folder << " has " << number << " files: put what belongs together into a "
                      << "folder beneath it";
    }
}

TEST(Folders, ThatAreCrowdedAreSeen) {
    // The rule's own folder, many times over, has too many; as it is, it has not.
    EXPECT_TRUE(crowded_folders(LSL_SOURCE_DIR, {"tests/rules"}).empty());
    EXPECT_EQ(crowded_folders(LSL_SOURCE_DIR, {"tests/rules", "tests/rules"}).size(), 1u);
}

}  // namespace
}  // namespace lsl::rules
