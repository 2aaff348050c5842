#include "client/net/server_events.h"

#include "shared/wire/json/json.h"

#include <array>

namespace lsl::net {

namespace {

template <class Event>
bool read_as(std::string_view name, std::string_view data, std::optional<ServerEvent>& out) {
    if (name != Event::name) return false;
    if (auto event = wire::from_json<Event>(data)) out = std::move(*event);
    return true;
}

template <class... Events>
constexpr auto names_of(std::variant<Events...>*) {
    return std::array<std::string_view, sizeof...(Events) + 2>{
        Events::name..., wire::RoomChanged::name, wire::RoomMeChanged::name};
}

template <class... Events>
std::optional<ServerEvent> parse_as(std::variant<Events...>*, std::string_view name,
                                    std::string_view data) {
    std::optional<ServerEvent> out;
    (read_as<Events>(name, data, out) || ...);
    return out;
}

constexpr auto names = names_of(static_cast<ServerEvent*>(nullptr));

}  // namespace

std::string path_of_events(const std::optional<StreamId>& room) {
    std::string path(events_path);
    if (room) path += "?stream=" + room->to_string();
    return path;
}

std::span<const std::string_view> event_names() { return names; }

std::optional<ServerEvent> parse_event(std::string_view name, std::string_view data) {
    return parse_as(static_cast<ServerEvent*>(nullptr), name, data);
}

}  // namespace lsl::net
