#include "server/services/events/paced_news.h"

#include <atomic>
#include <map>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/server/store/store_rows.h"

namespace lsl::services {
namespace {

using namespace std::chrono_literals;
using lsl::testing::id_number;

/// What was told, and the state that it was told of.
class Told {
  public:
    void note(const Subject& subject) {
        const std::lock_guard lock(mutex_);
        ++times_[subject];
        last_[subject] = present;
        changed_.notify_all();
    }
    int times(const Subject& subject) {
        const std::lock_guard lock(mutex_);
        return times_[subject];
    }
    bool hears_of(const Subject& subject, int state) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 5s, [&] { return last_[subject] == state; });
    }
    bool hears_of_so_many(std::size_t subjects) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 5s, [&] { return times_.size() == subjects; });
    }
    std::atomic<int> present{0};

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<Subject, int> times_;
    std::map<Subject, int> last_;
};

Subject a_class(std::uint32_t number) {
    return {Subject::Kind::Class, id_number<StreamId>(number), {}};
}

TEST(PacedNewsTest, TheFirstChangeIsToldAtOnce) {
    Told told;
    PacedNews news(1h, [&](const Subject& subject) { told.note(subject); });
    news.changed(a_class(1));
    EXPECT_EQ(told.times(a_class(1)), 1);
    news.changed(a_class(2));
    EXPECT_EQ(told.times(a_class(2)), 1) << "another class does not wait for the first";
    news.changed({Subject::Kind::Statistics, id_number<StreamId>(1), {}});
    EXPECT_EQ(told.times({Subject::Kind::Statistics, id_number<StreamId>(1), {}}), 1);
}

TEST(PacedNewsTest, AThousandChangesAreToldTwiceAndTheLastOneIsHeard) {
    Told told;
    PacedNews news(300ms, [&](const Subject& subject) { told.note(subject); });
    for (int i = 1; i <= 1000; ++i) {
        told.present = i;
        news.changed(a_class(1));
    }
    EXPECT_EQ(told.times(a_class(1)), 1);
    EXPECT_TRUE(told.hears_of(a_class(1), 1000));
    EXPECT_EQ(told.times(a_class(1)), 2);
}

TEST(PacedNewsTest, ManyClassesAtOnceAreToldAPartAtATimeAndAllOfThem) {
    Told told;
    PacedNews news(50ms, [&](const Subject& subject) { told.note(subject); });
    for (std::uint32_t i = 1; i <= 200; ++i) news.changed(a_class(i));
    EXPECT_FALSE(told.times(a_class(200)) > 0 && told.times(a_class(150)) > 0);
    EXPECT_TRUE(told.hears_of_so_many(200));
}

TEST(PacedNewsTest, WhatFailsOnceIsToldTheNextTime) {
    Told told;
    std::atomic<bool> broken{true};
    PacedNews news(20ms, [&](const Subject& subject) {
        if (told.present == 2 && broken.exchange(false)) throw std::runtime_error("no memory");
        told.note(subject);
    });
    told.present = 1;
    news.changed(a_class(1));
    told.present = 2;
    news.changed(a_class(1));  // told later, on the thread of the news
    for (int i = 0; i < 500 && broken; ++i) std::this_thread::sleep_for(10ms);
    told.present = 3;
    news.changed(a_class(1));
    EXPECT_TRUE(told.hears_of(a_class(1), 3));
}

}  // namespace
}  // namespace lsl::services
