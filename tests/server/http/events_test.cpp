#include "server/http/event_stream.h"

#include <gtest/gtest.h>

#include "shared/wire/events.h"
#include "tests/server/http/server_fixture.h"
#include "tests/server/moving_clock.h"

namespace lsl::http {
namespace {

using namespace std::chrono_literals;
using lsl::testing::HttpClient;
using lsl::testing::HttpConnection;

class EventStreamTest : public ::testing::Test {
  protected:
    EventStream stream() {
        return EventStream(hub_.subscribe({}), clock_, "hello", [this] { return allowed_; });
    }
    lsl::testing::MovingClock clock_;
    services::EventHub hub_;
    bool allowed_ = true;
};

TEST_F(EventStreamTest, GreetsThenTellsWhatHappensWithNumbers) {
    EventStream events = stream();
    EXPECT_EQ(events.next(0ms), "hello");
    EXPECT_EQ(events.next(0ms), "");
    hub_.to_everybody(wire::WalletChanged{5});
    hub_.to_everybody(wire::WalletChanged{6});
    EXPECT_EQ(events.next(0ms),
              "id: 1\nevent: wallet\ndata: {\"balance\":5}\n\n"
              "id: 2\nevent: wallet\ndata: {\"balance\":6}\n\n");
}

TEST_F(EventStreamTest, SaysEveryFifteenSecondsThatItIsThere) {
    EventStream events = stream();
    EXPECT_EQ(events.next(0ms), "hello");
    clock_.advance(14s);
    EXPECT_EQ(events.next(0ms), "");
    clock_.advance(1s);
    EXPECT_EQ(events.next(0ms), ": still here\n\n");
    EXPECT_EQ(events.next(0ms), "");
}

TEST_F(EventStreamTest, EndsWithItsSession) {
    EventStream events = stream();
    EXPECT_EQ(events.next(0ms), "hello");
    allowed_ = false;
    clock_.advance(29s);
    EXPECT_TRUE(events.next(0ms));
    clock_.advance(1s);
    EXPECT_FALSE(events.next(0ms));
}

TEST_F(EventStreamTest, EndsWithTheHub) {
    EventStream events = stream();
    EXPECT_EQ(events.next(0ms), "hello");
    hub_.close();
    EXPECT_FALSE(events.next(0ms));
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

}  // namespace
}  // namespace lsl::http
