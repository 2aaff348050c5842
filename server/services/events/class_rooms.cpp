#include "server/services/events/class_rooms.h"

#include "server/services/classes/stream_lookup.h"
#include "server/store/classes/enrollments_store.h"

namespace lsl::services {

namespace {

/// A guest hears what viewers hear.
bool hears_as_staff(const Caller& caller, StreamId stream) {
    const auto role = caller.role_on(stream);
    return role && *role != domain::StaffRole::Guest;
}

}  // namespace

Result<Topic> ClassRooms::enter(std::string_view stream_id, const Caller& caller) const {
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    LSL_TRY(database_.read([&](store::Connection& reader) { return require_stream(reader, id); }));
    if (hears_as_staff(caller, id)) return Topic::staff_room(id);
    if (caller.person() == nullptr) {
        return make_error(ErrorCode::Unauthenticated, "unauthenticated", "Sign in first.");
    }
    if (caller.role_on(id) || LSL_TRY(has_place(id, caller.person()->user.id))) {
        return Topic::class_room(id);
    }
    return make_error(ErrorCode::Forbidden, "not_enrolled",
                      "Only those who take part in this class may listen here.");
}

bool ClassRooms::may_stay(const Topic& room, const Caller& caller) const {
    const StreamId id{room.id};
    if (room.kind == Topic::Kind::Staff) return hears_as_staff(caller, id);
    if (caller.person() == nullptr) return false;
    if (caller.role_on(id)) return true;
    // A database that does not answer right now ends nobody's stream.
    const auto found = has_place(id, caller.person()->user.id);
    return !found || *found;
}

Result<wire::RoomChanged> ClassRooms::state(const Topic& room, const Caller& caller) const {
    return database_.read([&](store::Connection& reader) -> Result<wire::RoomChanged> {
        const domain::StudioClass row = LSL_TRY(require_stream(reader, StreamId{room.id}));
        const RoomMember member = LSL_TRY(enter_room(reader, row.stream.id, caller));
        return view_.first_frame(reader, row, member);
    });
}

Result<bool> ClassRooms::has_place(StreamId stream, UserId user) const {
    return database_.read([&](store::Connection& reader) -> Result<bool> {
        const auto place = LSL_TRY(store::EnrollmentsStore(reader).find(stream, user));
        return place && !place->refunded_at;
    });
}

}  // namespace lsl::services
