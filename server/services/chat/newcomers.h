#pragma once

#include <set>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/stream.h"

namespace lsl::services {

/// Who is at a class of this teacher for the first time: staff greets them, and looks twice before
/// it silences them. People with a place in the class alone. Any thread, within a transaction.
class Newcomers {
  public:
    /// `now` stands for the start of a class that has not begun.
    static Result<Newcomers> of(store::Connection& connection, const domain::Stream& stream,
                                UtcTime now);

    bool contains(UserId user) const { return places_.contains(user) && !known_.contains(user); }

  private:
    std::set<UserId> places_, known_;
};

}  // namespace lsl::services
