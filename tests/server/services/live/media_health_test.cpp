#include "server/services/live/media_health.h"

#include <gtest/gtest.h>

namespace lsl::services {
namespace {

TEST(MediaHealthTest, SaysInOneWordHowThePictureArrives) {
    media::RoomStats stats;
    EXPECT_EQ(media_health(stats).verdict, "offline");
    stats.publisher_connected = true;
    EXPECT_EQ(media_health(stats).verdict, "good");  // sound alone
    stats.video_codec = media::Codec::Vp8;
    stats.video_bitrate_bps = 2'000'000;
    stats.frames_per_second = 30;
    EXPECT_EQ(media_health(stats).verdict, "good");
    stats.loss_percent = 2;
    EXPECT_EQ(media_health(stats).verdict, "fair");
    stats.loss_percent = 9;
    EXPECT_EQ(media_health(stats).verdict, "poor");
    EXPECT_EQ(media_health(stats).video_codec, "VP8");
}

TEST(MediaHealthTest, TellsTheSizeOfTheBestPictureThatFlows) {
    media::RoomStats stats;
    stats.publisher_connected = true;
    EXPECT_EQ(media_health(stats).video_height, 0);
    stats.layers = {{.rid = "q", .width = 320, .height = 180, .flows = true},
                    {.rid = "h", .width = 640, .height = 360, .flows = true},
                    {.rid = "f", .width = 1280, .height = 720, .flows = false}};
    EXPECT_EQ(media_health(stats).video_width, 640);
    EXPECT_EQ(media_health(stats).video_height, 360);
}

}  // namespace
}  // namespace lsl::services
