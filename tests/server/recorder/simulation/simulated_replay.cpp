#include "tests/server/recorder/simulation/simulated_replay.h"

#include <algorithm>
#include <cstring>

#include "server/recorder/capture/track_input.h"
#include "server/recorder/capture/track_notes.h"
#include "server/recorder/depacketize/opus.h"
#include "server/recorder/finish/replay_order.h"
#include "server/recorder/timeline/alignment.h"
#include "server/recorder/timeline/sound_line.h"

namespace lsl::recorder::test {

namespace {

/// The journal as if it had been written and read back.
class MemoryJournal final : public TimingLog {
  public:
    void segment(media::TrackKind kind, std::uint32_t source, std::int64_t start_us,
                 std::int64_t rtp_us) override {
        latest_[index(kind)] = journal_.segments.size();
        journal_.segments.push_back({kind, source, start_us, rtp_us, {}, {}});
    }
    void arrival(media::TrackKind kind, std::int64_t rtp_us, std::int64_t arrival_us) override {
        journal_.segments[latest_[index(kind)]].arrivals.push_back({rtp_us, arrival_us});
    }
    void report(media::TrackKind kind, std::int64_t rtp_us, std::int64_t sender_us,
                std::int64_t arrival_us) override {
        journal_.segments[latest_[index(kind)]].reports.push_back({rtp_us, sender_us, arrival_us});
    }
    const Journal& journal() const { return journal_; }

  private:
    static std::size_t index(media::TrackKind kind) {
        return kind == media::TrackKind::Video ? 1 : 0;
    }

    Journal journal_;
    std::size_t latest_[2] = {0, 0};
};

/// A frame as it lies in a part.
struct Kept {
    std::uint32_t id = 0;
    std::int64_t media_us = 0;  ///< whole milliseconds
};

class MemoryCapture {
  public:
    void take(const SimulatedEvent& event) {
        const MonoTime arrival{event.arrival_us};
        const bool video = event.kind == media::TrackKind::Video;
        frames_.clear();
        if (event.what == SimulatedEvent::What::Gone) {
            for (auto* track : {&audio_, &video_}) track->input.end_source(frames_);
            place();
            for (auto* track : {&audio_, &video_}) track->notes.pause(log_);
            return;
        }
        Track& track = video ? video_ : audio_;
        if (event.what == SimulatedEvent::What::Report) {
            track.notes.report({event.kind, event.source, event.ntp, event.timestamp, arrival},
                               event.arrival_us, log_);
            return;
        }
        const std::vector<std::byte> payload = simulated_payload(event);
        const bool fresh = track.input.push(
            {event.kind, event.codec, event.source, event.sequence, event.timestamp,
             video ? 90'000u : 48'000u, !event.is_sets, payload, arrival},
            frames_);
        if (fresh && !video) ++sound_received_;
        place();
        for (auto* each : {&audio_, &video_}) each->input.advance(arrival, frames_);
        place();
    }

    const Journal& journal() const { return log_.journal(); }
    const std::vector<Kept>& kept(media::TrackKind kind) const {
        return kind == media::TrackKind::Video ? video_.kept : audio_.kept;
    }
    std::int64_t sound_received() const { return sound_received_; }

  private:
    struct Track {
        explicit Track(media::TrackKind kind) : input(kind), notes(kind) {}
        TrackInput input;
        TrackNotes notes;
        std::vector<Kept> kept;
    };

    void place() {
        for (const EncodedFrame& frame : frames_) {
            Track& track = frame.kind == media::TrackKind::Video ? video_ : audio_;
            const auto note = frame.late ? &TrackNotes::late_frame : &TrackNotes::frame;
            const auto place = (track.notes.*note)(frame.source, frame.timestamp,
                                                   frame.clock_rate_hz, frame.arrival.us, log_);
            const std::int64_t id = simulated_id(frame.data);
            track.kept.push_back({static_cast<std::uint32_t>(id), place.media_us / 1'000 * 1'000});
        }
        frames_.clear();
    }

