#include "tests/server/recorder/simulation/file_replay.h"

#include <atomic>
#include <future>

#include "server/recorder/libav.h"
#include "server/recorder/recorder.h"

namespace lsl::recorder::test {

namespace {

/// Steady time stands, so that nothing depends on how fast the test runs. The clock on the wall is
/// set by hours and days while the class goes on, which must change nothing.
class JumpingClock final : public Clock {
  public:
    UtcTime utc() const override { return UtcTime(std::chrono::milliseconds(utc_ms_.load())); }
    MonoTime mono() const override { return {0}; }
    void set(std::chrono::hours by) { utc_ms_ += std::chrono::milliseconds(by).count(); }

  private:
    std::atomic<std::int64_t> utc_ms_{1'800'000'000'000};
};

void tell(media::MediaTap& tap, const SimulatedEvent& event) {
    const MonoTime arrival{event.arrival_us};
    switch (event.what) {
        case SimulatedEvent::What::Gone: tap.on_publisher_gone(arrival); return;
        case SimulatedEvent::What::Report:
            tap.on_sender_report({event.kind, event.source, event.ntp, event.timestamp, arrival});
            return;
        case SimulatedEvent::What::Packet: break;
    }
    const bool video = event.kind == media::TrackKind::Video;
    const std::vector<std::byte> payload = simulated_payload(event);
    tap.on_packet({event.kind, event.codec, event.source, event.sequence, event.timestamp,
                   video ? 90'000u : 48'000u, !event.is_sets, payload, arrival});
}

SimulatedReplay read_back(const RecordingFile& file) {
    SimulatedReplay replay;
    replay.lasts_us = std::chrono::microseconds(file.duration).count();
    AVFormatContext* context = nullptr;
    if (avformat_open_input(&context, file.path.c_str(), nullptr, nullptr) < 0) return replay;
    const InputPtr input(context);
    const PacketPtr packet(av_packet_alloc());
    while (av_read_frame(input.get(), packet.get()) >= 0) {
        const AVStream& stream = *input->streams[packet->stream_index];
        const std::int64_t id = simulated_id(
            std::as_bytes(std::span(packet->data, static_cast<std::size_t>(packet->size))));
        const std::int64_t time_us =
            av_rescale_q(packet->pts, stream.time_base, AVRational{1, 1'000'000});
        const bool sound = stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
        if (id >= 0) {
            (sound ? replay.sound : replay.pictures)
                .push_back({static_cast<std::uint32_t>(id), time_us});
        }
        av_packet_unref(packet.get());
    }
    return replay;
}

}  // namespace

std::optional<FileReplay> record_to_disk(const SimulatedClass& simulated,
                                         const std::filesystem::path& folder) {
    JumpingClock clock;
    RecorderOptions options;
    options.folder = folder;
    options.keep_free_bytes = 0;
    options.queue_bytes = std::size_t{1} << 30;
    options.clock = &clock;
    std::promise<std::optional<RecordingFinished>> done;
    auto recorder = Recorder::open(options, [&](const RecorderEvent& event) {
        if (const auto* finished = std::get_if<RecordingFinished>(&event))
            done.set_value(*finished);
        if (std::holds_alternative<RecordingFailed>(event)) done.set_value(std::nullopt);
    });
    if (!recorder) return std::nullopt;
    const auto tap = (*recorder)->begin("class");
    const std::size_t set_each = simulated.events.size() / 5 + 1;
    std::size_t told = 0;
    for (const SimulatedEvent& event : simulated.events) {
        tell(*tap, event);
        // Forward a month, back a year, and so on.
        if (++told % set_each == 0) clock.set(std::chrono::hours(told % 2 == 0 ? 720 : -8760));
    }
    (*recorder)->finish("class");
    const auto finished = done.get_future().get();
    if (!finished) return std::nullopt;
    FileReplay made{read_back(finished->file), finished->figures};
    made.replay.sound_received = made.figures.sound_received;
    return made;
}

}  // namespace lsl::recorder::test
