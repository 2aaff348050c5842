#pragma once

#include <cstdint>
#include <optional>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/stream.h"

namespace lsl::store {

/// What was known of a class when its people were told last.
struct ToldClass {
    StreamId stream;
    domain::StreamStatus status = domain::StreamStatus::Scheduled;
    UtcTime start_at;
    std::int64_t seconds = 0;  ///< planned length
    bool has_replay = false;
};

/// Table notice_classes.
class NoticeClassesStore {
  public:
    explicit NoticeClassesStore(Connection& connection) : connection_(connection) {}

    Result<std::optional<ToldClass>> find(StreamId stream);
    /// In place of what was known before.
    Result<void> put(const ToldClass& told);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
