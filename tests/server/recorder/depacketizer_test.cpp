#include "server/recorder/depacketize/depacketizer.h"

#include <gtest/gtest.h>

#include <initializer_list>

#include "tests/server/recorder/rtp_packets.h"

namespace lsl::recorder::test {
namespace {

Bytes bytes(std::initializer_list<unsigned> values) {
    Bytes all;
    for (const unsigned value : values) all.push_back(static_cast<std::byte>(value));
    return all;
}

/// Feeds a depacketizer by hand.
class Feed {
  public:
    explicit Feed(media::Codec codec) : depacketizer_(make_depacketizer(codec)) {}

    Feed& push(std::uint32_t timestamp, const Bytes& payload, bool marker = false,
               bool gap = false) {
        depacketizer_->push({timestamp, marker, gap, {}, payload}, frames);
        return *this;
    }
    Feed& push_frame(std::uint32_t timestamp, const std::vector<RtpPacket>& packets,
                     std::size_t lost = SIZE_MAX) {
        for (std::size_t i = 0; i < packets.size(); ++i) {
            if (i == lost) continue;
            push(timestamp, packets[i].payload, packets[i].marker, i > 0 && i - 1 == lost);
        }
        return *this;
    }
    void flush() { depacketizer_->flush(frames); }
    bool waits() const { return depacketizer_->waits_for_key_frame(); }

    std::vector<EncodedFrame> frames;

