#include "server/media/ingest_track.h"

#include <algorithm>

#include "server/media/payload.h"

namespace lsl::media {

IngestTrack::IngestTrack(const NegotiatedMedia& media, Room& room)
    : media_(&media),
      room_(&room),
      track_(&room.track(media.kind)),
      stats_(media.formats.front().clock_rate_hz) {}

void IngestTrack::start_source(std::uint32_t ssrc) {
    ssrc_ = ssrc;
    sequences_ = {};
    nacks_.reset();
    stats_ = ReceiveStats(media_->formats.front().clock_rate_hz);
    key_frame_.reset();
    track_->start_source(media_->formats);
}

bool IngestTrack::on_packet(const IngestPacket& packet, MonoTime now, DropCounters& drops) {
    PacketLog& log = *track_->log;
    const std::int64_t sequence = packet.retransmitted ? sequences_.peek(packet.sequence)
                                                       : sequences_.extend(packet.sequence);
    const std::size_t window =
        media_->kind == TrackKind::Video ? RoomTrack::kVideoPackets : RoomTrack::kAudioPackets;
    if (log.highest_sequence() - sequence >= static_cast<std::int64_t>(window / 2)) {
        drops.count(Drop::RtpTooOld);
        return false;
    }
    if (log.find(sequence) != nullptr) {
        drops.count(Drop::RtpDuplicate);
        return false;
    }
    if (packet.payload.size() > LoggedPacket::kMaxPayload) {
        drops.count(Drop::RtpTooLong);
        return false;
    }

    if (packet.retransmitted) {
        const auto answered = nacks_.answered_after(sequence, now);
        if (answered) round_trip_ = answered;
    } else {
        stats_.on_packet(sequence, packet.timestamp, now);
    }
    // Too much is missing to ask for it piece by piece.
    if (nacks_.on_packet(sequence, now)) track_->key_frames.want();
    last_packet_ = now;
    format_ = packet.format;
    track_->bytes.add(static_cast<std::int64_t>(packet.payload.size()), now);

    LoggedPacket& logged = log.next();
    logged.sequence = sequence;
    logged.arrival = now;
    logged.timestamp = packet.timestamp;
    logged.payload_size = static_cast<std::uint16_t>(packet.payload.size());
    logged.format = packet.format;
    logged.marker = packet.marker;
    logged.extensions = *packet.extensions;
    const Codec codec = media_->formats[packet.format].codec;
    logged.starts_key_frame = starts_key_frame(codec, packet.payload);
    if (!packet.payload.empty()) {
        std::memcpy(logged.payload.data(), packet.payload.data(), packet.payload.size());
    }
    log.commit();

    if (logged.starts_key_frame) track_->key_frames.on_key_frame(now);
    if (codec == Codec::H264 && !has_b_frames_) has_b_frames_ = h264_has_b_slice(packet.payload);
    if (logged.frame > last_frame_) {
        last_frame_ = logged.frame;
        track_->frames.add(1, now);
    }
    watch_key_frame(logged);
    tap(logged);
    return true;
}

void IngestTrack::watch_key_frame(const LoggedPacket& packet) {
    if (flowing_) return;
    if (media_->kind == TrackKind::Audio) {
        flowing_ = true;
        return;
    }
    if (packet.starts_key_frame) {
        key_frame_ = PartialKeyFrame{packet.timestamp, packet.sequence, std::nullopt};
    }
    if (!key_frame_ || packet.timestamp != key_frame_->timestamp) return;
    if (packet.marker) key_frame_->last = packet.sequence;
    if (!key_frame_->last) return;
    for (std::int64_t sequence = key_frame_->first; sequence <= *key_frame_->last; ++sequence) {
        if (track_->log->find(sequence) == nullptr) return;
    }
    flowing_ = true;
}

void IngestTrack::tap(const LoggedPacket& packet) {
    if (!room_->tap) return;
    TapPacket tapped{};
    tapped.kind = media_->kind;
    tapped.codec = media_->formats[packet.format].codec;
    tapped.source = track_->log->source();
    tapped.sequence = packet.sequence;
    tapped.timestamp = packet.timestamp;
    tapped.clock_rate_hz = media_->formats[packet.format].clock_rate_hz;
    tapped.marker = packet.marker;
    tapped.payload = packet.bytes();
    tapped.arrival = packet.arrival;
    room_->tap->on_packet(tapped);
    const bool video = media_->kind == TrackKind::Video;
    if (video && room_->tap->take_key_frame_request()) track_->key_frames.want();
}

void IngestTrack::on_sender_report(const SenderReport& report, MonoTime now, MonoTime sender_time) {
    stats_.on_sender_report(report.ntp, now);
    track_->clock = RoomTrack::SenderClock{report.timestamp, sender_time};
    if (!room_->tap) return;
    TapSenderReport tapped{};
    tapped.kind = media_->kind;
    tapped.source = track_->log->source();
    tapped.ntp = report.ntp;
    tapped.timestamp = report.timestamp;
    tapped.arrival = now;
    room_->tap->on_sender_report(tapped);
}

std::optional<std::chrono::microseconds> IngestTrack::take_round_trip() {
    auto taken = round_trip_;
    round_trip_.reset();
    return taken;
}

}  // namespace lsl::media
