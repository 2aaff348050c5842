#pragma once

#include <string>

#include "shared/base/id.h"

namespace lsl::services {

/// Who watches: a person, by a login, and no longer than that lasts.
struct Watcher {
    UserId user;
    std::string login;  ///< the login's row in table sessions: its token's hash

    /// A person is the same on every device.
    bool same_as(const Watcher& other) const { return user == other.user; }
};

}  // namespace lsl::services
