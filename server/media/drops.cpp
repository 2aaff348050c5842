#include "server/media/drops.h"

namespace lsl::media {

std::string_view drop_name(Drop drop) {
    constexpr std::array<std::string_view, static_cast<std::size_t>(Drop::Count)> kNames{
        "empty_datagram",      "unknown_first_byte",  "unknown_peer",        "stun_malformed",
        "stun_unknown_user",   "stun_not_authentic",  "stun_not_binding",    "stun_unexpected",
        "stun_address_taken",  "address_not_proven",  "dtls_before_ice",     "rtp_before_dtls",
        "rtp_malformed",       "srtp_replayed",       "srtp_not_authentic",  "rtp_unexpected",
        "rtp_unknown_source",  "rtp_unused_layer",    "rtp_source_conflict", "rtp_bad_padding",
        "rtp_too_long",        "rtp_duplicate",       "rtp_too_old",         "rtx_malformed",
        "rtx_before_media",    "srtcp_not_authentic", "srtcp_replayed",      "rtcp_malformed",
        "feedback_refused",    "control_over_budget", "nack_not_in_log",     "nack_over_budget",
        "nack_not_negotiated", "srtp_index_reused",   "outbox_full",         "send_failed",
    };
    static_assert(!kNames.back().empty());
    return kNames[static_cast<std::size_t>(drop)];
}

}  // namespace lsl::media
