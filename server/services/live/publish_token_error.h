#pragma once

#include "shared/base/error.h"

namespace lsl::services {

/// The answer to a bearer who may not publish to a class, or no more.
inline Error publish_token_is_wrong() {
    return make_error(ErrorCode::Unauthenticated, "unauthenticated",
                      "The publish token is not right, or this class is over.");
}

}  // namespace lsl::services
