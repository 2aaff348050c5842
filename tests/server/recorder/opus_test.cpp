#include "server/recorder/depacketize/opus.h"

#include <gtest/gtest.h>

namespace lsl::recorder::test {
namespace {

Bytes packet(unsigned configuration, unsigned code, unsigned frames = 0) {
    Bytes bytes{static_cast<std::byte>(configuration << 3 | code)};
    if (code == 3) bytes.push_back(static_cast<std::byte>(frames));
    bytes.push_back(std::byte{1});
    return bytes;
}

TEST(OpusTicks, FollowTheTableOfRfc6716) {
    EXPECT_EQ(opus_ticks(packet(0, 0)), 480);   // SILK 10 ms
    EXPECT_EQ(opus_ticks(packet(3, 0)), 2880);  // SILK 60 ms
    EXPECT_EQ(opus_ticks(packet(11, 0)), 2880);
    EXPECT_EQ(opus_ticks(packet(12, 0)), 480);  // hybrid 10 ms
    EXPECT_EQ(opus_ticks(packet(15, 0)), 960);
    EXPECT_EQ(opus_ticks(packet(16, 0)), 120);  // CELT 2.5 ms
    EXPECT_EQ(opus_ticks(packet(31, 0)), 960);  // CELT 20 ms
    EXPECT_EQ(opus_ticks(packet(31, 1)), 1920);
    EXPECT_EQ(opus_ticks(packet(31, 2)), 1920);
    EXPECT_EQ(opus_ticks(packet(31, 3, 3)), 2880);
    EXPECT_EQ(opus_ticks(packet(31, 3, 0x80 | 6)), 5760);
}

TEST(OpusTicks, AreNoneForWhatIsMalformed) {
    EXPECT_EQ(opus_ticks({}), 0);
    EXPECT_EQ(opus_ticks(Bytes{std::byte{0xfb}}), 0);  // code 3 without its count
    EXPECT_EQ(opus_ticks(packet(31, 3, 0)), 0);
    EXPECT_EQ(opus_ticks(packet(31, 3, 7)), 0);  // 140 ms
    EXPECT_EQ(opus_ticks(packet(3, 3, 3)), 0);   // 180 ms
    EXPECT_EQ(opus_ticks(packet(3, 1)), 5760);   // 120 ms may be
}

TEST(OpusTicks, OfTheSilencePacketsAreWhatTheirNamesSay) {
    EXPECT_EQ(opus_ticks(opus_silence_10ms), 480);
    EXPECT_EQ(opus_ticks(opus_silence_20ms), 960);
}

}  // namespace
}  // namespace lsl::recorder::test
