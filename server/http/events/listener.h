#pragma once

#include <optional>
#include <vector>

#include "server/services/accounts/caller.h"
#include "server/services/events/topic.h"
#include "shared/base/id.h"

namespace lsl::http {

/// What decides which topics somebody hears of besides the public one. When it changes, an event
/// stream that was opened with it ends.
struct Listener {
    std::optional<UserId> user;
    bool is_studio_staff = false;
    bool operator==(const Listener&) const = default;
};

Listener listener_of(const services::Caller& caller);
std::vector<services::Topic> topics_of(const Listener& listener);

}  // namespace lsl::http
