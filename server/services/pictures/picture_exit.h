#pragma once

namespace lsl::services::picture_exit {

/// What the picture process says by its exit code.
inline constexpr int done = 0;     ///< the output is the JPEG
inline constexpr int refused = 3;  ///< the output is a sentence for whoever gave the picture
inline constexpr int failed = 4;

}  // namespace lsl::services::picture_exit
