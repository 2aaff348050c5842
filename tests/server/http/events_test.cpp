#include "server/http/events/event_stream.h"

#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

#include "shared/wire/events.h"
#include "tests/server/http/server_fixture.h"
#include "tests/server/moving_clock.h"

namespace lsl::http {
namespace {

using namespace std::chrono_literals;
using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;
using lsl::testing::HttpConnection;

class EventStreamTest : public ::testing::Test {
  protected:
    EventStream stream() {
        return EventStream(hub_.subscribe({}), clock_.mono(), "hello", [this] { return allowed_; });
    }
    /// What a turn has to send.
    std::string take(EventStream& events) {
        std::string all;
        for (const SharedBytes& text : events.take(clock_.mono()).texts) all += *text;
        return all;
    }
    bool is_over(EventStream& events) { return events.take(clock_.mono()).over; }

    lsl::testing::MovingClock clock_;
    services::EventHub hub_{clock_, 0ms};
    bool allowed_ = true;
};

TEST_F(EventStreamTest, GreetsThenTellsWhatHappensWithNumbersThatGrow) {
    EventStream events = stream();
    EXPECT_EQ(take(events), "hello");
    EXPECT_EQ(take(events), "");
    hub_.tell(services::Topic::everybody(), wire::WalletChanged{5});
    hub_.tell(services::Topic::everybody(), wire::WalletChanged{6});
    const std::string heard = take(events);
    EXPECT_EQ(services::without_ids(heard),
              "event: wallet\ndata: {\"balance\":5}\n\n"
              "event: wallet\ndata: {\"balance\":6}\n\n");
    const std::string first = heard.substr(0, heard.find('\n'));
    const std::string second = heard.substr(heard.rfind("id: "), first.size());
    EXPECT_TRUE(first.starts_with("id: ")) << heard;
    EXPECT_LT(first, second);
}

TEST_F(EventStreamTest, SaysEveryFifteenSecondsThatItIsThere) {
    EventStream events = stream();
    EXPECT_EQ(take(events), "hello");
    clock_.advance(14s);
    EXPECT_EQ(take(events), "");
    EXPECT_EQ(events.take(clock_.mono()).look_again, clock_.mono() + 1s);
    clock_.advance(1s);
    EXPECT_EQ(take(events), ": still here\n\n");
    EXPECT_EQ(take(events), "");
}

TEST_F(EventStreamTest, EndsWithItsSession) {
    EventStream events = stream();
    EXPECT_FALSE(is_over(events));
    allowed_ = false;
    clock_.advance(29s);
    EXPECT_FALSE(is_over(events));
    clock_.advance(1s);
    EXPECT_TRUE(is_over(events));
}

TEST_F(EventStreamTest, EndsWithTheHub) {
    EventStream events = stream();
    EXPECT_FALSE(is_over(events));
    hub_.close();
    EXPECT_TRUE(is_over(events));
}

class EventsTest : public lsl::testing::ServerTest {
  protected:
    static void listen(HttpConnection& connection, const HttpClient& as) {
        connection.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\nCookie: " +
                        as.cookie_header() + "\r\n\r\n");
        connection.read_until("event: hello", 2s);
    }
};

TEST_F(EventsTest, AnybodyHearsOfClassesAndAViewerOfTheirs) {
    HttpClient in = instructor(), ana = viewer();
    HttpConnection anyone(port()), own(port());
    listen(anyone, client());
    listen(own, ana);
    const std::string id = member(create_class(in), "id");
    EXPECT_NE(anyone.read_until("event: stream", 1s).find(id), std::string::npos);
    ana.request("POST", "/api/streams/" + id + "/enroll");
    EXPECT_NE(own.read_until("event: wallet", 1s).find("{\"balance\":80}"), std::string::npos);
    EXPECT_NE(own.read_until("event: enrollment", 1s).find("event: enrollment"), std::string::npos);
    const std::string heard = anyone.read_until("\"total_enrollments\":1", 1s);
    EXPECT_NE(heard.find("\"total_enrollments\":1"), std::string::npos);
    EXPECT_EQ(heard.find("event: wallet"), std::string::npos);
    EXPECT_EQ(heard.find("webrtc"), std::string::npos);
}

TEST_F(EventsTest, IsAnEventStreamThatNobodyKeeps) {
    HttpConnection anyone(port());
    anyone.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const std::string head = anyone.read_until("event: hello", 2s);
    EXPECT_NE(head.find("Content-Type: text/event-stream"), std::string::npos) << head;
    EXPECT_NE(head.find("Cache-Control: no-store"), std::string::npos) << head;
    EXPECT_NE(head.find("retry: 2000\n"), std::string::npos) << head;
}

TEST_F(EventsTest, LoggingOutEndsTheStream) {
    HttpClient ana = viewer();
    HttpConnection own(port());
    listen(own, ana);
    ana.post("/api/auth/logout");
    EXPECT_TRUE(own.closes_within(2s));
}

TEST_F(EventsTest, AStopEndsAllStreamsAtOnce) {
    std::vector<std::unique_ptr<HttpConnection>> listeners;
    for (int i = 0; i < 40; ++i) {
        listeners.push_back(std::make_unique<HttpConnection>(port()));
        listen(*listeners.back(), client());
    }
    const MonoTime begin = clock_.mono();
    server_.reset();
    EXPECT_LT(clock_.mono() - begin, 3s);
    for (const auto& listener : listeners) EXPECT_TRUE(listener->closes_within(1s));
}

class RoomEventsTest : public EventsTest {
  protected:
    static void enter(HttpConnection& connection, const HttpClient& as, const std::string& id,
                      const std::string& last_event_id = {}) {
        connection.send("GET /api/events?stream=" + id +
                        " HTTP/1.1\r\nHost: localhost\r\nCookie: " + as.cookie_header() + "\r\n" +
                        (last_event_id.empty() ? "" : "Last-Event-ID: " + last_event_id + "\r\n") +
                        "\r\n");
    }
    static std::string first_frame(HttpConnection& connection) {
        return connection.read_until("event: room", 2s) + connection.read_until("}\n\n", 2s);
    }
    static std::string id_in(const std::string& frame) {
        const std::size_t at = frame.rfind("id: ");
        return at == frame.npos ? "" : frame.substr(at + 4, frame.find('\n', at) - at - 4);
    }
    HttpClient enrolled(const std::string& name, const std::string& id) const {
        HttpClient person = viewer(name);
        person.post("/api/streams/" + id + "/enroll");
        return person;
    }
};

TEST_F(RoomEventsTest, ARoomIsForThoseWithAPlaceAndForStaff) {
    HttpClient in = instructor();
    const std::string id = member(create_class(in), "id");
    const std::string path = "/api/events?stream=" + id;
    EXPECT_EQ(client().get(path).status, 401);
    const HttpAnswer outside = viewer("eve").get(path);
    EXPECT_EQ(outside.status, 403);
    EXPECT_NE(outside.body.find("\"not_enrolled\""), std::string::npos);
    EXPECT_EQ(in.get("/api/events?stream=x").status, 404);
    for (const HttpClient& person : {enrolled("ana", id), in}) {
        HttpConnection there(port());
        enter(there, person, id);
        const std::string heard = first_frame(there);
        EXPECT_NE(heard.find("event: room\ndata: {\"messages\":[],\"people\":{},\"room\":{"),
                  std::string::npos)
            << heard;
        // News of those who enrolled may have come to the room before.
        const std::string id_of_now = id_in(heard);
        EXPECT_NE(id_of_now.find('.'), std::string::npos) << heard;
        EXPECT_TRUE(id_of_now.ends_with(".0") || id_of_now.ends_with(".1")) << heard;
    }
}

TEST_F(RoomEventsTest, AnIdOfTheRoomResumesAndAnUnknownOneDoesNot) {
    HttpClient in = instructor();
    const std::string id = member(create_class(in), "id");
    const HttpClient ana = enrolled("ana", id);
    HttpConnection before(port()), after(port()), stranger(port());
    enter(before, ana, id);
    const std::string last = id_in(first_frame(before));
    in.request("PATCH", "/api/instructor/streams/" + id, "{\"title\":\"Rumba\"}",
               {"Content-Type: application/json"});
    before.read_until("Rumba", 2s);
    enter(after, ana, id, last);
    const std::string missed = after.read_until("Rumba", 2s);
    EXPECT_NE(missed.find("Rumba"), std::string::npos) << "what was missed comes by itself";
    EXPECT_EQ(missed.find("resync"), std::string::npos) << missed;
    enter(stranger, ana, id, "long-ago.7");
    EXPECT_NE(first_frame(stranger).find("data: {\"resync\":true}"), std::string::npos);
}

TEST_F(RoomEventsTest, WhoLeavesTheClassLeavesTheRoomAndKeepsTheRest) {
    HttpClient in = instructor();
    const std::string id = member(create_class(in), "id");
    HttpClient ana = enrolled("ana", id), ben = enrolled("ben", id);
    HttpConnection room(port()), own(port()), bens(port());
    enter(room, ana, id);
    first_frame(room);
    listen(own, ana);
    enter(bens, ben, id);
    first_frame(bens);
    ana.request("DELETE", "/api/streams/" + id + "/enrollment");
    EXPECT_TRUE(room.closes_within(2s));
    EXPECT_NE(own.read_until("event: enrollment_gone", 2s).find("enrollment_gone"),
              std::string::npos);
    EXPECT_FALSE(bens.closes_within(100ms));
    in.post("/api/instructor/streams/" + id + "/cancel");
    EXPECT_TRUE(bens.closes_within(2s)) << "the tokens came back";
}

TEST_F(RoomEventsTest, LoggingOutLeavesTheRoom) {
    HttpClient in = instructor();
    const std::string id = member(create_class(in), "id");
    HttpClient ana = enrolled("ana", id);
    HttpConnection room(port()), staff(port());
    enter(room, ana, id);
    first_frame(room);
    enter(staff, in, id);
    first_frame(staff);
    ana.post("/api/auth/logout");
    EXPECT_TRUE(room.closes_within(2s));
    in.post("/api/instructor/logout");
    EXPECT_TRUE(staff.closes_within(2s));
}

TEST_F(EventsTest, WhoComesBackGetsWhatWasMissed) {
    HttpClient in = instructor();
    const std::string id = member(create_class(in), "id");
    HttpConnection before(port());
    listen(before, client());
    in.request("PATCH", "/api/instructor/streams/" + id, "{\"title\":\"Rumba\"}",
               {"Content-Type: application/json"});
    const std::string heard = before.read_until("Rumba", 2s);
    const std::size_t at = heard.find("id: ");
    ASSERT_NE(at, std::string::npos) << heard;
    const std::string last = heard.substr(at + 4, heard.find('\n', at) - at - 4);
    std::this_thread::sleep_for(300ms);
    in.request("PATCH", "/api/instructor/streams/" + id, "{\"title\":\"Tango\"}",
               {"Content-Type: application/json"});
    before.read_until("Tango", 2s);
    for (const std::string& id_sent : {last, std::string("9")}) {
        HttpConnection after(port());
        after.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: " + id_sent +
                   "\r\n\r\n");
        if (id_sent == last) {
            EXPECT_NE(after.read_until("Tango", 2s).find("Tango"), std::string::npos);
        } else {
            EXPECT_NE(after.read_until("event: resync", 2s).find("resync"), std::string::npos);
        }
    }
}

