#include "server/media/egress/egress_track.h"

#include "server/media/egress/probe_sender.h"
#include "server/media/media_time.h"

namespace lsl::media {

EgressTrack::EgressTrack(const NegotiatedMedia& media, const StreamIdentity& identity, Room& room,
                         Transport& transport)
    : media_(&media),
      room_(&room),
      clock_rate_hz_(media.formats.front().clock_rate_hz),
      rewriter_(media.kind, clock_rate_hz_, identity.first_sequence, identity.first_timestamp),
      sender_(media, identity, transport) {}

RoomTrack& EgressTrack::track_of(const StreamSegment& segment) const {
    return media_->kind == TrackKind::Audio ? room_->audio : room_->video[segment.layer];
}

EgressTrack::Progress EgressTrack::send_logged(const Turn& turn) {
    if (paused_) return Progress::Done;
    if (media_->kind == TrackKind::Video && layer_switch_.wanted() != layer()) {
        try_switch(turn.now);
        const RoomTrack& wanted = room_->video[layer_switch_.wanted()];
        if (layer_switch_.holds(wanted, layer(), turn.now)) return Progress::Done;
    }
    RoomTrack& track = track_of(rewriter_.current());
    if (!track.log) return Progress::Done;
    const PacketLog& log = *track.log;
    if (rewriter_.current().source != log.source()) follow(track, layer());
    if (rewriter_.begun() && reader_.position() < log.tail()) {
        // Overtaken by the publisher: what is lost is lost, go on from a key frame.
        stop();
        ++room_->counters->viewers_overtaken;
    }
    if (!rewriter_.begun() && (!track.live || !begin(track, turn.now))) return Progress::Done;

    while (reader_.position() < log.head()) {
        if (!turn.out.has_room_for_media()) return Progress::Full;
        const LoggedPacket& packet = *log.at(reader_.position());
        if (packet.sequence >= rewriter_.current().first_sequence) {
            const bool may_leave = media_->kind == TrackKind::Audio ||
                                   pacer_.admit(packet, reader_.replaying(), turn.now);
            if (!may_leave) return Progress::Paced;
            if (packet.format != rewriter_.current().source_format) {
                choose_format(track, packet.format);
            }
            if (rewriter_.current().format != nullptr) send(packet, turn);
        }
        reader_.advance();
    }
    return Progress::Done;
}

/// Another source begins in the log, or nothing of the present one is being sent: begin as a joiner
/// does.
void EgressTrack::follow(const RoomTrack& track, std::size_t layer) {
    reader_.end_replay();
    reader_.forget_wait();
    rewriter_.follow(layer, track.log->source());
    cannot_decode_ = false;
}

void EgressTrack::stop() {
    reader_.end_replay();
    rewriter_.stop();
}

/// Goes to the wanted layer if that has just begun a key frame.
void EgressTrack::try_switch(MonoTime now) {
    const std::size_t wanted = layer_switch_.wanted();
    RoomTrack& next = room_->video[wanted];
    if (!next.live || !next.log) return;
    const RoomTrack& present = track_of(rewriter_.current());
    const bool sending =
        rewriter_.begun() && present.log && rewriter_.current().source == present.log->source();
    if (!sending) return follow(next, wanted);
    const auto splice =
        LayerSwitch::find_splice(rewriter_, present, next, picture_complete_, clock_rate_hz_, now);
    if (!splice) return;
    const PacketLog& log = *next.log;
    reader_.end_replay();
    reader_.begin(splice->key_position);
    rewriter_.splice(wanted, log.source(), *log.at(splice->key_position), log.key_frame_sequence(),
                     splice->timestamp);
    picture_complete_ = false;
}

bool EgressTrack::begin(RoomTrack& track, MonoTime now) {
    const auto start = media_->kind == TrackKind::Audio
                           ? LogReader::find_audio_start(*track.log)
                           : reader_.find_video_start(track, room_->replays, now);
    if (!start) return false;
    reader_.begin(start->position);
    rewriter_.begin(*track.log, start->position, start->sequence, now);
    picture_complete_ = false;
    return true;
}

void EgressTrack::choose_format(const RoomTrack& track, std::uint8_t source_format) {
    const NegotiatedFormat* format = fitting_format(media_->formats, track.formats[source_format]);
    rewriter_.set_format(source_format, format);
    cannot_decode_ = format == nullptr;
}

std::uint64_t EgressTrack::waiting() const {
    const RoomTrack& track = track_of(rewriter_.current());
    return rewriter_.begun() && track.log ? track.log->head() - reader_.position() : 0;
}

void EgressTrack::send(const LoggedPacket& packet, const Turn& turn) {
    const StreamSegment& segment = rewriter_.current();
    if (!sender_.send(packet, segment, rewriter_.timestamp_of(packet, segment), turn)) return;
    rewriter_.note_sent(packet, turn.now);
    picture_complete_ = packet.marker;
    ++packets_sent_;
    octets_sent_ += packet.payload_size;
    ++room_->packets_forwarded;
    ++room_->counters->packets_forwarded;
}

/// The packet that left under this index, if it can be told.
const LoggedPacket* EgressTrack::sent_as(std::int64_t index, const StreamSegment& segment) const {
    const RoomTrack& track = track_of(segment);
    const std::int64_t sequence = index - segment.sequence_offset;
    const bool readable = segment.format != nullptr && track.log &&
                          segment.source == track.log->source() &&
                          sequence >= segment.first_sequence;
    const LoggedPacket* packet = readable ? track.log->find(sequence) : nullptr;
    return packet != nullptr && packet->format == segment.source_format ? packet : nullptr;
}

void EgressTrack::retransmit(std::uint16_t sequence, const Turn& turn) {
    ++room_->counters->packets_asked_of_us;
    const std::int64_t index = rewriter_.index_near(sequence);
    const StreamSegment* segment = rewriter_.segment_of(index);
    const LoggedPacket* packet = segment != nullptr ? sent_as(index, *segment) : nullptr;
    if (packet == nullptr) return turn.drops.count(Drop::NackNotInLog);
    if (!segment->format->nack) return turn.drops.count(Drop::NackNotNegotiated);
    // The key frame that followed plays without it, and a full line has no room.
    const bool of_layer_before = segment != &rewriter_.current();
    if ((of_layer_before && retransmission_.limited()) || !turn.out.has_room_for_media()) {
        return turn.drops.count(Drop::NackOverBudget);
    }
    const std::int64_t stream_rate = track_of(*segment).bytes.per_second(turn.now);
    switch (retransmission_.admit(index, packet->payload_size, stream_rate, turn.now)) {
        case Retransmission::Verdict::TooSoon: return;
        case Retransmission::Verdict::OverBudget: return turn.drops.count(Drop::NackOverBudget);
        case Retransmission::Verdict::Send: break;
    }
    const std::uint32_t timestamp = rewriter_.timestamp_of(*packet, *segment);
    const bool left = segment->format->rtx_payload_type
                          ? sender_.send_rtx(*packet, *segment, timestamp, turn)
                          : sender_.send(*packet, *segment, timestamp, turn);
    if (!left) return;
    retransmission_.note_sent(index, turn.now);
    ++room_->counters->packets_repeated;
}

void EgressTrack::pause(bool paused) {
    if (paused == paused_) return;
    paused_ = paused;
    if (!paused) return;
    reader_.end_replay();
    rewriter_.pause();
}

std::optional<ProbeCluster> EgressTrack::send_probe(const Turn& turn) {
    const RoomTrack& track = track_of(rewriter_.current());
    if (!track.log) return std::nullopt;
    return send_probe_cluster(*track.log, reader_, rewriter_, sender_, turn);
}

void EgressTrack::want_key_frame(MonoTime now) {
    ++room_->counters->key_frame_requests_heard;
    if (!key_frame_wishes_.take(now)) return;
    track_of(rewriter_.current()).key_frames.want();
}

std::optional<SenderReport> EgressTrack::sender_report(MonoTime now, std::uint64_t ntp) const {
    const StreamSegment& segment = rewriter_.current();
    const RoomTrack& track = track_of(segment);
    const bool sending = rewriter_.begun() && packets_sent_ > 0 && !reader_.replaying();
    if (!sending || !track.clock || !track.log || segment.source != track.log->source()) {
        return std::nullopt;
    }
    const auto since_report =
        static_cast<std::uint32_t>(to_ticks(now - track.clock->at, clock_rate_hz_));
    SenderReport report;
    report.ssrc = ssrc();
    report.ntp = ntp;
    report.timestamp = track.clock->timestamp + segment.timestamp_offset + since_report;
    report.packets = static_cast<std::uint32_t>(packets_sent_);
    report.octets = static_cast<std::uint32_t>(octets_sent_);
    return report;
}

}  // namespace lsl::media
