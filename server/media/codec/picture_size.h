#pragma once

#include <cstdint>

namespace lsl::media {

/// In pixels; zero when it is not known.
struct PictureSize {
    int width = 0;
    int height = 0;

    std::int64_t pixels() const { return std::int64_t{width} * height; }
    bool operator==(const PictureSize&) const = default;
};

}  // namespace lsl::media
