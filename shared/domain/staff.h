#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "shared/base/id.h"

namespace lsl::domain {

/// What a person is to a class beyond its viewers. From the fewest rights to the most: each role
/// may everything that the ones before it may.
enum class StaffRole : std::uint8_t { Guest, Moderator, CoInstructor, Owner };
/// "guest", "moderator", "co_instructor", "owner"
std::string_view staff_role_name(StaffRole role);
std::optional<StaffRole> parse_staff_role(std::string_view name);

/// A role that somebody has now: on one class, or on every class when there is no `stream_id`.
/// Only the studio's owner has it without one.
struct HeldRole {
    StaffRole role = StaffRole::Guest;
    std::optional<StreamId> stream_id;
    bool operator==(const HeldRole&) const = default;
};

/// The highest of the roles that hold for this class; nothing without any.
std::optional<StaffRole> role_on(std::span<const HeldRole> roles, StreamId stream);
/// The highest role that holds for the whole studio; nothing without any.
std::optional<StaffRole> studio_role(std::span<const HeldRole> roles);

}  // namespace lsl::domain
