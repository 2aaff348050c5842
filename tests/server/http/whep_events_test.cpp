// Many event streams of WHEP sessions at once, on the loop that sends them.
#include "server/http/api/whep_events.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/http/edge/connections/push_loop.h"
#include "server/system_clock.h"
#include "tests/server/services/still_media.h"

namespace lsl::http {
namespace {

constexpr int streams_at_once = 500;

auto threads_of_this_process() {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return std::distance(begin(tasks), end(tasks));
}

class WhepEventLoop : public ::testing::Test {
  protected:
    void SetUp() override {
        rlimit descriptors{};
        ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &descriptors), 0);
        descriptors.rlim_cur = std::max<rlim_t>(
            descriptors.rlim_cur, std::min<rlim_t>(descriptors.rlim_max, 4 * streams_at_once));
        ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &descriptors), 0);
    }
    ~WhepEventLoop() override {
        for (const int peer : peers_) close(peer);
    }
    void listen(const media::SessionName& session) {
        int pair[2];
        ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
        const timeval patience{10, 0};
        setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        peers_.push_back(pair[0]);
        const WhepEventTypes types{.viewer_count = true};
        const std::string name = streams_.create(session, types).value();
        loop_.take(PushWire(pair[1], {nullptr, SSL_free}),
                   std::make_shared<WhepEventBody>(std::move(watch_.listen(session)).value(),
                                                   streams_, session, name, types, clock_.mono()),
                   [this] { ++ended_; });
    }
    media::SessionName new_session() {
        return engine_.ask(media::Watch{"class", "v=0", "ana"}).value().session;
    }
    static std::string read_some(int peer) {
        std::string text(200, '\0');
        const ssize_t count = recv(peer, text.data(), text.size(), 0);
        text.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        return text;
    }

    const SystemClock clock_;
    lsl::testing::StillMediaThread engine_;
    services::LayerWatch watch_{engine_};
    WhepEventStreams streams_;
    std::atomic<int> ended_ = 0;
    std::vector<int> peers_;
    PushLoop loop_{clock_, std::chrono::seconds(5)};  // last: it ends the bodies
};

TEST_F(WhepEventLoop, FiveHundredStreamsHearOfEachChangeAndTakeNoThread) {
    const auto threads = threads_of_this_process();
    std::vector<media::SessionName> sessions;
    for (int i = 0; i < streams_at_once; ++i) {
        sessions.push_back(new_session());
        ASSERT_NO_FATAL_FAILURE(listen(sessions.back()));
    }
    for (const int peer : peers_) {
        ASSERT_EQ(read_some(peer), "event: viewercount\ndata: {\"viewercount\":0}\n\n");
    }
    for (const auto& session : sessions) engine_.sessions[session].layers.viewers = 7;
    watch_.refresh();
    for (const int peer : peers_) {
        ASSERT_EQ(read_some(peer), "event: viewercount\ndata: {\"viewercount\":7}\n\n");
    }
    EXPECT_EQ(loop_.count(), static_cast<std::size_t>(streams_at_once));
    EXPECT_EQ(threads_of_this_process(), threads);

    // Each ends with its session.
    engine_.ask(media::CloseRoom{"class"});
    watch_.refresh();
    for (const int peer : peers_) ASSERT_EQ(read_some(peer), "");
    EXPECT_EQ(ended_, streams_at_once);
}

TEST_F(WhepEventLoop, AStreamThatWasDeletedEnds) {
    const auto session = new_session();
    ASSERT_NO_FATAL_FAILURE(listen(session));
    ASSERT_NE(read_some(peers_[0]), "");
    streams_.remove_all(session);
    watch_.refresh();
    EXPECT_EQ(read_some(peers_[0]), "");
}

}  // namespace
}  // namespace lsl::http
