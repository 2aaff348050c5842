#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "server/media/ingest/tap.h"

namespace lsl::recorder {

struct TapPublisherGone {
    MonoTime at;
};
using TapRecord = std::variant<media::TapPacket, media::TapSenderReport, TapPublisherGone>;

/// Carries what a tap hears from the media thread (the one producer) to the writer thread (the one
/// consumer). The producer copies, takes no lock and makes no system call; beyond the limit it
/// drops. What was dropped shows as a gap in the sequence numbers, which is what makes the
/// recording go on at the next key frame. Both sides are gone before it goes. Where memory is out
/// the record is dropped and counted like one beyond the limit.
class TapQueue {
  public:
    explicit TapQueue(std::size_t limit_bytes);
    ~TapQueue();
    TapQueue(const TapQueue&) = delete;
    TapQueue& operator=(const TapQueue&) = delete;

    /// Producer. False when the record was dropped.
    bool push(const media::TapPacket& packet);
    bool push(const media::TapSenderReport& report);
    bool push(TapPublisherGone gone);

    /// Consumer. The payload of a packet is valid until the next call.
    std::optional<TapRecord> pop();

    /// Either side.
    std::uint64_t dropped_packets() const { return dropped_.load(std::memory_order_relaxed); }
    /// Those of sound among them.
    std::uint64_t dropped_sound() const { return dropped_sound_.load(std::memory_order_relaxed); }
    std::size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

  private:
    struct Slab;
    struct Head;

    bool append(const Head& head, std::span<const std::byte> payload);

    const std::size_t limit_bytes_;
    std::atomic<std::size_t> bytes_{0};  ///< held, heads included
    std::atomic<std::uint64_t> dropped_{0};
    std::atomic<std::uint64_t> dropped_sound_{0};
    Slab* tail_;                     ///< producer's
    bool video_overflowed_ = false;  ///< producer's
    Slab* front_;                    ///< consumer's
    std::size_t read_ = 0;           ///< consumer's, within front_
    std::size_t lent_ = 0;           ///< consumer's: size of the record handed out last
};

}  // namespace lsl::recorder
