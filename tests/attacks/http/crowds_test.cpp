#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include "tests/server/http/server_fixture.h"

// Connections, event streams and bytes: what one address or one person holds must not be missing
// for the others.

#ifdef __SANITIZE_ADDRESS__
// Of the sanitizers' common interface; GCC ships the function without the header that declares it.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace lsl::attacks {
namespace {

using namespace std::chrono_literals;
using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;
using lsl::testing::HttpConnection;

constexpr const char* attacker = "127.0.0.66";

/// What this process holds, in bytes. The address sanitizer keeps freed memory for a while to find
/// its late readers, so under it the allocator is asked for what is in use instead of the kernel.
std::size_t held_bytes() {
#ifdef __SANITIZE_ADDRESS__
    return __sanitizer_get_current_allocated_bytes();
#else
    std::ifstream in("/proc/self/statm");
    std::size_t all = 0, resident = 0;
    in >> all >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
#endif
}

class Crowds : public lsl::testing::ServerTest {
  protected:
    using Connections = std::vector<std::unique_ptr<HttpConnection>>;

    Connections send_to_many(int count, const std::string& bytes, const char* from = attacker) {
        Connections connections;
        for (int i = 0; i < count; ++i) {
            connections.push_back(std::make_unique<HttpConnection>(port(), from));
            connections.back()->send(bytes);
        }
        return connections;
    }
    /// Somebody else at `from` does something ordinary.
    void expect_served(const char* from) const {
        EXPECT_EQ(HttpClient(port(), from).get("/healthz").status, 200) << from;
    }
    std::int64_t metric(const std::string& line) const {
        const std::string text = client().get("/metrics").body;
        const std::size_t at = text.find("\n" + line + " ");
        return at == std::string::npos ? -1 : std::stoll(text.substr(at + line.size() + 2));
    }
    static std::string cookies(const HttpClient& of) {
        return "Cookie: " + of.cookie_header() + "\r\n";
    }
};

TEST_F(Crowds, FourThousandHalfRequestsOfOneAddressShutNobodyOut) {
    const Connections held = send_to_many(4096, "GET /healthz HTTP/1.1\r\nHost: a\r\n");
    expect_served("127.0.0.1");
    expect_served(attacker);
    EXPECT_LE(metric("lsl_http_connections"), 600);
    EXPECT_GT(metric("lsl_http_connections_ended_total"), 3000);
}

TEST_F(Crowds, FourThousandKeptConnectionsOfOneAddressShutNobodyOut) {
    Connections held;
    for (int i = 0; i < 4200; ++i) {
        held.push_back(std::make_unique<HttpConnection>(port(), attacker));
        held.back()->send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
        ASSERT_TRUE(held.back()->read_answer()) << i;
    }
    expect_served("127.0.0.1");
    expect_served(attacker);
    EXPECT_LE(metric("lsl_http_connections"), 600);
}

class SmallCrowds : public Crowds {
  protected:
    void SetUp() override {
        settings_.limit_connections_per_address = 40;
        settings_.limit_event_streams_per_address = 30;
        start();
    }
    static std::string listen(const std::string& headers = {}) {
        return "GET /api/events HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
    }
    /// Those that hear a hello.
    static int heard(const Connections& connections) {
        int count = 0;
        for (const auto& one : connections) {
            if (one->read_until("event: hello", 2s).find("event: hello") != std::string::npos)
                ++count;
        }
        return count;
    }
};

TEST_F(SmallCrowds, AnAddressHasItsEventStreamsAndPeopleThereHaveTheirs) {
    const Connections strangers = send_to_many(30, listen());
    EXPECT_EQ(heard(strangers), 30);
    const HttpAnswer refused = HttpClient(port(), attacker).get("/api/events");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.header("Retry-After"), "10");
    EXPECT_EQ(metric("lsl_refused_total{reason=\"event_streams_of_address\"}"), 1);
    const HttpClient ana = viewer("ana");
    EXPECT_EQ(heard(send_to_many(3, listen(cookies(ana)))), 3) << "a school behind one address";
    EXPECT_EQ(heard(send_to_many(3, listen(), "127.0.0.7")), 3) << "another address";
}

