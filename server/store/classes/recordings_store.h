#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/media/recording.h"

namespace lsl::store {

/// Table recordings: what was recorded of each input of a class. There is a row from the beginning
/// of the input; `StreamsStore` reads a class together with the recording of its main one, and
/// that one is meant where no input is named.
class RecordingsStore {
  public:
    explicit RecordingsStore(Connection& connection) : connection_(connection) {}

    Result<void> insert(StreamId stream, std::string_view input, const domain::Recording& row);
    Result<void> update(StreamId stream, std::string_view input, const domain::Recording& row);

    /// Classes whose replay week is over, oldest first: still announced as available, or not to be
    /// kept.
    Result<std::vector<StreamId>> expired(UtcTime now);
    /// How many there are of what `expired` looks for, due or not.
    Result<std::int64_t> count_expiring();

  private:
    Connection& connection_;
};

}  // namespace lsl::store
