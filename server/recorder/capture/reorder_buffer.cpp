#include "server/recorder/capture/reorder_buffer.h"

#include <algorithm>

namespace lsl::recorder {

namespace {

// At 300 ms these are 27,000 packets a second or 250 Mbit/s: no honest publisher.
constexpr std::size_t max_packets = 8192;
constexpr std::size_t max_bytes = 8u << 20;
/// So many packets that were given up on are known again when they come all the same.
constexpr std::int64_t max_missing = 1024;
/// The first packet may have overtaken so many.
constexpr std::int64_t before_first = 16;
/// Of those that wait behind a packet so many tell when it was captured.
constexpr std::size_t most_behind = 64;

}  // namespace

ReorderBuffer::Verdict ReorderBuffer::push(const Packet& packet) {
    // Extended sequence numbers count up from 16 bits; anything near the ends of 64 is no number.
    constexpr std::int64_t absurd = std::int64_t{1} << 62;
    if (packet.sequence < -absurd || packet.sequence > absurd) return Verdict::Known;
    if (next_ && packet.sequence < *next_) {
        return missing_.erase(packet.sequence) > 0 ? Verdict::Late : Verdict::Known;
    }
    const auto [slot, fresh] = packets_.try_emplace(packet.sequence, packet);
    if (!fresh) return Verdict::Known;
    bytes_ += packet.data.size();
    return Verdict::Held;
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
    captured_before_those_behind(packet);
    packet.after_gap = next_ && packet.sequence != *next_;
    if (!next_) give_up_on(packet.sequence - before_first, packet.sequence);
    if (packet.after_gap) give_up_on(*next_, packet.sequence);
    next_ = packet.sequence + 1;
    return packet;
}

/// What was sent after a packet was captured after it, so that it was captured before the first of
/// those came, however late it came itself.
void ReorderBuffer::captured_before_those_behind(Packet& packet) const {
    std::size_t looked_at = 0;
    for (const auto& [sequence, behind] : packets_) {
        if (looked_at++ == most_behind) return;
        packet.arrival = std::min(packet.arrival, behind.arrival);
    }
}

void ReorderBuffer::give_up_on(std::int64_t from, std::int64_t to) {
    for (std::int64_t i = std::max(from, to - max_missing); i < to; ++i) missing_.insert(i);
    while (missing_.size() > static_cast<std::size_t>(max_missing))
        missing_.erase(missing_.begin());
}

}  // namespace lsl::recorder