TEST_F(SmallCrowds, APersonHasSixteenEventStreamsFromWherever) {
    const HttpClient ana = viewer("ana");
    Connections held = send_to_many(8, listen(cookies(ana)), "127.0.0.8");
    for (auto& more : send_to_many(8, listen(cookies(ana)), "127.0.0.9")) {
        held.push_back(std::move(more));
    }
    EXPECT_EQ(heard(held), 16);
    HttpClient tenth(port(), "127.0.0.10");
    tenth.cookies = ana.cookies;
    EXPECT_EQ(tenth.get("/api/events").status, 429);
    EXPECT_EQ(metric("lsl_refused_total{reason=\"event_streams_of_person\"}"), 1);
    EXPECT_EQ(tenth.get("/api/me").status, 200);
    held.pop_back();
    for (int i = 0; i < 100 && metric("lsl_event_connections") > 15; ++i) {
        // The server notices a listener that went when it next looks at it.
        std::this_thread::sleep_for(100ms);
    }
    EXPECT_EQ(heard(send_to_many(1, listen(cookies(ana)), "127.0.0.10")), 1);
}

TEST_F(SmallCrowds, SignedInPeopleGetThroughWhereStrangersFillTheirAddress) {
    const HttpClient ana = viewer("ana");
    const HttpClient teacher = instructor();
    // Streams and slow readers cannot be ended to make room: the address is full of them.
    Connections held = send_to_many(30, listen());
    ASSERT_EQ(heard(held), 30);
    for (auto& more : send_to_many(10, listen(), attacker)) held.push_back(std::move(more));
    for (const auto* person : {&ana, &teacher}) {
        HttpClient at_school(port(), attacker);
        at_school.cookies = person->cookies;
        EXPECT_EQ(at_school.get("/healthz").status, 200);
    }
}

TEST_F(SmallCrowds, BodiesOfStrangersAreShort) {
    const std::size_t before = held_bytes();
    const std::string head =
        "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        "Content-Length: 1048576\r\n\r\n" +
        std::string(60'000, ' ');
    Connections held = send_to_many(300, head);
    EXPECT_EQ(held.back()->read_answer().value_or(HttpAnswer{}).status, 413);
    EXPECT_LT(held_bytes(), before + (64u << 20));
    expect_served(attacker);
}

TEST_F(Crowds, UnfinishedBodiesOfOnePersonAreBounded) {
    const HttpClient ana = viewer("ana");
    const std::string head =
        "POST /api/streams/x/enroll HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" +
        cookies(ana) + "Content-Length: 1000000\r\n\r\n" + std::string(900'000, ' ');
    const std::size_t before = held_bytes();
    Connections held = send_to_many(60, head, "127.0.0.8");
    // 35 of them make 32 MB; the others are told so at once.
    const std::string counted = "lsl_refused_total{reason=\"bytes_in_flight\"}";
    for (int i = 0; i < 200 && metric(counted) < 20; ++i) std::this_thread::sleep_for(50ms);
    EXPECT_GE(metric(counted), 20);
    EXPECT_LT(held_bytes(), before + (64u << 20));
    expect_served("127.0.0.8");
}

TEST_F(SmallCrowds, AnswersThatNobodyTakesAreBounded) {
    HttpClient teacher = instructor();
    std::string words;
    while (words.size() < 39'000) words += "\xF0\x9F\x92\x83";  // four bytes, one character
    for (int i = 0; i < 50; ++i) {
        const auto made = teacher.post("/api/instructor/streams/create",
                                       "{\"title\":\"Salsa\",\"description\":\"" + words +
                                           "\",\"scheduledStartTime\":\"2030-01-01T10:00:00Z\","
                                           "\"priceInTokens\":0}");
        ASSERT_EQ(made.status, 201) << made.body;
    }
    // 2 MB each, of which the kernel takes some; 38 of them would be 76 MB more.
    const Connections held =
        send_to_many(38, "GET /api/streams?limit=50 HTTP/1.1\r\nHost: a\r\n\r\n");
    expect_served("127.0.0.1");
    int refused = 0;
    for (const auto& one : held) {
        if (one->read_until("\r\n", 500ms).starts_with("HTTP/1.1 503")) ++refused;
    }
    EXPECT_GT(refused, 0);
}

TEST_F(SmallCrowds, APersonMayChange120ThingsAMinute) {
    HttpClient ana = viewer("ana");
    HttpClient ben = viewer("ben");
    int refused = 0;
    HttpAnswer last;
    for (int i = 0; i < 125; ++i) {
        last = ana.post("/api/streams/none/enroll");
        if (last.status == 429) ++refused;
    }
    EXPECT_EQ(refused, 5);
    EXPECT_GE(std::stoi(last.header("Retry-After")), 1);
    EXPECT_EQ(metric("lsl_refused_total{reason=\"writes_of_person\"}"), 5);
    EXPECT_EQ(ana.get("/api/me").status, 200) << "reading goes on";
    EXPECT_EQ(ben.post("/api/streams/none/enroll").status, 404) << "others go on";
    EXPECT_EQ(ana.post("/api/auth/logout").status, 200) << "leaving is always possible";
}

}  // namespace
}  // namespace lsl::attacks
