#include "server/media/transport/ice_candidate.h"

#include "server/media/sdp/sdp_lines.h"

namespace lsl::media {

std::optional<IceCandidate> parse_candidate(std::string_view value) {
    take_word(value);  // the foundation: there is one socket, so freezing pairs gains nothing
    const auto component = parse_number<unsigned>(take_word(value));
    const std::string_view transport = take_word(value);
    const auto priority = parse_number<std::uint32_t>(take_word(value));
    const std::string_view ip = take_word(value);
    const auto port = parse_number<std::uint16_t>(take_word(value));
    if (component != 1u || !equal_ignoring_case(transport, "udp") || !priority) return std::nullopt;
    if (!port || *port == 0) return std::nullopt;
    const auto address = Address::parse(ip, *port);
    if (!address || address->is_unspecified()) return std::nullopt;
    return IceCandidate{*address, *priority};
}

}  // namespace lsl::media
