#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "server/recorder/depacketize/frame.h"

namespace lsl::recorder {

/// Puts the packets of one source back in order, waiting for missing ones as long as a
/// retransmission can still bring them. Time is the arrivals'. Holds copies, 8 MB at most, gives
/// them away. One thread; no errors.
class ReorderBuffer {
  public:
    struct Packet {
        std::int64_t sequence = 0;
        std::uint32_t timestamp = 0;
        bool marker = false;
        bool after_gap = false;  ///< set on the way out
        MonoTime arrival;  ///< on the way out: not after those sent later, where they are here
        Bytes data;
    };

    enum class Verdict {
        Held,
        Late,   ///< given up on; not held
        Known,  ///< came before, or is no packet; not held
    };

    Verdict push(const Packet& packet);
    /// The next packet in sequence, or, when the wait for what is missing is over, the next there
    /// is, marked `after_gap`. Nothing while waiting.
    std::optional<Packet> pop(MonoTime now);
    /// The next there is, without waiting.
    std::optional<Packet> drain();

    std::size_t held() const { return packets_.size(); }

  private:
    std::optional<Packet> take();
    void captured_before_those_behind(Packet& packet) const;
    void give_up_on(std::int64_t from, std::int64_t to);

    std::map<std::int64_t, Packet> packets_;  ///< by sequence
    std::size_t bytes_ = 0;
    std::optional<std::int64_t> next_;  ///< none before the first packet went out
    std::set<std::int64_t> missing_;    ///< before next_; the latest of them
};

/// A retransmission takes a NACK timer, a round trip and a few tries; 300 ms covers what a live
/// viewer would have waited for.
inline constexpr std::chrono::milliseconds reorder_wait{300};
/// The first packets may be out of order too.
inline constexpr std::chrono::milliseconds first_packet_wait{50};

}  // namespace lsl::recorder
