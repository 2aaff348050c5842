#pragma once

#include <string_view>

#include "server/services/classes/page_request.h"
#include "server/store/database.h"
#include "shared/base/result.h"
#include "shared/wire/api.h"

namespace lsl::services {

/// The catalogue of classes that were kept. Public; watching one needs a session. Thread-safe.
class Workouts {
  public:
    explicit Workouts(store::Database& database);
    /// Newest first; with a search text only those whose title, description or instructor has it.
    Result<api::ListWorkouts::Response> list(const PageRequest& page, std::string_view search);
    Result<api::GetWorkout::Response> get(std::string_view id);

  private:
    store::Database& database_;
};

}  // namespace lsl::services
