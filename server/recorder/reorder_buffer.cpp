#include "server/recorder/reorder_buffer.h"

namespace lsl::recorder {

namespace {

// At 300 ms these are 27,000 packets a second or 250 Mbit/s: no honest publisher.
constexpr std::size_t max_packets = 8192;
constexpr std::size_t max_bytes = 8u << 20;

}  // namespace

void ReorderBuffer::push(Packet packet) {
    // Extended sequence numbers count up from 16 bits; anything near the ends of 64 is no number.
    constexpr std::int64_t absurd = std::int64_t{1} << 62;
    if (packet.sequence < -absurd || packet.sequence > absurd) return;
    if (next_ && packet.sequence < *next_) return;
    const std::size_t size = packet.data.size();
    const auto [slot, fresh] = packets_.try_emplace(packet.sequence, std::move(packet));
    if (fresh) bytes_ += size;
}

std::optional<ReorderBuffer::Packet> ReorderBuffer::pop(MonoTime now) {
    if (packets_.empty()) return std::nullopt;
    const Packet& first = packets_.begin()->second;
    if (next_ && first.sequence == *next_) return take();
    const bool full = packets_.size() > max_packets || bytes_ > max_bytes;
    const auto wait = next_ ? reorder_wait : first_packet_wait;
    if (!full && now - first.arrival < wait) return std::nullopt;
    return take();
}

std::optional<ReorderBuffer::Packet> ReorderBuffer::drain() {
    if (packets_.empty()) return std::nullopt;
    return take();
}

std::optional<ReorderBuffer::Packet> ReorderBuffer::take() {
    Packet packet = std::move(packets_.begin()->second);
    packets_.erase(packets_.begin());
    bytes_ -= packet.data.size();
    packet.after_gap = next_ && packet.sequence != *next_;
    next_ = packet.sequence + 1;
    return packet;
}

}  // namespace lsl::recorder
