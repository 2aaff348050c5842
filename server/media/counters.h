#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace lsl::media {

// What the media thread counts besides drops (drops.h): plain numbers that it alone writes and
// reads, since whoever asks does so by a command. Nothing is locked or shared for a packet.

/// How many things had which size, by powers of two.
class SizeHistogram {
  public:
    /// Upper bounds 1, 2, 4 … 64, and one bucket for everything above.
    static constexpr std::size_t kBuckets = 8;

    void add(std::size_t size) {
        const auto bucket = size <= 1 ? 0u : static_cast<unsigned>(std::bit_width(size - 1));
        ++counts_[bucket < kBuckets ? bucket : kBuckets - 1];
        sum_ += static_cast<std::int64_t>(size);
    }
    /// Of the bucket alone, not of those below it.
    std::int64_t in_bucket(std::size_t bucket) const { return counts_[bucket]; }
    /// 0 for the last bucket, which has none.
    static std::size_t upper_bound(std::size_t bucket) {
        return bucket + 1 < kBuckets ? std::size_t{1} << bucket : 0;
    }
    std::int64_t count() const {
        std::int64_t all = 0;
        for (const std::int64_t count : counts_) all += count;
        return all;
    }
    std::int64_t sum() const { return sum_; }
    SizeHistogram& operator+=(const SizeHistogram& other) {
        for (std::size_t i = 0; i < kBuckets; ++i) counts_[i] += other.counts_[i];
        sum_ += other.sum_;
        return *this;
    }

  private:
    std::array<std::int64_t, kBuckets> counts_{};
    std::int64_t sum_ = 0;
};

/// Counted since the engine began; they only grow.
struct MediaCounters {
    // Datagrams by what their first byte says (RFC 7983), before anything is checked.
    std::int64_t stun_received = 0;
    std::int64_t dtls_received = 0;
    std::int64_t rtp_received = 0;
    std::int64_t rtcp_received = 0;

    // Between publishers and us.
    std::int64_t packets_asked_again = 0;      ///< sequence numbers in NACKs of ours
    std::int64_t key_frame_requests_sent = 0;  ///< to publishers

    // Between us and viewers.
    std::int64_t packets_forwarded = 0;
    std::int64_t packets_repeated = 0;          ///< answers to viewers' NACKs
    std::int64_t packets_asked_of_us = 0;       ///< sequence numbers in NACKs of viewers
    std::int64_t key_frame_requests_heard = 0;  ///< of viewers; few of them go on
    std::int64_t viewers_overtaken = 0;  ///< so far behind that they began at a key frame anew

    SizeHistogram batch;  ///< datagrams that left together

    MediaCounters& operator+=(const MediaCounters& other) {
        stun_received += other.stun_received;
        dtls_received += other.dtls_received;
        rtp_received += other.rtp_received;
        rtcp_received += other.rtcp_received;
        packets_asked_again += other.packets_asked_again;
        key_frame_requests_sent += other.key_frame_requests_sent;
        packets_forwarded += other.packets_forwarded;
        packets_repeated += other.packets_repeated;
        packets_asked_of_us += other.packets_asked_of_us;
        key_frame_requests_heard += other.key_frame_requests_heard;
        viewers_overtaken += other.viewers_overtaken;
        batch += other.batch;
        return *this;
    }
};

/// What the socket did with the batches.
struct SocketStats {
    SizeHistogram run;              ///< datagrams that left as one buffer (UDP_SEGMENT); 1 = alone
    std::int64_t system_calls = 0;  ///< of sending
    std::int64_t full = 0;          ///< times the kernel's buffer had no room and we waited
    bool segments = true;           ///< the kernel still takes runs

    SocketStats& operator+=(const SocketStats& other) {
        run += other.run;
        system_calls += other.system_calls;
        full += other.full;
        segments = segments && other.segments;
        return *this;
    }
};

}  // namespace lsl::media
