#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "shared/wire/events.h"

namespace lsl::net {

using ServerEvent =
    std::variant<wire::StreamChanged, wire::EnrollmentChanged, wire::EnrollmentGone,
                 wire::WalletChanged, wire::NoticesChanged, wire::StatisticsChanged>;

inline constexpr std::string_view events_path = "/api/events";
/// The stream that tells of a class's room, too.
std::string path_of_events(const std::optional<StreamId>& room);

/// All events that the app wants, for platform::open_events: the above, and wire::RoomChanged
/// and wire::RoomMeChanged, which are read where rooms are shown.
std::span<const std::string_view> event_names();

/// Nothing for names that this version doesn't know and for data that can't be read.
std::optional<ServerEvent> parse_event(std::string_view name, std::string_view data);

}  // namespace lsl::net
