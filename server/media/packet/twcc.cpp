#include "server/media/packet/twcc.h"

#include <algorithm>
#include <array>

namespace lsl::media {
namespace {

constexpr std::int64_t kTickUs = 250;          // of a receive delta
constexpr std::int64_t kReferenceUs = 64'000;  // of the reference time
constexpr std::size_t kFixedSize = 8;
constexpr std::int64_t kMaxStatuses = 1024;  // keeps a body inside one datagram
enum Symbol : std::uint8_t { kNotReceived = 0, kSmallDelta = 1, kLargeDelta = 2 };

/// Status chunks (3.1.3, 3.1.4): runs of one symbol where they are long, else seven 2-bit symbols.
class ChunkWriter {
  public:
    explicit ChunkWriter(ByteWriter& out) : out_(out) {}

    void add(Symbol symbol) {
        if (count_ > 0 && (count_ < 7 || all_same_) && room_for(symbol)) {
            push(symbol);
            return;
        }
        if (count_ > 0) flush();
        push(symbol);
    }
    void finish() {
        while (count_ > 0) flush();
    }

  private:
    bool room_for(Symbol symbol) const {
        if (all_same_ && symbol == symbols_[0]) return count_ < 0x1fff;
        return count_ < 7;
    }
    void push(Symbol symbol) {
        if (count_ < 7) symbols_[count_] = symbol;
        all_same_ = count_ == 0 || (all_same_ && symbol == symbols_[0]);
        ++count_;
    }
    void flush() {
        if (all_same_) {
            out_.u16((unsigned{symbols_[0]} << 13) | static_cast<unsigned>(count_));
        } else {
            unsigned chunk = 0xc000;
            for (std::size_t i = 0; i < count_; ++i) {
                chunk |= unsigned{symbols_[i]} << (12 - 2 * i);
            }
            out_.u16(chunk);
        }
        count_ = 0;
        all_same_ = true;
    }

    ByteWriter& out_;
    std::array<Symbol, 7> symbols_{};
    std::size_t count_ = 0;
    bool all_same_ = true;
};

}  // namespace

void TwccReceiver::on_packet(std::uint16_t sequence, MonoTime arrival) {
    const std::int64_t extended = extender_.extend(sequence);
    if (reported_any_ && extended < next_base_) return;  // its feedback has left already
    auto at = arrivals_.end();
    while (at != arrivals_.begin() && std::prev(at)->sequence > extended) --at;
    if (at != arrivals_.begin() && std::prev(at)->sequence == extended) return;
    arrivals_.insert(at, {extended, arrival});
    if (arrivals_.size() > kMaxPending) arrivals_.pop_front();
}

std::size_t TwccReceiver::write_feedback(MutableBytes out) {
    if (arrivals_.empty()) return 0;
    std::int64_t base = reported_any_ ? next_base_ : arrivals_.front().sequence;
    // A jump too wide to list as losses starts a feedback of its own.
    if (arrivals_.front().sequence - base >= kMaxStatuses) base = arrivals_.front().sequence;

    const std::int64_t reference = arrivals_.front().at.us / kReferenceUs;
    std::int64_t last_tick = reference * (kReferenceUs / kTickUs);
    std::vector<Symbol> symbols;
    std::vector<std::int16_t> deltas;
    std::int64_t next = base;
    std::size_t used = 0;
    // Worst case per status: two bits of chunk and two bytes of delta.
    const std::size_t room = out.size() < kFixedSize + 8 ? 0 : (out.size() - kFixedSize - 8) / 3;
    const auto limit = std::min<std::int64_t>(kMaxStatuses, static_cast<std::int64_t>(room));
    for (const Arrival& arrival : arrivals_) {
        if (arrival.sequence - base >= limit) break;
        const std::int64_t tick = arrival.at.us / kTickUs;
        const std::int64_t delta = tick - last_tick;
        if (delta < INT16_MIN || delta > INT16_MAX) break;
        for (; next < arrival.sequence; ++next) symbols.push_back(kNotReceived);
        symbols.push_back(delta >= 0 && delta <= 255 ? kSmallDelta : kLargeDelta);
        deltas.push_back(static_cast<std::int16_t>(delta));
        last_tick = tick;
        ++next;
        ++used;
    }
    if (used == 0) {  // no room at all
        arrivals_.clear();
        return 0;
    }

    ByteWriter writer(out);
    writer.u16(static_cast<unsigned>(base & 0xffff));
    writer.u16(static_cast<unsigned>(symbols.size()));
    writer.u24(static_cast<std::uint32_t>(reference & 0xffffff));
    writer.u8(feedback_count_++);
    ChunkWriter chunks(writer);
    for (Symbol symbol : symbols) chunks.add(symbol);
    chunks.finish();
    std::size_t next_delta = 0;
    for (Symbol symbol : symbols) {
        if (symbol == kNotReceived) continue;
        const auto delta = static_cast<std::uint16_t>(deltas[next_delta++]);
        if (symbol == kSmallDelta) {
            writer.u8(delta);
        } else {
            writer.u16(delta);
        }
    }
    writer.zeros((4 - writer.size() % 4) % 4);

    arrivals_.erase(arrivals_.begin(), arrivals_.begin() + static_cast<std::ptrdiff_t>(used));
    next_base_ = next;
    reported_any_ = true;
    return writer.ok() ? writer.size() : 0;
}

std::size_t twcc_packets(Bytes body) {
    return body.size() < kFixedSize ? 0 : load16(body.data() + 2);
}

namespace {

/// 3.1.1 to 3.1.4: what some packets in a row became.
class Chunk {
  public:
    explicit Chunk(unsigned bits) : bits_(bits) {}

