#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/media/ingest/nack_tracker.h"
#include "server/media/ingest/receive_stats.h"
#include "server/media/outbox.h"
#include "server/media/packet/rtcp.h"
#include "server/media/packet/rtp.h"
#include "server/media/packet/twcc.h"
#include "server/media/sdp/sdp.h"
#include "server/media/transport/dtls.h"
#include "server/media/transport/srtp.h"
#include "server/media/transport/stun.h"
#include "tests/media/synthetic_media.h"

namespace lsl::test {

/// Extension ids of a made-up offer; permuted between peers to see that none leaks.
struct ClientExtensions {
    std::uint8_t mid = 4;
    std::uint8_t abs_send_time = 2;
    std::uint8_t transport_cc = 3;
    std::uint8_t audio_level = 1;
    std::uint8_t playout_delay = 5;
    std::uint8_t dependency = 0;
    std::uint8_t rid = 10;
    std::uint8_t repaired_rid = 11;
};

struct ClientOptions {
    bool publishes = false;
    std::string setup = "actpass";  ///< as offered; "passive" makes the client a DTLS server
    bool rtx = true;
    bool transport_cc = true;
    bool abs_send_time = true;
    bool answers_pli = true;  ///< a publisher as OBS is: false
    bool nacks = true;
    bool feedback = true;  ///< as a viewer: transport-wide feedback, where the answer has it
    bool nominates = true;
    bool answers_checks = true;  ///< every full ICE agent does
    bool stun_priority = true;   ///< FFmpeg leaves PRIORITY and ICE-CONTROLLING out
    bool keeps_packets = false;  ///< a viewer keeps every header for inspection
    bool decrypts = true;        ///< false: a viewer only counts datagrams (load)
    ClientExtensions extensions;
    std::string video_codec = "VP8/90000";
    std::string video_parameters;
    std::string other_video_codec;  ///< as a second choice, without RTX, type 120; empty = none
    std::uint8_t audio_type = 111;
    std::uint8_t video_type = 96;
    std::uint32_t audio_ssrc = 0x11111111;
    std::uint32_t video_ssrc = 0x22222222;
    std::uint32_t rtx_ssrc = 0x33333333;
    /// Simulcast layers: 1280x720, 640x360, 320x180 as far as there are so many, under RIDs "h",
    /// "m", "l", each a quarter of the bytes of the one before. 0 = one picture without RIDs.
    std::size_t layers = 0;
    std::uint16_t first_sequence = 1000;
    std::uint32_t first_timestamp = 90000;
    std::string ufrag = "clnt";
    std::string pwd = "clientclientclientclient";
    std::string fingerprint;  ///< announced; empty = the true one
};

/// The offer such a client makes (rtc_offer.cpp).
std::string make_offer(const ClientOptions& options, const std::string& fingerprint);

/// What a viewer has made of one incoming track.
struct ReceivedTrack {
    std::int64_t packets = 0;  ///< distinct ones
    std::int64_t duplicates = 0;
    std::int64_t recovered = 0;  ///< by RTX
    std::int64_t frames = 0;     ///< complete, in order, beginning with a key frame
    std::int64_t key_frames = 0;
    std::int64_t skips = 0;      ///< holes given up for a later key frame
    std::int64_t jumps = 0;      ///< frames that were neither the next one nor the same again
    std::int64_t backwards = 0;  ///< frames whose timestamp was not above the one before
    std::int64_t switches = 0;   ///< changes of size
    int width = 0;               ///< of the newest frame
    std::int64_t broken = 0;     ///< payloads that are not what was sent
    std::uint32_t last_frame = 0;
    std::uint32_t last_timestamp = 0;
    std::optional<MonoTime> first_frame_at;
    MonoTime last_frame_at{};
    std::optional<media::SenderReport> last_report;
    std::uint8_t payload_type = 0;
};

struct KeptPacket {
    media::RtpHeader header;       ///< its views lie in `bytes`
    std::vector<std::byte> bytes;  ///< decrypted
    MonoTime at{};
};

/// A browser's worth of peer without a socket: controlling ICE, DTLS in either role, SRTP, loss
/// recovery. Datagrams in by `handle`, out by `take`; `tick` every few milliseconds.
class RtcClient {
  public:
    RtcClient(const media::DtlsContext& dtls, ClientOptions options);

