#include <string>

#include "tests/server/http/staffed_class.h"

namespace lsl::http {
namespace {

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;

class ChaptersOverHttpTest : public lsl::testing::StaffedClassTest {
  protected:
    std::string chapters_path() const { return "/api/streams/" + stream_ + "/chapters"; }
    void go_live() {
        const std::string path = "/api/instructor/streams/" + stream_ + "/start";
        ASSERT_EQ(owner().request("POST", path).status, 200);
    }
};

TEST_F(ChaptersOverHttpTest, AreMarkedChangedAndRemovedByTheTeam) {
    HttpClient mona = staff("moderator", "mona");
    EXPECT_EQ(code_of(mona.post(chapters_path(), R"({"title":"Warm-up"})")), "not_live");
    go_live();
    const std::string body = R"({"clientId":"press-1","kind":"warm_up","title":"Warm-up"})";
    const HttpAnswer marked = mona.post(chapters_path(), body);
    EXPECT_EQ(marked.status, 201) << marked.body;
    EXPECT_EQ(mona.post(chapters_path(), body).status, 200) << "the same press";
    const std::string one = chapters_path() + "/" + member(marked.body, "id");
    const HttpAnswer renamed =
        mona.request("PATCH", one, R"({"title":"Stretching"})", {"Content-Type: application/json"});
    EXPECT_EQ(member(renamed.body, "title"), "Stretching") << renamed.body;
    EXPECT_NE(owner().get(chapters_path()).body.find("Stretching"), std::string::npos);
    EXPECT_EQ(mona.request("DELETE", one).status, 204);
    EXPECT_EQ(mona.request("DELETE", one).status, 404);
}

TEST_F(ChaptersOverHttpTest, AreAFileForMediaElements) {
    go_live();
    EXPECT_EQ(owner().post(chapters_path(), R"({"title":"Warm-up"})").status, 201);
    const HttpAnswer file = owner().get(chapters_path() + ".vtt");
    EXPECT_EQ(file.status, 200);
    EXPECT_TRUE(file.body.starts_with("WEBVTT\n")) << file.body;
}

}  // namespace
}  // namespace lsl::http
