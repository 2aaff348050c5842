#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "server/media/egress/key_frame_wishes.h"
#include "server/media/egress/layer_switch.h"
#include "server/media/egress/log_reader.h"
#include "server/media/egress/pacer.h"
#include "server/media/egress/packet_sender.h"
#include "server/media/egress/probe_cluster.h"
#include "server/media/egress/retransmission.h"
#include "server/media/egress/stream_rewriter.h"
#include "server/media/packet/rtcp.h"
#include "server/media/room/room.h"
#include "server/media/turn.h"

namespace lsl::media {

/// One track as one viewer receives it. It joins what the classes beside it do: LogReader finds
/// what to send next in the room's log, StreamRewriter names it, Pacer says when, PacketSender
/// sends it; LayerSwitch, Retransmission and probe clusters work on the same log.
///
/// The viewer's SSRC, payload types and extension ids stay the same whatever the publisher does.
class EgressTrack {
  public:
    /// All of them outlive the track.
    EgressTrack(const NegotiatedMedia& media, const StreamIdentity& identity, Room& room,
                Transport& transport);

    enum class Progress : std::uint8_t {
        Done,   ///< nothing more to send now
        Paced,  ///< goes on after Pacer::kTick
        Full,   ///< the outbox is full: go on with the next batch
    };
    /// Sends what the log has for this viewer. The transport is open.
    Progress send_logged(const Turn& turn);
    /// Packets that are logged and not sent yet.
    std::uint64_t waiting() const;

    /// The viewer asks again for the packet with this sequence number (NACK).
    void retransmit(std::uint16_t sequence, const Turn& turn);
    /// Most bytes a second for that; none = a share of the stream.
    void limit_retransmission(std::optional<std::int64_t> bytes_per_second) {
        retransmission_.limit(bytes_per_second);
    }
    void note_round_trip(std::chrono::microseconds round_trip) {
        retransmission_.note_round_trip(round_trip);
    }

    /// The layer to go to at its next key frame. With `hold` nothing more of the present one is
    /// sent until then (LayerSwitch). Without effect on sound.
    void select_layer(std::size_t layer, bool hold, MonoTime now) {
        layer_switch_.request(layer, this->layer(), hold, now);
    }
    std::size_t layer() const { return rewriter_.current().layer; }
    /// How quickly the line takes it. Sound is never held back.
    void set_pace(const TokenBucket::Rate& rate) { pacer_.set_rate(rate); }
    /// Sends nothing until told to go on, which it does at a key frame.
    void pause(bool paused);
    std::optional<ProbeCluster> send_probe(const Turn& turn);
    /// The viewer's decoder is stuck (PLI, FIR).
    void want_key_frame(MonoTime now);
    /// A report for now, if the publisher's clock is known (RFC 3550 6.4.1). `ntp` is now, too.
    std::optional<SenderReport> sender_report(MonoTime now, std::uint64_t ntp) const;

    std::uint32_t ssrc() const { return sender_.identity().ssrc; }
    /// The SSRC is the track's or that of its retransmissions.
    bool owns(std::uint32_t ssrc) const {
        return ssrc == sender_.identity().ssrc || ssrc == sender_.identity().rtx_ssrc;
    }
    /// Packets have been sent; for video they began with a key frame.
    bool flowing() const { return packets_sent_ > 0; }
    /// The publisher's codec is none of those that the viewer answered.
    bool cannot_decode() const { return cannot_decode_; }

  private:
    RoomTrack& track_of(const StreamSegment& segment) const;
    void follow(const RoomTrack& track, std::size_t layer);
    void try_switch(MonoTime now);
    bool begin(RoomTrack& track, MonoTime now);
    void stop();
    void choose_format(const RoomTrack& track, std::uint8_t source_format);
    void send(const LoggedPacket& packet, const Turn& turn);
    const LoggedPacket* sent_as(std::int64_t index, const StreamSegment& segment) const;

    const NegotiatedMedia* media_;
    Room* room_;
    std::uint32_t clock_rate_hz_;
    LogReader reader_;
    StreamRewriter rewriter_;
    Pacer pacer_;
    PacketSender sender_;
    LayerSwitch layer_switch_;
    Retransmission retransmission_;

    bool paused_ = false;
    bool cannot_decode_ = false;
    bool picture_complete_ = false;  ///< the newest packet that was sent ended a picture
    KeyFrameWishes key_frame_wishes_;
    std::int64_t packets_sent_ = 0;
    std::int64_t octets_sent_ = 0;
};

}  // namespace lsl::media
