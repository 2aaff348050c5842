#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/media/egress/bandwidth_estimate.h"
#include "server/media/egress/egress_track.h"
#include "server/media/egress/layer_selector.h"
#include "server/media/turn.h"

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
        StreamIdentity audio;
        StreamIdentity video;
        std::int64_t ntp_us_at_zero = 0;
    };

    /// `negotiation`, `room` and `transport` outlive the viewer.
    Viewer(const Negotiation& negotiation, Room& room, Transport& transport, Options options);
    Viewer(const Viewer&) = delete;
    Viewer& operator=(const Viewer&) = delete;

    /// Sends what the room's logs have for this viewer.
    EgressTrack::Progress send_logged(const Turn& turn);
    /// Sound alone, ahead of a picture that takes long. False when the outbox is full.
    bool send_sound(const Turn& turn);
    /// Decrypts in place: reports, NACKs, key-frame requests.
    void on_rtcp(MutableBytes packet, const Turn& turn);
    /// Sends reports that are due.
    void on_timer(const Turn& turn);
    /// When to call `on_timer` and `send_logged` again even if nothing new comes in.
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
    void on_part(const RtcpPacket& rtcp, const Turn& turn);
    void on_feedback(const RtcpPacket& rtcp, const Turn& turn);
    void suit_line(MonoTime now);
    void suit_layer(const Turn& turn);
    std::uint64_t ntp(MonoTime now) const;

    Room* room_;
    Transport* transport_;
    Options options_;
    std::optional<EgressTrack> audio_;
    std::optional<EgressTrack> video_;
    LayerSelector layers_;
    BandwidthEstimate line_;
    MonoTime next_report_{};
    std::optional<MonoTime> paced_until_;
    bool announced_receiving_ = false;
    std::chrono::microseconds round_trip_{0};
    std::uint32_t last_report_ntp_ = 0;  ///< middle 32 bits of the newest sender report
    MonoTime last_report_at_{};
};

}  // namespace lsl::media