    const std::string& offer() const { return offer_; }
    /// Of its certificate, sha-256.
    const std::string& fingerprint() const { return context_->fingerprint_sha256(); }
    /// Reads the answer and begins to check. False if it is not usable.
    bool accept(std::string_view answer, MonoTime now);
    /// New credentials; checks go on with those that the server's fragment names.
    void restart_ice(std::string ufrag, std::string pwd, std::string_view fragment);

    void handle(media::MutableBytes datagram, MonoTime now);
    void tick(MonoTime now);
    /// What wants to leave, to `server()`; cleared by the call.
    std::vector<std::vector<std::byte>> take();

    // As a publisher. A frame leaves as packets of at most `packet_size` payload bytes.
    void send_frame(std::size_t bytes, bool key_frame, MonoTime now,
                    std::size_t packet_size = 1100);
    void send_audio(MonoTime now);
    void send_sender_reports(MonoTime now, std::uint64_t ntp);
    /// A media packet made by hand: any SSRC, payload type, sequence and payload.
    void send_raw(std::uint8_t type, std::uint32_t ssrc, std::uint16_t sequence,
                  std::uint32_t timestamp, bool marker, media::Bytes payload, bool with_mid = true);
    void send_rtcp(media::RtcpWriter& writer, media::MutableBytes buffer);
    /// Control packets made by hand, sealed but not sent.
    std::vector<std::byte> sealed_control(media::Bytes compound);
    /// Goes on under new SSRCs, as an encoder after a restart.
    void change_sources(std::uint32_t audio, std::uint32_t video, std::uint16_t first_sequence,
                        std::uint32_t first_timestamp);
    /// A layer pauses, as when the publisher's line has no room for it, or goes on.
    void set_layer_active(std::size_t layer, bool active);
    void request_key_frame();  ///< as a viewer: PLI
    void send_remb(std::uint64_t bits_per_second);
    void close();  ///< close_notify

    media::DtlsState dtls_state() const { return dtls_->state(); }
    bool connected() const { return receiver_.has_value(); }
    media::SrtpProfile profile() const { return dtls_->keys().profile; }
    const media::Address& server() const { return server_; }
    const media::Sdp& answer() const { return answer_; }
    std::uint32_t remote_video_ssrc() const { return remote_video_; }
    const ClientOptions& options() const { return options_; }
    std::optional<MonoTime> connected_at() const { return connected_at_; }
    int last_stun_error() const { return last_stun_error_; }

    const ReceivedTrack& audio() const { return audio_; }
    const ReceivedTrack& video() const { return video_; }
    const std::vector<KeptPacket>& kept() const { return kept_; }
    /// What the newest packet of either said.
    const std::optional<SyntheticPayload>& newest_video() const { return newest_video_; }
    const std::optional<SyntheticPayload>& newest_audio() const { return newest_audio_; }
    std::int64_t datagrams_received() const { return datagrams_received_; }
    std::int64_t undecryptable() const { return undecryptable_; }
    // Counted as a publisher:
    std::int64_t key_frame_requests() const { return key_frame_requests_; }
    std::int64_t key_frame_requests(std::size_t layer) const {
        return layers_[layer].key_frame_requests;
    }
    std::int64_t nacks_received() const { return nacks_received_; }
    std::int64_t twcc_received() const { return twcc_received_; }
    std::int64_t twcc_packets_reported() const { return twcc_packets_reported_; }
    std::optional<std::uint64_t> remb_bps() const { return remb_; }
    std::int64_t frames_sent() const { return frame_; }
    double reported_loss() const { return reported_loss_; }

    void stop_checks() { checking_ = false; }  ///< a closed laptop
    void set_nacks(bool on) { options_.nacks = on; }

  private:
    struct SentPacket {
        std::uint8_t type;
        std::uint16_t sequence;
        std::uint32_t timestamp;
        bool marker;
        std::vector<std::byte> payload;
    };
    /// One picture that is sent: the only one, or a simulcast layer.
    struct Layer {
        std::string rid;
        std::uint16_t width = 640;
        std::uint16_t height = 360;
        std::uint32_t ssrc = 0;
        std::uint32_t rtx_ssrc = 0;
        std::uint32_t first_timestamp = 0;
        std::size_t divisor = 1;
        bool active = true;
        std::int64_t index = 0;
        std::int64_t rtx_index = 1;
        std::int64_t packets = 0;
        std::map<std::uint16_t, SentPacket> sent;
        std::deque<std::uint16_t> sent_order;
        bool key_frame_due = false;
        std::int64_t key_frame_requests = 0;
    };
    struct InOrder {
        bool marker;
        std::uint32_t timestamp;
        std::optional<SyntheticPayload> payload;
    };

