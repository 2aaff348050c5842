#pragma once

#include <cstdint>

extern "C" {
#include <libswscale/swscale.h>
}

namespace lsl::recorder {

// Ownership of libswscale's scaler, and the bound of what is decoded. Included by .cpp files alone.

struct FreeScaler {
    void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};

/// A decoder may keep sixteen pictures of this size: some 200 MB.
inline constexpr std::int64_t most_pixels_decoded = 4096ll * 2304;

}  // namespace lsl::recorder
