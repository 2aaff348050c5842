#include "server/media/egress/packet_log.h"

#include <algorithm>

namespace lsl::media {

PacketLog::PacketLog(std::size_t capacity)
    // Untouched pages cost nothing: a quiet room stays small.
    : slots_(std::make_unique_for_overwrite<LoggedPacket[]>(capacity)),
      position_by_sequence_(capacity, 0),
      mask_(capacity - 1) {}

LoggedPacket& PacketLog::next() { return slot(head_); }

void PacketLog::commit() {
    LoggedPacket& packet = slot(head_);
    packet.frame = frame_of(packet);
    if (packet.starts_key_frame && key_position_ && packet.timestamp == key_timestamp_) {
        packet.starts_key_frame = false;  // IDR behind its parameter sets: the frame has begun
    }
    position_by_sequence_[static_cast<std::uint64_t>(packet.sequence) & mask_] = head_ + 1;
    const std::uint64_t position = head_++;
    bytes_since_key_ += packet.payload_size;
    if (packet.starts_key_frame) {
        const bool late = packet.sequence < highest_;
        key_position_ = late ? first_position_after(packet.sequence, position) : position;
        key_sequence_ = packet.sequence;
        key_timestamp_ = packet.timestamp;
        bytes_since_key_ = packet.payload_size;
    }
    highest_ = std::max(highest_, packet.sequence);
}

void PacketLog::start_source() {
    source_start_ = head_;
    ++source_;
    highest_ = -1;
    key_position_.reset();
    bytes_since_key_ = 0;
    std::fill(position_by_sequence_.begin(), position_by_sequence_.end(), 0);
}

std::uint64_t PacketLog::tail() const {
    // The slot at head is being written, so one less than the capacity can be read.
    const std::uint64_t oldest = head_ > mask_ ? head_ - mask_ : 0;
    return std::max(oldest, source_start_);
}

const LoggedPacket* PacketLog::at(std::uint64_t position) const {
    if (position >= head_ || position < tail()) return nullptr;
    return &slot(position);
}

const LoggedPacket* PacketLog::find(std::int64_t sequence) const {
    if (sequence < 0) return nullptr;
    const std::uint64_t known = position_by_sequence_[static_cast<std::uint64_t>(sequence) & mask_];
    if (known == 0) return nullptr;
    const LoggedPacket* packet = at(known - 1);
    return packet != nullptr && packet->sequence == sequence ? packet : nullptr;
}

std::optional<std::uint64_t> PacketLog::key_frame_position() const {
    if (!key_position_ || *key_position_ < tail()) return std::nullopt;
    return key_position_;
}

std::uint32_t PacketLog::frame_of(const LoggedPacket& packet) {
    if (packet.sequence > highest_) {
        if (highest_ < 0 || packet.timestamp != frame_timestamp_) {
            frame_ += 2;
            frame_timestamp_ = packet.timestamp;
        }
        return frame_;
    }
    if (packet.timestamp == frame_timestamp_) return frame_;
    const LoggedPacket* before = find(packet.sequence - 1);
    if (before != nullptr && before->timestamp == packet.timestamp) return before->frame;
    const LoggedPacket* after = find(packet.sequence + 1);
    if (after != nullptr && after->timestamp == packet.timestamp) return after->frame;
    // A frame of its own that came late fits between its neighbours.
    if (before != nullptr) return before->frame + 1;
    return after != nullptr ? after->frame - 1 : frame_;
}

std::uint64_t PacketLog::first_position_after(std::int64_t sequence, std::uint64_t position) const {
    constexpr std::uint64_t kFarthestBack = 512;
    const std::uint64_t lowest =
        std::max(tail(), position > kFarthestBack ? position - kFarthestBack : 0);
    std::uint64_t first = position;
    for (std::uint64_t p = position; p > lowest; --p) {
        if (slot(p - 1).sequence > sequence) first = p - 1;
    }
    return first;
}

}  // namespace lsl::media
