#include "server/media/picture_size.h"

#include <gtest/gtest.h>

#include <vector>

#include "server/media/payload.h"

namespace lsl::media {
namespace {

std::vector<std::byte> bytes(std::initializer_list<unsigned> values) {
    std::vector<std::byte> made;
    for (unsigned value : values) made.push_back(static_cast<std::byte>(value));
    return made;
}

TEST(PictureSize, OfVp8WithAndWithoutPictureIds) {
    const PictureSize expected{1280, 720};
    const auto plain = bytes({0x10, 0x50, 0, 0, 0x9d, 0x01, 0x2a, 0x00, 0x05, 0xd0, 0x02});
    const auto extended = bytes(
        {0x90, 0xe0, 0x81, 0x23, 0x07, 0x20, 0x50, 0, 0, 0x9d, 0x01, 0x2a, 0x00, 0x05, 0xd0, 0x02});
    EXPECT_TRUE(starts_key_frame(Codec::Vp8, plain));
    EXPECT_EQ(key_frame_size(Codec::Vp8, plain), expected);
    EXPECT_EQ(key_frame_size(Codec::Vp8, extended), expected);
}

// Parameter sets as x264, OpenH264 and a hardware encoder write them.
TEST(PictureSize, OfH264AloneAndInAnAggregate) {
    const auto x264_high =
        bytes({0x67, 0x64, 0x00, 0x1f, 0xac, 0xd9, 0x40, 0x50, 0x05, 0xbb, 0x01, 0x10, 0x00,
               0x00, 0x03, 0x00, 0x10, 0x00, 0x00, 0x03, 0x03, 0xc0, 0xf1, 0x83, 0x19, 0x60});
    EXPECT_EQ(key_frame_size(Codec::H264, x264_high), (PictureSize{1280, 720}));
    // 1920x1088 in blocks, cropped to 1080.
    const auto baseline = bytes({0x67, 0x42, 0xc0, 0x28, 0xda, 0x01, 0xe0, 0x08, 0x9f, 0x95});
    EXPECT_EQ(key_frame_size(Codec::H264, baseline), (PictureSize{1920, 1080}));
    auto aggregate = bytes({0x78, 0x00, 0x02, 0x09, 0xf0, 0x00, 0x1a});
    aggregate.insert(aggregate.end(), x264_high.begin(), x264_high.end());
    EXPECT_EQ(key_frame_size(Codec::H264, aggregate), (PictureSize{1280, 720}));
}

TEST(PictureSize, OfVp9IsThatOfTheLargestSpatialLayer) {
    const auto one = bytes({0x8a, 0x81, 0x00, 0x10, 0x02, 0x80, 0x01, 0x68});
    EXPECT_EQ(key_frame_size(Codec::Vp9, one), (PictureSize{640, 360}));
    const auto two =
        bytes({0x8a, 0x81, 0x00, 0x30, 0x02, 0x80, 0x01, 0x68, 0x05, 0x00, 0x02, 0xd0});
    EXPECT_EQ(key_frame_size(Codec::Vp9, two), (PictureSize{1280, 720}));
}

TEST(PictureSize, IsUnknownForWhatIsCutShort) {
    const auto sps = bytes({0x67, 0x64, 0x00, 0x1f, 0xac, 0xd9, 0x40, 0x50, 0x05, 0xbb});
    const auto vp8 =
        bytes({0x90, 0xe0, 0x81, 0x23, 0x07, 0x20, 0x50, 0, 0, 0x9d, 0x01, 0x2a, 0x00});
    const auto vp9 = bytes({0x8a, 0x81, 0x00, 0xf0, 0x02, 0x80, 0x01, 0x68});
    for (std::size_t size = 0; size <= 6; ++size) {
        EXPECT_EQ(key_frame_size(Codec::H264, Bytes(sps).first(size)), PictureSize{}) << size;
    }
    for (std::size_t size = 0; size <= vp8.size(); ++size) {
        EXPECT_EQ(key_frame_size(Codec::Vp8, Bytes(vp8).first(size)), PictureSize{}) << size;
    }
    for (std::size_t size = 0; size <= vp9.size(); ++size) {
        EXPECT_EQ(key_frame_size(Codec::Vp9, Bytes(vp9).first(size)), PictureSize{}) << size;
    }
}

}  // namespace
}  // namespace lsl::media
