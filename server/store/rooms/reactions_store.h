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

/// How often something was tapped or wished in ten seconds of a class.
struct ReactionSum {
    UtcTime at;  ///< where the ten seconds begin
    std::string name;
    std::int64_t count = 0;
};

/// Tables reaction_sums and class_efforts.
class ReactionsStore {
  public:
    explicit ReactionsStore(Connection& connection) : connection_(connection) {}

    Result<void> add(StreamId stream, UtcTime now, std::string_view name, std::int64_t count);
    /// Of the ten seconds the largest count: people are not added up.
    Result<void> keep_most(StreamId stream, UtcTime now, std::string_view name, std::int64_t count);
    /// By time.
    Result<std::vector<ReactionSum>> sums(StreamId stream);
    /// From 1 to 4; the last one counts.
    Result<void> set_effort(StreamId stream, UserId user, std::int64_t effort, UtcTime now);
    /// What one person chose; nothing: they have not told yet.
    Result<std::optional<std::int64_t>> effort_of(StreamId stream, UserId user);
    /// How many chose each of them, from 1 to 4.
    Result<std::vector<std::int64_t>> efforts(StreamId stream);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
