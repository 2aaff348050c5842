#include "server/services/events/event_hub.h"

#include <gtest/gtest.h>

#include <thread>

#include "shared/wire/events.h"
#include "tests/server/moving_clock.h"
#include "tests/server/store/store_rows.h"

namespace lsl::services {
namespace {

using namespace std::chrono_literals;
using lsl::testing::id_number;
using Begin = Subscription::Begin;
using State = Subscription::State;

const UserId person_ana = id_number<UserId>(1);
const UserId person_ben = id_number<UserId>(2);
const StreamId class_of_salsa = id_number<StreamId>(3);
const StreamId tango = id_number<StreamId>(4);

wire::WalletChanged balance(std::int64_t tokens) { return {.balance = tokens}; }
wire::RoomChanged room_of_viewers(std::int64_t count) {
    return {.viewers = count, .resync = std::nullopt};
}

std::vector<SharedText> texts(Subscription& subscription) {
    std::vector<SharedText> texts;
    subscription.take(texts);
    return texts;
}

/// What came, without the ids.
std::string take(Subscription& subscription) {
    std::string all;
    for (const SharedText& text : texts(subscription)) all += without_ids(*text);
    return all;
}

std::string event(std::string_view name, std::string_view data) {
    return "event: " + std::string(name) + "\ndata: " + std::string(data) + "\n\n";
}
std::string wallet(int tokens) {
    return event("wallet", "{\"balance\":" + std::to_string(tokens) + "}");
}
std::string room(int viewers) {
    return event("room", "{\"viewers\":" + std::to_string(viewers) + "}");
}

/// Of the last event in a text; empty when there is none.
std::string last_id(const std::string& text) {
    const std::size_t at = text.rfind("id: ");
    return at == text.npos ? "" : text.substr(at + 4, text.find('\n', at) - at - 4);
}

class EventHubTest : public ::testing::Test {
  protected:
    std::unique_ptr<Subscription> listen(std::vector<Topic> topics = {}, std::string last = {}) {
        return hub_.subscribe(
            {.topics = std::move(topics), .room = std::nullopt, .last_event_id = std::move(last)});
    }
    std::unique_ptr<Subscription> enter(const Topic& room, UserId user, std::string last = {}) {
        return hub_.subscribe(
            {.topics = {Topic::person(user)}, .room = room, .last_event_id = std::move(last)});
    }
    void to_everybody(int tokens) { hub_.tell(Topic::everybody(), balance(tokens)); }

