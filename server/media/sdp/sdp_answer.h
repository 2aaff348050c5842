#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/media/negotiation.h"
#include "server/media/transport/address.h"

namespace lsl::media {

/// Our side of a session as an answer shows it.
struct LocalDescription {
    std::uint64_t session_id = 0;  ///< of the o= line
    std::string ufrag;
    std::string pwd;
    std::string fingerprint_sha256;
    std::vector<Address> candidates;       ///< in order of preference; FFmpeg takes the first alone
    std::uint64_t ingest_bitrate_bps = 0;  ///< told to publishers as b=TIAS and b=AS; 0 = nothing
    // Of a viewer's session:
    std::string cname;
    std::uint32_t audio_ssrc = 0;
    std::uint32_t video_ssrc = 0;
    std::uint32_t video_rtx_ssrc = 0;
};

/// The answer of RFC 9725 4.2 (recvonly) or WHEP (sendonly): the offer's m-lines in their order,
/// ICE-lite, every candidate, bundled, nothing that the same m-section did not offer. The same
/// arguments give the same bytes.
std::string write_answer(const Sdp& offer, const Negotiation& negotiation,
                         const LocalDescription& local);

/// Body of the 200 that answers an ICE restart (RFC 9725 4.3.3).
std::string write_restart_fragment(const Negotiation& negotiation, const LocalDescription& local);

}  // namespace lsl::media