    MemoryJournal log_;
    Track audio_{media::TrackKind::Audio};
    Track video_{media::TrackKind::Video};
    std::vector<EncodedFrame> frames_;
    std::int64_t sound_received_ = 0;
};

/// What tells a depacketizer that a payload is a frame; an id follows.
constexpr unsigned char sound_head[] = {0xf8};  // Opus, 20 ms, one frame
constexpr unsigned char vp8_key_head[] = {0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 16, 0, 16, 0};
constexpr unsigned char vp8_head[] = {0x11, 0x02, 0x00};       // RFC 6386 section 9.1
constexpr unsigned char h264_key_head[] = {0x65, 0x88, 0x84};  // a slice of type I, of set 0
constexpr unsigned char h264_head[] = {0x41, 0x9a, 0x24};
/// 16 by 16 pixels, baseline; aggregated as of RFC 6184 section 5.7.1.
constexpr unsigned char h264_sets[] = {0x18, 0, 6, 0x67, 0x42, 0xc0, 0x0a, 0xda,
                                       0x79, 0, 4, 0x68, 0xce, 0x38, 0x80};
constexpr unsigned char next_nal_bytes[] = {0, sizeof(h264_key_head) + sizeof(std::uint32_t)};

std::span<const unsigned char> head_of(const SimulatedEvent& event) {
    switch (event.codec) {
        case media::Codec::Opus: return sound_head;
        case media::Codec::H264:
            if (event.key) return h264_key_head;
            return h264_head;
        default: break;
    }
    if (event.key) return vp8_key_head;
    return vp8_head;
}

bool ends_with_id_after(std::span<const std::byte> frame, std::span<const unsigned char> head) {
    const std::size_t size = head.size() + sizeof(std::uint32_t);
    return frame.size() >= size &&
           std::memcmp(frame.data() + frame.size() - size, head.data(), head.size()) == 0;
}

}  // namespace

std::vector<std::byte> simulated_payload(const SimulatedEvent& event) {
    std::vector<std::byte> payload;
    const auto add = [&](std::span<const unsigned char> bytes) {
        const auto all = std::as_bytes(bytes);
        payload.insert(payload.end(), all.begin(), all.end());
    };
    const bool h264 = event.codec == media::Codec::H264;
    if (event.is_sets) {
        add(h264_sets);
        return payload;
    }
    if (h264 && event.key && !event.sets_in_offer) {
        add(h264_sets);
        add(next_nal_bytes);
    }
    if (event.codec == media::Codec::Vp8) payload.push_back(std::byte{0x10});  // RFC 7741
    add(head_of(event));
    const auto id = std::as_bytes(std::span(&event.id, 1));
    payload.insert(payload.end(), id.begin(), id.end());
    return payload;
}

std::int64_t simulated_id(std::span<const std::byte> frame) {
    const bool ours =
        ends_with_id_after(frame, sound_head) || ends_with_id_after(frame, vp8_key_head) ||
        ends_with_id_after(frame, vp8_head) || ends_with_id_after(frame, h264_key_head) ||
        ends_with_id_after(frame, h264_head);
    if (!ours) return -1;
    std::uint32_t id = 0;
    std::memcpy(&id, frame.data() + frame.size() - sizeof(id), sizeof(id));
    return id;
}

SimulatedReplay record_in_memory(const SimulatedClass& simulated) {
    MemoryCapture capture;
    for (const SimulatedEvent& event : simulated.events) capture.take(event);
    const Alignment alignment(capture.journal());

    std::int64_t origin_us = INT64_MAX;
    const auto track = [&](media::TrackKind kind) {
        return [&, kind, next = std::size_t{0}]() mutable -> std::optional<ReplayFrame> {
            const auto& kept = capture.kept(kind);
            if (next == kept.size()) return std::nullopt;
            const Kept& frame = kept[next++];
            const auto place = alignment.place(kind, frame.media_us);
            SimulatedEvent as_sound;
            as_sound.id = frame.id;
            return ReplayFrame{kind, place.time_us, place.clock, true, simulated_payload(as_sound)};
        };
    };
    for (const auto kind : {media::TrackKind::Audio, media::TrackKind::Video}) {
        auto frames = track(kind);
        if (const auto first = frames()) origin_us = std::min(origin_us, first->time_us);
    }

    SimulatedReplay replay;
    replay.sound_received = capture.sound_received();
    std::int64_t at_us = 0;
    SoundLine sound([&](ByteView data, std::int64_t ticks) -> Result<void> {
        const std::int64_t id = simulated_id(data);
        if (id >= 0) {
            replay.sound.push_back(
                {static_cast<std::uint32_t>(id), at_us * 1'000'000 / opus_clock_rate_hz});
        }
        at_us += ticks;
        return {};
    });
    ReplayOrder order(track(media::TrackKind::Audio), track(media::TrackKind::Video));
    std::int64_t shown_us = 0;
    while (const auto frame = order.next()) {
        const std::int64_t time_us = frame->time_us - origin_us;
        if (frame->kind == media::TrackKind::Audio) {
            (void)sound.packet(time_us, frame->data);
            continue;
        }
        shown_us = std::max(shown_us + 1, time_us);
        const std::int64_t id = simulated_id(frame->data);
        replay.pictures.push_back({static_cast<std::uint32_t>(id), shown_us});
        if (time_us - sound.ends_us() >= 5'000'000) (void)sound.fill_until(time_us - 2'500'000);
    }
    replay.lasts_us = std::max(shown_us + 33'000, sound.ends_us());
    return replay;
}

}  // namespace lsl::recorder::test
