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
#include "shared/domain/figures.h"

namespace lsl::store {

/// A span with what its writers need beside it. `span.person` is a row of watch_people.
struct WatchSpanRow {
    std::int64_t id = 0;  ///< given by `insert`
    domain::WatchSpan span;
    std::string name;      ///< the player's own; empty: our media engine's
    bool is_open = false;  ///< goes on while the engine has the viewer
};

/// Who a number of watch_people is.
struct WatchPerson {
    std::int64_t id = 0;
    std::optional<UserId> user_id;  ///< nothing: nobody is to know any more
};

/// A person's span, with the class it is of.
struct WatchedSpan {
    StreamId stream_id;
    domain::WatchSpan span;
};

/// Tables watch_people and watch_spans.
class WatchSpansStore {
  public:
    explicit WatchSpansStore(Connection& connection) : connection_(connection) {}

    /// The person's number in the class, made when there is none.
    Result<std::int64_t> person(StreamId stream, UserId user);
    /// Everybody of a class who has one.
    Result<std::vector<WatchPerson>> people(StreamId stream);

    /// Answers the new row's id.
    Result<std::int64_t> insert(const WatchSpanRow& row);
    /// The newest of that name; open ones have none.
    Result<std::optional<WatchSpanRow>> find(std::int64_t person, std::string_view name);
    Result<std::int64_t> count(std::int64_t person);
    /// Never back.
    Result<void> extend(std::int64_t id, std::int64_t ended_ms);
    Result<void> close(std::int64_t id, std::int64_t ended_ms);
    /// All open ones of a class last until now.
    Result<void> extend_open(StreamId stream, std::int64_t now_ms);
    /// After a restart: they ended where they were last extended to.
    Result<void> close_all();

    /// Of a class, in no promised order.
    Result<std::vector<domain::WatchSpan>> of_stream(StreamId stream);
    /// Of a person in all classes, oldest first.
    Result<std::vector<WatchedSpan>> of_person(UserId user);
    /// Takes the people out of classes that began before.
    Result<void> unlink_before(UtcTime began_before);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
