#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>

#include "server/store/database.h"
#include "shared/base/id.h"
#include "shared/base/time.h"

namespace lsl::services {

/// For how long picture or sound arrives in live classes, kept in their rows (media_seconds): what
/// was counted more than ten seconds ago survives a crash. Thread-safe, and waits for nothing but
/// where it says so.
class MediaTime {
  public:
    /// `database` outlives the object.
    explicit MediaTime(store::Database& database) : database_(database) {}
    /// Saves what it has counted.
    ~MediaTime();
    MediaTime(const MediaTime&) = delete;
    MediaTime& operator=(const MediaTime&) = delete;

    /// To be told about once a second of every live class.
    void note(StreamId stream, bool arrives, MonoTime now);
    /// The class is over. Returns when its row has all of its seconds.
    void close(StreamId stream, MonoTime now);
    /// The start was undone: what was counted is not to be kept.
    void forget(StreamId stream);

  private:
    struct Count {
        std::optional<MonoTime> last;  ///< arrived until then; nothing: it stands still
        std::chrono::microseconds unsaved{0};
    };
    static void add(Count& count, MonoTime now);
    void save_whole_seconds(StreamId stream, Count& count);

    store::Database& database_;
    std::mutex mutex_;
    std::map<StreamId, Count> counts_;  ///< of classes in which something arrived
};

}  // namespace lsl::services
