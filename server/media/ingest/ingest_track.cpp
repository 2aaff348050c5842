#include "server/media/ingest/ingest_track.h"

#include <algorithm>

namespace lsl::media {

IngestTrack::IngestTrack(const NegotiatedMedia& media, Room& room, std::size_t layer)
    : media_(&media),
      room_(&room),
      layer_(layer),
      track_(media.kind == TrackKind::Audio ? &room.audio : &room.video[layer]),
      stats_(media.formats.front().clock_rate_hz) {
    track_->rid = layer < media.layers.size() ? media.layers[layer].id : std::string{};
}

void IngestTrack::start_source(std::uint32_t ssrc) {
    ssrc_ = ssrc;
    sequences_ = {};
    numbers_ = {};
    setup_.reset();
    setup_format_ = kNoFormat;
    lacks_setup_.reset();
    highest_sent_as_ = -1;
    newest_marker_ = false;
    nacks_.reset();
    stats_ = ReceiveStats(media_->formats.front().clock_rate_hz);
    key_frame_.reset();
    last_report_.reset();
    const std::size_t video_packets =
        media_->layers.empty() ? RoomTrack::kVideoPackets : RoomTrack::kLayerPackets;
    track_->start_source(media_->formats, media_->kind == TrackKind::Audio
                                              ? RoomTrack::kAudioPackets
                                              : video_packets);
}

bool IngestTrack::on_packet(const IngestPacket& packet, const Turn& turn) {
    const std::int64_t sent_as = packet.retransmitted ? sequences_.peek(packet.sequence)
                                                      : sequences_.extend(packet.sequence);
    const auto sequence = numbers_.number_of(sent_as);
    if (!sequence || !is_wanted(packet, *sequence, turn.drops)) {
        if (!sequence) turn.drops.count(Drop::RtpTooOld);
        return false;
    }
    if (packet.retransmitted) {
        const auto answered = nacks_.answered_after(sent_as, turn.now);
        if (answered) round_trip_ = answered;
    } else {
        stats_.on_packet(sent_as, packet.timestamp, turn.now);
    }
    // Too much is missing to ask for it piece by piece.
    if (nacks_.on_packet(sent_as, turn.now)) track_->key_frames.want();
    last_packet_ = turn.now;
    track_->last_arrival = turn.now;
    format_ = packet.format;
    track_->bytes.add(static_cast<std::int64_t>(packet.payload.size()), turn.now);
    if (media_->kind == TrackKind::Video) add_decoder_setup(packet, sent_as, turn.now);
    append(packet, *numbers_.number_of(sent_as), turn.now);
    if (sent_as > highest_sent_as_) {
        highest_sent_as_ = sent_as;
        newest_marker_ = packet.marker;
    }
    return true;
}

/// Otherwise the drop is counted.
bool IngestTrack::is_wanted(const IngestPacket& packet, std::int64_t sequence,
                            DropCounters& drops) const {
    const PacketLog& log = *track_->log;
    if (log.highest_sequence() - sequence >= static_cast<std::int64_t>(log.capacity() / 2)) {
        drops.count(Drop::RtpTooOld);
    } else if (log.find(sequence) != nullptr) {
        drops.count(Drop::RtpDuplicate);
    } else if (packet.payload.size() > LoggedPacket::kMaxPayload) {
        drops.count(Drop::RtpTooLong);
    } else {
        return true;
    }
    return false;
}

/// Puts what a decoder needs before a key frame that comes without it. There is no room for that
/// once packets behind the beginning of the key frame have been sent on, or if the end of the
/// picture before may still come, or if a source begins with a packet from the middle of one; then
/// another key frame has to do.
void IngestTrack::add_decoder_setup(const IngestPacket& packet, std::int64_t sent_as,
                                    MonoTime now) {
    if (setup_format_ != packet.format) {
        const NegotiatedFormat& format = media_->formats[packet.format];
        setup_format_ = packet.format;
        // What an offer says of several layers at once can be true of one of them only.
        setup_ = payload_format(format.codec)
                     .decoder_setup(media_->layers.empty() ? format.parameters : std::string{});
    }
    if (!setup_) return;
    const Bytes missing = setup_->missing_before(packet.payload, packet.timestamp);
    if (missing.empty()) return;
    const PayloadFormat& codec = payload_format(media_->formats[packet.format].codec);
    const bool in_order = highest_sent_as_ < 0 ? codec.starts_key_frame(packet.payload)
                                               : highest_sent_as_ == sent_as - 1;
    const bool picture_ended = highest_sent_as_ < sent_as && newest_marker_;
    if (!in_order && !picture_ended) {
        lacks_setup_ = packet.timestamp;
        track_->key_frames.want();
        return;
    }
    IngestPacket added = packet;
    added.marker = false;
    added.payload = missing;
    const std::int64_t first = in_order ? sent_as : highest_sent_as_ + 1;
    append(added, numbers_.insert_before(first), now);
}

void IngestTrack::append(const IngestPacket& packet, std::int64_t sequence, MonoTime now) {
    PacketLog& log = *track_->log;
    const PayloadFormat& codec = payload_format(media_->formats[packet.format].codec);
    LoggedPacket& logged = log.next();
    logged.sequence = sequence;
    logged.arrival = now;
    logged.timestamp = packet.timestamp;
    logged.payload_size = static_cast<std::uint16_t>(packet.payload.size());
    logged.format = packet.format;
    logged.marker = packet.marker;
    logged.extensions = *packet.extensions;
    logged.starts_key_frame = codec.starts_key_frame(packet.payload);
    if (!packet.payload.empty()) {
        std::memcpy(logged.payload.data(), packet.payload.data(), packet.payload.size());
    }
    logged.padding = 0;
    if (media_->kind == TrackKind::Video && room_->collects()) logged.pad();
    log.commit();

    if (logged.starts_key_frame) {
        track_->key_frames.on_key_frame(now);
        if (lacks_setup_ == packet.timestamp) track_->key_frames.want();
        room_->video_codec = codec.codec();
        const PictureSize size = codec.key_frame_size(logged.bytes());
        if (size.pixels() > 0) track_->size = size;
    }
    has_b_frames_ = has_b_frames_ || codec.starts_b_frame(packet.payload);
    if (logged.frame > last_frame_) {
        last_frame_ = logged.frame;
        track_->frames.add(1, now);
    }
    watch_key_frame(logged);
    if (room_->tap) feed_tap(now);
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

void IngestTrack::feed_tap(MonoTime now) {
    const PacketLog& log = *track_->log;
    if (media_->kind == TrackKind::Audio) return tap(*log.at(log.head() - 1), log.source());
    const auto take = room_->recorded.take(*room_, layer_, now);
    if (!take) return;
    for (std::uint64_t position = take->from; position < log.head(); ++position) {
        tap(*log.at(position), take->source);
    }
    if (take->changed) tap_report(take->source);
    if (room_->tap->take_key_frame_request()) track_->key_frames.want();
}

void IngestTrack::tap(const LoggedPacket& packet, std::uint32_t source) {
    TapPacket tapped{};
    tapped.kind = media_->kind;
    tapped.codec = media_->formats[packet.format].codec;
    tapped.source = source;
    tapped.sequence = packet.sequence;
    tapped.timestamp = packet.timestamp;
    tapped.clock_rate_hz = media_->formats[packet.format].clock_rate_hz;
    tapped.marker = packet.marker;
    tapped.payload = packet.bytes();
    tapped.arrival = packet.arrival;
    room_->tap->on_packet(tapped);
}

/// What the tap calls the source of this track; none if it does not get it.
std::optional<std::uint32_t> IngestTrack::tapped_source() const {
    if (!room_->tap) return std::nullopt;
    if (media_->kind == TrackKind::Audio) return track_->log->source();
    return room_->recorded.source_of(*room_, layer_);
}

void IngestTrack::on_sender_report(const SenderReport& report, MonoTime now, MonoTime sender_time) {
    stats_.on_sender_report(report.ntp, now);
    track_->clock = SenderClock{report.timestamp, sender_time};
    last_report_ = LastReport{report.ntp, report.timestamp, now};
    if (const auto source = tapped_source()) tap_report(*source);
}

void IngestTrack::tap_report(std::uint32_t source) {
    if (!last_report_) return;
    TapSenderReport tapped{};
    tapped.kind = media_->kind;
    tapped.source = source;
    tapped.ntp = last_report_->ntp;
    tapped.timestamp = last_report_->timestamp;
    tapped.arrival = last_report_->arrival;
    room_->tap->on_sender_report(tapped);
}

std::optional<std::chrono::microseconds> IngestTrack::take_round_trip() {
    auto taken = round_trip_;
    round_trip_.reset();
    return taken;
}

}  // namespace lsl::media