  private:
    std::unique_ptr<Depacketizer> depacketizer_;
};

class Video : public testing::TestWithParam<media::Codec> {
  protected:
    SampleTrack sample() const {
        return encode_video({.codec = GetParam(), .seconds = 1.5, .key_every = 10});
    }
};

TEST_P(Video, ComesOutAsTheEncoderMadeIt) {
    Packetizer packetizer(GetParam(), 200);
    Feed feed(GetParam());
    const SampleTrack track = sample();
    std::uint32_t timestamp = 0xffff'0000;  // wraps on the way
    for (const SampleFrame& frame : track) {
        feed.push_frame(timestamp += 3000, packetizer.packets(frame));
    }
    ASSERT_EQ(feed.frames.size(), track.size());
    for (std::size_t i = 0; i < track.size(); ++i) {
        const EncodedFrame& frame = feed.frames[i];
        EXPECT_EQ(frame.key, track[i].key) << i;
        if (GetParam() == media::Codec::Vp8 || GetParam() == media::Codec::Vp9) {
            EXPECT_EQ(frame.data, track[i].data) << i;
        }
        if (GetParam() == media::Codec::H264) {
            EXPECT_EQ(nal_units(frame.data), nal_units(track[i].data)) << i;
        }
        if (GetParam() == media::Codec::Av1) {
            // Without the temporal delimiter of two bytes.
            EXPECT_EQ(frame.data, Bytes(track[i].data.begin() + 2, track[i].data.end())) << i;
        }
        if (frame.key) {
            EXPECT_EQ(frame.size, (PictureSize{160, 120}));
        }
    }
}

TEST_P(Video, WaitsForAKeyFrameAfterALoss) {
    Packetizer packetizer(GetParam(), 100);
    Feed feed(GetParam());
    const SampleTrack track = sample();
    std::uint32_t timestamp = 0;
    for (std::size_t i = 0; i < track.size(); ++i) {
        const auto packets = packetizer.packets(track[i]);
        timestamp += 3000;
        if (i == 13) {
            // All of a frame: the next one tells.
            continue;
        }
        std::size_t first = 0;
        for (const RtpPacket& packet : packets) {
            feed.push(timestamp, packet.payload, packet.marker, i == 14 && first++ == 0);
        }
    }
    ASSERT_GT(feed.frames.size(), 13u);
    EXPECT_TRUE(feed.frames[13].key);
    // Frames 13 to 19 are missing.
    EXPECT_EQ(feed.frames.size(), track.size() - 7);
    EXPECT_EQ(feed.frames[13].timestamp, 21u * 3000);
}

TEST_P(Video, WithAHoleInAPictureIsNotShown) {
    Packetizer packetizer(GetParam(), 25);
    const SampleTrack track = sample();
    const auto key = packetizer.packets(track[0]);
    ASSERT_GT(key.size(), 2u);
    for (std::size_t lost = 0; lost < key.size(); ++lost) {
        Feed feed(GetParam());
        feed.push_frame(1, key, lost);
        if (lost + 1 == key.size()) feed.push(3001, {}, false, true);
        feed.flush();
        EXPECT_TRUE(feed.frames.empty()) << lost;
        EXPECT_TRUE(feed.waits());
    }
}

TEST_P(Video, EndsAPictureWithoutMarkerAtTheNextTimestamp) {
    Packetizer packetizer(GetParam());
    Feed feed(GetParam());
    const SampleTrack track = sample();
    for (std::uint32_t i = 0; i < 5; ++i) {
        for (const RtpPacket& packet : packetizer.packets(track[i])) {
            feed.push(i * 3000, packet.payload, false);
        }
        EXPECT_EQ(feed.frames.size(), i);
    }
    feed.flush();
    EXPECT_EQ(feed.frames.size(), 5u);
}

TEST_P(Video, IgnoresPaddingBetweenItsPackets) {
    Packetizer packetizer(GetParam(), 100);
    Feed feed(GetParam());
    const SampleTrack track = sample();
    for (std::uint32_t i = 0; i < 5; ++i) {
        for (const RtpPacket& packet : packetizer.packets(track[i])) {
            feed.push(i * 3000, packet.payload, packet.marker);
            feed.push(i * 3000, {}, false);
        }
    }
    EXPECT_EQ(feed.frames.size(), 5u);
}

INSTANTIATE_TEST_SUITE_P(Depacketizer, Video,
                         testing::Values(media::Codec::Vp8, media::Codec::Vp9, media::Codec::H264,
                                         media::Codec::Av1));

TEST(Vp8Payload, HasEveryFormOfDescriptor) {
    // A key frame of 176x144 behind each: start code, size.
    const Bytes frame = bytes({0x10, 0, 0, 0x9d, 0x01, 0x2a, 176, 0, 144, 0, 1, 2, 3});
    for (const Bytes& descriptor :
         {bytes({0x10}), bytes({0x90, 0x00}), bytes({0x90, 0x80, 0x11}),
          bytes({0x90, 0x80, 0x81, 0x11}), bytes({0x90, 0xc0, 0x11, 0x22}),
          bytes({0x90, 0xe0, 0x91, 0x11, 0x22, 0x33}), bytes({0x90, 0x20, 0x33}),
          bytes({0x90, 0x10, 0x33}), bytes({0xb0, 0x80, 0x11})}) {
        Feed feed(media::Codec::Vp8);
        Bytes payload = descriptor;
        payload.insert(payload.end(), frame.begin(), frame.end());
        feed.push(1, payload, true);
        ASSERT_EQ(feed.frames.size(), 1u) << descriptor.size();
        EXPECT_EQ(feed.frames[0].data, frame);
        EXPECT_EQ(feed.frames[0].size, (PictureSize{176, 144}));
        for (std::size_t size = 0; size < descriptor.size(); ++size) {
            Feed cut(media::Codec::Vp8);
            cut.push(1, Bytes(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(size)),
                     true);
            EXPECT_TRUE(cut.frames.empty());
        }
    }
}

TEST(Vp9Payload, OfSpatialLayersBecomesOneSuperframe) {
    // Two layers of a key picture, non-flexible, with layer indices: SID 0 and 1, TL0PICIDX.
    const Bytes low = bytes({0x82, 0x49, 0x83, 0x42, 0x20, 0x09, 0xf0, 0x07, 0xf0, 0x00});
    const Bytes high = bytes({0x86, 0x00, 0x11, 0x22});
    Bytes first = bytes({0xa8 | 0x04, 0x05, 0x00, 0x00});
    first.insert(first.end(), low.begin(), low.end());
    Bytes second = bytes({0xe8 | 0x04, 0x05, 0x02, 0x00});
    second.insert(second.end(), high.begin(), high.end());
    Feed feed(media::Codec::Vp9);
    feed.push(1, first).push(1, second, true);
    ASSERT_EQ(feed.frames.size(), 1u);
    EXPECT_TRUE(feed.frames[0].key);
    Bytes expected = low;
    expected.insert(expected.end(), high.begin(), high.end());
    const Bytes index = bytes({0xd9, 10, 0, 0, 0, 4, 0, 0, 0, 0xd9});
    expected.insert(expected.end(), index.begin(), index.end());
    EXPECT_EQ(feed.frames[0].data, expected);
}

TEST(H264Payload, DropsWhatIsMalformed) {
    for (const Bytes& payload :
         {bytes({0x78, 0x00}), bytes({0x78, 0x00, 0x05, 0x65}), bytes({0x78, 0x00, 0x00}),
          bytes({0x7c, 0x85}), bytes({0x7c, 0x45, 0x01}), bytes({0x7c, 0x05, 0x01}), bytes({0x00}),
          bytes({0x79, 0, 1, 2, 3}), bytes({0x1f, 1})}) {
        Feed feed(media::Codec::H264);
        feed.push(1, payload, true);
        EXPECT_TRUE(feed.frames.empty());
    }
}

TEST(H264Payload, WithoutParameterSetsIsNoKeyFrame) {
    const SampleTrack track = encode_video({.codec = media::Codec::H264, .seconds = 0.2});
    Packetizer packetizer(media::Codec::H264);
    packetizer.without_parameter_sets();
    Feed feed(media::Codec::H264);
    feed.push_frame(1, packetizer.packets(track[0]));
    EXPECT_TRUE(feed.frames.empty());
    EXPECT_TRUE(feed.waits());
}

TEST(H264Payload, GivesEachKeyFrameTheSetsThatCameBefore) {
    const SampleTrack track =
        encode_video({.codec = media::Codec::H264, .seconds = 1, .key_every = 10});
    Packetizer with(media::Codec::H264);
    Packetizer without(media::Codec::H264);
    without.without_parameter_sets();
    Feed feed(media::Codec::H264);
    feed.push_frame(0, with.packets(track[0]));
    for (std::uint32_t i = 1; i < 12; ++i) feed.push_frame(i, without.packets(track[i]));
    ASSERT_EQ(feed.frames.size(), 12u);
    EXPECT_TRUE(feed.frames[10].key);
    EXPECT_EQ(feed.frames[10].setup, feed.frames[0].setup);
    const auto nals = nal_units(feed.frames[10].data);
    ASSERT_GE(nals.size(), 3u);
    EXPECT_EQ(std::to_integer<unsigned>(nals[0][0]) & 0x1f, 7u);
    EXPECT_EQ(std::to_integer<unsigned>(nals[1][0]) & 0x1f, 8u);
}

TEST(Av1Payload, DropsWhatIsMalformed) {
    for (const Bytes& payload :
         {bytes({0x80, 0x01, 0x32}),        // goes on with what never began
          bytes({0x00, 0x05, 0x32}),        // longer than the packet
          bytes({0x00, 0x80, 0x80, 0x80}),  // a length without end
          bytes({0x20, 0x01, 0x32}),        // W says two, one is there: harmless, but no frame
          bytes({0x10, 0x36, 0x7f})}) {     // a size field beyond the OBU
        Feed feed(media::Codec::Av1);
        feed.push(1, payload, true);
        EXPECT_TRUE(feed.frames.empty());
    }
}

TEST(OpusPayload, IsAFrameEach) {
    Feed feed(media::Codec::Opus);
    feed.push(960, bytes({0xfc, 1, 2}), true).push(1920, {}).push(2880, bytes({0xfc}), false, true);
    ASSERT_EQ(feed.frames.size(), 2u);
    EXPECT_EQ(feed.frames[0].timestamp, 960u);
    EXPECT_TRUE(feed.frames[0].key);
    EXPECT_FALSE(feed.waits());
    EXPECT_EQ(feed.frames[1].data.size(), 1u);
}

}  // namespace
}  // namespace lsl::recorder::test
