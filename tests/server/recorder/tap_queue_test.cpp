#include "server/recorder/capture/tap_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace lsl::recorder::test {
namespace {

media::TapPacket packet(std::int64_t sequence, std::span<const std::byte> payload,
                        media::TrackKind kind = media::TrackKind::Video) {
    return {kind, media::Codec::Vp9, 7, sequence, 90, 90'000, true, payload, MonoTime{5}};
}

TEST(TapQueue, KeepsEverythingThatIsSaid) {
    TapQueue queue(1 << 20);
    const std::vector<std::byte> payload{std::byte{1}, std::byte{2}};
    queue.push(packet(3, payload));
    queue.push(media::TapSenderReport{media::TrackKind::Audio, 8, 99, 100, MonoTime{6}});
    queue.push(TapPublisherGone{MonoTime{7}});

    const auto first = queue.pop();
    const auto& read = std::get<media::TapPacket>(first.value());
    EXPECT_EQ(read.kind, media::TrackKind::Video);
    EXPECT_EQ(read.codec, media::Codec::Vp9);
    EXPECT_EQ(read.source, 7u);
    EXPECT_EQ(read.sequence, 3);
    EXPECT_EQ(read.timestamp, 90u);
    EXPECT_EQ(read.clock_rate_hz, 90'000u);
    EXPECT_TRUE(read.marker);
    EXPECT_EQ(read.arrival.us, 5);
    EXPECT_EQ(std::vector<std::byte>(read.payload.begin(), read.payload.end()), payload);

    const auto second = queue.pop();
    const auto& report = std::get<media::TapSenderReport>(second.value());
    EXPECT_EQ(report.kind, media::TrackKind::Audio);
    EXPECT_EQ(report.source, 8u);
    EXPECT_EQ(report.ntp, 99u);
    EXPECT_EQ(report.timestamp, 100u);
    EXPECT_EQ(report.arrival.us, 6);

    const auto third = queue.pop();
    EXPECT_EQ(std::get<TapPublisherGone>(third.value()).at.us, 7);
    EXPECT_FALSE(queue.pop().has_value());
    EXPECT_EQ(queue.bytes(), 0u);
}

TEST(TapQueue, DropsBeyondItsLimitAndRecovers) {
    TapQueue queue(100'000);
    const std::vector<std::byte> payload(1000);
    int taken = 0;
    for (int i = 0; i < 500; ++i) taken += queue.push(packet(i, payload)) ? 1 : 0;
    EXPECT_GT(taken, 70);
    EXPECT_LT(taken, 100);
    EXPECT_EQ(queue.dropped_packets(), 500u - static_cast<unsigned>(taken));
    EXPECT_LE(queue.bytes(), 100'000u);
    // Sound still has room, and video only comes back when half is free.
    EXPECT_TRUE(queue.push(packet(0, payload, media::TrackKind::Audio)));
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(queue.pop().has_value());
    EXPECT_FALSE(queue.push(packet(501, payload)));
    for (int i = 0; i < 40; ++i) ASSERT_TRUE(queue.pop().has_value());
    EXPECT_TRUE(queue.push(packet(502, payload)));
}

TEST(TapQueue, RefusesWhatNoDatagramCanHold) {
    TapQueue queue(1 << 20);
    EXPECT_FALSE(queue.push(packet(1, std::vector<std::byte>(70'000))));
    EXPECT_TRUE(queue.push(packet(2, std::vector<std::byte>(60'000))));
    EXPECT_EQ(std::get<media::TapPacket>(queue.pop().value()).payload.size(), 60'000u);
}

TEST(TapQueue, CarriesFromOneThreadToAnother) {
    TapQueue queue(1 << 20);
    constexpr std::int64_t count = 200'000;
    std::atomic<bool> done{false};
    std::thread producer([&] {
        std::vector<std::byte> payload(1200);
        for (std::int64_t i = 0; i < count; ++i) {
            payload[0] = static_cast<std::byte>(i & 0xff);
            const auto size = static_cast<std::size_t>(1 + i % 1200);
            queue.push(packet(i, std::span(payload).first(size)));
        }
        done = true;
    });
    std::int64_t last = -1;
    std::int64_t received = 0;
    while (true) {
        const bool over = done;
        const auto record = queue.pop();
        if (!record && over) break;
        if (!record) {
            std::this_thread::yield();
            continue;
        }
        const auto& read = std::get<media::TapPacket>(*record);
        ASSERT_GT(read.sequence, last);
        last = read.sequence;
        ASSERT_EQ(read.payload.size(), static_cast<std::size_t>(1 + last % 1200));
        ASSERT_EQ(read.payload[0], static_cast<std::byte>(last & 0xff));
        ++received;
    }
    producer.join();
    EXPECT_EQ(received + static_cast<std::int64_t>(queue.dropped_packets()), count);
    EXPECT_GT(received, 0);
    EXPECT_EQ(queue.bytes(), 0u);
}

}  // namespace
}  // namespace lsl::recorder::test
