#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// Somebody's bell of a class, once they pressed it.
struct ClassBell {
    UserId user;
    StreamId stream;
    bool is_on = false;
    UtcTime pressed_at;
};

/// A teacher whom somebody follows.
struct FollowedTeacher {
    FollowedId id;
    UserId user;
    std::string name;  ///< as it stood over the class where they were followed
    UtcTime since;
};

/// What followers are found by: neither case nor accents of a teacher's name matter.
std::string teacher_key(std::string_view name);

/// Tables class_bells and followed_teachers.
class BellsStore {
  public:
    explicit BellsStore(Connection& connection) : connection_(connection) {}

    Result<std::optional<ClassBell>> find(UserId user, StreamId stream);
    /// In place of what was chosen before.
    Result<void> put(const ClassBell& bell);
    Result<std::vector<ClassBell>> of_class(StreamId stream);
    /// One person's, the one that was pressed last first.
    Result<std::vector<ClassBell>> of_person(UserId user);
    /// The rest of one person's, from the one that was pressed longest ago.
    Result<void> keep_newest(UserId user, std::int64_t most);

    // `key`: a `teacher_key`.
    Result<std::optional<FollowedTeacher>> followed(UserId user, std::string_view key);
    /// Nothing happens when they are followed already.
    Result<void> follow(const FollowedTeacher& teacher);
    Result<void> unfollow(UserId user, std::string_view key);
    /// Of the person's own. False: there is none.
    Result<bool> unfollow(UserId user, FollowedId id);
    Result<std::vector<FollowedTeacher>> followers(std::string_view key);
    /// Whom one person follows, the newest first.
    Result<std::vector<FollowedTeacher>> followed_by(UserId user);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
