#include "tests/rules/source_tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace lsl::rules {
namespace {

bool is_source(const std::filesystem::path& path) {
    const std::string extension = path.extension().string();
    return extension == ".h" || extension == ".cpp" || extension == ".js" || extension == ".mjs";
}

std::vector<SourceText> read_tree() {
    namespace fs = std::filesystem;
    const fs::path root = LSL_SOURCE_DIR;
    std::vector<SourceText> tree;
    for (const char* top : {"shared", "client", "server", "web", "tests"}) {
        for (auto it = fs::recursive_directory_iterator(root / top);
             it != fs::recursive_directory_iterator(); ++it) {
            const fs::path& path = it->path();
            if (it->is_directory() &&
                (path.filename() == "node_modules" || path.filename() == "artifacts")) {
                it.disable_recursion_pending();
            } else if (it->is_regular_file() && is_source(path)) {
                std::ifstream file(path, std::ios::binary);
                std::string text{std::istreambuf_iterator<char>(file), {}};
                tree.push_back(
                    read_source(fs::relative(path, root).generic_string(), std::move(text)));
            }
        }
    }
    std::sort(tree.begin(), tree.end(),
              [](const SourceText& a, const SourceText& b) { return a.path < b.path; });
    return tree;
}

}  // namespace

const std::vector<SourceText>& source_tree() {
    static const std::vector<SourceText> tree = read_tree();
    return tree;
}

}  // namespace lsl::rules
