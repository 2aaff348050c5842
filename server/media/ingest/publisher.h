#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/media/ingest/ingest_track.h"
#include "server/media/packet/twcc.h"
#include "server/media/transport/transport.h"
#include "server/media/turn.h"

namespace lsl::media {

/// The receiving end of a WHIP session: finds out which track a packet belongs to, keeps loss and
/// congestion feedback going, and passes media to the room.
class Publisher {
  public:
    static constexpr std::chrono::microseconds kTwccInterval{100'000};
    static constexpr std::chrono::microseconds kReportInterval{1'000'000};
    /// A new SSRC takes a track over once the old one has been silent for this long.
    static constexpr std::chrono::microseconds kSourceSilence{200'000};
    /// SSRCs known at once, media and retransmission together.
    static constexpr std::size_t kMaxSources = 2 * kMaxLayers + 4;

    struct Options {
        std::uint32_t local_ssrc = 1;     ///< of our feedback
        std::uint64_t bitrate_bps = 0;    ///< announced by REMB where that was negotiated
        std::int64_t ntp_us_at_zero = 0;  ///< NTP time in us when MonoTime is 0
    };

    /// `negotiation`, `room` and `transport` outlive the publisher.
    Publisher(const Negotiation& negotiation, Room& room, Transport& transport,
              const Options& options);

    /// Both decrypt in place. `on_rtp` is true when the room has something new to send on.
    bool on_rtp(MutableBytes packet, const Turn& turn);
    void on_rtcp(MutableBytes packet, const Turn& turn);
    /// Sends what is due: NACK, key-frame request, transport-wide feedback, reports.
    void on_timer(const Turn& turn);
    MonoTime deadline() const;

    /// True once, when the first complete key frame (without video: the first sound) is in.
    bool take_media_flowing();
    std::chrono::microseconds round_trip() const { return round_trip_; }
    double loss_percent() const;
    bool has_b_frames() const;
    std::optional<Codec> video_codec() const;

  private:
    enum class Role : std::uint8_t { Media, Retransmission };
    struct Source {
        std::uint32_t ssrc;
        IngestTrack* track;
        Role role;
    };
    /// Header extensions that decide where a packet belongs, and those that travel on.
    struct Extensions {
        std::string_view mid;
        std::string_view rid;
        std::optional<std::uint16_t> transport_sequence;
        CarriedExtensions carried;
    };

    void read_extensions(const RtpHeader& header, Extensions& out) const;
    static void read_carried(const NegotiatedMedia& media, const RtpHeader& header,
                             CarriedExtensions& out);
    const Source* source_for(const RtpHeader& header, const Extensions& extensions,
                             const Turn& turn);
    const Source* learn(const RtpHeader& header, const Extensions& extensions, const Turn& turn);
    IngestTrack* track_of(const RtpHeader& header, const Extensions& extensions);
    template <class Visit>
    void each_track(Visit visit) {
        if (audio_) visit(*audio_);
        for (IngestTrack& layer : video_) visit(layer);
    }
    const IngestTrack* any_video() const;
    bool unwrap(const Source& source, const RtpHeader& header, IngestPacket& packet,
                DropCounters& drops);
    void on_sender_report(const SenderReport& report, MonoTime now);
    void send_nacks(IngestTrack& track, const Turn& turn);
    void send_key_frame_request(IngestTrack& layer, const Turn& turn);
    void send_twcc(const Turn& turn);
    void send_reports(const Turn& turn);
    bool remb_negotiated() const;
    std::uint64_t ntp(MonoTime now) const;

    Options options_;
    Transport* transport_;
    MediaCounters* counters_;
    std::optional<IngestTrack> audio_;
    std::vector<IngestTrack> video_;  ///< one a simulcast layer; made once, never moved
    std::vector<Source> sources_;
    std::string layer_;  ///< RID of the one layer we follow where none were negotiated
    std::optional<TwccReceiver> twcc_;
    /// Our clock minus the publisher's NTP clock, fixed by its first sender report, so that
    /// audio and video keep their distance.
    std::optional<std::int64_t> clock_offset_us_;
    std::chrono::microseconds round_trip_{0};
    bool announced_flowing_ = false;
    MonoTime next_twcc_{INT64_MAX};
    MonoTime next_report_{};
};

}  // namespace lsl::media
