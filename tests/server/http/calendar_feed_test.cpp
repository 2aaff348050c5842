#include <string>

#include "tests/server/http/staffed_class.h"

namespace lsl::http {
namespace {

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;

class CalendarFeedTest : public lsl::testing::StaffedClassTest {
  protected:
    /// The path of the calendar that the answer names.
    std::string path_in(const HttpAnswer& answer) const {
        const std::string url = member(answer.body, "url");
        const std::string start = server_->public_url();
        EXPECT_TRUE(url.starts_with(start + "/calendar/")) << answer.body;
        return url.size() < start.size() ? "" : url.substr(start.size());
    }
    static std::string line_of(const std::string& calendar, const std::string& name) {
        const auto at = calendar.find("\r\n" + name + ":");
        if (at == calendar.npos) return {};
        return calendar.substr(at + 2, calendar.find("\r\n", at + 2) - at - 2);
    }
};

TEST_F(CalendarFeedTest, HasTheClassesThatAPersonHasAPlaceIn) {
    HttpClient ana = viewer("ana");
    const std::string path = path_in(ana.get("/api/me/calendar"));
    EXPECT_EQ(client().get(path).body.find("BEGIN:VEVENT"), std::string::npos);
    ASSERT_EQ(ana.request("POST", "/api/streams/" + stream_ + "/enroll").status, 201);
    const HttpAnswer feed = client().get(path);
    ASSERT_EQ(feed.status, 200);
    EXPECT_EQ(feed.header("Content-Type"), "text/calendar; charset=utf-8");
    const std::string file = client().get("/api/streams/" + stream_ + "/calendar.ics").body;
    for (const char* same : {"UID", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY"}) {
        EXPECT_FALSE(line_of(feed.body, same).empty()) << same;
        EXPECT_EQ(line_of(feed.body, same), line_of(file, same));
    }
    EXPECT_EQ(feed.body.find("VALARM"), feed.body.npos);
    EXPECT_NE(feed.body.find("REFRESH-INTERVAL;VALUE=DURATION:PT1H"), feed.body.npos);
    HttpClient reader = client();
    EXPECT_EQ(reader.request("GET", path, {}, {"If-None-Match: " + feed.header("ETag")}).status,
              304);
}

TEST_F(CalendarFeedTest, ACancelledClassSaysSo) {
    HttpClient ana = viewer("ana");
    ASSERT_EQ(ana.request("POST", "/api/streams/" + stream_ + "/enroll").status, 201);
    const std::string path = path_in(ana.get("/api/me/calendar"));
    ASSERT_EQ(owner().request("POST", "/api/instructor/streams/" + stream_ + "/cancel").status,
              200);
    EXPECT_EQ(line_of(client().get(path).body, "STATUS"), "STATUS:CANCELLED");
}

TEST_F(CalendarFeedTest, AnotherAddressEndsTheFormer) {
    HttpClient ana = viewer("ana");
    const std::string first = path_in(ana.get("/api/me/calendar"));
    EXPECT_EQ(path_in(ana.get("/api/me/calendar")), first);
    const std::string second = path_in(ana.request("POST", "/api/me/calendar/rotate"));
    EXPECT_NE(second, first);
    EXPECT_EQ(client().get(first).status, 404);
    EXPECT_EQ(client().get(second).status, 200);
}

TEST_F(CalendarFeedTest, MadeUpAddressesLeadNowhere) {
    HttpClient ana = viewer("ana");
    std::string path = path_in(ana.get("/api/me/calendar"));
    path[path.size() - 6] = path[path.size() - 6] == 'A' ? 'B' : 'A';
    EXPECT_EQ(client().get(path).status, 404);
    EXPECT_EQ(client().get("/calendar/x.ics").status, 404);
    EXPECT_EQ(client().get("/calendar/x").status, 404);
}

TEST_F(CalendarFeedTest, TeachersHaveOneOfWhatTheyTeach) {
    const std::string path = path_in(owner().get("/api/instructor/calendar"));
    EXPECT_NE(client().get(path).body.find("UID:" + stream_), std::string::npos);
    HttpClient mona = staff("moderator", "mona");
    EXPECT_NE(client().get(path_in(mona.get("/api/instructor/calendar"))).body.find(stream_),
              std::string::npos);
    HttpClient ana = viewer("ana");
    EXPECT_EQ(ana.get("/api/instructor/calendar").status, 403);
}

}  // namespace
}  // namespace lsl::http
