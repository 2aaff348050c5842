#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/media/bandwidth_estimate.h"
#include "server/media/egress_track.h"
#include "server/media/layer_choice.h"

namespace lsl::media {

/// The sending end of a WHEP session.
class Viewer {
  public:
    static constexpr std::chrono::microseconds kReportInterval{1'000'000};
    /// What a full line carried is believed of it for so long.
    static constexpr std::chrono::microseconds kNarrow{10'000'000};
    /// A picture of more packets than that comes behind the sound.
    static constexpr std::uint64_t kLongPicture = 8;

    struct Options {
        std::string cname;
        EgressTrack::Identity audio;
        EgressTrack::Identity video;
        std::int64_t ntp_us_at_zero = 0;
    };

    /// `negotiation` and `room` outlive the viewer.
    Viewer(const Negotiation& negotiation, Room& room, Options options);
    ~Viewer();
    Viewer(const Viewer&) = delete;
    Viewer& operator=(const Viewer&) = delete;

    /// Sends what the room's logs have for this viewer.
    EgressTrack::Pump pump(MonoTime now, Transport& transport, Outbox& out);
    /// Decrypts in place: reports, NACKs, key-frame requests.
    void on_rtcp(MutableBytes packet, MonoTime now, Transport& transport, Outbox& out,
                 DropCounters& drops);
    /// Sends reports that are due.
    void on_timer(MonoTime now, Transport& transport, Outbox& out);
    /// When to call `on_timer` and `pump` again even if nothing new comes in.
    MonoTime deadline() const;

    /// What its person wants of the layers; takes effect at the next key frame.
    void select_layer(LayerSelection selection) { layers_.select(std::move(selection)); }
    const LayerSelection& selection() const { return layers_.selection(); }
    /// The layer being sent.
    std::size_t layer() const { return video_ ? video_->layer() : 0; }
    /// Its line is too narrow for any picture: it gets sound alone.
    bool video_paused() const { return layers_.paused(); }
    const BandwidthEstimate& line() const { return line_; }

    /// True once: the first key frame (without video: the first sound) is on its way.
    bool take_receiving();
    bool cannot_decode() const { return video_ && video_->cannot_decode(); }
    std::chrono::microseconds round_trip() const { return round_trip_; }

  private:
    EgressTrack* track_of(std::uint32_t ssrc);
    void on_report_block(const ReportBlock& block, MonoTime now);
    void on_feedback(const RtcpPacket& rtcp, MonoTime now, Transport& transport);
    void suit_line(MonoTime now);
    bool pump_sound(MonoTime now, Transport& transport, Outbox& out);
    void choose_layer(MonoTime now, Transport& transport, Outbox& out);
    std::uint64_t ntp(MonoTime now) const;

    Room* room_;
    Options options_;
    std::optional<EgressTrack> audio_;
    std::optional<EgressTrack> video_;
    LayerChoice layers_;
    BandwidthEstimate line_;
    MonoTime next_report_{};
    std::optional<MonoTime> paced_until_;
    bool announced_receiving_ = false;
    std::chrono::microseconds round_trip_{0};
    std::uint32_t last_report_ntp_ = 0;  ///< middle 32 bits of the newest sender report
    MonoTime last_report_at_{};
};

}  // namespace lsl::media
