#include <gtest/gtest.h>

#include "server/media/ingest/key_frame_requests.h"
#include "server/media/ingest/nack_tracker.h"
#include "server/media/ingest/receive_stats.h"
#include "server/media/media_time.h"
#include "server/media/timer_queue.h"
#include "server/media/transport/tuple_table.h"

#include <random>
#include <unordered_map>

namespace lsl::media {
namespace {

using namespace std::chrono_literals;

TEST(NackTracker, AsksOnceTheGapHasHadAMomentAndStopsWhenItIsFilled) {
    NackTracker tracker;
    tracker.on_packet(100, {0});
    tracker.on_packet(103, {0});
    EXPECT_TRUE(tracker.take_due({10'000}, 50ms).sequences.empty());
    EXPECT_EQ(tracker.take_due({20'000}, 50ms).sequences, (std::vector<std::uint16_t>{101, 102}));
    EXPECT_TRUE(tracker.take_due({60'000}, 50ms).sequences.empty());
    tracker.on_packet(101, {61'000});
    EXPECT_EQ(tracker.take_due({90'000}, 50ms).sequences, std::vector<std::uint16_t>{102});
    tracker.on_packet(102, {91'000});
    EXPECT_EQ(tracker.missing(), 0u);
    EXPECT_EQ(tracker.next_due(), std::nullopt);
}

TEST(NackTracker, GivesUpAfterTenTriesAndWantsAKeyFrame) {
    NackTracker tracker;
    tracker.on_packet(1, {0});
    tracker.on_packet(3, {0});
    int asked = 0;
    bool given_up = false;
    for (std::int64_t t = 0; t < 2'000'000; t += 5'000) {
        const auto due = tracker.take_due({t}, 0us);
        asked += static_cast<int>(due.sequences.size());
        given_up = given_up || due.given_up;
    }
    EXPECT_EQ(asked, NackTracker::kMaxTries);
    EXPECT_TRUE(given_up);
    EXPECT_EQ(tracker.missing(), 0u);
}

TEST(NackTracker, AGapTooWideIsNotAskedForPieceByPiece) {
    NackTracker tracker;
    tracker.on_packet(1, {0});
    EXPECT_TRUE(tracker.on_packet(5000, {0}));
    EXPECT_EQ(tracker.missing(), 0u);
}

TEST(KeyFrameRequests, ManyWishesAreFewRequests) {
    KeyFrameRequests requests;
    int sent = 0;
    for (std::int64_t t = 0; t < 900'000; t += 10'000) {
        requests.want();
        sent += requests.take_due({t}) ? 1 : 0;
    }
    EXPECT_EQ(sent, 1);
    requests.on_key_frame({900'000});
    EXPECT_FALSE(requests.take_due({2'000'000}));
    requests.want();
    EXPECT_TRUE(requests.take_due({2'000'000}));
}

TEST(KeyFrameRequests, PublisherThatDoesNotReactIsKnownForIt) {
    KeyFrameRequests requests;
    requests.want();
    for (std::int64_t t = 0; t < 3'500'000; t += 100'000) requests.take_due({t});
    EXPECT_EQ(requests.sent(), 4);
    EXPECT_TRUE(requests.publisher_ignores());
    requests.on_key_frame({5'500'000});  // by schedule, not by obedience
    EXPECT_TRUE(requests.publisher_ignores());
    requests.want();
    EXPECT_TRUE(requests.take_due({6'000'000}));
    requests.on_key_frame({6'100'000});
    EXPECT_FALSE(requests.publisher_ignores());
}

TEST(ReceiveStats, ReportsLossOfTheIntervalAndOfTheWhole) {
    ReceiveStats stats(90000);
    for (std::int64_t i = 0; i < 100; ++i) {
        if (i % 4 == 1) continue;
        stats.on_packet(1000 + i, static_cast<std::uint32_t>(i * 3000), {i * 33'333});
    }
    auto block = stats.report(7, {4'000'000});
    EXPECT_EQ(block.lost, 25);
    EXPECT_EQ(block.fraction_lost, 64);
    EXPECT_LT(block.jitter, 5u);
    EXPECT_NEAR(stats.loss_percent(), 25, 0.1);
    stats.on_packet(1100, 300'000, {3'333'300});
    block = stats.report(7, {5'000'000});
    EXPECT_EQ(block.fraction_lost, 0);
    EXPECT_EQ(block.lost, 25);
}

TEST(TupleTable, AgreesWithAnOrdinaryMapThroughManyChanges) {
    TupleTable<int> table;
    std::vector<int> values(64);
    std::unordered_map<std::uint16_t, int*> expected;
    std::mt19937 random(1);
    for (int i = 0; i < 50'000; ++i) {
        const auto port = static_cast<std::uint16_t>(random() % 700);
        const Address address = Address::v4({10, 0, 0, 1}, port);
        if (random() % 2 == 0) {
            int* value = &values[random() % values.size()];
            table.set(address, value);
            expected[port] = value;
        } else if (const auto found = expected.find(port); found != expected.end()) {
            table.erase(address, found->second);
            expected.erase(found);
        }
        ASSERT_EQ(table.size(), expected.size());
    }
    for (std::uint16_t port = 0; port < 700; ++port) {
        const auto found = expected.find(port);
        EXPECT_EQ(table.find(Address::v4({10, 0, 0, 1}, port)),
                  found == expected.end() ? nullptr : found->second);
    }
}

TEST(Address, ReadsAndWritesBothFamilies) {
    EXPECT_EQ(Address::parse("127.0.0.1", 1)->ip_text(), "127.0.0.1");
    EXPECT_TRUE(Address::parse("127.0.0.1", 1)->is_loopback());
    EXPECT_TRUE(Address::parse("::1", 1)->is_loopback());
    EXPECT_TRUE(Address::parse("::", 1)->is_unspecified());
    EXPECT_TRUE(Address::parse("0.0.0.0", 1)->is_unspecified());
    EXPECT_EQ(Address::parse("2001:db8::7", 1)->ip_text(), "2001:db8::7");
    EXPECT_FALSE(Address::parse("example.org", 1));
    EXPECT_FALSE(Address::parse("1.2.3", 1));
}

TEST(MediaTime, NtpTimesSurviveTheRoundTrip) {
    for (const std::int64_t us : {0ll, 1ll, 999'999ll, 3'900'000'000'123'456ll}) {
        EXPECT_NEAR(static_cast<double>(ntp_to_us(us_to_ntp(us)) - us), 0, 1);
    }
    EXPECT_EQ(to_ticks(1s, 90000), 90000);
    EXPECT_EQ(to_ticks(-20ms, 48000), -960);
}

TEST(MediaTime, TicksOfASendersClockThatIsFarOffDoNotOverflow) {
    // The latest that 32 bits of seconds and their fraction tell, against a report of 1900.
    const std::chrono::microseconds latest(ntp_to_us(0xffff'ffff'ffff'ffff));
    const std::int64_t seconds = 0xffff'ffff;
    EXPECT_EQ(to_ticks(latest, 90000), seconds * 90000 + 89999);
    EXPECT_EQ(to_ticks(-latest, 90000), -(seconds * 90000 + 89999));
    EXPECT_EQ(to_ticks(latest, 48000), seconds * 48000 + 47999);
    EXPECT_EQ(to_ticks(-1500ms, 48000), -72000);
}

}  // namespace
}  // namespace lsl::media
