#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/media/transport/dtls.h"
#include "shared/base/result.h"

namespace lsl::media {

// A session description (RFC 8866) as far as WHIP and WHEP need it, with what the session level
// says already inherited by every m-section (RFC 8839 5.4, RFC 8122, RFC 8842 5).

enum class Direction : std::uint8_t { SendRecv, SendOnly, RecvOnly, Inactive };
enum class SetupRole : std::uint8_t { None, ActPass, Active, Passive, HoldConn };

/// A payload type of an m-section: a=rtpmap with its a=fmtp and a=rtcp-fb lines.
struct SdpFormat {
    std::uint8_t payload_type = 0;
    std::string encoding;  ///< as written: "VP8", "opus", "rtx"
    std::uint32_t clock_rate_hz = 0;
    int channels = 1;
    std::string parameters;             ///< of a=fmtp, as written
    std::vector<std::string> feedback;  ///< "nack pli", "transport-cc", …

    bool has_feedback(std::string_view wanted) const;
    /// A parameter's value ("" when it stands alone). Names compare without case.
    std::optional<std::string_view> parameter(std::string_view name) const;
};

struct SdpExtension {
    std::uint8_t id = 0;
    Direction direction = Direction::SendRecv;
    std::string uri;
};

struct SdpMedia {
    std::string kind;  ///< "audio", "video", "application"
    std::uint16_t port = 0;
    std::string protocol;     ///< "UDP/TLS/RTP/SAVPF"
    std::string format_list;  ///< as on the m-line
    std::vector<SdpFormat> formats;
    std::optional<std::string> mid;
    Direction direction = Direction::SendRecv;
    bool rtcp_mux = false;
    bool reduced_size_rtcp = false;
    bool bundle_only = false;
    bool extmap_allow_mixed = false;
    std::vector<SdpExtension> extensions;
    std::vector<std::uint32_t> sources;  ///< a=ssrc, each once, in order
    struct RtxPair {
        std::uint32_t media;
        std::uint32_t rtx;
    };
    std::vector<RtxPair> rtx_pairs;  ///< a=ssrc-group:FID
    /// a=rid lines that send (RFC 8851).
    struct Rid {
        std::string id;
        std::string restrictions;  ///< "pt=97;max-width=1280", as written
    };
    std::vector<Rid> rids;
    std::vector<std::string> simulcast;  ///< ids of a=simulcast:send in order (RFC 8853 5.1)
    std::string ice_ufrag;
    std::string ice_pwd;
    std::vector<Fingerprint> fingerprints;
    SetupRole setup = SetupRole::None;
    std::vector<std::string> candidates;
};

struct Sdp {
    std::vector<std::string> bundle;  ///< mids of the first a=group:BUNDLE
    bool has_bundle = false;
    bool ice_lite = false;
    std::vector<SdpMedia> media;
};

inline constexpr std::size_t kMaxSdpSize = 64 * 1024;

/// Reads an offer or answer. Line ends may be CRLF or LF, trailing spaces are forgiven, unknown
/// lines skipped. Error Malformed for what is not SDP, TooLarge beyond kMaxSdpSize.
Result<Sdp> parse_sdp(std::string_view text);

/// What a PATCH body (application/trickle-ice-sdpfrag, RFC 8840) says about ICE. Candidates are
/// only counted: this server is ICE-lite and learns where the peer is from its checks.
struct SdpFragment {
    std::string ice_ufrag;
    std::string ice_pwd;
    std::vector<std::string> mids;
    std::size_t candidates = 0;
    bool end_of_candidates = false;
};
Result<SdpFragment> parse_sdp_fragment(std::string_view text);

}  // namespace lsl::media
