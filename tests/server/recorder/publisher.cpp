#include "tests/server/recorder/publisher.h"

#include <algorithm>
#include <cmath>

namespace lsl::recorder::test {

namespace {

constexpr std::int64_t sender_clock_us = 3'900'000'000'000'000;  // 2023, since 1900

std::int64_t us(double seconds) { return std::llround(seconds * 1e6); }

std::uint64_t ntp(std::int64_t time_us) {
    const auto seconds = static_cast<std::uint64_t>(time_us / 1'000'000);
    const auto rest = static_cast<std::uint64_t>(time_us % 1'000'000);
    return seconds << 32 | (rest << 32) / 1'000'000;
}

class Link {
  public:
    explicit Link(const PublisherOptions& options) : options_(options), random_(options.seed) {}

    bool loses() { return uniform() < options_.loss; }
    MonoTime arrival(std::int64_t sent_us, double delay_ms) {
        double ms = delay_ms + uniform() * options_.jitter_ms;
        if (uniform() < options_.late) ms += 120;
        return server_start +
               std::chrono::microseconds(us(options_.starts_s) + sent_us + us(ms / 1000));
    }

  private:
    double uniform() { return std::uniform_real_distribution<>(0, 1)(random_); }

    const PublisherOptions& options_;
    std::mt19937_64 random_;
};

}  // namespace

std::vector<Heard> publish(const PublisherOptions& options, const SampleTrack& video,
                           const SampleTrack& audio, bool says_goodbye) {
    Link link(options);
    std::vector<Heard> heard;
    std::int64_t last_sent_us = 0;
    const auto send = [&](const SampleTrack& track, media::TrackKind kind) {
        const bool is_video = kind == media::TrackKind::Video;
        const media::Codec codec = is_video ? options.video_codec : media::Codec::Opus;
        const std::uint32_t rate = is_video ? 90'000 : 48'000;
        const double speed = is_video ? 1 : 1 + options.audio_clock_ppm / 1e6;
        const double delay_ms = is_video ? options.video_delay_ms : options.audio_delay_ms;
        // `media_us` counts on the track's own clock, which is `speed` times the real one.
        const auto ticks = [&](double media_us) {
            return options.first_timestamp +
                   static_cast<std::uint32_t>(std::llround(media_us * rate / 1e6));
        };
        Packetizer packetizer(codec);
        if (!options.parameter_sets) packetizer.without_parameter_sets();
        std::int64_t sequence = options.first_sequence;
        std::int64_t sent_us = 0;
        for (const SampleFrame& frame : track) {
            // Frames leave in decoding order, B-frames as soon as they can.
            const auto real_us = std::llround(static_cast<double>(frame.shown_us) / speed);
            sent_us = std::max<std::int64_t>(sent_us, real_us);
            std::int64_t paced_us = sent_us;
            for (RtpPacket& packet : packetizer.packets(frame)) {
                HeardPacket told;
                told.head = {kind,
                             codec,
                             options.source,
                             sequence++,
                             ticks(static_cast<double>(frame.shown_us)),
                             rate,
                             packet.marker,
                             {},
                             link.arrival(paced_us, delay_ms)};
                paced_us += 300;
                told.payload = std::move(packet.payload);
                if (!link.loses()) heard.emplace_back(std::move(told));
            }
        }
        last_sent_us = std::max(last_sent_us, sent_us);
        if (!options.sender_reports || track.empty()) return;
        const std::int64_t first_us =
            us(is_video ? options.first_video_report_s : options.first_audio_report_s);
        for (std::int64_t at = first_us; at <= sent_us; at += 1'000'000) {
            heard.emplace_back(media::TapSenderReport{
                kind, options.source, ntp(sender_clock_us + at),
                ticks(static_cast<double>(at) * speed), link.arrival(at, delay_ms)});
        }
    };
    send(video, media::TrackKind::Video);
    send(audio, media::TrackKind::Audio);
    std::stable_sort(heard.begin(), heard.end(),
                     [](const Heard& a, const Heard& b) { return arrival_of(a) < arrival_of(b); });
    if (says_goodbye && !heard.empty()) {
        heard.emplace_back(arrival_of(heard.back()) + std::chrono::milliseconds(100));
    }
    return heard;
}

MonoTime arrival_of(const Heard& heard) {
    if (const auto* packet = std::get_if<HeardPacket>(&heard)) return packet->head.arrival;
    if (const auto* report = std::get_if<media::TapSenderReport>(&heard)) return report->arrival;
    return std::get<MonoTime>(heard);
}

void tell(media::MediaTap& tap, const Heard& heard) {
    if (const auto* packet = std::get_if<HeardPacket>(&heard)) {
        media::TapPacket head = packet->head;
        head.payload = packet->payload;
        tap.on_packet(head);
    } else if (const auto* report = std::get_if<media::TapSenderReport>(&heard)) {
        tap.on_sender_report(*report);
    } else {
        tap.on_publisher_gone(std::get<MonoTime>(heard));
    }
}

void tell_all(media::MediaTap& tap, const std::vector<Heard>& heard, double until_s) {
    const MonoTime until =
        until_s > 1e8 ? MonoTime{INT64_MAX} : server_start + std::chrono::microseconds(us(until_s));
    for (const Heard& one : heard) {
        if (arrival_of(one) < until) tell(tap, one);
    }
}

}  // namespace lsl::recorder::test
