#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace lsl::services {

inline constexpr std::size_t largest_picture_bytes = 8u << 20;
inline constexpr int largest_thumbnail_side = 1280;

inline constexpr std::uint64_t most_picture_pixels = 16'000'000;

/// What can be said of a picture before it is decoded. InvalidInput with field "thumbnailUrl" when
/// it is no still JPEG, PNG or WebP (told by its first bytes), or says that it has more than 16
/// million pixels; TooLarge over 8 MB.
Result<void> check_picture(std::string_view bytes);

/// Decodes such a picture and encodes it anew as a JPEG whose longer side is at most 1280 pixels;
/// metadata is left behind. Of a PNG that moves, the first picture. Errors as check_picture, also
/// for one that is damaged or cut short. For PictureProcess alone: what reads a stranger's bytes
/// here may fail in any way.
Result<std::string> shrink_to_jpeg(std::string_view bytes);

}  // namespace lsl::services
