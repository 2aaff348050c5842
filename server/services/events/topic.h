#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "shared/base/id.h"

namespace lsl::services {

/// What a listener can ask to hear of. Public, studio and person topics carry events by name; the
/// two topics of a class are its room, one for each of the room's audiences.
struct Topic {
    enum class Kind : std::uint8_t {
        Public,  ///< classes as anybody sees them
        Studio,  ///< figures of all classes, for the studio's own staff
        Class,   ///< a class's room as viewers see it
        Staff,   ///< a class's room as its staff sees it
        Person,  ///< what is one person's own
    };
    Kind kind = Kind::Public;
    Uuid id{};  ///< of the class or the person

    static Topic everybody() { return {}; }
    static Topic studio() { return {Kind::Studio, {}}; }
    static Topic class_room(StreamId stream) { return {Kind::Class, stream.uuid}; }
    static Topic staff_room(StreamId stream) { return {Kind::Staff, stream.uuid}; }
    static Topic person(UserId user) { return {Kind::Person, user.uuid}; }

    bool is_room() const { return kind == Kind::Class || kind == Kind::Staff; }
    auto operator<=>(const Topic&) const = default;
};

}  // namespace lsl::services

template <>
struct std::hash<lsl::services::Topic> {
    std::size_t operator()(const lsl::services::Topic& topic) const noexcept {
        return std::hash<lsl::StreamId>()({topic.id}) ^ static_cast<std::size_t>(topic.kind);
    }
};
