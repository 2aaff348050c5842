#include "server/recorder/capture/tap_queue.h"

#include <cstring>
#include <new>

namespace lsl::recorder {

namespace {

constexpr std::size_t slab_bytes = 64u << 10;

}  // namespace

struct TapQueue::Head {
    enum class RecordType : std::uint8_t { Packet, Report, Gone };

    RecordType type = RecordType::Packet;
    media::TrackKind kind = media::TrackKind::Audio;
    media::Codec codec = media::Codec::Opus;
    bool marker = false;
    std::uint32_t source = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t clock_rate_hz = 0;
    std::uint32_t payload_bytes = 0;
    std::int64_t sequence = 0;
    std::uint64_t ntp = 0;
    MonoTime arrival;
};

/// A run of records. The producer fills it and publishes with `used`; when the next record does not
/// fit it links `next` and never comes back, so the consumer may free it.
struct TapQueue::Slab {
    std::atomic<std::size_t> used{0};
    std::atomic<Slab*> next{nullptr};
    std::byte bytes[slab_bytes];
};

TapQueue::TapQueue(std::size_t limit_bytes)
    : limit_bytes_(limit_bytes), tail_(new Slab), front_(tail_) {}

TapQueue::~TapQueue() {
    while (front_ != nullptr) {
        Slab* next = front_->next.load(std::memory_order_acquire);
        delete front_;
        front_ = next;
    }
}

bool TapQueue::push(const media::TapPacket& packet) {
    // Video gives way first: a recording without picture for a moment is better than one without
    // sound, and video resumes only at a key frame anyway.
    const std::size_t held = bytes();
    if (packet.kind == media::TrackKind::Video) {
        if (held > limit_bytes_ / 8 * 7) video_overflowed_ = true;
        if (held < limit_bytes_ / 2) video_overflowed_ = false;
        if (video_overflowed_) {
            dropped_.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
    }
    Head head;
    head.type = Head::RecordType::Packet;
    head.kind = packet.kind;
    head.codec = packet.codec;
    head.marker = packet.marker;
    head.source = packet.source;
    head.timestamp = packet.timestamp;
    head.clock_rate_hz = packet.clock_rate_hz;
    head.sequence = packet.sequence;
    head.arrival = packet.arrival;
    if (append(head, packet.payload)) return true;
    if (packet.kind == media::TrackKind::Audio) {
        dropped_sound_.fetch_add(1, std::memory_order_relaxed);
    }
    return false;
}

bool TapQueue::push(const media::TapSenderReport& report) {
    Head head;
    head.type = Head::RecordType::Report;
    head.kind = report.kind;
    head.source = report.source;
    head.timestamp = report.timestamp;
    head.ntp = report.ntp;
    head.arrival = report.arrival;
    return append(head, {});
}

bool TapQueue::push(TapPublisherGone gone) {
    Head head;
    head.type = Head::RecordType::Gone;
    head.arrival = gone.at;
    return append(head, {});
}

bool TapQueue::append(const Head& head, std::span<const std::byte> payload) {
    const std::size_t size = sizeof(Head) + payload.size();
    std::size_t used = tail_->used.load(std::memory_order_relaxed);
    bool fits = size <= slab_bytes && bytes() + size <= limit_bytes_;
    if (fits && used + size > slab_bytes) {
        auto* fresh = new (std::nothrow) Slab;
        fits = fresh != nullptr;
        if (fits) {
            tail_->next.store(fresh, std::memory_order_release);
            tail_ = fresh;
            used = 0;
        }
    }
    if (!fits) {
        dropped_.fetch_add(1, std::memory_order_relaxed);
        return false;
    }
    Head written = head;
    written.payload_bytes = static_cast<std::uint32_t>(payload.size());
    std::memcpy(tail_->bytes + used, &written, sizeof(Head));
    if (!payload.empty()) {
        std::memcpy(tail_->bytes + used + sizeof(Head), payload.data(), payload.size());
    }
    // Counted before it is published, so that the consumer never takes away what is not there yet.
    bytes_.fetch_add(size, std::memory_order_relaxed);
    tail_->used.store(used + size, std::memory_order_release);
    return true;
}

std::optional<TapRecord> TapQueue::pop() {
    bytes_.fetch_sub(lent_, std::memory_order_relaxed);
    lent_ = 0;
    if (read_ == front_->used.load(std::memory_order_acquire)) {
        Slab* next = front_->next.load(std::memory_order_acquire);
        if (next == nullptr) return std::nullopt;
        // The producer may have filled the slab up between the two looks.
        if (read_ == front_->used.load(std::memory_order_acquire)) {
            delete front_;
            front_ = next;
            read_ = 0;
            if (front_->used.load(std::memory_order_acquire) == 0) return std::nullopt;
        }
    }
    Head head;
    std::memcpy(&head, front_->bytes + read_, sizeof(Head));
    const std::byte* payload = front_->bytes + read_ + sizeof(Head);
    lent_ = sizeof(Head) + head.payload_bytes;
    read_ += lent_;
    switch (head.type) {
        case Head::RecordType::Report:
            return media::TapSenderReport{head.kind, head.source, head.ntp, head.timestamp,
                                          head.arrival};
        case Head::RecordType::Gone: return TapPublisherGone{head.arrival};
        case Head::RecordType::Packet: break;
    }
    return media::TapPacket{
        head.kind,      head.codec,         head.source, head.sequence,
        head.timestamp, head.clock_rate_hz, head.marker, {payload, head.payload_bytes},
        head.arrival};
}

}  // namespace lsl::recorder
