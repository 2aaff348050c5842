#include "server/http/edge/connections/push_loop.h"

#include <atomic>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/system_clock.h"

namespace lsl::http {
namespace {

using namespace std::chrono_literals;

/// Says what a test gives it.
class Speaker final : public PushedBody {
  public:
    explicit Speaker(const Clock& clock) : clock_(clock) {}

    void say(std::string text) {
        const std::lock_guard lock(mutex_);
        texts_.push_back(std::make_shared<const std::string>(std::move(text)));
        if (wake_) wake_();
    }
    void finish() {
        const std::lock_guard lock(mutex_);
        over_ = true;
        if (wake_) wake_();
    }
    int turns() const { return turns_; }

    Turn take(MonoTime now) override {
        ++turns_;
        const std::lock_guard lock(mutex_);
        return {.texts = std::exchange(texts_, {}), .over = over_, .look_again = now + pause};
    }
    void wake_by(std::function<void()> wake) override {
        const std::lock_guard lock(mutex_);
        wake_ = std::move(wake);
    }

    std::chrono::milliseconds pause{60'000};

  private:
    const Clock& clock_;
    std::mutex mutex_;
    std::vector<SharedBytes> texts_;
    bool over_ = false;
    std::function<void()> wake_;
    std::atomic<int> turns_ = 0;
};

class PushLoopTest : public ::testing::Test {
  protected:
    ~PushLoopTest() override {
        if (peer_ >= 0) close(peer_);
    }
    std::shared_ptr<Speaker> connect() {
        int pair[2];
        EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
        peer_ = pair[0];
        const timeval patience{5, 0};
        setsockopt(peer_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        auto speaker = std::make_shared<Speaker>(clock_);
        loop_.take(PushWire(pair[1], {nullptr, SSL_free}), speaker, [this] { ++ended_; });
        return speaker;
    }
    /// So many bytes, or fewer at the end.
    std::string read(std::size_t size) const {
        std::string text(size, '\0');
        std::size_t got = 0;
        while (got < size) {
            const ssize_t count = recv(peer_, text.data() + got, size - got, 0);
            if (count <= 0) break;
            got += static_cast<std::size_t>(count);
        }
        text.resize(got);
        return text;
    }
    bool ends() const {
        for (int i = 0; i < 500 && ended_ == 0; ++i) std::this_thread::sleep_for(10ms);
        return ended_ == 1;
    }

    const SystemClock clock_;
    std::atomic<int> ended_ = 0;
    int peer_ = -1;
    PushLoop loop_{clock_, 300ms};
};

TEST_F(PushLoopTest, SendsWhatIsSaidWhenItIsSaid) {
    const auto speaker = connect();
    speaker->say("one ");
    speaker->say("two");
    EXPECT_EQ(read(7), "one two");
    const int turns = speaker->turns();
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(speaker->turns(), turns) << "asleep while nothing is due";
    EXPECT_EQ(loop_.count(), 1u);
}

TEST_F(PushLoopTest, LooksAgainWhenTheBodySays) {
    const auto speaker = connect();
    speaker->pause = 10ms;
    speaker->say("x");
    for (int i = 0; i < 500 && speaker->turns() < 5; ++i) std::this_thread::sleep_for(10ms);
    EXPECT_GE(speaker->turns(), 5);
}

TEST_F(PushLoopTest, AnEndSendsWhatIsLeft) {
    const auto speaker = connect();
    speaker->say("the last");
    speaker->finish();
    EXPECT_EQ(read(100), "the last");
    EXPECT_TRUE(ends());
    EXPECT_EQ(loop_.count(), 0u);
}

TEST_F(PushLoopTest, APeerThatGoesIsNoticed) {
    const auto speaker = connect();
    speaker->say("x");
    EXPECT_EQ(read(1), "x");
    close(std::exchange(peer_, -1));
    EXPECT_TRUE(ends());
}

TEST_F(PushLoopTest, WhatTheSocketDoesNotTakeGoesLaterInOrder) {
    const auto speaker = connect();
    std::string all;
    for (int i = 0; i < 200; ++i) {
        const std::string text(10'000, static_cast<char>('a' + i % 26));
        all += text;
        speaker->say(text);
    }
    EXPECT_EQ(read(all.size()), all);
    EXPECT_EQ(ended_, 0);
}

TEST_F(PushLoopTest, WhoTakesNothingIsLetGoAndCounted) {
    const auto speaker = connect();
    speaker->say(std::string(4'000'000, 'x'));
    EXPECT_TRUE(ends());
    EXPECT_EQ(loop_.too_slow_count(), 1u);
}

TEST_F(PushLoopTest, WhatAListenerSendsIsThrownAwayUpToABound) {
    const auto speaker = connect();
    ASSERT_EQ(send(peer_, "hello", 5, MSG_NOSIGNAL), 5);
    speaker->say("x");
    EXPECT_EQ(read(1), "x");
    const std::string much(200'000, 'x');
    static_cast<void>(send(peer_, much.data(), much.size(), MSG_NOSIGNAL));
    EXPECT_TRUE(ends());
}

TEST_F(PushLoopTest, AStopEndsAllAndTakesNoMore) {
    const auto speaker = connect();
    loop_.stop();
    EXPECT_EQ(ended_, 1);
    EXPECT_EQ(read(1), "");
}

}  // namespace
}  // namespace lsl::http
