#include <string>

#include <nlohmann/json.hpp>

#include "tests/server/http/staffed_class.h"

namespace lsl::http {
namespace {

using Json = nlohmann::json;
using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;

class FiguresApiTest : public lsl::testing::StaffedClassTest {
  protected:
    std::string figures_path() const { return "/api/instructor/streams/" + stream_ + "/figures"; }
};

TEST_F(FiguresApiTest, TellTheOwnerOfMoneyAndACoInstructorOfTheRest) {
    const auto all = Json::parse(owner().get(figures_path()).body);
    for (const char* name : {"attended", "no_shows", "peak", "average", "watch_seconds", "joins",
                             "leaves", "curve", "money"}) {
        EXPECT_TRUE(all.contains(name)) << name;
    }
    EXPECT_EQ(all["money"]["charged"], 0);
    HttpClient cora = staff("co_instructor", "cora");
    const auto some = Json::parse(cora.get(figures_path()).body);
    EXPECT_TRUE(some.contains("attended"));
    EXPECT_FALSE(some.contains("money"));
    EXPECT_EQ(cora.get(figures_path() + ".csv?table=money").status, 403);
    EXPECT_EQ(cora.get("/api/instructor/figures").status, 403);
}

TEST_F(FiguresApiTest, ComeAsFilesToSave) {
    const HttpAnswer file = owner().get(figures_path() + ".csv");
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.header("Content-Type"), "text/csv; charset=utf-8");
    EXPECT_TRUE(file.header("Content-Disposition").starts_with("attachment; filename=\"figures-"));
    EXPECT_TRUE(file.body.starts_with("\xEF\xBB\xBFuser_id,"));
    EXPECT_EQ(owner().get(figures_path() + ".csv?table=secrets").status, 422);
    EXPECT_EQ(owner().get("/api/instructor/figures.csv?by=week").status, 200);
    EXPECT_EQ(owner().get("/api/instructor/figures?from=tomorrow").status, 422);
}

TEST_F(FiguresApiTest, PlayersSayWhatTheyPlayOrNothing) {
    HttpClient emil = viewer("emil");
    ASSERT_EQ(emil.request("POST", "/api/streams/" + stream_ + "/enroll").status, 201);
    const std::string path = "/api/streams/" + stream_ + "/watching";
    EXPECT_EQ(emil.post(path, R"({"span":"a b"})").status, 422);
    EXPECT_EQ(emil.post(path, R"({"span":"a","positionMs":0,"speedPercent":100})").status, 409)
        << "it has not begun";
    EXPECT_EQ(emil.request("POST", path).status, 409);
}

}  // namespace
}  // namespace lsl::http
