#include "server/media/codec/payload_format.h"
#include "tests/server/media/byte_list.h"

#include <gtest/gtest.h>

#include <vector>

namespace lsl::media {
namespace {

TEST(PictureSize, OfVp8WithAndWithoutPictureIds) {
    const PictureSize expected{1280, 720};
    const auto plain = bytes({0x10, 0x50, 0, 0, 0x9d, 0x01, 0x2a, 0x00, 0x05, 0xd0, 0x02});
    const auto extended = bytes(
        {0x90, 0xe0, 0x81, 0x23, 0x07, 0x20, 0x50, 0, 0, 0x9d, 0x01, 0x2a, 0x00, 0x05, 0xd0, 0x02});
    EXPECT_TRUE(payload_format(Codec::Vp8).starts_key_frame(plain));
    EXPECT_EQ(payload_format(Codec::Vp8).key_frame_size(plain), expected);
    EXPECT_EQ(payload_format(Codec::Vp8).key_frame_size(extended), expected);
}

// Parameter sets as x264, OpenH264 and a hardware encoder write them.
TEST(PictureSize, OfH264AloneAndInAnAggregate) {
    const auto x264_high =
        bytes({0x67, 0x64, 0x00, 0x1f, 0xac, 0xd9, 0x40, 0x50, 0x05, 0xbb, 0x01, 0x10, 0x00,
               0x00, 0x03, 0x00, 0x10, 0x00, 0x00, 0x03, 0x03, 0xc0, 0xf1, 0x83, 0x19, 0x60});
    EXPECT_EQ(payload_format(Codec::H264).key_frame_size(x264_high), (PictureSize{1280, 720}));
    // 1920x1088 in blocks, cropped to 1080.
    const auto baseline = bytes({0x67, 0x42, 0xc0, 0x28, 0xda, 0x01, 0xe0, 0x08, 0x9f, 0x95});
    EXPECT_EQ(payload_format(Codec::H264).key_frame_size(baseline), (PictureSize{1920, 1080}));
    auto aggregate = bytes({0x78, 0x00, 0x02, 0x09, 0xf0, 0x00, 0x1a});
    aggregate.insert(aggregate.end(), x264_high.begin(), x264_high.end());
    EXPECT_EQ(payload_format(Codec::H264).key_frame_size(aggregate), (PictureSize{1280, 720}));
}

TEST(PictureSize, OfVp9IsThatOfTheLargestSpatialLayer) {
    const auto one = bytes({0x8a, 0x81, 0x00, 0x10, 0x02, 0x80, 0x01, 0x68});
    EXPECT_EQ(payload_format(Codec::Vp9).key_frame_size(one), (PictureSize{640, 360}));
    const auto two =
        bytes({0x8a, 0x81, 0x00, 0x30, 0x02, 0x80, 0x01, 0x68, 0x05, 0x00, 0x02, 0xd0});
    EXPECT_EQ(payload_format(Codec::Vp9).key_frame_size(two), (PictureSize{1280, 720}));
}

// Sequence headers as libaom and rav1e write them; the last two have levels with a tier and timing.
TEST(PictureSize, OfAv1IsThatOfTheSequenceHeaderWhereverItIs) {
    const PictureSize expected{960, 544};
    // As browsers send it: two elements, the second without a length, no sizes in the headers.
    const auto two = bytes({0x28, 0x0c, 0x08, 0x00, 0x00, 0x00, 0x24, 0xcf, 0x7f, 0x0f, 0x9b, 0x5f,
                            0x20, 0x08, 0x30, 0x10, 0x00});
    EXPECT_TRUE(payload_format(Codec::Av1).starts_key_frame(two));
    EXPECT_EQ(payload_format(Codec::Av1).key_frame_size(two), expected);
    const auto alone =
        bytes({0x18, 0x08, 0x00, 0x00, 0x00, 0x24, 0xcf, 0x7f, 0x0f, 0x9b, 0x5f, 0x20, 0x08});
    EXPECT_EQ(payload_format(Codec::Av1).key_frame_size(alone), expected);
    // Behind a temporal delimiter, every element with a length, headers with sizes and layers.
    const auto counted = bytes({0x08, 0x02, 0x12, 0x00, 0x0e, 0x0e, 0x00, 0x0b, 0x00, 0x00, 0x00,
                                0x24, 0xcf, 0x7f, 0x0f, 0x9b, 0x5f, 0x20, 0x08, 0x01, 0x30});
    EXPECT_EQ(payload_format(Codec::Av1).key_frame_size(counted), expected);
    const auto large = bytes(
        {0x18, 0x0a, 0x0c, 0x00, 0x00, 0x00, 0x62, 0xef, 0xbf, 0xe1, 0xbd, 0xda, 0xf9, 0x00, 0x40});
    EXPECT_EQ(payload_format(Codec::Av1).key_frame_size(large), (PictureSize{3840, 2160}));
    const auto rav1e = bytes({0x18, 0x0a, 0x0e, 0x00, 0x00, 0x00, 0xfa, 0x67, 0xbf, 0x87, 0xc4,
                              0x21, 0x59, 0x02, 0x02, 0x02, 0x14});
    EXPECT_EQ(payload_format(Codec::Av1).key_frame_size(rav1e), expected);
}

TEST(PictureSize, IsUnknownForWhatIsCutShort) {
    const auto av1 = bytes({0x18, 0x08, 0x00, 0x00, 0x00, 0x24, 0xcf, 0x7f, 0x0f});
    const auto no_header = bytes({0x18, 0x30, 0x10, 0x00});
    const auto too_long = bytes({0x28, 0xff, 0xff, 0xff, 0xff, 0x08, 0x00, 0x00, 0x00, 0x24});
    EXPECT_EQ(payload_format(Codec::Av1).key_frame_size(no_header), PictureSize{});
    EXPECT_EQ(payload_format(Codec::Av1).key_frame_size(too_long), PictureSize{});
    for (std::size_t size = 0; size <= av1.size(); ++size) {
        EXPECT_EQ(payload_format(Codec::Av1).key_frame_size(Bytes(av1).first(size)), PictureSize{})
            << size;
    }
    const auto sps = bytes({0x67, 0x64, 0x00, 0x1f, 0xac, 0xd9, 0x40, 0x50, 0x05, 0xbb});
    const auto vp8 =
        bytes({0x90, 0xe0, 0x81, 0x23, 0x07, 0x20, 0x50, 0, 0, 0x9d, 0x01, 0x2a, 0x00});
    const auto vp9 = bytes({0x8a, 0x81, 0x00, 0xf0, 0x02, 0x80, 0x01, 0x68});
    for (std::size_t size = 0; size <= 6; ++size) {
        EXPECT_EQ(payload_format(Codec::H264).key_frame_size(Bytes(sps).first(size)), PictureSize{})
            << size;
    }
    for (std::size_t size = 0; size <= vp8.size(); ++size) {
        EXPECT_EQ(payload_format(Codec::Vp8).key_frame_size(Bytes(vp8).first(size)), PictureSize{})
            << size;
    }
    for (std::size_t size = 0; size <= vp9.size(); ++size) {
        EXPECT_EQ(payload_format(Codec::Vp9).key_frame_size(Bytes(vp9).first(size)), PictureSize{})
            << size;
    }
}

}  // namespace
}  // namespace lsl::media
