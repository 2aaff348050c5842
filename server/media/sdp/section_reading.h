#pragma once

#include <string>
#include <vector>

#include "server/media/negotiation.h"
#include "server/media/sdp/sdp.h"
#include "shared/base/result.h"

namespace lsl::media {

// How an m-section is read, of an offer to us and of an answer to ours alike (negotiation.h).

Error unsupported_media(std::string message);
/// An m-line that its offerer has switched off (RFC 3264 5.1); bundle-only is not that.
bool is_disabled(const SdpMedia& media);
/// The formats of a section that this server carries, each with its retransmission type.
std::vector<NegotiatedFormat> read_formats(const SdpMedia& media, TrackKind track,
                                           SessionKind kind);
/// Header extensions that are of use here and go the right way.
void read_extensions(const SdpMedia& media, SessionKind kind, NegotiatedMedia& out);
/// Congestion feedback: one kind only. From publishers transport-wide numbers, else REMB. For
/// viewers that is the caller's choice; but a packet that is sent again without RTX must be the
/// same bytes (RFC 7714 8.1), which a running transport-wide number would break.
void choose_feedback(SessionKind kind, ViewerFeedback feedback, NegotiatedMedia& media);
/// ICE credentials and fingerprints. Malformed without usable ones. `whose`: "offer" or "answer".
Result<void> read_peer(const SdpMedia& media, const std::string& whose, Negotiation& out);

}  // namespace lsl::media
