#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace lsl::services {

inline constexpr std::size_t largest_picture_bytes = 8u << 20;
inline constexpr int largest_thumbnail_side = 1280;

/// Decodes a JPEG, PNG or WebP (told by its first bytes) and encodes it anew as a JPEG whose longer
/// side is at most 1280 pixels; metadata is left behind. InvalidInput with field "thumbnailUrl"
/// when it is no such picture or has more than 50 million pixels, TooLarge over 8 MB.
Result<std::string> shrink_to_jpeg(std::string_view bytes);

}  // namespace lsl::services
