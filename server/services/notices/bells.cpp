#include "server/services/notices/bells.h"

#include <optional>
#include <utility>

#include "server/services/accounts/secrets.h"
#include "server/services/classes/stream_lookup.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/notices/bells_store.h"

namespace lsl::services {

namespace {

constexpr std::int64_t most_bells = 500, most_teachers = 200;

Result<api::Bells> bells_of(store::Connection& connection, UserId user,
                            const domain::StudioClass& row) {
    store::BellsStore bells(connection);
    const auto pressed = LSL_TRY(bells.find(user, row.stream.id));
    const auto place = LSL_TRY(store::EnrollmentsStore(connection).find(row.stream.id, user));
    const auto teacher =
        LSL_TRY(bells.followed(user, store::teacher_key(row.stream.instructor_name)));
    return api::Bells{pressed ? pressed->is_on : place.has_value(), teacher.has_value()};
}

}  // namespace

Result<api::Bells> Bells::read(UserId user, std::string_view stream) {
    const StreamId id = LSL_TRY(parse_stream_id(stream));
    return database_.read([&](store::Connection& reader) -> Result<api::Bells> {
        return bells_of(reader, user, LSL_TRY(require_stream(reader, id)));
    });
}

Result<api::Bells> Bells::set(UserId user, std::string_view stream,
                              const api::PutBells::Request& wish) {
    const StreamId id = LSL_TRY(parse_stream_id(stream));
    return database_.write([&](store::Connection& tx) -> Result<api::Bells> {
        const auto row = LSL_TRY(require_stream(tx, id));
        const std::string& name = row.stream.instructor_name;
        const std::string key = store::teacher_key(name);
        store::BellsStore bells(tx);
        if (wish.of_class) {
            LSL_TRY(bells.put({user, id, *wish.of_class, clock_.utc()}));
            LSL_TRY(bells.keep_newest(user, most_bells));
        }
        if (wish.of_teacher.value_or(false)) {
            if (key.empty()) {
                return make_error(ErrorCode::Conflict, "no_teacher",
                                  "This class does not say who teaches it.");
            }
            if (std::ssize(LSL_TRY(bells.followed_by(user))) >= most_teachers) {
                return make_error(ErrorCode::Conflict, "too_many",
                                  "You follow very many teachers. Let one go first.");
            }
            LSL_TRY(bells.follow({new_id<FollowedId>(clock_), user, name, clock_.utc()}));
        } else if (wish.of_teacher) {
            LSL_TRY(bells.unfollow(user, key));
        }
        return bells_of(tx, user, row);
    });
}

Result<api::ListFollowed::Response> Bells::followed(UserId user) {
    const auto rows = LSL_TRY(database_.read(
        [&](store::Connection& reader) { return store::BellsStore(reader).followed_by(user); }));
    api::ListFollowed::Response response;
    for (const store::FollowedTeacher& one : rows) {
        response.teachers.push_back({one.id, one.name, one.since});
    }
    return response;
}

Result<void> Bells::unfollow(UserId user, std::string_view id) {
    const auto unknown = [] { return not_found("You don't follow this teacher."); };
    const auto followed = FollowedId::parse(id);
    if (!followed) return unknown();
    return database_.write([&](store::Connection& tx) -> Result<void> {
        const bool gone = LSL_TRY(store::BellsStore(tx).unfollow(user, *followed));
        if (!gone) return unknown();
        return {};
    });
}

}  // namespace lsl::services
