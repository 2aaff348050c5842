#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"

namespace lsl::services {

/// A notice as a browser shows it, by the class as it is now.
struct PushMessage {
    std::string text;   ///< JSON: wire::PushMessage
    std::string topic;  ///< of messages that wait with one topic the last one alone arrives
    bool urgent = false;
};

/// Nothing when there is no such notice any more, or it says nothing that still holds. `public_url`
/// without a slash at the end.
Result<std::optional<PushMessage>> push_message(store::Connection& connection, NoticeId id,
                                                std::string_view public_url);

}  // namespace lsl::services
