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
#include "shared/domain/studio_class.h"

namespace lsl::store {

/// What the ledger says of a class, in tokens.
struct ClassMoney {
    std::int64_t charged = 0;
    std::int64_t refunded = 0;
};

/// A place with whose it is.
struct NamedPlace {
    UserId user_id;
    std::string display_name;
    UtcTime enrolled_at;
    bool is_refunded = false;
};

/// What figures read of several tables; writes nothing.
class FiguresStore {
  public:
    explicit FiguresStore(Connection& connection) : connection_(connection) {}

    Result<ClassMoney> money(StreamId stream);
    /// By name.
    Result<std::vector<NamedPlace>> places(StreamId stream);
    /// Those who watched this class, and another one of the same teacher live between two times.
    Result<std::vector<UserId>> watched_another(const domain::Stream& stream, UtcTime from,
                                                UtcTime to);
    /// Those with a place here who watched another class of the same teacher live that began
    /// before a time.
    Result<std::vector<UserId>> been_here_before(const domain::Stream& stream, UtcTime before);
    /// When each visible message of a person was sent, in order.
    Result<std::vector<UtcTime>> messages(StreamId stream);
    /// Classes that are live or over, of those planned between two times; newest first.
    Result<std::vector<domain::StudioClass>> classes_between(UtcTime from, UtcTime to,
                                                             std::int64_t limit);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
