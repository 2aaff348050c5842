#include "server/recorder/track_input.h"

namespace lsl::recorder {

void TrackInput::push(const media::TapPacket& packet, std::vector<EncodedFrame>& frames) {
    const bool is_audio_codec = packet.codec == media::Codec::Opus;
    if (is_audio_codec != (kind_ == media::TrackKind::Audio) || packet.clock_rate_hz == 0) return;
    if (source_ && packet.source < *source_) return;  // a straggler of the publisher before
    if (!source_ || packet.source != *source_ || packet.codec != codec_) {
        end_source(frames);
        begin_source(packet);
    }
    reorder_.push({packet.sequence, packet.timestamp, packet.marker, false, packet.arrival,
                   Bytes(packet.payload.begin(), packet.payload.end())});
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
