#include "server/http/pages/pages.h"

#include <gtest/gtest.h>

#include "tests/server/http/server_fixture.h"

namespace lsl::http {
namespace {

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;

TEST(PageTest, IsFilledFromMetaDataWithoutHoles) {
    PageMeta meta{"A & \"B\" </title>", "1 < 2", "http://h/i.jpg", "http://h/streams", true};
    const std::string page =
        filled_page("<head><!--meta--><!--initial-data--></head><body><!--fallback--></body>", meta,
                    R"({"title":"</script><!--meta-->"})", "<p>text</p>");
    EXPECT_NE(page.find("<title>A &amp; &quot;B&quot; &lt;/title&gt; · LeanSporty</title>"),
              std::string::npos)
        << page;
    EXPECT_NE(page.find("<meta property=\"og:image\" content=\"http://h/i.jpg\">"),
              std::string::npos);
    EXPECT_NE(page.find("<link rel=\"canonical\" href=\"http://h/streams\">"), std::string::npos);
    EXPECT_NE(page.find(R"({"title":"\u003c/script>\u003c!--meta-->"}</script>)"),
              std::string::npos);
    EXPECT_NE(page.find("<body><p>text</p></body>"), std::string::npos);
}

class PagesTest : public lsl::testing::ServerTest {};

TEST_F(PagesTest, TheRootLeadsToTheClasses) {
    const HttpAnswer answer = client().get("/");
    EXPECT_EQ(answer.status, 302);
    EXPECT_EQ(answer.header("Location"), "/streams");
}

TEST_F(PagesTest, EveryAddressHasAPageOfItsOwnTitle) {
    HttpClient in = instructor();
    const std::string id = member(create_class(in, "Tom & \\\"Jerry\\\" </script><b>"), "id");
    HttpClient nobody = client();
    for (const std::string& path : {std::string("/streams"),
                                    "/streams/" + id + "/watch",
                                    std::string("/workouts"),
                                    std::string("/login"),
                                    std::string("/account"),
                                    std::string("/invitation"),
                                    std::string("/settings"),
                                    std::string("/notices"),
                                    std::string("/forgot"),
                                    std::string("/unsubscribe"),
                                    std::string("/confirm"),
                                    std::string("/reset"),
                                    std::string("/undo-email"),
                                    std::string("/instructor/login"),
                                    std::string("/instructor/streams"),
                                    std::string("/instructor/streams/create"),
                                    "/instructor/streams/" + id + "/broadcast",
                                    "/instructor/streams/" + id + "/people",
                                    "/instructor/streams/" + id + "/figures",
                                    std::string("/instructor/figures")}) {
        const HttpAnswer page = nobody.get(path);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8") << path;
        EXPECT_NE(page.body.find("<title>"), std::string::npos) << path;
        EXPECT_NE(page.body.find("id=\"initial-data\""), std::string::npos) << path;
        EXPECT_NE(page.body.find("href=\"" + server_->public_url() + path + "\""),
                  std::string::npos)
            << path;
        EXPECT_EQ(page.body.find("</script><b>"), std::string::npos) << path;
        EXPECT_EQ(page.body.find("webrtc_token"), std::string::npos) << path;
        EXPECT_EQ(nobody.request("GET", path, "", {"If-None-Match: " + page.header("ETag")}).status,
                  304)
            << path;
    }
    EXPECT_NE(
        nobody.get("/streams/" + id + "/watch").body.find("<title>Tom &amp; &quot;Jerry&quot;"),
        std::string::npos);
    EXPECT_NE(nobody.get("/login?create").body.find("<title>Create an account"), std::string::npos);
    EXPECT_NE(nobody.get("/streams?mine").body.find("<title>My classes"), std::string::npos);
    EXPECT_EQ(nobody.get("/no/such/page").status, 404);
    EXPECT_EQ(nobody.get("/no/such/page").header("Content-Type"), "text/html; charset=utf-8");
}

TEST_F(PagesTest, TheFirstFrameNeedsNoRequest) {
    HttpClient in = instructor(), ana = viewer();
    const std::string id = member(create_class(in), "id");
    const std::string page = ana.get("/streams").body;
    EXPECT_NE(page.find("\"upcoming_streams\":[{"), std::string::npos) << page;
    EXPECT_NE(page.find("\"email\":\"ana@example.com\""), std::string::npos);
    EXPECT_NE(page.find("<a href=\"/streams/" + id + "/watch\">Salsa</a>"), std::string::npos);
    const std::string foreign = client().get("/streams").body;
    EXPECT_EQ(foreign.find("ana@example.com"), std::string::npos);
    EXPECT_NE(in.get("/streams").body.find("\"roles\":[{\"role\":\"owner\""), std::string::npos);
}

}  // namespace
}  // namespace lsl::http
