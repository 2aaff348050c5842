#include "server/media/packet/rtp.h"
#include "tests/server/media/byte_list.h"

#include <gtest/gtest.h>

#include <vector>

namespace lsl::media {
namespace {

TEST(Rtp, ReadsAHeaderWithSourcesAndExtensions) {
    const auto packet =
        bytes({0xb1, 0xe0, 0x12, 0x34, 0,    0,    0,    9,    0, 0, 0, 7,  // P, X, one CSRC
               1,    2,    3,    4,                                         // CSRC
               0xbe, 0xde, 0,    1,    0x10, 0xaa, 0x20, 0xbb,              // two elements
               5,    6,    7,    2});
    RtpHeader header;
    ASSERT_EQ(parse_rtp_header(packet, header), RtpVerdict::Ok);
    EXPECT_TRUE(header.marker);
    EXPECT_EQ(header.payload_type, 0x60);
    EXPECT_EQ(header.sequence, 0x1234);
    EXPECT_EQ(header.ssrc, 7u);
    EXPECT_EQ(header.size, 24u);
    Bytes payload;
    ASSERT_EQ(rtp_payload(packet, header, payload), RtpVerdict::Ok);
    EXPECT_EQ(payload.size(), 2u);

    ExtensionReader reader(header);
    std::uint8_t id = 0;
    Bytes value;
    ASSERT_TRUE(reader.next(id, value));
    EXPECT_EQ(id, 1);
    EXPECT_EQ(value[0], std::byte{0xaa});
    ASSERT_TRUE(reader.next(id, value));
    EXPECT_EQ(id, 2);
    EXPECT_FALSE(reader.next(id, value));
}

TEST(Rtp, RefusesEveryTruncationInsideTheHeaderAndBadPadding) {
    const auto packet = bytes({0xb1, 0xe0, 0x12, 0x34, 0,    0,    0, 9, 0,    0,    0,    7,
                               1,    2,    3,    4,    0xbe, 0xde, 0, 1, 0x10, 0xaa, 0x20, 0xbb});
    RtpHeader header;
    for (std::size_t size = 0; size < packet.size(); ++size) {
        EXPECT_NE(parse_rtp_header(Bytes(packet).first(size), header), RtpVerdict::Ok) << size;
    }
    Bytes payload;
    ASSERT_EQ(parse_rtp_header(packet, header), RtpVerdict::Ok);
    EXPECT_EQ(rtp_payload(packet, header, payload), RtpVerdict::BadLength);
    auto too_much = packet;
    too_much.push_back(std::byte{9});
    EXPECT_EQ(rtp_payload(too_much, header, payload), RtpVerdict::BadLength);
}

TEST(Rtp, ExtensionWalkStopsAtTheReservedIdAndAtWhatRunsOver) {
    const auto reserved =
        bytes({0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xbe, 0xde, 0, 1, 0x00, 0x10, 0x01, 0xf0});
    RtpHeader header;
    ASSERT_EQ(parse_rtp_header(reserved, header), RtpVerdict::Ok);
    ExtensionReader reader(header);
    std::uint8_t id = 0;
    Bytes value;
    EXPECT_TRUE(reader.next(id, value));
    EXPECT_EQ(id, 1);
    EXPECT_FALSE(reader.next(id, value));

    const auto over =
        bytes({0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xbe, 0xde, 0, 1, 0x1f, 1, 2, 3});
    ASSERT_EQ(parse_rtp_header(over, header), RtpVerdict::Ok);
    EXPECT_FALSE(ExtensionReader(header).next(id, value));
}

TEST(Rtp, WriterTurnsToTwoByteElementsWhenAnIdOrALengthNeedsThem) {
    const std::array<std::byte, 20> long_value{std::byte{7}};
    const auto short_value = bytes({1});
    for (const bool needs_two : {false, true}) {
        RtpHeaderWriter writer;
        writer.add(1, short_value);
        if (needs_two) writer.add(20, long_value);
        std::array<std::byte, 100> buffer;
        const std::size_t size = writer.write(buffer, 96, true, 65535, 1, 2);
        RtpHeader header;
        ASSERT_EQ(parse_rtp_header(Bytes(buffer).first(size), header), RtpVerdict::Ok);
        EXPECT_EQ(header.size, size);
        EXPECT_EQ(header.extension_profile, needs_two ? kTwoByteExtensions : kOneByteExtensions);
        ExtensionReader reader(header);
        std::uint8_t id = 0;
        Bytes value;
        ASSERT_TRUE(reader.next(id, value));
        EXPECT_EQ(id, 1);
        EXPECT_EQ(reader.next(id, value), needs_two);
        if (needs_two) {
            EXPECT_EQ(id, 20);
            EXPECT_EQ(value.size(), 20u);
        }
    }
}

TEST(Rtp, SequenceNumbersAreExtendedAcrossWrapsInBothDirections) {
    SequenceExtender extender;
    const std::int64_t first = extender.extend(65534);
    EXPECT_EQ(extender.extend(1), first + 3);
    EXPECT_EQ(extender.extend(65535), first + 1);
    EXPECT_EQ(extender.peek(0), first + 2);
    std::int64_t expected = first + 3;
    std::uint16_t sequence = 1;
    for (int i = 0; i < 200'000; ++i) {
        sequence = static_cast<std::uint16_t>(sequence + 7);
        expected += 7;
        ASSERT_EQ(extender.extend(sequence), expected);
    }
    SequenceExtender early;
    EXPECT_GT(early.extend(3), early.extend(65000));
    EXPECT_GT(early.peek(65000), 0);
}

}  // namespace
}  // namespace lsl::media
