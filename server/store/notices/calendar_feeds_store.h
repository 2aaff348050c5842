#pragma once

#include <cstdint>
#include <string_view>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"

namespace lsl::store {

/// Table calendar_feeds: the number of the address that a person's calendar has now. Another
/// number is another address; the former one leads nowhere.
class CalendarFeedsStore {
  public:
    explicit CalendarFeedsStore(Connection& connection) : connection_(connection) {}

    /// 0 at first.
    Result<std::int64_t> number(UserId user, std::string_view kind);
    Result<void> set_number(UserId user, std::string_view kind, std::int64_t number);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
