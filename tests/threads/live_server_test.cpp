// A class on the real server, over sockets: a publisher and viewers whose media flows and is
// recorded, while others read the API, listen to events, fetch metrics, come and go. What the
// thread sanitizer says is the verdict; that everybody got what they came for is checked besides.
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/media/socket_peer.h"
#include "tests/server/http/server_fixture.h"

namespace lsl::testing {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kEnoughFrames = 60;
constexpr std::chrono::seconds kPatience{60};

class LiveServer : public ServerTest {
  protected:
    void SetUp() override {
        // The visitor comes as often as the machine is fast.
        settings_.media_offers_per_minute = 1'000'000;
        start();
        HttpClient teacher = instructor();
        const std::string json = create_class(teacher);
        id_ = member(json, "id");
        publish_path_ = member(json, "webrtc_url");
        publish_path_ = publish_path_.substr(publish_path_.find("/whip/"));
        publish_token_ = member(json, "webrtc_token");
        ASSERT_EQ(teacher.post(stream_path() + "/start").status, 200);
    }

    std::string stream_path() const { return "/api/instructor/streams/" + id_; }

    HttpAnswer offer(const std::string& path, const std::string& bearer,
                     const test::SocketPeer& peer) const {
        return client().request(
            "POST", path, peer.client.offer(),
            {"Content-Type: application/sdp", "Authorization: Bearer " + bearer});
    }
    /// A peer whose offer was answered at `path`; null if it was not.
    std::unique_ptr<test::SocketPeer> connect(const std::string& path, const std::string& bearer,
                                              bool publishes) {
        auto peer = std::make_unique<test::SocketPeer>(*dtls_, publishes);
        const HttpAnswer answer = offer(path, bearer, *peer);
        EXPECT_EQ(answer.status, 201) << answer.body;
        const bool accepted = peer->client.accept(answer.body, clock_.mono());
        return accepted ? std::move(peer) : nullptr;
    }
    /// Comes, is answered, restarts ICE, and goes without ever having connected. False when it was
    /// sent away because the class is over.
    bool visit(const std::string& path, const std::string& token) {
        const std::string bearer = "Authorization: Bearer " + token;
        const test::SocketPeer peer(*dtls_, false);
        const HttpAnswer answer = offer(path, token, peer);
        const std::string session = answer.header("Location");
        const int patched = client()
                                .request("PATCH", session,
                                         "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\n",
                                         {"Content-Type: application/trickle-ice-sdpfrag", bearer})
                                .status;
        const int closed = client().request("DELETE", session, {}, {bearer}).status;
        if (answer.status == 201 && patched == 200 && closed == 200) return true;
        EXPECT_TRUE(ending_) << answer.body << patched << closed;
        return false;
    }

    /// Somebody enrolled, with where to watch and by what right.
    struct Seat {
        std::string path;
        std::string token;
    };
    Seat enrolled(const std::string& name) const {
        HttpClient in = viewer(name);
        EXPECT_EQ(in.post("/api/streams/" + id_ + "/enroll", "{}").status, 201);
        const std::string playback = in.get("/api/streams/" + id_ + "/playback").body;
        const std::string url = member(playback, "url");
        return {url.substr(url.find("/whep/")), member(playback, "token")};
    }

    /// Again and again on a thread of its own, until the test is over.
    void meanwhile(std::function<void()> act) {
        threads_.emplace_back([this, act = std::move(act)] {
            while (!over_) act();
        });
    }
    void end_threads() {
        over_ = true;
        for (std::thread& thread : threads_) thread.join();
        threads_.clear();
    }
    void TearDown() override { end_threads(); }