    bool is_run() const { return (bits_ & 0x8000) == 0; }
    unsigned length() const {
        if (is_run()) return bits_ & 0x1fff;
        return (bits_ & 0x4000) != 0 ? 7 : 14;
    }
    unsigned symbol(unsigned index) const {
        if (is_run()) return (bits_ >> 13) & 3;
        if ((bits_ & 0x4000) != 0) return (bits_ >> (12 - 2 * index)) & 3;
        return (bits_ >> (13 - index)) & 1;
    }

  private:
    unsigned bits_;
};

}  // namespace

TwccReader::TwccReader(Bytes body) : body_(body), packets_(twcc_packets(body)) {
    if (body.size() < kFixedSize || packets_ > kMaxTwccPackets) return;
    reference_ = static_cast<std::int32_t>(load24(body.data() + 4) << 8) >> 8;
    count_ = load8(body.data() + 7);
    chunk_at_ = kFixedSize;
    ok_ = find_deltas();
}

/// The deltas follow the chunks, so these are walked once to find them and to check both: a run in
/// one step, however long it is.
bool TwccReader::find_deltas() {
    std::size_t at = kFixedSize;
    std::size_t deltas = 0;
    for (std::size_t left = packets_; left > 0; at += 2) {
        if (at + 2 > body_.size()) return false;
        const Chunk chunk(load16(body_.data() + at));
        const auto length = std::min<std::size_t>(chunk.length(), left);
        if (length == 0) return false;
        const std::size_t repeats = chunk.is_run() ? length : 1;
        for (unsigned i = 0; i < length / repeats; ++i) {
            const unsigned symbol = chunk.symbol(i);
            if (symbol > kLargeDelta) return false;
            deltas += repeats * symbol;  // which is its size as well
        }
        left -= length;
    }
    delta_at_ = at;
    return body_.size() >= at && body_.size() - at >= deltas;
}

unsigned TwccReader::next_symbol() {
    const Chunk chunk(load16(body_.data() + chunk_at_));
    const unsigned symbol = chunk.symbol(in_chunk_);
    if (++in_chunk_ == chunk.length()) {
        in_chunk_ = 0;
        chunk_at_ += 2;
    }
    return symbol;
}

bool TwccReader::next(TwccStatus& out) {
    if (!ok_ || done_ == packets_) return false;
    const unsigned symbol = next_symbol();
    out.sequence = static_cast<std::uint16_t>(load16(body_.data()) + done_++);
    out.received = symbol != kNotReceived;
    out.delta_us = 0;
    if (symbol == kSmallDelta) out.delta_us = load8(body_.data() + delta_at_) * kTickUs;
    if (symbol == kLargeDelta) {
        out.delta_us = static_cast<std::int16_t>(load16(body_.data() + delta_at_)) * kTickUs;
    }
    delta_at_ += symbol;
    return true;
}

std::optional<TwccFeedback> read_twcc(Bytes body) {
    TwccReader reader(body);
    if (!reader.ok()) return std::nullopt;
    TwccFeedback feedback;
    feedback.reference_time_us = reader.reference() * kReferenceUs;
    feedback.count = reader.count();
    TwccStatus status;
    while (reader.next(status)) feedback.packets.push_back(status);
    return feedback;
}

}  // namespace lsl::media
