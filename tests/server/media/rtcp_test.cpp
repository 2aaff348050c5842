#include "server/media/packet/rtcp.h"

#include <gtest/gtest.h>

#include <vector>

#include "server/media/packet/twcc.h"

namespace lsl::media {
namespace {

TEST(Rtcp, WhatIsWrittenIsReadAgain) {
    std::array<std::byte, 1000> buffer;
    RtcpWriter writer(buffer);
    SenderReport report;
    report.ssrc = 1;
    report.ntp = 0x0123456789abcdef;
    report.timestamp = 42;
    ReportBlock block;
    block.ssrc = 9;
    block.fraction_lost = 128;
    block.lost = -5;
    block.last_sr = 77;
    writer.sender_report(report, std::span(&block, 1));
    writer.cname(1, "somebody");
    const std::vector<std::uint16_t> lost{10, 11, 26, 27, 65535, 3};
    writer.nack(1, 2, lost);
    writer.pli(1, 22);
    writer.fir(1, 23, 7);
    const std::array<std::uint32_t, 1> sources{22};
    writer.remb(1, 6'000'000, sources);
    writer.reference_time(1, 5);
    writer.delay_since_last_report(1, 99, 0xabcd, 65536);
    writer.bye(1);
    ASSERT_TRUE(writer.ok());

    RtcpReader reader(Bytes(buffer).first(writer.size()));
    std::vector<RtcpPacket> packets;
    RtcpPacket packet;
    while (reader.next(packet) == RtcpVerdict::Ok) packets.push_back(packet);
    ASSERT_EQ(packets.size(), 9u);
    const auto read = read_sender_report(packets[0]);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->ntp, report.ntp);
    int blocks = 0;
    each_report_block(packets[0], [&](const ReportBlock& seen) {
        ++blocks;
        EXPECT_EQ(seen.ssrc, 9u);
        EXPECT_EQ(seen.lost, -5);
        EXPECT_EQ(seen.fraction_lost, 128);
    });
    EXPECT_EQ(blocks, 1);
    EXPECT_EQ(packets[1].type, kRtcpSourceDescription);
    std::vector<std::uint16_t> asked;
    std::uint32_t media = 0;
    EXPECT_TRUE(each_nack(packets[2], media, [&](std::uint16_t s) { asked.push_back(s); }));
    EXPECT_EQ(media, 2u);
    EXPECT_EQ(asked, lost);
    EXPECT_EQ(read_key_frame_request(packets[3]), 22u);
    EXPECT_EQ(read_key_frame_request(packets[4]), 23u);
    EXPECT_NEAR(static_cast<double>(read_remb(packets[5]).value()), 6e6, 100);
    EXPECT_FALSE(read_remb(packets[3]));
    const auto dlrr = read_dlrr(packets[7], 99);
    ASSERT_TRUE(dlrr);
    EXPECT_EQ(dlrr->last_rr, 0xabcdu);
    EXPECT_FALSE(read_dlrr(packets[7], 98));
}

TEST(Rtcp, CompoundEndsAtWhatIsMalformedAndKeepsWhatCameBefore) {
    std::array<std::byte, 64> buffer{};
    RtcpWriter writer(buffer);
    writer.pli(1, 2);
    const std::size_t size = writer.size();
    for (std::size_t cut = size + 1; cut < size + 12; ++cut) {
        buffer[size] = std::byte{0x81};
        buffer[size + 3] = std::byte{200};  // a length that is not there
        RtcpReader reader(Bytes(buffer).first(cut));
        RtcpPacket packet;
        EXPECT_EQ(reader.next(packet), RtcpVerdict::Ok);
        EXPECT_EQ(reader.next(packet), RtcpVerdict::Malformed);
    }
}

TEST(Twcc, FeedbackTellsArrivalsLossesAndOrder) {
    TwccReceiver receiver;
    MonoTime now{1'000'000};
    std::vector<std::pair<std::uint16_t, std::int64_t>> arrived;
    for (std::uint16_t i = 0; i < 300; ++i) {
        const auto sequence = static_cast<std::uint16_t>(65400 + i);
        if (i % 7 == 3 || (i > 100 && i < 150)) continue;
        now.us += i % 13 == 0 ? 90'000 : 1'250;  // now and then more than a small delta
        arrived.emplace_back(sequence, now.us);
        receiver.on_packet(sequence, now);
    }
    std::size_t at = 0;
    std::uint16_t next = 65400;
    std::array<std::byte, 1100> body;
    while (receiver.pending()) {
        const std::size_t size = receiver.write_feedback(body);
        ASSERT_GT(size, 0u);
        EXPECT_EQ(size % 4, 0u);
        const auto feedback = read_twcc(Bytes(body).first(size));
        ASSERT_TRUE(feedback);
        std::int64_t time = feedback->reference_time_us;
        for (const TwccStatus& status : feedback->packets) {
            EXPECT_EQ(status.sequence, next++);
            if (!status.received) continue;
            time += status.delta_us;
            ASSERT_LT(at, arrived.size());
            EXPECT_EQ(status.sequence, arrived[at].first);
            EXPECT_NEAR(static_cast<double>(time), static_cast<double>(arrived[at].second), 500);
            ++at;
        }
    }
    EXPECT_EQ(at, arrived.size());
}

TEST(Twcc, LateAndRepeatedNumbersAreReportedOnceAndMemoryStaysBounded) {
    TwccReceiver receiver;
    std::array<std::byte, 1100> body;
    receiver.on_packet(10, {1'000});
    receiver.on_packet(12, {2'000});
    receiver.on_packet(11, {3'000});
    receiver.on_packet(11, {4'000});
    auto feedback = read_twcc(Bytes(body).first(receiver.write_feedback(body)));
    ASSERT_TRUE(feedback);
    EXPECT_EQ(feedback->packets.size(), 3u);
    receiver.on_packet(11, {5'000});  // its feedback has left
    EXPECT_FALSE(receiver.pending());
    for (int i = 0; i < 100'000; ++i) {
        receiver.on_packet(static_cast<std::uint16_t>(i * 3), {10'000 + i});
    }
    int bodies = 0;
    while (receiver.pending() && bodies < 100) {
        receiver.write_feedback(body);
        ++bodies;
    }
    EXPECT_LT(bodies, 100);
}

TEST(Twcc, RefusesBodiesThatEndEarly) {
    TwccReceiver receiver;
    for (std::uint16_t i = 0; i < 20; ++i) receiver.on_packet(i, {i * 100'000});
    std::array<std::byte, 1100> body;
    const std::size_t size = receiver.write_feedback(body);
    for (std::size_t cut = 0; cut + 4 < size; ++cut) {
        EXPECT_FALSE(read_twcc(Bytes(body).first(cut))) << cut;
    }
}

}  // namespace
}  // namespace lsl::media
