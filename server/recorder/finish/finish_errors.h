#pragma once

#include <string>

#include "shared/base/result.h"

namespace lsl::recorder {

// What the steps of finishing agree on, so that the recorder knows what may be tried again. Any
// thread.

/// What finishing a recording ends with when it was stopped on the way.
inline Error recording_cancelled() {
    return make_error(ErrorCode::Conflict, "recording_cancelled", "The recording was stopped.");
}

/// What it ends with when the disk refuses; `detail` is for the log.
inline Error recording_write_failed(const std::string& detail) {
    return make_error(ErrorCode::Unavailable, "recording_write_failed",
                      "The recording could not be written.")
        .with_detail(detail);
}

}  // namespace lsl::recorder
