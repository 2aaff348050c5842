#include "server/services/chat/room_member.h"

#include "server/store/classes/enrollments_store.h"
#include "server/store/rooms/chat_people_store.h"

namespace lsl::services {

Result<RoomMember> enter_room(store::Connection& connection, StreamId stream,
                              const Caller& caller) {
    if (caller.person() == nullptr) {
        return make_error(ErrorCode::Unauthenticated, "unauthenticated", "Sign in first.");
    }
    RoomMember member{
        .user = caller.person()->user.id, .role = caller.role_on(stream), .place = std::nullopt};
    if (member.is_staff()) member.user = caller.acting();
    auto place = LSL_TRY(store::EnrollmentsStore(connection).find(stream, member.user));
    if (place && !place->refunded_at) member.place = std::move(place);
    if (member.role || member.place) return member;
    return make_error(ErrorCode::Forbidden, "not_enrolled",
                      "Only those who take part in this class may do this.");
}

Result<void> check_not_timed_out(store::Connection& connection, StreamId stream,
                                 const RoomMember& member, UtcTime now) {
    if (member.is_staff()) return {};
    const auto person = LSL_TRY(store::ChatPeopleStore(connection).find(stream, member.user));
    if (!person.timed_out_until || *person.timed_out_until <= now) return {};
    Error error =
        make_error(ErrorCode::Forbidden, "timed_out", "The team asked you to pause for a while.");
    error.until = person.timed_out_until;
    return error;
}

}  // namespace lsl::services
