#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "server/media/transport/token_bucket.h"
#include "shared/base/time.h"

namespace lsl::media {

/// Which packets leave again when a viewer asks for them (NACK, RFC 4585 6.2.1): none twice within
/// half a round trip, since the first copy may be on its way, and together no more than a share of
/// the stream. The packets themselves come from the room's log.
class Retransmission {
  public:
    static constexpr std::chrono::microseconds kShortestInterval{15'000};
    static constexpr std::int64_t kShare = 4;           ///< a quarter of the stream's bytes
    static constexpr std::int64_t kLeastRate = 60'000;  ///< bytes per second, whatever the stream
    static constexpr std::int64_t kBurst = 96 * 1024;   ///< bytes

    enum class Verdict : std::uint8_t { Send, TooSoon, OverBudget };
    /// Whether the packet of `index` may leave again; its `bytes` are then spent.
    /// `stream_rate` is that of the stream it belongs to, in bytes per second.
    Verdict admit(std::int64_t index, std::size_t bytes, std::int64_t stream_rate, MonoTime now);
    /// It has left.
    void note_sent(std::int64_t index, MonoTime now);

    /// At most this many bytes a second, for a line that is full; none = the share alone.
    void limit(std::optional<std::int64_t> bytes_per_second) { limit_ = bytes_per_second; }
    bool limited() const { return limit_.has_value(); }
    void note_round_trip(std::chrono::microseconds round_trip) { round_trip_ = round_trip; }

  private:
    bool sent_recently(std::int64_t index, MonoTime now) const;

    struct Sent {
        std::int64_t index = -1;
        MonoTime at{};
    };
    std::array<Sent, 64> recent_{};
    std::size_t next_recent_ = 0;
    TokenBucket budget_;
    std::optional<std::int64_t> limit_;
    std::chrono::microseconds round_trip_{0};
};

}  // namespace lsl::media
