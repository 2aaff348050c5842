#include "server/services/event_hub.h"

#include <gtest/gtest.h>

#include <thread>

#include "shared/wire/events.h"
#include "tests/server/store/store_rows.h"

namespace lsl::services {
namespace {

using lsl::testing::id_number;
using State = Subscription::State;

wire::WalletChanged balance(std::int64_t tokens) { return {.balance = tokens}; }

std::vector<std::string> take(Subscription& subscription) {
    std::vector<SharedEvent> events;
    subscription.take(events);
    std::vector<std::string> data;
    for (const auto& event : events) data.push_back(event->data);
    return data;
}

TEST(EventHubTest, EachAudienceGetsWhatIsMeantForIt) {
    EventHub hub;
    const UserId ana = id_number<UserId>(1);
    const UserId ben = id_number<UserId>(2);
    const auto anybody = hub.subscribe({});
    const auto anas = hub.subscribe({.user = ana});
    const auto instructors = hub.subscribe({.user = ben, .instructor = true});
    hub.to_everybody(balance(1));
    hub.to_user(ana, balance(2));
    hub.to_instructors(balance(3));
    EXPECT_EQ(take(*anybody), std::vector<std::string>{R"({"balance":1})"});
    EXPECT_EQ(take(*anas), (std::vector<std::string>{R"({"balance":1})", R"({"balance":2})"}));
    EXPECT_EQ(take(*instructors),
              (std::vector<std::string>{R"({"balance":1})", R"({"balance":3})"}));
}

TEST(EventHubTest, ASlowReaderIsDroppedAndHarmsNobody) {
    EventHub hub(3);
    const auto slow = hub.subscribe({});
    const auto quick = hub.subscribe({});
    for (int i = 0; i < 10; ++i) {
        hub.to_everybody(balance(i));
        EXPECT_EQ(take(*quick).size(), 1u);
    }
    std::vector<SharedEvent> events;
    EXPECT_EQ(slow->take(events), State::Dropped);
    EXPECT_TRUE(events.empty());
    EXPECT_EQ(hub.subscriber_count(), 1u);
}

TEST(EventHubTest, WaitEndsWithAnEventAndWithTime) {
    EventHub hub;
    const auto subscription = hub.subscribe({});
    std::vector<SharedEvent> events;
    EXPECT_EQ(subscription->wait(std::chrono::milliseconds(1), events), State::Open);
    EXPECT_TRUE(events.empty());
    std::thread publisher([&] { hub.to_everybody(balance(1)); });
    EXPECT_EQ(subscription->wait(std::chrono::seconds(10), events), State::Open);
    publisher.join();
    EXPECT_EQ(events.size(), 1u);
}

TEST(EventHubTest, WakesALoopOncePerFilling) {
    EventHub hub;
    int woken = 0;
    const auto subscription = hub.subscribe({}, [&] { ++woken; });
    hub.to_everybody(balance(1));
    hub.to_everybody(balance(2));
    EXPECT_EQ(woken, 1);
    take(*subscription);
    hub.to_everybody(balance(3));
    EXPECT_EQ(woken, 2);
}

TEST(EventHubTest, ClosingEndsEveryStreamAndTakesNoNewOnes) {
    EventHub hub;
    const auto before = hub.subscribe({});
    hub.close();
    const auto after = hub.subscribe({});
    std::vector<SharedEvent> events;
    EXPECT_EQ(before->take(events), State::Dropped);
    EXPECT_EQ(after->take(events), State::Dropped);
    EXPECT_FALSE(hub.has_subscribers());
}

TEST(EventHubTest, DisconnectsAViewerAndNobodyElse) {
    EventHub hub;
    const auto anas = hub.subscribe({.user = id_number<UserId>(1)});
    const auto bens = hub.subscribe({.user = id_number<UserId>(2)});
    hub.disconnect_user(id_number<UserId>(1));
    std::vector<SharedEvent> events;
    EXPECT_EQ(anas->take(events), State::Dropped);
    EXPECT_EQ(bens->take(events), State::Open);
    EXPECT_FALSE(hub.listens(id_number<UserId>(1)));
    EXPECT_TRUE(hub.listens(id_number<UserId>(2)));
}

TEST(EventHubTest, ManyThreadsPublishWhileReadersComeAndGo) {
    EventHub hub;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 300; ++n) hub.to_everybody(balance(n));
        });
        threads.emplace_back([&] {
            for (int n = 0; n < 100; ++n) {
                const auto subscription = hub.subscribe({});
                std::vector<SharedEvent> events;
                subscription->wait(std::chrono::milliseconds(1), events);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(hub.subscriber_count(), 0u);
}

}  // namespace
}  // namespace lsl::services
