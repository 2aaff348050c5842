#include "server/services/chat/presence.h"

#include "server/services/chat/newcomers.h"
#include "server/services/chat/room_member.h"
#include "server/services/classes/stream_lookup.h"
#include "server/store/rooms/chat_people_store.h"

namespace lsl::services {

Result<api::GetPresent::Response> Presence::list(const Caller& caller,
                                                 std::string_view stream_id) const {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    return database_.read([&](store::Connection& reader) -> Result<api::GetPresent::Response> {
        const auto row = LSL_TRY(require_stream(reader, stream));
        const RoomMember member = LSL_TRY(enter_room(reader, stream, caller));
        std::optional<Newcomers> newcomers;
        if (member.is_staff()) {
            newcomers = LSL_TRY(Newcomers::of(reader, row.stream, clock_.utc()));
        }
        const std::vector<UserId> present = hub_.present(stream);
        api::GetPresent::Response response;
        if (newcomers) response.newcomers.emplace();
        response.count = std::ssize(present);
        store::ChatPeopleStore people(reader);
        for (const UserId user : present) {
            const bool shown = member.is_staff() || LSL_TRY(people.find(stream, user)).is_seen;
            if (!shown) continue;
            const auto person = LSL_TRY(people.named(stream, user));
            if (!person) continue;
            response.people.push_back({user, person->display_name});
            if (newcomers && newcomers->contains(user)) response.newcomers->push_back(user);
        }
        return response;
    });
}

Result<void> Presence::set_seen(const Caller& caller, std::string_view stream_id, bool seen) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    return database_.write([&](store::Connection& tx) -> Result<void> {
        LSL_TRY(require_stream(tx, stream));
        const RoomMember member = LSL_TRY(enter_room(tx, stream, caller));
        return store::ChatPeopleStore(tx).set_seen(stream, member.user, seen);
    });
}

}  // namespace lsl::services
