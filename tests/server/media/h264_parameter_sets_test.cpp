#include "server/media/codec/h264_parameter_sets.h"

#include <gtest/gtest.h>

#include "tests/server/media/byte_list.h"

namespace lsl::media {
namespace {

std::vector<std::byte> copy(Bytes view) { return {view.begin(), view.end()}; }

std::vector<std::byte> sps(int id_bits) { return bytes({0x67, 0x42, 0x00, 0x1e, id_bits}); }
std::vector<std::byte> pps(int id_bits) { return bytes({0x68, id_bits, 0x3c}); }

std::vector<std::byte> aggregate(std::initializer_list<std::vector<std::byte>> units) {
    auto made = bytes({0x78});
    for (const auto& unit : units) {
        made.push_back(std::byte{0});
        made.push_back(static_cast<std::byte>(unit.size()));
        made.insert(made.end(), unit.begin(), unit.end());
    }
    return made;
}

TEST(ParameterSets, OfAnOfferBecomeAPacket) {
    // RFC 6184 8.1: base64, commas between. One SPS of five bytes, one PPS of three.
    const H264ParameterSets sets("packetization-mode=1; sprop-parameter-sets=Z0IAHoA=,aM48;x=1");
    EXPECT_EQ(sets.packet(), aggregate({sps(0x80), pps(0xce)}));
    // Padding may be left out.
    EXPECT_EQ(H264ParameterSets("sprop-parameter-sets=Z0IAHoA,aM48").packet(), sets.packet());
}

TEST(ParameterSets, ThatMakeNoSenseAreNone) {
    for (const char* line :
         {"", "packetization-mode=1", "sprop-parameter-sets=", "sprop-parameter-sets=,,,",
          "sprop-parameter-sets=!!!!", "sprop-parameter-sets=AAAA", "sprop-parameter-sets=Zw==",
          "xsprop-parameter-sets=Z0IAHoA=,aM48", "sprop-parameter-sets=Z0IAHoA="}) {
        EXPECT_TRUE(H264ParameterSets(line).packet().empty()) << line;
    }
    const H264ParameterSets large("sprop-parameter-sets=aM48,Z0IA" + std::string(8'000, 'Z'));
    EXPECT_TRUE(large.packet().empty());
}

TEST(ParameterSets, AreMissingBeforeAKeyFrameThatComesWithout) {
    H264ParameterSets sets("sprop-parameter-sets=Z0IAHoA=,aM48");
    const auto all = aggregate({sps(0x80), pps(0xce)});
    EXPECT_TRUE(sets.missing_before(bytes({0x41, 0x9a, 0x00}), 1).empty()) << "no key frame";
    EXPECT_EQ(copy(sets.missing_before(bytes({0x65, 0x88, 0x00}), 2)), all);
    EXPECT_TRUE(sets.missing_before(bytes({0x65, 0x88, 0x00}), 2).empty()) << "its second slice";
    EXPECT_EQ(copy(sets.missing_before(bytes({0x7c, 0x85, 0x00}), 3)), all);
    EXPECT_TRUE(sets.missing_before(bytes({0x7c, 0x05, 0x00}), 3).empty());
    // The beginning of the key frame is late: its sets come before what is there.
    EXPECT_EQ(copy(sets.missing_before(bytes({0x7c, 0x05, 0x00}), 4)), all);
    EXPECT_TRUE(sets.missing_before(bytes({0x7c, 0x85, 0x00}), 4).empty());
}

TEST(ParameterSets, AreNotAddedToAKeyFrameThatHasThem) {
    H264ParameterSets sets("sprop-parameter-sets=Z0IAHoA=,aM48");
    EXPECT_TRUE(sets.missing_before(sps(0x80), 1).empty());
    EXPECT_TRUE(sets.missing_before(pps(0xce), 1).empty());
    EXPECT_TRUE(sets.missing_before(bytes({0x65, 0x88}), 1).empty());
    const auto whole = aggregate({sps(0x80), pps(0xce), bytes({0x65, 0x88})});
    EXPECT_TRUE(sets.missing_before(whole, 2).empty());
}

TEST(ParameterSets, OfTheStreamAreRememberedAndWin) {
    H264ParameterSets sets("sprop-parameter-sets=Z0IAHoA=,aM48");
    auto newer = sps(0x80);
    newer.push_back(std::byte{0x55});
    EXPECT_TRUE(sets.missing_before(newer, 1).empty());
    EXPECT_EQ(copy(sets.missing_before(bytes({0x65, 0x88}), 2)), aggregate({newer, pps(0xce)}));
    // Another id does not replace it.
    EXPECT_TRUE(sets.missing_before(sps(0x40), 3).empty());
    EXPECT_EQ(copy(sets.missing_before(bytes({0x65, 0x88}), 4)),
              aggregate({newer, sps(0x40), pps(0xce)}));
}

TEST(ParameterSets, OfNobodyAreNotAdded) {
    H264ParameterSets sets("packetization-mode=1");
    EXPECT_TRUE(sets.missing_before(bytes({0x65, 0x88}), 1).empty());
}

TEST(ParameterSets, AreNoMoreThanAPacketHolds) {
    H264ParameterSets sets("sprop-parameter-sets=Z0IAHoA=,aM48");
    std::vector<std::byte> large = sps(0x40);
    large.resize(1'190);
    EXPECT_TRUE(sets.missing_before(large, 1).empty());
    EXPECT_EQ(copy(sets.missing_before(bytes({0x65, 0x88}), 2)), aggregate({sps(0x80), pps(0xce)}));
}

}  // namespace
}  // namespace lsl::media
