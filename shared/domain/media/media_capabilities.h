#pragma once

#include <cstdint>
#include <string_view>

namespace lsl::domain {

/// How far the viewers are behind the instructor while live.
enum class LiveDelay : std::uint8_t {
    BelowASecond,
    Seconds,
};

/// What a media backend can do. Screens offer, and services do, what this says: neither asks for a
/// backend by its name.
struct MediaCapabilities {
    std::string_view backend;  ///< value of the column media_backend
    std::string_view name;     ///< for people
    /// Cameras send to this server itself, at whatever name the page was opened by.
    bool own_ingest = true;
    LiveDelay live_delay = LiveDelay::BelowASecond;
    /// It records by itself. Otherwise this server watches the class as a viewer, records it, and
    /// uploads the recording after the class.
    bool records = true;
    bool counts_viewers = true;   ///< otherwise the players tell this server that they play
    bool live_qualities = false;  ///< a viewer may choose among several while live
    bool live_rewind = false;     ///< a viewer may go back while live
    bool metered = false;         ///< minutes delivered and stored cost money: hosting_cost.h
};

/// The row of a class's media_backend; of a name that this version doesn't know, "local"'s.
const MediaCapabilities& media_capabilities(std::string_view backend);

}  // namespace lsl::domain
