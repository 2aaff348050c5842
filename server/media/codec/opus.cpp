#include "server/media/codec/opus.h"

#include <array>

#include "server/media/codec/fmtp.h"

namespace lsl::media {

// Parameters that describe what we want or send are copied from the offer (RFC 7587 6.1).
std::string OpusFormat::answer(std::string_view line, bool peer_sends) const {
    constexpr std::array<std::string_view, 6> kEchoed{
        "minptime",     "useinbandfec",      "stereo",
        "sprop-stereo", "maxaveragebitrate", "maxplaybackrate"};
    std::string answered;
    const auto append = [&](std::string_view name, std::string_view value) {
        if (!answered.empty()) answered += ';';
        answered.append(name).append("=").append(value);
    };
    for (std::string_view name : kEchoed) {
        const auto value = fmtp_parameter(line, name);
        if (value) append(name, *value);
    }
    // "stereo" is what its writer likes to receive, "sprop-stereo" what it is likely to send:
    // each asks for the other from the other side.
    const bool wants = fmtp_parameter(line, "stereo") == "1";
    const bool sends = fmtp_parameter(line, "sprop-stereo") == "1";
    if (peer_sends && sends && !wants) append("stereo", "1");
    if (!peer_sends && wants && !sends) append("sprop-stereo", "1");
    return answered;
}

}  // namespace lsl::media
