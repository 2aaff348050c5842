#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "server/media/egress/delay_trend.h"
#include "server/media/egress/probe_cluster.h"
#include "server/media/egress/sent_packets.h"
#include "server/media/egress/standing_queue.h"
#include "server/media/packet/bytes.h"
#include "shared/base/time.h"

namespace lsl::media {

/// How much one viewer's line carries, as far as its feedback tells. What it is made of depends on
/// what the viewer sends:
///
/// * Transport-wide feedback (best): a queue that grows, or stands, sets the estimate to 85 % of
///   what arrives; more than 10 % loss lowers it by half the loss each second, at once if half is
///   lost; else it grows 8 % a second, up to 1.5 times what arrives, since more has not been tried
///   (draft-ietf-rmcat-gcc-02, 5.5 and 6). What nobody sends cannot arrive, so going beyond takes
///   a probe cluster: packets sent at once, whose spacing on arrival shows the narrowest link.
/// * REMB: the receiver's own estimate counts while it falls, which is a growing queue seen from
///   the other side. While it rises it only follows what we send.
/// * Receiver reports alone: more than 10 % loss.
class BandwidthEstimate {
  public:
    /// Congestion is news for this long.
    static constexpr std::chrono::microseconds kCongested{2'000'000};

    /// The body of a transport-wide feedback packet (twcc.h). False if it is malformed or tells of
    /// more packets than `sent` remembers; then nothing of it is used.
    bool on_feedback(Bytes body, SentPackets& sent, MonoTime now);
    void on_remb(std::int64_t bps, MonoTime now);
    /// `sending_bps`: what is sent at the moment, all together.
    void on_loss(double fraction, std::int64_t sending_bps, MonoTime now);
    /// The cluster has left; the last one that was under way is forgotten.
    void on_probe_sent(const ProbeCluster& cluster, MonoTime now);

    /// Feedback of the kind that tells how much there is has come.
    bool measures() const { return bps_ > 0; }
    /// In bit/s; none while there is no reason to think of a limit.
    std::optional<std::int64_t> bps(MonoTime now) const;
    std::optional<MonoTime> last_congested() const { return congested_at_; }
    /// Share of the packets that did not arrive of late, 0–1.
    double loss() const { return loss_; }
    /// Clusters whose arrival told something.
    int probes_measured() const { return probes_measured_; }

  private:
    struct Arrival {
        SentPackets::Sent sent;
        std::int64_t at_us;  ///< receiver's clock
    };
    void on_arrival(const Arrival& arrival);
    void note_probe(const Arrival& arrival);
    void finish_probe();
    void end_of_feedback(MonoTime now);
    void judge_loss(MonoTime now);
    bool is_full();
    void congested(std::int64_t bps, MonoTime now);
    std::int64_t arriving_bps(std::int64_t steps) const;
    std::int64_t least_arriving_bps() const;

    // What arrived in the last half second, in steps of the receiver's clock.
    static constexpr std::int64_t kStepUs = 50'000;
    static constexpr std::size_t kSteps = 11;  ///< ten whole ones and the one that runs
    static constexpr std::int64_t kWindow = kSteps - 1;
    /// As quickly as a rate can be told from frames that come every 33 ms.
    static constexpr std::int64_t kShortWindow = 4;
    struct Step {
        std::int64_t number = -1;
        std::int64_t bytes = 0;
    };
    std::array<Step, kSteps> steps_{};
    std::int64_t newest_step_ = -1;
    std::int64_t first_step_ = -1;

    DelayTrend trend_;
    StandingQueue queue_;
    std::optional<std::uint32_t> last_sent_us_;
    std::int64_t sent_us_ = 0;  ///< of the newest packet, without wraps
    std::optional<std::int32_t> last_reference_;
    std::int64_t reference_us_ = 0;

    std::int64_t bps_ = 0;
    std::optional<MonoTime> grown_at_;
    std::optional<MonoTime> decreased_at_;
    std::optional<MonoTime> congested_at_;
    bool overused_ = false;

    int expected_ = 0;  ///< packets of the interval that runs
    int missing_ = 0;
    MonoTime loss_since_{};
    double loss_ = 0;

    std::int64_t remb_ = 0;
    std::int64_t limit_ = 0;  ///< of REMB or loss

    struct Probe {
        ProbeCluster cluster;
        MonoTime sent;
        int arrived = 0;
        std::int64_t bytes = 0;  ///< behind the first arrival
        std::int64_t first_us = 0;
        std::int64_t last_us = 0;
    };
    std::optional<Probe> probe_;
    int probes_measured_ = 0;
};

}  // namespace lsl::media