    std::unique_ptr<media::DtlsContext> dtls_ = std::move(media::DtlsContext::make()).value();
    std::string id_;
    std::string publish_path_;
    std::string publish_token_;
    std::atomic<bool> ending_{false};  ///< the class is
    std::atomic<bool> over_{false};    ///< the test is
    std::vector<std::thread> threads_;
};

/// The value of a metric without labels; -1 when it is not there.
std::int64_t metric(const std::string& text, const std::string& name) {
    const std::size_t at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::stoll(text.substr(at + name.size() + 2));
}

TEST_F(LiveServer, CarriesAClassWhileEverybodyDoesEverythingAtOnce) {
    std::vector<Seat> seats;
    for (const char* name : {"ana", "ben", "cleo"}) seats.push_back(enrolled(name));
    const Seat visitor = enrolled("dora");
    const auto publisher = connect(publish_path_, publish_token_, true);
    ASSERT_NE(publisher, nullptr);
    std::vector<std::unique_ptr<test::SocketPeer>> viewers;
    for (const Seat& seat : seats) {
        viewers.push_back(connect(seat.path, seat.token, false));
        ASSERT_NE(viewers.back(), nullptr);
    }

    std::atomic<int> read{0};
    std::atomic<int> visits{0};
    meanwhile([&] {
        HttpClient in = client();
        for (const std::string path : {"/api/streams", "/metrics", "/healthz", "/api/workouts"}) {
            EXPECT_EQ(in.get(path).status, 200);
        }
        ++read;
    });
    meanwhile([&, teacher = instructor()]() mutable {
        EXPECT_EQ(teacher.get(stream_path()).status, 200);
        EXPECT_EQ(teacher.get("/api/instructor/streams").status, 200);
    });
    meanwhile([&] {
        if (visit(visitor.path, visitor.token)) ++visits;
        std::this_thread::sleep_for(20ms);
    });
    meanwhile([&] {
        HttpConnection events(port());
        events.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        events.read_until("nothing says this", 300ms);
    });

    const MonoTime end = clock_.mono() + kPatience;
    MonoTime next_frame = clock_.mono();
    const auto all_have_seen_enough = [&] {
        for (const auto& viewer : viewers) {
            if (viewer->client.video().frames < kEnoughFrames) return false;
        }
        return read > 0 && visits > 2;
    };
    while (clock_.mono() < end && !all_have_seen_enough()) {
        publisher->work(clock_);
        for (const auto& viewer : viewers) viewer->work(clock_);
        if (publisher->client.connected() && clock_.mono() >= next_frame) {
            const bool key = publisher->client.frames_sent() % 30 == 0;
            publisher->client.send_frame(key ? 20'000 : 6'000, key, clock_.mono());
            publisher->client.send_audio(clock_.mono());
            next_frame = clock_.mono() + 33ms;
        }
    }
    for (const auto& viewer : viewers) {
        EXPECT_GE(viewer->client.video().frames, kEnoughFrames);
        EXPECT_EQ(viewer->client.video().broken, 0);
    }
    EXPECT_GT(read, 0);
    EXPECT_GT(visits, 2);

    // Every stage has seen what came through.
    const std::string text = client().get("/metrics").body;
    const std::int64_t forwarded = metric(text, "lsl_media_packets_forwarded_total");
    EXPECT_EQ(metric(text, "lsl_media_publishers"), 1);
    EXPECT_EQ(metric(text, "lsl_media_viewers"), 3);
    EXPECT_EQ(metric(text, "lsl_media_rooms"), 1);
    EXPECT_GT(forwarded, 3 * kEnoughFrames);
    EXPECT_GE(metric(text, "lsl_media_packets_sent_total"), forwarded);
    EXPECT_EQ(metric(text, "lsl_media_gso_datagrams_sum"),
              metric(text, "lsl_media_packets_sent_total"));
    EXPECT_EQ(metric(text, "lsl_media_batch_datagrams_sum"),
              metric(text, "lsl_media_packets_sent_total"));
    EXPECT_EQ(metric(text, "lsl_recorder_recordings"), 1);
    EXPECT_EQ(metric(text, "lsl_recorder_dropped_packets_total"), 0);

    // The end of the class among all that: everybody is sent away, the recording is finished.
    HttpClient teacher = instructor();
    ending_ = true;
    EXPECT_EQ(teacher.post(stream_path() + "/end").status, 200);
    std::string row;
    while (clock_.mono() < end) {
        row = teacher.get(stream_path()).body;
        if (row.find("\"recording_available\":true") != std::string::npos) break;
        std::this_thread::sleep_for(20ms);
    }
    EXPECT_NE(row.find("\"recording_available\":true"), std::string::npos) << row;
    end_threads();
    server_.reset();
}

}  // namespace
}  // namespace lsl::testing
