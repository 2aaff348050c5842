#include "server/media/egress/viewer.h"

#include <algorithm>

namespace lsl::media {
namespace {

constexpr std::int64_t kLeastBurst = 3'000;  // bytes: two packets

}  // namespace

Viewer::Viewer(const Negotiation& negotiation, Room& room, Transport& transport, Options options)
    : room_(&room), transport_(&transport), options_(std::move(options)) {
    if (negotiation.audio) audio_.emplace(*negotiation.audio, options_.audio, room, transport);
    if (negotiation.video) video_.emplace(*negotiation.video, options_.video, room, transport);
}

EgressTrack::Progress Viewer::send_logged(const Turn& turn) {
    paced_until_.reset();
    auto progress = EgressTrack::Progress::Done;
    if (video_) {
        if (layers_.due(turn.now)) suit_layer(turn);
        const bool sound_first = video_->waiting() > kLongPicture;
        if (sound_first && !send_sound(turn)) return EgressTrack::Progress::Full;
        progress = video_->send_logged(turn);
    }
    if (progress == EgressTrack::Progress::Full) return progress;
    if (progress == EgressTrack::Progress::Paced) paced_until_ = turn.now + Pacer::kTick;
    // Else sound goes behind the picture of the same moment: being shorter it may end a run of
    // equal packets, and travels in their buffer for next to nothing.
    return send_sound(turn) ? progress : EgressTrack::Progress::Full;
}

bool Viewer::send_sound(const Turn& turn) {
    return !audio_ || audio_->send_logged(turn) != EgressTrack::Progress::Full;
}

void Viewer::suit_layer(const Turn& turn) {
    const LayerSelector::Decision decision = layers_.choose(*room_, line_, turn.now);
    video_->pause(decision.paused);
    video_->select_layer(decision.layer, decision.hold, turn.now);
    suit_line(turn.now);
    if (!decision.probe) return;
    if (const auto cluster = video_->send_probe(turn)) line_.on_probe_sent(*cluster, turn.now);
}

/// A line that was full of late gets its picture little quicker than it takes it, so that sound
/// finds no long queue; one that is full now also gets no more repeats than the stream leaves room
/// for, though loss need not mean that it is full.
void Viewer::suit_line(MonoTime now) {
    video_->set_pace(Pacer::kDefaultRate);
    video_->limit_retransmission(std::nullopt);
    const auto congested = line_.last_congested();
    const auto bps = line_.bps(now);
    if (!bps || !congested || now - *congested > kNarrow) return;
    const std::int64_t stream =
        room_->video[video_->layer()].bytes.per_second(now) + room_->audio.bytes.per_second(now);
    const std::int64_t line = *bps / 8;
    TokenBucket::Rate pace;
    pace.bytes_per_second =
        std::min(std::max(3 * line / 2, 2 * stream), Pacer::kDefaultRate.bytes_per_second);
    pace.burst = std::clamp(pace.bytes_per_second / 50, kLeastBurst, Pacer::kDefaultRate.burst);
    video_->set_pace(pace);
    if (now - *congested > BandwidthEstimate::kCongested) return;
    video_->limit_retransmission(std::max(line - stream, stream / 4));
}

EgressTrack* Viewer::track_of(std::uint32_t ssrc) {
    if (video_ && video_->owns(ssrc)) return &*video_;
    if (audio_ && audio_->owns(ssrc)) return &*audio_;
    return nullptr;
}

void Viewer::on_rtcp(MutableBytes packet, const Turn& turn) {
    std::size_t size = 0;
    if (!transport_->open_rtcp(packet, turn, size)) return;
    RtcpReader reader(Bytes(packet).first(size));
    RtcpPacket rtcp;
    for (;;) {
        const RtcpVerdict verdict = reader.next(rtcp);
        if (verdict == RtcpVerdict::End) return;
        if (verdict == RtcpVerdict::Malformed) {
            turn.drops.count(Drop::RtcpMalformed);
            return;
        }
        if (!transport_->budget().spend(control_cost(rtcp), turn.now)) {
            turn.drops.count(Drop::ControlOverBudget);
            return;
        }
        on_part(rtcp, turn);
    }
}

void Viewer::on_part(const RtcpPacket& rtcp, const Turn& turn) {
    each_report_block(rtcp, [&](const ReportBlock& block) { on_report_block(block, turn.now); });
    on_feedback(rtcp, turn);
    std::uint32_t media_ssrc = 0;
    each_nack(rtcp, media_ssrc, [&](std::uint16_t sequence) {
        EgressTrack* track = track_of(media_ssrc);
        if (track == nullptr) return;
        track->retransmit(sequence, turn);
    });
    if (const auto wanted = read_key_frame_request(rtcp)) {
        EgressTrack* track = track_of(*wanted);
        if (track != nullptr && track == (video_ ? &*video_ : nullptr)) {
            track->want_key_frame(turn.now);
        }
    }
}

void Viewer::on_feedback(const RtcpPacket& rtcp, const Turn& turn) {
    if (const auto body = transport_cc_body(rtcp); !body.empty() && transport_->sent() != nullptr) {
        if (!line_.on_feedback(body, *transport_->sent(), turn.now))
            turn.drops.count(Drop::FeedbackRefused);
    }
    if (const auto remb = read_remb(rtcp)) {
        line_.on_remb(static_cast<std::int64_t>(std::min<std::uint64_t>(*remb, INT64_MAX)),
                      turn.now);
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

void Viewer::on_timer(const Turn& turn) {
    if (turn.now < next_report_) return;
    next_report_ = turn.now + kReportInterval;
    const std::uint64_t time = ntp(turn.now);
    const MutableBytes packet = turn.out.reserve();
    RtcpWriter writer(packet);
    for (std::optional<EgressTrack>* track : {&video_, &audio_}) {
        if (!*track) continue;
        const auto report = (*track)->sender_report(turn.now, time);
        if (!report) continue;
        writer.sender_report(*report);
        writer.cname(report->ssrc, options_.cname);
    }
    if (writer.empty()) return;
    last_report_ntp_ = static_cast<std::uint32_t>(time >> 16);
    last_report_at_ = turn.now;
    transport_->send_rtcp(packet, writer.size(), turn.out);
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
