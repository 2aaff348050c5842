#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/store/connection.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// Table secrets: what the server makes up once and keeps.
class SecretsStore {
  public:
    explicit SecretsStore(Connection& connection) : connection_(connection) {}

    Result<std::optional<std::string>> find(std::string_view name);
    /// The secret of that name; `fresh` becomes it when there is none yet.
    Result<std::string> find_or_insert(std::string_view name, std::string_view fresh, UtcTime now);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
