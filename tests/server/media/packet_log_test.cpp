#include "server/media/egress/packet_log.h"
#include "tests/server/media/byte_list.h"

#include <gtest/gtest.h>

#include "server/media/codec/payload_format.h"

namespace lsl::media {
namespace {

void add(PacketLog& log, std::int64_t sequence, std::uint32_t timestamp, bool key = false) {
    LoggedPacket& packet = log.next();
    packet.sequence = sequence;
    packet.timestamp = timestamp;
    packet.payload_size = 100;
    packet.starts_key_frame = key;
    log.commit();
}

TEST(PacketLog, FindsPacketsByNumberUntilTheyAreOverwritten) {
    PacketLog log(16);
    log.start_source();
    for (int i = 0; i < 100; ++i) add(log, 1000 + i, 10);
    EXPECT_EQ(log.head(), 100u);
    EXPECT_EQ(log.tail(), 85u);
    EXPECT_NE(log.find(1099), nullptr);
    EXPECT_NE(log.find(1085), nullptr);
    EXPECT_EQ(log.find(1084), nullptr);
    EXPECT_EQ(log.find(1100), nullptr);
    EXPECT_EQ(log.at(84), nullptr);
    EXPECT_EQ(log.at(85)->sequence, 1085);
}

TEST(PacketLog, KnowsWhereTheNewestKeyFrameBegins) {
    PacketLog log(64);
    log.start_source();
    add(log, 10, 1, true);
    add(log, 11, 1, true);  // IDR behind its parameter sets
    add(log, 12, 2);
    EXPECT_EQ(log.key_frame_position(), 0u);
    EXPECT_EQ(log.key_frame_sequence(), 10);
    EXPECT_EQ(log.bytes_since_key_frame(), 300u);
    add(log, 13, 3, true);
    EXPECT_EQ(log.key_frame_position(), 3u);
    for (int i = 0; i < 70; ++i) add(log, 14 + i, 4);
    EXPECT_EQ(log.key_frame_position(), std::nullopt);
}

TEST(PacketLog, KeyFrameWhoseStartCameLateIsReadFromItsEarliestPacket) {
    PacketLog log(64);
    log.start_source();
    add(log, 10, 1);
    add(log, 12, 2);
    add(log, 13, 2);
    add(log, 14, 3);
    add(log, 11, 2, true);
    EXPECT_EQ(log.key_frame_position(), 1u);
    EXPECT_EQ(log.key_frame_sequence(), 11);
    EXPECT_EQ(log.at(4)->frame, log.at(1)->frame);
}

TEST(PacketLog, AnotherSourceHidesTheOneBefore) {
    PacketLog log(64);
    log.start_source();
    add(log, 10, 1, true);
    log.start_source();
    EXPECT_EQ(log.find(10), nullptr);
    EXPECT_EQ(log.key_frame_position(), std::nullopt);
    EXPECT_EQ(log.at(0), nullptr);
    EXPECT_EQ(log.source(), 2u);
    add(log, 5, 7);
    EXPECT_EQ(log.at(1)->sequence, 5);
    EXPECT_EQ(log.highest_sequence(), 5);
}

TEST(PacketLog, FramesCountUpAndLateOnesFitBetween) {
    PacketLog log(64);
    log.start_source();
    add(log, 10, 100);
    add(log, 11, 100);
    add(log, 13, 300);
    add(log, 12, 200);
    EXPECT_EQ(log.at(0)->frame, log.at(1)->frame);
    EXPECT_EQ(log.at(2)->frame, log.at(0)->frame + 2);
    EXPECT_EQ(log.at(3)->frame, log.at(0)->frame + 1);
}

TEST(Payload, KeyFramesAreKnownByTheirDescriptors) {
    EXPECT_TRUE(payload_format(Codec::Vp8).starts_key_frame(bytes({0x10, 0x00})));
    EXPECT_TRUE(payload_format(Codec::Vp8)
                    .starts_key_frame(bytes({0x90, 0xe0, 0x80, 0x01, 0x02, 0x03, 0x10})));
    EXPECT_FALSE(payload_format(Codec::Vp8).starts_key_frame(bytes({0x10, 0x01})));
    EXPECT_FALSE(payload_format(Codec::Vp8).starts_key_frame(bytes({0x00, 0x00})));
    EXPECT_FALSE(payload_format(Codec::Vp8).starts_key_frame(bytes({0x90, 0xe0})));
    EXPECT_TRUE(payload_format(Codec::Vp9).starts_key_frame(bytes({0x08})));
    EXPECT_TRUE(payload_format(Codec::Vp9).starts_key_frame(bytes({0xa8, 0x80, 0x01, 0x00, 0x00})));
    EXPECT_FALSE(
        payload_format(Codec::Vp9).starts_key_frame(bytes({0xa8, 0x80, 0x01, 0x02, 0x00})));
    EXPECT_FALSE(payload_format(Codec::Vp9).starts_key_frame(bytes({0x48})));
    EXPECT_TRUE(payload_format(Codec::H264).starts_key_frame(bytes({0x67, 1})));
    EXPECT_TRUE(payload_format(Codec::H264).starts_key_frame(bytes({0x65, 1})));
    EXPECT_TRUE(
        payload_format(Codec::H264).starts_key_frame(bytes({0x78, 0, 1, 0x09, 0, 1, 0x67})));
    EXPECT_TRUE(payload_format(Codec::H264).starts_key_frame(bytes({0x7c, 0x85, 1})));
    EXPECT_FALSE(payload_format(Codec::H264).starts_key_frame(bytes({0x7c, 0x05, 1})));
    EXPECT_FALSE(payload_format(Codec::H264).starts_key_frame(bytes({0x41, 1})));
    EXPECT_TRUE(payload_format(Codec::Av1).starts_key_frame(bytes({0x18})));
    EXPECT_FALSE(payload_format(Codec::Av1).starts_key_frame(bytes({0x10})));
    for (const Codec codec : {Codec::Vp8, Codec::Vp9, Codec::H264, Codec::Av1, Codec::Opus}) {
        EXPECT_FALSE(payload_format(codec).starts_key_frame({}));
    }
}

TEST(Payload, BSlicesAreNoticed) {
    // first_mb_in_slice 0 ("1"), slice_type 1 ("010") or 6 ("00111"): B; 0 and 5: P.
    EXPECT_TRUE(payload_format(Codec::H264).starts_b_frame(bytes({0x41, 0b10100000, 0})));
    EXPECT_TRUE(payload_format(Codec::H264).starts_b_frame(bytes({0x41, 0b10011100, 0})));
    EXPECT_FALSE(payload_format(Codec::H264).starts_b_frame(bytes({0x41, 0b11000000, 0})));
    EXPECT_FALSE(payload_format(Codec::H264).starts_b_frame(bytes({0x41, 0b10011000, 0})));
    EXPECT_TRUE(payload_format(Codec::H264).starts_b_frame(bytes({0x5c, 0x81, 0b10100000})));
    EXPECT_FALSE(payload_format(Codec::H264).starts_b_frame(bytes({0x5c, 0x01, 0b10100000})));
}

}  // namespace
}  // namespace lsl::media
