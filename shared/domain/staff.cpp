#include "shared/domain/staff.h"

#include <array>

namespace lsl::domain {

namespace {

constexpr std::array role_names = {"guest", "moderator", "co_instructor", "owner"};

template <class Holds>
std::optional<StaffRole> highest(std::span<const HeldRole> roles, Holds holds) {
    std::optional<StaffRole> found;
    for (const HeldRole& held : roles) {
        if (holds(held) && (!found || held.role > *found)) found = held.role;
    }
    return found;
}

}  // namespace

std::string_view staff_role_name(StaffRole role) {
    const auto number = static_cast<std::size_t>(role);
    return number < role_names.size() ? role_names[number] : "";
}

std::optional<StaffRole> parse_staff_role(std::string_view name) {
    for (std::size_t i = 0; i < role_names.size(); ++i) {
        if (role_names[i] == name) return static_cast<StaffRole>(i);
    }
    return std::nullopt;
}

std::optional<StaffRole> role_on(std::span<const HeldRole> roles, StreamId stream) {
    return highest(
        roles, [&](const HeldRole& held) { return !held.stream_id || *held.stream_id == stream; });
}

std::optional<StaffRole> studio_role(std::span<const HeldRole> roles) {
    return highest(roles, [](const HeldRole& held) { return !held.stream_id; });
}

}  // namespace lsl::domain