    void send(media::Bytes datagram);
    void send_check(MonoTime now);
    void on_stun(media::MutableBytes datagram, MonoTime now);
    void answer_check(const media::StunMessage& check);
    void on_rtp(media::MutableBytes datagram, MonoTime now);
    void on_rtcp(media::MutableBytes datagram, MonoTime now);
    void flush_dtls(MonoTime now);
    void on_video(std::int64_t sequence, const media::RtpHeader& header, media::Bytes payload,
                  MonoTime now);
    std::optional<std::int64_t> next_whole_key() const;
    void play(MonoTime now);
    void make_layers();
    Layer* layer_of(std::uint32_t ssrc);
    void send_layer(Layer& layer, std::size_t bytes, bool key_frame, MonoTime now,
                    std::size_t packet_size);
    void send_receiver_report(MonoTime now);
    void send_feedback(MonoTime now);
    void note_arrival(const media::RtpHeader& header, MonoTime now);
    void note_frame(const InOrder& packet, MonoTime now);
    void resend(Layer& layer, std::uint16_t sequence);
    struct Marks {  ///< header extensions of a packet
        bool audio = false;
        bool mid = true;
        std::string_view rid{};
        std::string_view repaired_rid{};
    };
    void send_media(std::uint8_t type, std::uint32_t ssrc, std::int64_t index,
                    std::uint32_t timestamp, bool marker, media::Bytes prefix, media::Bytes payload,
                    const Marks& marks);

    ClientOptions options_;
    const media::DtlsContext* context_;
    std::string offer_;
    media::Sdp answer_;
    media::Address server_;
    std::unique_ptr<media::DtlsTransport> dtls_;
    std::optional<media::SrtpReceiver> receiver_;
    std::optional<media::SrtpSender> sender_;  ///< of control packets
    std::optional<media::SrtpCipher> cipher_;  ///< of media, which tests make by hand, too
    std::vector<std::vector<std::byte>> out_;
    std::string remote_ufrag_;
    std::string remote_pwd_;
    bool checking_ = false;
    bool pair_works_ = false;
    MonoTime next_check_{};
    std::uint64_t next_transaction_ = 1;
    std::optional<MonoTime> dtls_deadline_;
    std::optional<MonoTime> connected_at_;
    int last_stun_error_ = 0;

    // Publishing.
    std::int64_t audio_index_ = 0;
    std::vector<Layer> layers_;
    std::uint16_t transport_sequence_ = 1;
    std::uint32_t frame_ = 0;
    std::uint32_t audio_timestamp_ = 0;
    std::optional<MonoTime> first_frame_sent_;
    std::int64_t key_frame_requests_ = 0;
    std::int64_t nacks_received_ = 0;
    std::int64_t twcc_received_ = 0;
    std::int64_t twcc_packets_reported_ = 0;
    std::optional<std::uint64_t> remb_;
    double reported_loss_ = 0;
    std::int64_t audio_packets_ = 0;

    // Watching.
    std::uint32_t remote_audio_ = 0;
    std::uint32_t remote_video_ = 0;
    std::uint32_t remote_rtx_ = 0;
    std::uint32_t remote_rtx_type_ = 0;
    ReceivedTrack audio_;
    ReceivedTrack video_;
    media::SequenceExtender video_sequences_;
    media::NackTracker missing_;
    std::map<std::int64_t, InOrder> waiting_;
    std::set<std::int64_t> seen_;
    std::optional<std::int64_t> next_in_order_;
    bool frame_intact_ = false;
    std::optional<std::uint32_t> frame_timestamp_;
    std::optional<SyntheticPayload> newest_video_;
    std::optional<SyntheticPayload> newest_audio_;
    std::optional<MonoTime> hole_since_;
    MonoTime next_pli_{};
    std::vector<KeptPacket> kept_;
    std::int64_t datagrams_received_ = 0;
    std::int64_t undecryptable_ = 0;
    std::optional<media::SenderReport> audio_report_;
    MonoTime next_receiver_report_{};
    media::ReceiveStats stats_;
    std::uint8_t remote_transport_cc_ = 0;  ///< id of the extension
    media::TwccReceiver arrivals_;
    MonoTime next_feedback_{};
    std::uint64_t last_report_ntp_ = 0;
    MonoTime last_report_at_{};
};

}  // namespace lsl::test