TEST_F(EventsTest, APageHearsWhatHappenedBetweenItsWritingAndItsListening) {
    HttpClient in = instructor();
    const std::string id = member(create_class(in), "id");
    for (const HttpClient& reader : {client(), viewer("ana")}) {
        HttpClient asking = reader;
        const HttpAnswer page = asking.get("/streams");
        const std::string_view mark = "\"events\":\"";
        const std::size_t at = page.body.find(mark);
        ASSERT_NE(at, std::string::npos);
        const std::size_t begin = at + mark.size();
        const std::string after = page.body.substr(begin, page.body.find('"', begin) - begin);
        in.request("PATCH", "/api/instructor/streams/" + id, "{\"title\":\"Rumba\"}",
                   {"Content-Type: application/json"});
        std::this_thread::sleep_for(300ms);  // the news has left by then
        HttpConnection listening(port());
        listening.send("GET /api/events?after=" + after +
                       " HTTP/1.1\r\nHost: localhost\r\nCookie: " + asking.cookie_header() +
                       "\r\n\r\n");
        const std::string heard = listening.read_until("Rumba", 2s);
        EXPECT_NE(heard.find("Rumba"), std::string::npos) << heard;
        EXPECT_EQ(heard.find("resync"), std::string::npos) << heard;
        in.request("PATCH", "/api/instructor/streams/" + id, "{\"title\":\"Salsa\"}",
                   {"Content-Type: application/json"});
    }
}

TEST_F(EventsTest, ListenersHoldNoThread) {
    const auto threads = [] {
        const std::filesystem::directory_iterator tasks("/proc/self/task");
        return std::distance(begin(tasks), end(tasks));
    };
    std::vector<std::unique_ptr<HttpConnection>> listeners;
    for (int i = 0; i < 100; ++i) {
        listeners.push_back(std::make_unique<HttpConnection>(port()));
        listen(*listeners.back(), client());
    }
    EXPECT_LT(threads(), 60);
    EXPECT_NE(client().get("/metrics").body.find("\nlsl_event_connections 100\n"),
              std::string::npos);
}

}  // namespace
}  // namespace lsl::http
