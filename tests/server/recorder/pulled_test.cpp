// Over real sockets: a camera publishes to one media server, a second one pulls the class from it
// as its viewer, and records it.

#include "server/media/io/media_thread.h"
#include "server/system_clock.h"
#include "tests/media/socket_peer.h"
#include "tests/server/recorder/recorder_fixture.h"

namespace lsl::recorder::test {
namespace {

class Pulled : public RecorderTest {
  protected:
    Pulled() : origin(start()), puller(start()) {}

    std::unique_ptr<media::MediaThread> start() {
        media::MediaOptions options;
        options.udp_port = 0;
        return std::move(media::MediaThread::start(options, real_clock, {}).value());
    }

    template <class Done>
    bool work_until(Done done, std::chrono::seconds limit) {
        const MonoTime end = real_clock.mono() + limit;
        while (real_clock.mono() < end && !done()) camera.work(real_clock);
        return done();
    }

    /// Plays both tracks in real time.
    void film(const SampleTrack& video, const SampleTrack& audio) {
        Packetizer pictures(media::Codec::Vp8);
        const MonoTime began = real_clock.mono();
        std::size_t next_picture = 0;
        std::size_t next_sound = 0;
        std::uint16_t video_sequence = 100;
        std::uint16_t audio_sequence = 100;
        work_until(
            [&] {
                const std::int64_t shown_us = (real_clock.mono() - began).count();
                for (; next_picture < video.size() && video[next_picture].shown_us <= shown_us;
                     ++next_picture) {
                    const SampleFrame& frame = video[next_picture];
                    const auto time = static_cast<std::uint32_t>(frame.shown_us * 9 / 100);
                    for (const RtpPacket& packet : pictures.packets(frame)) {
                        camera.client.send_raw(96, camera.client.options().video_ssrc,
                                               video_sequence++, time, packet.marker,
                                               packet.payload);
                    }
                }
                for (; next_sound < audio.size() && audio[next_sound].shown_us <= shown_us;
                     ++next_sound) {
                    const SampleFrame& frame = audio[next_sound];
                    const auto time = static_cast<std::uint32_t>(frame.shown_us * 48 / 1000);
                    camera.client.send_raw(111, camera.client.options().audio_ssrc,
                                           audio_sequence++, time, false, frame.data);
                }
                return next_picture == video.size() && next_sound == audio.size();
            },
            std::chrono::seconds(30));
        work_until([] { return false; }, std::chrono::seconds(1));
    }

    SystemClock real_clock;
    std::unique_ptr<media::MediaThread> origin;
    std::unique_ptr<media::MediaThread> puller;
    std::unique_ptr<media::DtlsContext> dtls = std::move(media::DtlsContext::make().value());
    lsl::test::SocketPeer camera{*dtls, true};
};

TEST_F(Pulled, ClassOfAnotherServerBecomesAFileThatPlays) {
    open_recorder();
    const auto published = origin->ask(media::Publish{"class", camera.client.offer()});
    ASSERT_TRUE(published);
    ASSERT_TRUE(camera.client.accept(published->sdp, real_clock.mono()));

    puller->ask(media::SetTap{"class", recorder_->begin("class-1")});
    const auto offer = puller->ask(media::Pull{"class"});
    ASSERT_TRUE(offer);
    const auto answer = origin->ask(media::Watch{"class", offer->offer_sdp, "recorder"});
    ASSERT_TRUE(answer) << answer.error().message;
    ASSERT_TRUE(puller->ask(media::AcceptAnswer{offer->session, answer->sdp}));
    ASSERT_TRUE(work_until(
        [&] {
            return camera.client.connected() &&
                   puller->ask(media::ReadRoom{"class"}).publisher_connected;
        },
        std::chrono::seconds(10)));
    EXPECT_TRUE(puller->ask(media::ReadRoom{"class"}).publisher_pulled);

    const SampleTrack video = encode_video({.codec = media::Codec::Vp8, .seconds = 3});
    film(video, encode_audio(3));
    puller->ask(media::SetTap{"class", nullptr});
    const auto finished = finish("class-1");
    ASSERT_TRUE(finished.has_value());
    const Playback playback = play(finished->file.path);
    EXPECT_EQ(playback.problem, "");
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_EQ(playback.pictures.size(), video.size());
    EXPECT_NEAR(playback.duration_s, 3.0, 0.2);
    EXPECT_NEAR(playback.audio_ends_s, 3.0, 0.2);
    ASSERT_EQ(playback.flashes_s.size(), playback.beeps_s.size());
    for (std::size_t i = 0; i < playback.flashes_s.size(); ++i) {
        EXPECT_NEAR(playback.flashes_s[i], playback.beeps_s[i], 0.080);
    }
}

TEST_F(Pulled, ServerThatHasGoneIsNoticed) {
    const auto offer = puller->ask(media::Pull{"class"});
    ASSERT_TRUE(offer);
    const auto answer = origin->ask(media::Watch{"class", offer->offer_sdp, "recorder"});
    ASSERT_TRUE(answer);
    ASSERT_TRUE(puller->ask(media::AcceptAnswer{offer->session, answer->sdp}));
    ASSERT_TRUE(
        work_until([&] { return puller->ask(media::ReadRoom{"class"}).publisher_connected; },
                   std::chrono::seconds(10)));
    origin.reset();  // says goodbye
    EXPECT_TRUE(work_until([&] { return !puller->ask(media::FindSession{offer->session}); },
                           std::chrono::seconds(5)));
}

}  // namespace
}  // namespace lsl::recorder::test
