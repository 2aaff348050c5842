#pragma once

#include <string>

#include "server/media/negotiation.h"
#include "server/media/sdp/sdp_answer.h"

namespace lsl::media {

/// What this server takes as a viewer of another one: Opus and every video codec and profile that
/// it carries, with retransmission. Always the same, so that an answer can be read by it.
Negotiation offered_media();

/// The offer of a WHEP client: recvonly, a full ICE agent with all its candidates, either DTLS
/// role, bundled.
std::string write_offer(const Negotiation& media, const LocalDescription& local);

}  // namespace lsl::media
