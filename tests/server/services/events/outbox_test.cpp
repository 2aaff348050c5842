// Facts, then news: what was committed is told, whatever happens in between.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <thread>

#include <gtest/gtest.h>

#include <algorithm>

#include "server/services/events/news_reader.h"
#include "tests/server/services/studio.h"
#include "tests/server/store/store_rows.h"

namespace lsl::services {
namespace {

using namespace std::chrono_literals;
using lsl::testing::id_number;
using store::NewsKind;
using store::NewsRow;
using store::OutboxStore;

class OutboxTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    void change(StreamId stream) {
        ASSERT_TRUE(database->write([&](store::Connection& tx) {
            return OutboxStore(tx).stream_changed(stream, clock.utc());
        }));
    }
    std::unique_ptr<NewsReader> reader(NewsReader::By by = NewsReader::By::Callers) {
        return NewsReader::open(
                   *database, "tests",
                   [this](const std::vector<NewsRow>& rows) -> Result<void> {
                       ++attempts_;
                       if (fails_ && fails_(rows)) return internal_error("as the test wants it");
                       for (const NewsRow& row : rows) heard_.push_back(*row.stream);
                       count_ = heard_.size();
                       return {};
                   },
                   by)
            .value();
    }
    std::function<bool(const std::vector<NewsRow>&)> fails_;
    int attempts_ = 0;
    std::vector<StreamId> heard_;
    std::atomic<std::size_t> count_ = 0;
    const StreamId salsa_ = id_number<StreamId>(1);
    const StreamId tango_ = id_number<StreamId>(2);
};

TEST_F(OutboxTest, IsReadInOrderAndOnce) {
    change(salsa_);
    const auto mine = reader();
    change(tango_);
    change(salsa_);
    mine->read();
    mine->read();
    EXPECT_EQ(heard_, (std::vector<StreamId>{tango_, salsa_}))
        << "a new reader begins with the new";
}

TEST_F(OutboxTest, AChangeThatFailsHasNoNews) {
    const auto mine = reader();
    EXPECT_FALSE(database->write([&](store::Connection& tx) -> Result<void> {
        LSL_TRY(OutboxStore(tx).stream_changed(salsa_, clock.utc()));
        return internal_error("no");
    }));
    mine->read();
    EXPECT_TRUE(heard_.empty());
}

TEST_F(OutboxTest, AThreadOfItsOwnReadsAfterEachCommit) {
    const auto mine = reader(NewsReader::By::OwnThread);
    for (std::size_t i = 1; i <= 3; ++i) {
        change(salsa_);
        for (int waits = 0; waits < 200 && count_ < i; ++waits) std::this_thread::sleep_for(5ms);
        EXPECT_EQ(count_, i);
    }
}

TEST_F(OutboxTest, AReaderThatDiesGoesOnWhereItWas) {
    reader();
    change(salsa_);
    {
        const auto again = reader();
        again->read();
        EXPECT_EQ(heard_, std::vector<StreamId>{salsa_});
    }
    // Its position was not written down yet: it gets the row twice, and does not lose it.
    reader()->read();
    EXPECT_EQ(heard_, (std::vector<StreamId>{salsa_, salsa_}));
}

TEST_F(OutboxTest, WhatFailsIsHandedOnAgain) {
    const auto mine = reader();
    change(salsa_);
    change(tango_);
    fails_ = [this](const auto&) { return attempts_ == 1; };
    EXPECT_FALSE(mine->read());
    EXPECT_TRUE(heard_.empty());
    EXPECT_TRUE(mine->read());
    EXPECT_EQ(heard_, (std::vector<StreamId>{salsa_, tango_}));
}

TEST_F(OutboxTest, ARowThatNobodyCanHandleHoldsUpNoOtherForEver) {
    const auto mine = reader();
    change(salsa_);
    change(tango_);
    change(salsa_);
    fails_ = [this](const std::vector<NewsRow>& rows) {
        return std::any_of(rows.begin(), rows.end(),
                           [this](const NewsRow& row) { return *row.stream == tango_; });
    };
    for (int i = 0; i < 4; ++i) EXPECT_FALSE(mine->read());
    EXPECT_EQ(heard_, std::vector<StreamId>{salsa_}) << "what is before it, a row at a time";
    int more = 0;
    while (!mine->read()) ASSERT_LT(++more, 100);
    EXPECT_EQ(heard_, (std::vector<StreamId>{salsa_, salsa_}));
}

TEST_F(OutboxTest, AThreadTriesAgainByItself) {
    fails_ = [this](const auto&) { return attempts_ < 3; };
    const auto mine = reader(NewsReader::By::OwnThread);
    change(salsa_);
    for (int waits = 0; waits < 600 && count_ < 1; ++waits) std::this_thread::sleep_for(5ms);
    EXPECT_EQ(count_, 1u);
}

TEST_F(OutboxTest, APositionIsWrittenDownInTheEnd) {
    const auto mine = reader(NewsReader::By::OwnThread);
    change(salsa_);
    std::int64_t position = 0;
    for (int waits = 0; waits < 500 && position == 0; ++waits) {
        std::this_thread::sleep_for(10ms);
        position =
            database->read([](store::Connection& r) { return OutboxStore(r).position("tests"); })
                .value()
                .value();
    }
    EXPECT_EQ(position, 1);
}

TEST_F(OutboxTest, OldNewsGoesWhenEverybodyHadItAndTheNewestStays) {
    const auto mine = reader();
    const auto rows = [&] {
        return std::ssize(
            database->read([](store::Connection& r) { return OutboxStore(r).after(0, 100); })
                .value());
    };
    const auto sweep = [&] {
        ASSERT_TRUE(database->write(
            [&](store::Connection& tx) { return OutboxStore(tx).remove_older_than(clock.utc()); }));
    };
    for (int i = 0; i < 3; ++i) change(salsa_);
    clock.advance(1h);
    sweep();
    EXPECT_EQ(rows(), 3) << "not read yet";
    for (const char* name : {"tests", "events"}) {
        ASSERT_TRUE(database->write(
            [&](store::Connection& tx) { return OutboxStore(tx).set_position(name, 3); }));
    }
    sweep();
    EXPECT_EQ(rows(), 1);
    change(tango_);
    mine->read();
    EXPECT_EQ(heard_.back(), tango_);
}

/// A child that takes places and is killed after the first answer; its own reader never runs.
TEST_F(OutboxTest, AKillBetweenCommitAndNewsLosesNoNews) {
    const UserId ana = viewer();
    const auto salsa = create(1);
    reader();
    const auto file = database->file();
    close();
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto own = store::Database::open(file).value();
        lsl::testing::FakeMedia no_media;
        Enrollments desk(*own, clock, no_media);
        if (!desk.enroll(ana, salsa.stream.id.to_string(), "")) _exit(2);
        ::kill(::getpid(), SIGKILL);
        _exit(3);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "exit status " << WEXITSTATUS(status);

    open();
    // There before anything is read.
    const auto listener =
        hub.subscribe({.topics = {Topic::person(ana)}, .room = {}, .last_event_id = {}});
    const auto events = heard(*listener);
    std::vector<std::string> names;
    for (const auto& event : events) names.push_back(event.name);
    // The news of the class itself may not have been read before the end; all news may come twice.
    names.erase(std::unique(names.begin(), names.end()), names.end());
    EXPECT_EQ(names, (std::vector<std::string>{"stream", "enrollment", "wallet"}));
    reader()->read();
    EXPECT_EQ(heard_, std::vector<StreamId>{salsa.stream.id});
}

}  // namespace
}  // namespace lsl::services
