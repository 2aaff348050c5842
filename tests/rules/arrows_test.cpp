// Which folder may include which: the arrows of the design, one way only.
#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace lsl::rules {
namespace {

struct Arrows {
    std::set<std::string, std::less<>> folders;  // besides its own
};

// "shared" stands for its three folders.
const std::map<std::string, Arrows, std::less<>>& arrows() {
    static const std::map<std::string, Arrows, std::less<>> table = {
        {"shared/base", {}},
        {"shared/domain", {{"shared/base"}}},
        {"shared/wire", {{"shared/base", "shared/domain"}}},

        {"server/base64", {}},
        {"server/threads", {}},
        {"server/media", {{"shared/base", "server/threads"}}},
        {"server/recorder", {{"server/media", "server/threads", "shared/base"}}},
        {"server/store", {{"shared", "server/threads"}}},
        {"server/config", {{"shared", "server/base64"}}},
        {"server/cloudflare", {{"shared", "server/base64"}}},
        {"server/mail", {{"shared", "server/base64"}}},
        {"server/push", {{"shared", "server/base64"}}},
        {"server/passkeys", {{"shared"}}},
        {"server/scheduler", {{"shared", "server/threads"}}},
        {"server/services",
         {{"shared", "server/base64", "server/store", "server/media", "server/recorder",
           "server/cloudflare", "server/mail", "server/push", "server/passkeys",
           "server/threads"}}},
        {"server/http", {{"shared", "server/services", "server/threads"}}},
        {"server",
         {{"shared", "server/media", "server/recorder", "server/store", "server/config",
           "server/cloudflare", "server/mail", "server/push", "server/passkeys", "server/scheduler",
           "server/services", "server/http"}}},

        {"client/media", {{"shared"}}},
        {"client/platform", {{"shared", "client/media"}}},
        {"client/platform/null", {{"shared", "client/platform", "client/media"}}},
        {"client/platform/web", {{"shared", "client/platform", "client/media"}}},
        {"client/net", {{"shared", "client/platform"}}},
        {"client/player", {{"shared", "client/platform", "client/media"}}},
        {"client/ui", {{"shared"}}},
        {"client/model", {{"shared", "client/media"}}},
        {"client/views", {{"shared", "client/model", "client/media", "client/ui"}}},
        {"client/app",
         {{"shared", "client/platform", "client/net", "client/player", "client/ui", "client/model",
           "client/media", "client/views"}}},
    };
    return table;
}

bool is_ours(std::string_view include) {
    for (std::string_view top : {"shared", "client", "server", "tests", "web"}) {
        if (is_under(include, top)) return true;
    }
    return false;
}

/// The folder of the table that `folder` is or lies in: a folder's rooms share its arrows. Empty
/// when the table has none.
std::string_view place_of(std::string_view folder) {
    for (;;) {
        // What lies directly in server/ is the whole; a new folder there needs arrows of its own.
        if (arrows().contains(folder)) return folder;
        const std::size_t slash = folder.rfind('/');
        if (slash == std::string_view::npos) return {};
        folder = folder.substr(0, slash);
        if (folder == "server") return {};
    }
}

bool is_allowed(std::string_view from, std::string_view to) {
    to = place_of(to);
    if (from == to) return true;
    const auto row = arrows().find(from);
    if (row == arrows().end()) return false;
    const auto& folders = row->second.folders;
    return folders.contains(to) || (is_under(to, "shared") && folders.contains("shared"));
}

Violations check_arrows(const std::vector<SourceText>& tree) {
    Violations violations;
    for (const SourceText& source : tree) {
        if (!is_cpp(source.path) || is_under(source.path, "tests")) continue;
        const std::string_view from = place_of(folder_of(source.path));
        if (from.empty()) {
            violations.push_back(
                {source.path, 1, "this folder has no place in the table of arrows"});
            continue;
        }
        for (const Include& include : includes_of(source)) {
            const bool beside_it =
                include.quoted && include.target.find('/') == std::string::npos &&
                std::any_of(tree.begin(), tree.end(), [&](const SourceText& other) {
                    return folder_of(other.path) == folder_of(source.path) &&
                           file_name_of(other.path) == include.target;
                });
            if (beside_it || include.target.starts_with(".")) {
                violations.push_back(
                    {source.path, include.line, "name \"" + include.target + "\" from the root"});
            } else if (is_ours(include.target) && !is_allowed(from, folder_of(include.target))) {
                violations.push_back({source.path, include.line,
                                      std::string(from) + " must not know " + include.target});
            }
        }
    }
    return violations;
}

TEST(Arrows, EveryIncludeGoesTheRightWay) {
    ASSERT_GT(source_tree().size(), 20u);
    const Violations violations = check_arrows(source_tree());
    EXPECT_TRUE(violations.empty()) << describe(violations);
}

TEST(Arrows, AWrongIncludeIsSeen) {
    EXPECT_EQ(
        check_arrows({read_source("server/media/bad.cpp", "#include \"shared/domain/stream.h\"\n")})
            .size(),
        1u);
    EXPECT_EQ(check_arrows(
                  {read_source("client/views/bad.h", "  #  include \"client/net/api_client.h\"\n")})
                  .size(),
              1u);
    EXPECT_EQ(
        check_arrows({read_source("shared/base/bad.h", "#include <shared/wire/api.h>\n")}).size(),
        1u);
    EXPECT_EQ(
        check_arrows({read_source("server/http/bad.cpp", "#include \"server/store/users.h\"\n")})
            .size(),
        1u);
}

TEST(Arrows, AnUnknownFolderIsSeen) {
    EXPECT_EQ(check_arrows({read_source("server/helpers/x.h", "#pragma once\n")}).size(), 1u);
}

TEST(Arrows, AnIncludeRelativeToTheFileIsSeen) {
    EXPECT_EQ(check_arrows({read_source("server/store/a.cpp", "#include \"b.h\"\n"),
                            read_source("server/store/b.h", "#pragma once\n")})
                  .size(),
              1u);
    EXPECT_EQ(
        check_arrows({read_source("server/store/a.cpp", "#include \"../media/tap.h\"\n")}).size(),
        1u);
}

TEST(Arrows, RightIncludesAndCommentsAreLeftAlone) {
    EXPECT_TRUE(check_arrows({read_source("server/services/a.cpp",
                                          "#include \"server/store/users.h\"\n"
                                          "#include \"shared/wire/api.h\"\n"
                                          "#include <vector>\n"
                                          "// #include \"server/http/edge/router.h\"\n")})
                    .empty());
}

}  // namespace
}  // namespace lsl::rules
