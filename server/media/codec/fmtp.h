#pragma once

#include <optional>
#include <string_view>

namespace lsl::media {

/// The value of one parameter of an a=fmtp line (RFC 8866 6.15), "" where it stands alone. `line`
/// is what follows the payload type: "packetization-mode=1;profile-level-id=42e01f". Names compare
/// without case.
std::optional<std::string_view> fmtp_parameter(std::string_view line, std::string_view name);

}  // namespace lsl::media
