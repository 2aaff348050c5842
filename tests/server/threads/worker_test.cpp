#include "server/threads/worker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace lsl::threads {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 10s;

/// Counts turns; waits for a number of them.
class Turns {
  public:
    void note() {
        const std::lock_guard lock(mutex_);
        ++count_;
        changed_.notify_all();
    }
    bool come(int count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, kPatience, [&] { return count_ >= count; });
    }
    int count() {
        const std::lock_guard lock(mutex_);
        return count_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int count_ = 0;
};

TEST(Worker, TakesTurnsAndRestsAsEachSays) {
    Turns turns;
    Worker worker({.name = "test"}, [&]() -> Worker::Rest {
        turns.note();
        return turns.count() < 3 ? Worker::Rest(1ms) : Worker::until_woken;
    });
    EXPECT_TRUE(turns.come(3));
    worker.wake();
    EXPECT_TRUE(turns.come(4));
}

TEST(Worker, AWakeDuringATurnIsNotLost) {
    Turns turns;
    std::promise<void> inside;
    std::promise<void> go_on;
    Worker worker({.name = "test"}, [&, first = true]() mutable {
        if (std::exchange(first, false)) {
            inside.set_value();
            go_on.get_future().wait();
        }
        turns.note();
        return Worker::until_woken;
    });
    inside.get_future().wait();
    worker.wake();
    go_on.set_value();
    EXPECT_TRUE(turns.come(2));
}

TEST(Worker, WhatATurnThrowsEndsThatTurnAlone) {
    Turns turns;
    Worker worker({.name = "test", .after_failure = 1ms}, [&]() -> Worker::Rest {
        turns.note();
        if (turns.count() < 3) throw std::runtime_error("once more");
        return Worker::until_woken;
    });
    EXPECT_TRUE(turns.come(3));
}

TEST(Worker, StopsAfterTheTurnThatItIsInAndDoesWhatIsLast) {
    std::string order;
    std::promise<void> inside;
    {
        Worker worker({.name = "test", .last = [&] { order += " last"; }}, [&] {
            inside.set_value();
            order += "turn";
            return Worker::until_woken;
        });
        inside.get_future().wait();
    }
    EXPECT_EQ(order, "turn last");
}

TEST(Worker, ATurnThatWaitsByItselfIsInterrupted) {
    std::promise<void> called;
    std::atomic<int> calls{0};
    Worker worker({.name = "test",
                   .interrupt =
                       [&] {
                           ++calls;
                           called.set_value();
                       }},
                  [&] {
                      called.get_future().wait();
                      return Worker::until_woken;
                  });
    worker.stop();
    worker.stop();
    EXPECT_EQ(calls, 1);
}

TEST(Worker, ASleepIsEndedByAStopAndByNothingElse) {
    Turns turns;
    std::atomic<bool> slept_through{true};
    Worker* self = nullptr;
    std::promise<void> known;
    Worker worker({.name = "test"}, [&, seen = known.get_future().share()] {
        seen.wait();
        turns.note();
        slept_through = self->sleep(1h);
        return Worker::no_rest;
    });
    self = &worker;
    known.set_value();
    EXPECT_TRUE(turns.come(1));
    worker.wake();
    worker.stop();
    EXPECT_FALSE(slept_through);
    EXPECT_EQ(turns.count(), 1);
}

TEST(Worker, IsOverWhenATurnSaysSo) {
    std::promise<void> last;
    Worker worker({.name = "test", .last = [&] { last.set_value(); }}, [] { return Worker::over; });
    EXPECT_EQ(last.get_future().wait_for(kPatience), std::future_status::ready);
}

TEST(Worker, HasTheNameAndThePriorityThatItWasGiven) {
    std::promise<void> told;
    std::string name(64, '\0');
    int priority = 0;
    const int own = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
    Worker worker({.name = "a-name-that-is-too-long", .steps_below = 3}, [&] {
        pthread_getname_np(pthread_self(), name.data(), name.size());
        priority = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
        told.set_value();
        return Worker::over;
    });
    told.get_future().wait();
    EXPECT_STREQ(name.c_str(), "a-name-that-is-");
    EXPECT_EQ(priority, std::min(own + 3, 19));
}

TEST(RunApart, SaysWhetherItWasDone) {
    int done = 0;
    EXPECT_TRUE(run_apart({.name = "test"}, [&] { ++done; }));
    EXPECT_FALSE(run_apart({.name = "test"}, [] { throw std::runtime_error("no"); }));
    EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace lsl::threads
