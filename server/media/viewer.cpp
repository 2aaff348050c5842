#include "server/media/viewer.h"

#include <algorithm>

namespace lsl::media {
namespace {

constexpr std::int64_t kLeastBurst = 3'000;  // bytes: two packets

}  // namespace

Viewer::Viewer(const Negotiation& negotiation, Room& room, Options options)
    : room_(&room), options_(std::move(options)) {
    if (negotiation.audio) audio_.emplace(*negotiation.audio, options_.audio);
    if (negotiation.video) video_.emplace(*negotiation.video, options_.video);
}

Viewer::~Viewer() {
    if (audio_) audio_->release(*room_);
    if (video_) video_->release(*room_);
}

EgressTrack::Pump Viewer::pump(MonoTime now, Transport& transport, Outbox& out) {
    paced_until_.reset();
    auto pumped = EgressTrack::Pump::Done;
    if (video_) {
        if (layers_.due(now)) choose_layer(now, transport, out);
        const bool sound_first = video_->waiting(*room_) > kLongPicture;
        if (sound_first && !pump_sound(now, transport, out)) return EgressTrack::Pump::Full;
        pumped = video_->pump(*room_, now, transport, out);
    }
    if (pumped == EgressTrack::Pump::Full) return pumped;
    if (pumped == EgressTrack::Pump::Paced) paced_until_ = now + EgressTrack::kPaceTick;
    // Else sound goes behind the picture of the same moment: being shorter it may end a run of
    // equal packets, and travels in their buffer for next to nothing.
    return pump_sound(now, transport, out) ? pumped : EgressTrack::Pump::Full;
}

/// False when the outbox is full.
bool Viewer::pump_sound(MonoTime now, Transport& transport, Outbox& out) {
    return !audio_ || audio_->pump(*room_, now, transport, out) != EgressTrack::Pump::Full;
}

void Viewer::choose_layer(MonoTime now, Transport& transport, Outbox& out) {
    const LayerChoice::Decision decision = layers_.choose(*room_, line_, now);
    video_->pause(decision.paused, *room_);
    video_->choose_layer(decision.layer, decision.spare, now);
    suit_line(now);
    if (!decision.probe) return;
    const auto before = transport.last_transport_sequence();
    if (video_->send_train(*room_, BandwidthEstimate::kTrainPackets, now, transport, out)) {
        line_.on_train(static_cast<std::uint16_t>(before + 1), transport.last_transport_sequence(),
                       now);
    }
}

/// A line that was full of late gets its picture little quicker than it takes it, so that sound
/// finds no long queue; one that is full now also gets no more repeats than the stream leaves room
/// for, though loss need not mean that it is full.
void Viewer::suit_line(MonoTime now) {
    video_->set_pace(EgressTrack::kPace);
    video_->limit_repeats(std::nullopt);
    const auto congested = line_.last_congested();
    const auto bps = line_.bps(now);
    if (!bps || !congested || now - *congested > kNarrow) return;
    const std::int64_t stream =
        room_->video[video_->layer()].bytes.per_second(now) + room_->audio.bytes.per_second(now);
    const std::int64_t line = *bps / 8;
    TokenBucket::Rate pace;
    pace.bytes_per_second =
        std::min(std::max(3 * line / 2, 2 * stream), EgressTrack::kPace.bytes_per_second);
    pace.burst = std::clamp(pace.bytes_per_second / 50, kLeastBurst, EgressTrack::kPace.burst);
    video_->set_pace(pace);
    if (now - *congested > BandwidthEstimate::kCongested) return;
    video_->limit_repeats(std::max(line - stream, stream / 4));
}

EgressTrack* Viewer::track_of(std::uint32_t ssrc) {
    if (video_ && video_->owns(ssrc)) return &*video_;
    if (audio_ && audio_->owns(ssrc)) return &*audio_;
    return nullptr;
}

void Viewer::on_rtcp(MutableBytes packet, MonoTime now, Transport& transport, Outbox& out,
                     DropCounters& drops) {
    std::size_t size = 0;
    if (!transport.open_rtcp(packet, now, drops, size)) return;
    RtcpReader reader(Bytes(packet).first(size));
    RtcpPacket rtcp;
    for (;;) {
        const RtcpVerdict verdict = reader.next(rtcp);
        if (verdict == RtcpVerdict::End) return;
        if (verdict == RtcpVerdict::Malformed) {
            drops.count(Drop::RtcpMalformed);
            return;
        }
        each_report_block(rtcp, [&](const ReportBlock& block) { on_report_block(block, now); });
        on_feedback(rtcp, now, transport);
        std::uint32_t media_ssrc = 0;
        each_nack(rtcp, media_ssrc, [&](std::uint16_t sequence) {
            EgressTrack* track = track_of(media_ssrc);
            if (track == nullptr) return;
            track->retransmit(*room_, sequence, now, transport, out, drops);
        });
        if (const auto wanted = read_key_frame_request(rtcp)) {
            EgressTrack* track = track_of(*wanted);
            if (track != nullptr && track == (video_ ? &*video_ : nullptr)) {
                track->want_key_frame(*room_, now);
            }
        }
    }
}

void Viewer::on_feedback(const RtcpPacket& rtcp, MonoTime now, Transport& transport) {
    if (const auto body = transport_cc_body(rtcp); !body.empty() && transport.sent() != nullptr) {
        line_.on_feedback(body, *transport.sent(), now);
    }
    if (const auto remb = read_remb(rtcp)) {
        line_.on_remb(static_cast<std::int64_t>(std::min<std::uint64_t>(*remb, INT64_MAX)), now);
    }
}

void Viewer::on_report_block(const ReportBlock& block, MonoTime now) {
    if (track_of(block.ssrc) == nullptr) return;
    if (video_ && video_->ssrc() == block.ssrc) {
        const RoomTrack& layer = room_->video[video_->layer()];
        const std::int64_t bps =
            (layer.bytes.per_second(now) + room_->audio.bytes.per_second(now)) * 8;
        line_.on_loss(block.fraction_lost / 256.0, bps, now);
    }
    if (block.last_sr == 0 || block.last_sr != last_report_ntp_) return;
    const auto held =
        std::chrono::microseconds(std::int64_t{block.delay_since_sr} * 1'000'000 / 65536);
    const auto measured = now - last_report_at_ - held;
    if (measured.count() < 0) return;
    round_trip_ = measured;
    if (video_) video_->note_round_trip(measured);
    if (audio_) audio_->note_round_trip(measured);
}

std::uint64_t Viewer::ntp(MonoTime now) const {
    return us_to_ntp(options_.ntp_us_at_zero + now.us);
}

void Viewer::on_timer(MonoTime now, Transport& transport, Outbox& out) {
    if (now < next_report_) return;
    next_report_ = now + kReportInterval;
    const std::uint64_t time = ntp(now);
    const MutableBytes packet = out.reserve();
    RtcpWriter writer(packet);
    for (std::optional<EgressTrack>* track : {&video_, &audio_}) {
        if (!*track) continue;
        const auto report = (*track)->sender_report(*room_, now, time);
        if (!report) continue;
        writer.sender_report(*report);
        writer.cname(report->ssrc, options_.cname);
    }
    if (writer.empty()) return;
    last_report_ntp_ = static_cast<std::uint32_t>(time >> 16);
    last_report_at_ = now;
    transport.send_rtcp(packet, writer.size(), out);
}

MonoTime Viewer::deadline() const {
    MonoTime next = next_report_;
    if (paced_until_) next = std::min(next, *paced_until_);
    return next;
}

bool Viewer::take_receiving() {
    if (announced_receiving_) return false;
    const bool receiving = video_ ? video_->flowing() : audio_ && audio_->flowing();
    announced_receiving_ = receiving;
    return receiving;
}

}  // namespace lsl::media