    lsl::testing::MovingClock clock_;
    EventHub hub_{clock_, 0ms};
};

TEST_F(EventHubTest, EachTopicIsHeardByThoseWhoListenToIt) {
    const auto anybody = listen();
    const auto anas = listen({Topic::person(person_ana)});
    const auto staff = listen({Topic::person(person_ben), Topic::studio()});
    to_everybody(1);
    hub_.tell(Topic::person(person_ana), balance(2));
    hub_.tell(Topic::studio(), balance(3));
    EXPECT_EQ(take(*anybody), wallet(1));
    EXPECT_EQ(take(*anas), wallet(1) + wallet(2));
    EXPECT_EQ(take(*staff), wallet(1) + wallet(3));
}

TEST_F(EventHubTest, ARoomIsHeardByItsViewersAndItsStaffAlone) {
    const auto anas = enter(Topic::class_room(class_of_salsa), person_ana);
    const auto staff = enter(Topic::staff_room(class_of_salsa), person_ben);
    const auto elsewhere = enter(Topic::class_room(tango), person_ana);
    const auto anybody = listen();
    hub_.change_room(class_of_salsa, room_of_viewers(5));
    EXPECT_EQ(take(*anas), room(5));
    EXPECT_EQ(take(*staff), room(5));
    EXPECT_EQ(take(*elsewhere) + take(*anybody), "");
}

TEST_F(EventHubTest, AFrameIsOneTextForAllWhoGetIt) {
    const auto first = listen(), second = listen();
    to_everybody(1);
    const auto a = texts(*first), b = texts(*second);
    ASSERT_EQ(a.size(), 1u);
    ASSERT_EQ(b.size(), 1u);
    EXPECT_EQ(a[0].get(), b[0].get());
}

TEST_F(EventHubTest, ARoomCountsItsFramesWithoutAGap) {
    const auto anas = enter(Topic::class_room(class_of_salsa), person_ana);
    const auto bens = enter(Topic::class_room(tango), person_ben);
    const std::string epoch = anas->first_id().substr(0, anas->first_id().find('.'));
    for (int i = 1; i <= 3; ++i) {
        hub_.change_room(class_of_salsa, room_of_viewers(i));
        hub_.change_room(tango, room_of_viewers(i));
        to_everybody(i);
        std::string all;
        for (const SharedText& text : texts(*anas)) all += *text;
        EXPECT_EQ(last_id(all), epoch + "." + std::to_string(i));
    }
    take(*bens);
}

TEST_F(EventHubTest, WhoComesBackGetsWhatWasMissedAndNothingTwice) {
    auto anas = listen({Topic::person(person_ana)});
    to_everybody(1);
    const std::string id = last_id(*texts(*anas).at(0));
    anas.reset();
    to_everybody(2);
    hub_.tell(Topic::person(person_ana), balance(3));
    hub_.tell(Topic::person(person_ben), balance(9));
    anas = listen({Topic::person(person_ana)}, id);
    EXPECT_EQ(anas->begin(), Begin::Resumed);
    EXPECT_EQ(take(*anas), wallet(2) + wallet(3));
    to_everybody(4);
    EXPECT_EQ(take(*anas), wallet(4));
}

TEST_F(EventHubTest, WhoComesBackBeforeAnythingHappenedMissesNothing) {
    auto anas = listen({Topic::person(person_ana)});
    const std::string id = anas->first_id();
    anas.reset();
    to_everybody(2);
    anas = listen({Topic::person(person_ana)}, id);
    EXPECT_EQ(anas->begin(), Begin::Resumed);
    EXPECT_EQ(take(*anas), wallet(2));
}

TEST_F(EventHubTest, WhoIsExpectedMissesNothingUntilItListens) {
    const std::string id = hub_.expect({Topic::person(person_ana)});
    to_everybody(1);
    hub_.tell(Topic::person(person_ana), balance(2));
    hub_.tell(Topic::person(person_ben), balance(9));
    const auto anas = listen({Topic::person(person_ana)}, id);
    EXPECT_EQ(anas->begin(), Begin::Resumed);
    EXPECT_EQ(take(*anas), wallet(1) + wallet(2));
}

TEST_F(EventHubTest, WhoIsExpectedAndComesAsSomebodyElseHasToReadAfresh) {
    const std::string id = hub_.expect({});
    to_everybody(1);
    EXPECT_EQ(listen({Topic::person(person_ana)}, id)->begin(), Begin::Resync);
}

TEST_F(EventHubTest, NobodyIsExpectedForLongerThanAMinute) {
    const std::string id = hub_.expect({});
    to_everybody(1);
    clock_.advance(61s);
    EXPECT_EQ(listen({}, id)->begin(), Begin::Resync);
    EXPECT_TRUE(hub_.listens(Topic::everybody()));
}

TEST_F(EventHubTest, WhoComesBackToARoomGetsItsFramesAndWhatElseWasMissed) {
    auto anas = enter(Topic::class_room(class_of_salsa), person_ana);
    hub_.change_room(class_of_salsa, room_of_viewers(1));
    const std::string id = last_id(*texts(*anas).at(0));
    anas.reset();
    hub_.change_room(class_of_salsa, room_of_viewers(2));
    to_everybody(3);
    anas = enter(Topic::class_room(class_of_salsa), person_ana, id);
    EXPECT_EQ(anas->begin(), Begin::Resumed);
    EXPECT_EQ(take(*anas), room(2) + wallet(3));
}

TEST_F(EventHubTest, WhoWasAwayForTooLongHasToReadAfresh) {
    auto anas = listen();
    const std::string id = anas->first_id();
    anas.reset();
    for (int i = 0; i < 500; ++i) to_everybody(i);
    anas = listen({}, id);
    EXPECT_EQ(anas->begin(), Begin::Resync);
    EXPECT_EQ(take(*anas), "");
}

TEST_F(EventHubTest, IdsOfAnotherRunOrOfNobodyMeanNothing) {
    const std::string elsewhere = [&] {
        EventHub before(clock_, 0ms);
        return before.subscribe({})->first_id();
    }();
    for (const std::string& id : {elsewhere, std::string("17"), std::string("x.y"),
                                  listen()->first_id() + "9", listen()->first_id() + "x"}) {
        EXPECT_EQ(listen({}, id)->begin(), Begin::Resync) << id;
    }
}

TEST_F(EventHubTest, WhatNobodyHeardForAMinuteIsForgottenAndNobodyResumesThere) {
    auto anas = enter(Topic::class_room(class_of_salsa), person_ana);
    hub_.change_room(class_of_salsa, room_of_viewers(1));
    const std::string id = last_id(*texts(*anas).at(0));
    anas.reset();
    clock_.advance(61s);
    listen();
    EXPECT_FALSE(hub_.listens(Topic::class_room(class_of_salsa)));
    hub_.change_room(class_of_salsa, room_of_viewers(2));
    const auto other = enter(Topic::class_room(class_of_salsa), person_ben);
    hub_.change_room(class_of_salsa, room_of_viewers(3));
    EXPECT_EQ(enter(Topic::class_room(class_of_salsa), person_ana, id)->begin(), Begin::Resync);
}

TEST_F(EventHubTest, ASlowReaderIsDroppedAndHarmsNobody) {
    EventHub hub(clock_, 0ms, 3);
    const auto slow = hub.subscribe({});
    const auto quick = hub.subscribe({});
    for (int i = 0; i < 10; ++i) {
        hub.tell(Topic::everybody(), balance(i));
        EXPECT_EQ(take(*quick), wallet(i));
    }
    std::vector<SharedText> left;
    EXPECT_EQ(slow->take(left), State::Dropped);
    EXPECT_TRUE(left.empty());
    EXPECT_EQ(hub.subscriber_count(), 1u);
    EXPECT_EQ(hub.dropped_count(), 1u);
}

TEST_F(EventHubTest, WhatAReaderHasWaitingIsBoundedInBytes) {
    const auto slow = listen();
    wire::StreamChanged event;
    event.stream.stream.title = std::string(100'000, 'x');
    hub_.tell(Topic::everybody(), event);
    hub_.tell(Topic::everybody(), event);
    EXPECT_EQ(texts(*slow).size(), 2u);
    for (int i = 0; i < 3; ++i) hub_.tell(Topic::everybody(), event);
    std::vector<SharedText> left;
    EXPECT_EQ(slow->take(left), State::Dropped);
}

TEST_F(EventHubTest, WakesALoopOncePerFilling) {
    int woken = 0;
    const auto subscription = listen();
    subscription->wake_by([&] { ++woken; });
    to_everybody(1);
    to_everybody(2);
    EXPECT_EQ(woken, 1);
    take(*subscription);
    to_everybody(3);
    EXPECT_EQ(woken, 2);
    subscription->wake_by([&] { woken += 10; });
    EXPECT_EQ(woken, 12) << "something waits already";
}

TEST_F(EventHubTest, ClosingEndsEveryStreamAndTakesNoNewOnes) {
    const auto before = listen();
    hub_.close();
    const auto after = listen();
    std::vector<SharedText> left;
    EXPECT_EQ(before->take(left), State::Dropped);
    EXPECT_EQ(after->take(left), State::Dropped);
    EXPECT_FALSE(hub_.has_subscribers());
}

TEST_F(EventHubTest, DisconnectsAViewerAndNobodyElse) {
    const auto anas = listen({Topic::person(person_ana)});
    const auto bens = listen({Topic::person(person_ben)});
    hub_.disconnect_user(person_ana);
    std::vector<SharedText> left;
    EXPECT_EQ(anas->take(left), State::Dropped);
    EXPECT_EQ(bens->take(left), State::Open);
}

TEST_F(EventHubTest, WhoLosesTheRightToARoomLosesThatStreamAlone) {
    const auto anas = listen({Topic::person(person_ana)});
    const auto there = enter(Topic::class_room(class_of_salsa), person_ana);
    const auto elsewhere = enter(Topic::class_room(tango), person_ana);
    const auto bens = enter(Topic::class_room(class_of_salsa), person_ben);
    hub_.leave_room(person_ana, class_of_salsa);
    std::vector<SharedText> left;
    EXPECT_EQ(there->take(left), State::Dropped);
    for (Subscription* other : {anas.get(), elsewhere.get(), bens.get()}) {
        EXPECT_EQ(other->take(left), State::Open);
    }
}

TEST_F(EventHubTest, ManyThreadsPublishWhileReadersComeAndGo) {
    EventHub hub(clock_, 1ms);
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 300; ++n) hub.tell(Topic::everybody(), balance(n));
        });
        threads.emplace_back([&] {
            for (int n = 0; n < 100; ++n) {
                const auto subscription = hub.subscribe({});
                subscription->wake_by([] {});
                std::vector<SharedText> some;
                subscription->take(some);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(hub.subscriber_count(), 0u);
}

class PacedHubTest : public EventHubTest {
  protected:
    /// What comes within two real seconds.
    static std::string wait(Subscription& subscription) {
        for (int i = 0; i < 200; ++i) {
            if (std::string got = take(subscription); !got.empty()) return got;
            std::this_thread::sleep_for(10ms);
        }
        return {};
    }
    EventHub paced_{clock_, 250ms};
};

TEST_F(PacedHubTest, TheFirstWordLeavesAtOnceAndTheRestOfAnIntervalTogether) {
    const auto anas = paced_.subscribe({.topics = {Topic::person(person_ana)},
                                        .room = Topic::class_room(class_of_salsa),
                                        .last_event_id = {}});
    paced_.change_room(class_of_salsa, room_of_viewers(1));
    EXPECT_EQ(take(*anas), room(1));
    for (int i = 2; i < 50; ++i) paced_.change_room(class_of_salsa, room_of_viewers(i));
    paced_.tell(Topic::person(person_ana), balance(7));
    EXPECT_EQ(take(*anas), wallet(7)) << "another topic has a pace of its own";
    clock_.advance(249ms);
    std::this_thread::sleep_for(300ms);
    EXPECT_EQ(take(*anas), "");
    clock_.advance(1ms);
    EXPECT_EQ(wait(*anas), room(49));
    paced_.change_room(class_of_salsa, room_of_viewers(50));
    EXPECT_EQ(take(*anas), "") << "an interval begins with each frame";
}

TEST_F(PacedHubTest, WhatWaitedWhenAReaderWentIsNotLostToIt) {
    const Listening anas{
        .topics = {Topic::person(person_ana)}, .room = std::nullopt, .last_event_id = {}};
    auto there = paced_.subscribe(anas);
    paced_.tell(Topic::everybody(), balance(1));
    paced_.tell(Topic::everybody(), balance(2));  // waits for the end of the interval
    paced_.tell(Topic::person(person_ana), balance(3));
    std::string heard;
    for (const SharedText& text : texts(*there)) heard += *text;
    EXPECT_EQ(without_ids(heard), wallet(1) + wallet(3));
    there.reset();
    const auto other = paced_.subscribe({});
    clock_.advance(250ms);
    EXPECT_EQ(wait(*other), wallet(2));
    Listening again = anas;
    again.last_event_id = last_id(heard);
    there = paced_.subscribe(again);
    EXPECT_EQ(there->begin(), Begin::Resumed);
    EXPECT_EQ(take(*there), wallet(2));
}

TEST_F(PacedHubTest, AFrameThatComesInPartLeavesItsIdForTheLastEvent) {
    const auto anybody = paced_.subscribe({});
    paced_.tell(Topic::everybody(), balance(1));
    take(*anybody);
    paced_.tell(Topic::everybody(), balance(2));
    paced_.tell(Topic::everybody(), balance(3));
    clock_.advance(250ms);
    std::string frame;
    for (int i = 0; i < 200 && frame.empty(); ++i) {
        std::this_thread::sleep_for(10ms);
        for (const SharedText& text : texts(*anybody)) frame += *text;
    }
    EXPECT_TRUE(frame.starts_with(wallet(2) + "id: ")) << frame;
    EXPECT_TRUE(frame.ends_with(wallet(3))) << frame;
}

TEST_F(PacedHubTest, EventsOfOneFrameKeepTheirOrderAndIds) {
    const auto anybody = paced_.subscribe({});
    paced_.tell(Topic::everybody(), balance(1));
    take(*anybody);
    paced_.tell(Topic::everybody(), balance(2));
    paced_.tell(Topic::everybody(), balance(3));
    clock_.advance(250ms);
    std::vector<SharedText> frames;
    for (int i = 0; i < 200 && frames.empty(); ++i) {
        std::this_thread::sleep_for(10ms);
        anybody->take(frames);
    }
    ASSERT_EQ(frames.size(), 1u);
    EXPECT_EQ(without_ids(*frames[0]), wallet(2) + wallet(3));
    EXPECT_NE(*frames[0], wallet(2) + wallet(3));
}

}  // namespace
}  // namespace lsl::services
