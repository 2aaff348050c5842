#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lsl::services {

/// The rows of a QR code (ISO/IEC 18004) that says `text`, without the light border around it: '1'
/// is a dark module, '0' a light one. As many rows as each has modules. Empty when the text is too
/// long for one (some 2,300 bytes).
std::vector<std::string> qr_code(std::string_view text);

}  // namespace lsl::services
