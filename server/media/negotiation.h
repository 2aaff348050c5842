#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "server/media/codec/codec.h"
#include "server/media/packet/rtp.h"
#include "server/media/sdp/sdp.h"
#include "server/media/transport/ice_candidate.h"
#include "shared/base/result.h"

namespace lsl::media {

/// Simulcast layers that are taken of one publisher, at most.
inline constexpr std::size_t kMaxLayers = 4;

enum class SessionKind : std::uint8_t { Publish, Watch };

/// One payload type both sides know, with its retransmission payload type.
struct NegotiatedFormat {
    Codec codec = Codec::Opus;
    std::uint8_t payload_type = 0;
    std::optional<std::uint8_t> rtx_payload_type;
    std::string encoding;  ///< as the offer wrote it
    std::uint32_t clock_rate_hz = 0;
    int channels = 1;
    std::string parameters;  ///< of our a=fmtp line
    bool nack = false;
    bool pli = false;
    bool fir = false;
    bool transport_cc = false;
    bool remb = false;
};

struct NegotiatedMedia {
    TrackKind kind = TrackKind::Audio;
    std::size_t line = 0;                   ///< index of the m-section
    std::string mid;                        ///< empty if the offer has none
    std::vector<NegotiatedFormat> formats;  ///< in the offer's order of preference
    ExtensionIds extensions;
    bool allow_mixed = false;
    std::vector<std::uint32_t> sources;
    std::vector<SdpMedia::RtxPair> rtx_pairs;
    /// Of a publisher that sends the same picture several times over (RFC 8853), in the order of
    /// its offer; empty = once.
    std::vector<SdpMedia::Rid> layers;

    const NegotiatedFormat* by_payload_type(std::uint8_t payload_type) const;
    const NegotiatedFormat* by_rtx_payload_type(std::uint8_t payload_type) const;
};

/// What a peer and this server have in common.
struct Negotiation {
    SessionKind kind = SessionKind::Watch;
    std::optional<NegotiatedMedia> audio;
    std::optional<NegotiatedMedia> video;
    std::string remote_ufrag;
    std::string remote_pwd;
    std::vector<Fingerprint> fingerprints;
    DtlsRole dtls_role = DtlsRole::Server;
    std::vector<IceCandidate> candidates;  ///< of an answer; offerers are learned from their checks
};

/// How a viewer's line is judged: Light costs a message a second (REMB), Precise ten
/// (transport-wide numbers) and is what finds out whether there is room for more.
enum class ViewerFeedback : std::uint8_t { Light, Precise };

/// `preferred`: where a publisher's offer has that video codec it is the only one agreed on, since
/// a change of codec costs every viewer a new decoder and the recording a conversion.
/// Refuses with Malformed (no ICE credentials, no fingerprint) or InvalidInput
/// "unsupported_media" (RFC 9725 4.2: more than one audio or video, nothing usable, not bundled).
Result<Negotiation> negotiate(const Sdp& offer, SessionKind kind,
                              ViewerFeedback feedback = ViewerFeedback::Light,
                              std::optional<Codec> preferred = std::nullopt);

/// What an answer leaves of our recvonly offer, in the offer's payload types: those are what
/// arrives (RFC 3264 5.1). One m-line may be rejected. Refuses as `negotiate` does; `kind` is
/// Publish, since whoever answers sends.
Result<Negotiation> negotiate_answer(const Negotiation& offer, const Sdp& answer);

/// The viewer's format for what a publisher sends: of the same codec the variant that fits best
/// (PayloadFormat::fit). Null if there is none.
const NegotiatedFormat* fitting_format(std::span<const NegotiatedFormat> offered,
                                       const NegotiatedFormat& sent);

}  // namespace lsl::media
