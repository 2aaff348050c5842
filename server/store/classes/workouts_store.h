#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "server/store/connection.h"
#include "server/store/read_rows.h"
#include "shared/base/result.h"
#include "shared/domain/workout.h"

namespace lsl::store {

/// Table workouts.
class WorkoutsStore {
  public:
    explicit WorkoutsStore(Connection& connection) : connection_(connection) {}

    Result<void> insert(const domain::Workout& workout);
    Result<std::optional<domain::Workout>> find(WorkoutId id);
    Result<std::optional<domain::Workout>> find_by_video(const VideoId& video);
    /// Newest first, behind a position; only those that contain `search` (empty: all).
    Result<std::vector<domain::Workout>> list(const std::optional<Position>& after,
                                              std::int64_t limit, std::string_view search);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
