#include "server/media/egress/stream_rewriter.h"

#include <algorithm>

#include "server/media/media_time.h"

namespace lsl::media {
namespace {

constexpr std::uint32_t kReplayTicksPerFrame = 90;  // 1 ms of a video clock

}  // namespace

StreamRewriter::StreamRewriter(TrackKind kind, std::uint32_t clock_rate_hz,
                               std::uint16_t first_sequence, std::uint32_t first_timestamp)
    : kind_(kind),
      clock_rate_hz_(clock_rate_hz),
      next_index_(first_sequence & 0x7fff),
      newest_timestamp_(first_timestamp) {}

void StreamRewriter::follow(std::size_t layer, std::uint32_t source) {
    current_.layer = layer;
    current_.source = source;
    current_.source_format = StreamSegment::kNoFormat;
    current_.format = nullptr;
    previous_.reset();
    begun_ = false;
}

void StreamRewriter::begin(const PacketLog& log, std::uint64_t position, std::int64_t sequence,
                           MonoTime now) {
    begun_ = true;
    timeline_.reset();
    current_.first_sequence = sequence;
    current_.first_index = next_index_;
    current_.sequence_offset = next_index_ - sequence;

    std::uint32_t timestamp = newest_timestamp_;
    if (newest_sent_at_) {
        const auto elapsed = to_ticks(now - *newest_sent_at_, clock_rate_hz_);
        timestamp += static_cast<std::uint32_t>(std::max<std::int64_t>(elapsed, 1));
    }
    const LoggedPacket* first = log.at(position);
    if (kind_ == TrackKind::Audio) {
        current_.anchor_frame = 0;
        current_.anchor_timestamp = timestamp;
        current_.timestamp_offset = timestamp - first->timestamp;
        return;
    }
    const std::uint32_t first_frame = first != nullptr ? first->frame : log.newest_frame();
    current_.anchor_frame = log.newest_frame();
    const std::uint32_t past = (current_.anchor_frame - first_frame) / 2 * kReplayTicksPerFrame;
    current_.anchor_timestamp = timestamp + past;
    current_.timestamp_offset = current_.anchor_timestamp - log.newest_timestamp();
}

void StreamRewriter::pause() {
    previous_.reset();
    begun_ = false;
}

void StreamRewriter::splice(std::size_t layer, std::uint32_t source, const LoggedPacket& first,
                            std::int64_t first_sequence, std::uint32_t timestamp) {
    previous_ = current_;
    previous_->end_index = next_index_;
    current_ = {};
    current_.layer = layer;
    current_.source = source;
    current_.first_sequence = first_sequence;
    current_.first_index = next_index_;
    current_.sequence_offset = next_index_ - first_sequence;
    // Never back in time: the other layer may have sent its version of this very picture.
    const auto ahead = static_cast<std::int32_t>(timestamp - newest_timestamp_);
    if (ahead <= 0) timestamp = newest_timestamp_ + kReplayTicksPerFrame;
    current_.timestamp_offset = timestamp - first.timestamp;
    current_.anchor_frame = first.frame;
    current_.anchor_timestamp = timestamp;
}

void StreamRewriter::set_format(std::uint8_t source_format, const NegotiatedFormat* format) {
    current_.source_format = source_format;
    current_.format = format;
}

std::uint32_t StreamRewriter::ticks_at(MonoTime at) const {
    return static_cast<std::uint32_t>(to_ticks(at - MonoTime{}, clock_rate_hz_));
}

std::uint32_t StreamRewriter::timestamp_across(const std::optional<SenderClock>& from,
                                               const std::optional<SenderClock>& to,
                                               const LoggedPacket& packet) {
    if (from && to) {
        if (!timeline_) {
            timeline_ = from->timestamp + current_.timestamp_offset - ticks_at(from->at);
        }
        return *timeline_ + ticks_at(to->at) + (packet.timestamp - to->timestamp);
    }
    const MonoTime last = newest_sent_at_.value_or(MonoTime{});
    return newest_timestamp_ + ticks_at(packet.arrival) - ticks_at(last);
}

std::uint32_t StreamRewriter::timestamp_of(const LoggedPacket& packet,
                                           const StreamSegment& segment) const {
    const auto behind = static_cast<std::int32_t>(segment.anchor_frame - packet.frame);
    if (behind <= 0 || kind_ == TrackKind::Audio) {
        return packet.timestamp + segment.timestamp_offset;
    }
    // Frame numbers rise by two.
    return segment.anchor_timestamp -
           static_cast<std::uint32_t>(behind) * (kReplayTicksPerFrame / 2);
}

void StreamRewriter::note_sent(const LoggedPacket& packet, MonoTime now) {
    next_index_ = std::max(next_index_, current_.index_of(packet) + 1);
    const std::uint32_t timestamp = timestamp_of(packet);
    if (!newest_sent_at_ || static_cast<std::int32_t>(timestamp - newest_timestamp_) > 0) {
        newest_timestamp_ = timestamp;
        newest_sent_at_ = now;
    }
}

std::int64_t StreamRewriter::index_near(std::uint16_t sequence) const {
    const std::int64_t newest = next_index_ - 1;
    return newest + static_cast<std::int16_t>(sequence - static_cast<std::uint16_t>(newest));
}

const StreamSegment* StreamRewriter::segment_of(std::int64_t index) const {
    if (index >= next_index_) return nullptr;
    if (index >= current_.first_index) return begun_ ? &current_ : nullptr;
    const bool of_previous =
        previous_ && index >= previous_->first_index && index < previous_->end_index;
    return of_previous ? &*previous_ : nullptr;
}

}  // namespace lsl::media
