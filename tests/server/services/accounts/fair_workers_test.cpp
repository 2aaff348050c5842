#include "server/services/accounts/limits/fair_workers.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace lsl::services {
namespace {

/// One thread that a gate keeps busy, so that everything asked meanwhile waits in a known order.
class FairWorkersTest : public ::testing::Test {
  protected:
    ~FairWorkersTest() override {
        open_gate();
        for (std::thread& asker : askers_) asker.join();
    }
    void close_gate() {
        askers_.emplace_back([this] {
            workers.run("gate", [this] {
                closed_.set_value();
                gate_.get_future().wait();
            });
        });
        closed_.get_future().wait();
    }
    void open_gate() {
        if (!std::exchange(opened_, true)) gate_.set_value();
    }
    /// Asks on a thread of its own and returns once that waits or was refused.
    void ask(const std::string& share) {
        const std::size_t before = seen();
        askers_.emplace_back([this, share] {
            const bool done = workers.run(share, [&] { order += share; });
            if (!done) ++refused;
        });
        while (seen() == before) std::this_thread::yield();
    }
    /// How many askers wait or were refused. A refusal of another takes one off the waiting.
    std::size_t seen() const { return workers.waiting() + refused; }
    void finish() {
        open_gate();
        for (std::thread& asker : askers_) asker.join();
        askers_.clear();
    }

    FairWorkers workers{{.threads = 1, .most_waiting = 6, .most_waiting_of_a_share = 4}};
    std::string order;  ///< the shares as they were served
    std::atomic<int> refused{0};

  private:
    std::promise<void> gate_, closed_;
    bool opened_ = false;
    std::vector<std::thread> askers_;
};

TEST_F(FairWorkersTest, SharesAreServedInTurnHoweverManyOneAsks) {
    close_gate();
    for (const char* share : {"a", "a", "a", "b", "c"}) ask(share);
    finish();
    EXPECT_EQ(order, "abcaa");
    EXPECT_EQ(refused, 0);
}

TEST_F(FairWorkersTest, AShareHasSoManyPlaces) {
    close_gate();
    for (int i = 0; i < 6; ++i) ask("a");
    finish();
    EXPECT_EQ(order, "aaaa");
    EXPECT_EQ(refused, 2);
}

TEST_F(FairWorkersTest, WhenAllIsFullTheLongestQueueMakesRoom) {
    close_gate();
    for (const char* share : {"a", "a", "a", "a", "b", "b", "c", "d"}) ask(share);
    finish();
    EXPECT_EQ(order, "abcdab");
    EXPECT_EQ(refused, 2) << "two of a, who had most";
}

TEST_F(FairWorkersTest, WhoHasNoLessThanAnyoneIsRefusedWhenAllIsFull) {
    close_gate();
    for (const char* share : {"a", "a", "b", "b", "c", "c", "c"}) ask(share);
    finish();
    EXPECT_EQ(order, "abcabc");
    EXPECT_EQ(refused, 1);
}

TEST(FairWorkersEndTest, WorkThatThrowsFailsAloneAndAtLowPriority) {
    FairWorkers workers({.threads = 1});
    EXPECT_FALSE(workers.run("a", [] { throw std::runtime_error("no memory"); }));
    const int ours = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
    int nice = 0;
    EXPECT_TRUE(
        workers.run("a", [&] { nice = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); }));
    EXPECT_EQ(nice, ours + 5);
    EXPECT_EQ(getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())), ours) << "theirs alone";
}

}  // namespace
}  // namespace lsl::services
