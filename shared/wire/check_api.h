#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/wire/api.h"

// The contract's part about the check before a class: see api.h.

namespace lsl::api {

/// A private room to try the line with: WHIP into it is what a class would be, but nobody can watch
/// it, it is not recorded, and whoever sends there is sent away after `lasts_s` seconds. A second
/// one for the same class ends the first. 409 `check_busy` when more people check at once than a
/// server has room for.
struct OpenCheck {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/check";
    using Request = Empty;
    struct Response {
        std::string url;    ///< path of the WHIP endpoint
        std::string token;  ///< its Bearer token
        std::int64_t lasts_s = 0;
        /// How long classes can be recorded until nothing more fits, at the rate that this page
        /// sends with; nothing when it cannot be told.
        std::optional<std::int64_t> recording_room_s;
    };
};

void describe(wire::Archive& a, OpenCheck::Response& m);

}  // namespace lsl::api
