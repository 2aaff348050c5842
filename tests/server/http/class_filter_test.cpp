#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/server/http/server_fixture.h"

namespace lsl::http {
namespace {

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;
using Json = nlohmann::json;

class ClassFilterTest : public lsl::testing::ServerTest {
  protected:
    void SetUp() override {
        ServerTest::SetUp();
        HttpClient owner = instructor();
        for (const std::string fields :
             {R"("title":"Forró for Two","style":" Forró ","level":"beginner")",
              R"("title":"Salsa Basics","style":"Salsa","instructorName":"Zoé")",
              R"("title":"Any Dance")"}) {
            const HttpAnswer made =
                owner.post("/api/instructor/streams/create",
                           "{" + fields + ",\"scheduledStartTime\":\"2030-01-01T10:00:00Z\"}");
            ASSERT_EQ(made.status, 201) << made.body;
        }
    }
    std::vector<std::string> titles(const std::string& query) {
        std::vector<std::string> found;
        const Json answer = Json::parse(client().get("/api/streams?" + query).body);
        for (const Json& row : answer["upcoming_streams"]) found.push_back(row["title"]);
        return found;
    }
};

TEST_F(ClassFilterTest, ListsLeaveOutWhatDoesNotFit) {
    using List = std::vector<std::string>;
    EXPECT_EQ(titles("style=FORRO"), List{"Forró for Two"});
    EXPECT_EQ(titles("style=forr"), List{});
    EXPECT_EQ(titles("level=beginner"), List{"Forró for Two"});
    EXPECT_EQ(titles("q=zoe+SALSA"), List{"Salsa Basics"});
    EXPECT_EQ(titles("q=zoe+forro"), List{});
    EXPECT_EQ(titles("style=&level=&q=").size(), 3u) << "empty parameters do nothing";
    EXPECT_EQ(titles("q=%20%20").size(), 3u);
    EXPECT_EQ(titles("style=%CC%81"), List{}) << "a style of nothing but an accent";

    const Json plain = Json::parse(client().get("/api/streams?q=any").body);
    EXPECT_EQ(plain["upcoming_streams"][0]["style"], "");
    EXPECT_EQ(plain["upcoming_streams"][0]["level"], "any");
    const Json forro = Json::parse(client().get("/api/streams?q=two").body);
    EXPECT_EQ(forro["upcoming_streams"][0]["style"], "Forró") << "trimmed";
}

TEST_F(ClassFilterTest, AnUnknownLevelAndVeryManyWordsAreRefused) {
    const HttpAnswer unknown = client().get("/api/streams?level=expert");
    EXPECT_EQ(unknown.status, 422);
    EXPECT_EQ(Json::parse(unknown.body)["field"], "level");
    EXPECT_EQ(client().get("/api/streams?q=1+2+3+4+5+6+7+8").status, 200);
    EXPECT_EQ(client().get("/api/streams?q=1+2+3+4+5+6+7+8+9").status, 422);
    EXPECT_EQ(client().get("/streams?level=expert").status, 200) << "a page says it in the app";
}

TEST_F(ClassFilterTest, AFilteredListHasPages) {
    HttpClient owner = instructor();
    for (int i = 0; i < 3; ++i) {
        owner.post("/api/instructor/streams/create",
                   "{\"title\":\"Salsa " + std::to_string(i) +
                       "\",\"style\":\"Salsa\",\"scheduledStartTime\":\"2030-01-0" +
                       std::to_string(i + 2) + "T10:00:00Z\"}");
    }
    std::vector<std::string> seen;
    std::string cursor;
    for (int page = 0; page < 10; ++page) {
        const std::string query =
            "style=salsa&limit=1" + (cursor.empty() ? "" : "&cursor=" + cursor);
        const Json answer = Json::parse(client().get("/api/streams?" + query).body);
        for (const Json& row : answer["upcoming_streams"]) seen.push_back(row["title"]);
        if (answer["next_cursor"].is_null()) break;
        cursor = answer["next_cursor"];
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"Salsa Basics", "Salsa 0", "Salsa 1", "Salsa 2"}));
}

TEST_F(ClassFilterTest, StyleAndLevelAreChecked) {
    HttpClient owner = instructor();
    const auto create = [&](const std::string& fields) {
        return owner.post(
            "/api/instructor/streams/create",
            "{\"title\":\"X\",\"scheduledStartTime\":\"2030-01-01T10:00:00Z\"," + fields + "}");
    };
    std::string forty;
    for (int i = 0; i < 40; ++i) forty += "é";
    EXPECT_EQ(create("\"style\":\"" + forty + "\"").status, 201);
    const HttpAnswer long_style = create("\"style\":\"" + forty + "é\"");
    EXPECT_EQ(long_style.status, 422);
    EXPECT_EQ(Json::parse(long_style.body)["field"], "style");
    const HttpAnswer unknown = create("\"level\":\"expert\"");
    EXPECT_EQ(unknown.status, 422);
    EXPECT_EQ(Json::parse(unknown.body)["field"], "level");
}

}  // namespace
}  // namespace lsl::http
