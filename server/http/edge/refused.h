#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/base/error.h"

namespace lsl::http {

/// Why the edge turned somebody away who did nothing malformed: a bound was reached. Each is
/// counted in /metrics under its name.
enum class Refused : std::uint8_t {
    ConnectionsOfAddress,
    ConnectionsOfPerson,
    Connections,  ///< of the whole server
    EventsOfAddress,
    EventsOfPerson,
    Events,  ///< of the whole server
    BytesInFlight,
    WritesOfPerson,
    Threads,  ///< the system gives no further thread
};
inline constexpr std::size_t refused_kinds = 9;

constexpr std::string_view refused_name(Refused why) {
    switch (why) {
        case Refused::ConnectionsOfAddress: return "connections_of_address";
        case Refused::ConnectionsOfPerson: return "connections_of_person";
        case Refused::Connections: return "connections";
        case Refused::EventsOfAddress: return "event_streams_of_address";
        case Refused::EventsOfPerson: return "event_streams_of_person";
        case Refused::Events: return "event_streams";
        case Refused::BytesInFlight: return "bytes_in_flight";
        case Refused::WritesOfPerson: return "writes_of_person";
        case Refused::Threads: return "threads";
    }
    return "other";
}

/// 429 for what one address or person has too much of, 503 for the whole server; Retry-After.
Error refusal_error(Refused why);

}  // namespace lsl::http
