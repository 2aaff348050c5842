#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "server/media/packet/bytes.h"
#include "server/media/packet/rtp.h"
#include "shared/base/time.h"

namespace lsl::media {

/// Notes when transport-wide sequence numbers arrived and turns them into feedback bodies
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01, 3.1), so that the publisher's congestion
/// control finds out how fast it may send.
class TwccReceiver {
  public:
    /// Most packets that wait for one feedback; older ones are given up.
    static constexpr std::size_t kMaxPending = 2048;

    void on_packet(std::uint16_t sequence, MonoTime arrival);
    bool pending() const { return !arrivals_.empty(); }

    /// Writes the body behind the two SSRCs (base sequence, status count, reference time,
    /// feedback count, chunks, deltas, padding) for as many packets as fit and can be expressed,
    /// and forgets those. Returns its size, 0 when nothing is pending.
    std::size_t write_feedback(MutableBytes out);

  private:
    struct Arrival {
        std::int64_t sequence;
        MonoTime at;
    };

    SequenceExtender extender_;
    std::deque<Arrival> arrivals_;  ///< ascending by sequence, each once
    std::int64_t next_base_ = 0;    ///< first sequence not reported yet
    bool reported_any_ = false;
    std::uint8_t feedback_count_ = 0;
};

/// One packet as a feedback body describes it; `delta_us` only for received ones.
struct TwccStatus {
    std::uint16_t sequence = 0;
    bool received = false;
    std::int64_t delta_us = 0;  ///< since the received packet before it
};
/// Feedback on more packets than this is not read: it is more than anybody remembers to have sent
/// (SentPackets), and sixty bytes may claim 65,535 of them.
inline constexpr std::size_t kMaxTwccPackets = 1024;
/// How many packets a feedback body claims to tell of; 0 if it is too short to say.
std::size_t twcc_packets(Bytes body);

/// Reads a feedback body packet by packet, without copies.
class TwccReader {
  public:
    explicit TwccReader(Bytes body);

    /// False for a body that is malformed, cut short or claims more than kMaxTwccPackets; then
    /// `next` gives nothing.
    bool ok() const { return ok_; }
    std::int32_t reference() const { return reference_; }  ///< in 64 ms, of 24 bits
    std::uint8_t count() const { return count_; }          ///< of feedback packets
    bool next(TwccStatus& out);

  private:
    bool find_deltas();
    /// The symbol of the next packet, of the chunks from `chunk_at_`.
    unsigned next_symbol();

    Bytes body_;
    bool ok_ = false;
    std::int32_t reference_ = 0;
    std::uint8_t count_ = 0;
    std::size_t packets_ = 0;
    std::size_t done_ = 0;
    std::size_t chunk_at_ = 0;
    unsigned in_chunk_ = 0;  ///< symbols of the chunk that are read
    std::size_t delta_at_ = 0;
};

struct TwccFeedback {
    std::int64_t reference_time_us = 0;
    std::uint8_t count = 0;
    std::vector<TwccStatus> packets;
};
/// Reads a feedback body. Nothing if it is malformed. For viewers' feedback and tests.
std::optional<TwccFeedback> read_twcc(Bytes body);

}  // namespace lsl::media
