#include "server/recorder/capture/track_input.h"

namespace lsl::recorder {

bool TrackInput::push(const media::TapPacket& packet, std::vector<EncodedFrame>& frames) {
    const bool is_audio_codec = packet.codec == media::Codec::Opus;
    if (is_audio_codec != (kind_ == media::TrackKind::Audio)) return false;
    if (packet.clock_rate_hz == 0) return false;
    if (source_ && packet.source < *source_) return false;  // a straggler of the publisher before
    const bool same_source = source_ && packet.source == *source_;
    // So is one of the codec before, when the publisher changed it within one source.
    if (same_source && packet.codec != codec_ && packet.sequence < first_sequence_) return false;
    if (!same_source || packet.codec != codec_) {
        end_source(frames);
        begin_source(packet);
    }
    ReorderBuffer::Packet taken{
        packet.sequence, packet.timestamp, packet.marker,
        false,           packet.arrival,   Bytes(packet.payload.begin(), packet.payload.end())};
    const auto verdict = reorder_.push(taken);
    // Each packet of sound is a frame: late it is as good, the replay puts it where it belongs.
    if (verdict == ReorderBuffer::Verdict::Late && kind_ == media::TrackKind::Audio) {
        const std::size_t known = frames.size();
        take(taken, frames);
        for (std::size_t i = known; i < frames.size(); ++i) frames[i].late = true;
    }
    return verdict != ReorderBuffer::Verdict::Known;
}

void TrackInput::advance(MonoTime now, std::vector<EncodedFrame>& frames) {
    while (const auto packet = reorder_.pop(now)) take(*packet, frames);
}

void TrackInput::end_source(std::vector<EncodedFrame>& frames) {
    if (!depacketizer_) return;
    while (const auto packet = reorder_.drain()) take(*packet, frames);
    const std::size_t known = frames.size();
    depacketizer_->flush(frames);
    label(frames, known);
}

void TrackInput::begin_source(const media::TapPacket& packet) {
    source_ = packet.source;
    codec_ = packet.codec;
    first_sequence_ = packet.sequence;
    clock_rate_hz_ = packet.clock_rate_hz;
    reorder_ = {};
    depacketizer_ = make_depacketizer(codec_);
}

void TrackInput::take(const ReorderBuffer::Packet& packet, std::vector<EncodedFrame>& frames) {
    const std::size_t known = frames.size();
    depacketizer_->push(
        {packet.timestamp, packet.marker, packet.after_gap, packet.arrival, packet.data}, frames);
    label(frames, known);
}

void TrackInput::label(std::vector<EncodedFrame>& frames, std::size_t from) const {
    for (std::size_t i = from; i < frames.size(); ++i) {
        frames[i].kind = kind_;
        frames[i].codec = codec_;
        frames[i].source = *source_;
        frames[i].clock_rate_hz = clock_rate_hz_;
    }
}

}  // namespace lsl::recorder
