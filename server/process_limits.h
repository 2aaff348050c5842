#pragma once

#include <cstddef>
#include <filesystem>

#include "server/http/edge/connections/connection_room.h"
#include "server/http/events/listener_seats.h"

namespace lsl {

/// What the system lets this process have.
struct ProcessLimits {
    std::size_t descriptors = 0;
    std::size_t threads = 0;  ///< further ones
};

/// Raises the soft limit of descriptors to the hard one: each connection keeps one for long.
void raise_descriptor_limit();

/// RLIMIT_NOFILE, RLIMIT_NPROC and the pids controllers of the process's control groups (v1 and
/// v2), the least of each. `root` is "/", or a folder in its place.
ProcessLimits read_process_limits(const std::filesystem::path& root = "/");

/// As many connections as fit, up to 4,096: each takes a thread and a descriptor, a download one
/// more, and the server itself needs some of both. With `per_address` and the shares that
/// ConnectionRoom keeps free in proportion.
http::RoomLimits room_that_fits(const ProcessLimits& limits, std::size_t per_address);

/// Event streams that leave room for other requests.
http::SeatLimits seats_that_fit(const http::RoomLimits& room, std::size_t per_address,
                                std::size_t per_person);

}  // namespace lsl
