#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/store/database.h"
#include "server/store/jobs/outbox_store.h"
#include "server/threads/worker.h"
#include "shared/base/result.h"

namespace lsl::services {

/// One reader of the outbox: hands on what was committed, in order, and remembers how far it came.
/// A reader that dies goes on where it was: it may get rows twice, and loses none. What fails is
/// handed on again, later and later, at last a row at a time, so that one which nobody can handle
/// holds up the others for half an hour at most. Thread-safe.
class NewsReader {
  public:
    /// Called for some rows at a time, the oldest first, never by two threads at once. It may read
    /// the database. After an error, and after what it throws, it gets the same rows again.
    using Handle = std::function<Result<void>(const std::vector<store::NewsRow>&)>;
    /// What reads: a thread of its own after each commit, or whoever calls `read`.
    enum class By : std::uint8_t { OwnThread, Callers };

    /// `name` is the reader's for ever. A new one begins with what comes from now on.
    static Result<std::unique_ptr<NewsReader>> open(store::Database& database, std::string name,
                                                    Handle handle, By by = By::OwnThread);
    ~NewsReader();
    NewsReader(const NewsReader&) = delete;
    NewsReader& operator=(const NewsReader&) = delete;

    /// Hands on what is there now. False when some of it failed and has to wait.
    bool read();

  private:
    NewsReader(store::Database& database, std::string name, Handle handle, std::int64_t position,
               By by);
    threads::Worker::Rest turn();
    void note_position();
    enum class Read : std::uint8_t { More, All, Failed };
    Read read_some();
    /// False: they are to be handed on again.
    bool hand_on(const std::vector<store::NewsRow>& rows);
    void store_position(std::int64_t position);

    store::Database& database_;
    const std::string name_;
    const Handle handle_;

    std::mutex reading_;
    std::int64_t position_;      ///< of the last row that was handed on
    std::int64_t failures_ = 0;  ///< of the rows behind it, one after the other
    std::int64_t one_by_one_until_ = 0;

    // Of the worker:
    std::int64_t noted_;    ///< the position that is written down
    std::int64_t earlier_;  ///< of a second ago
    std::int64_t reads_ = 0;

    std::mutex mutex_;  ///< of the next two
    bool has_news_ = true;
    bool rests_ = false;  ///< until it is woken, at least for a second
    std::unique_ptr<store::Database::CommitWatch> watch_;
    threads::Worker worker_;  // last: it uses all the others
};

}  // namespace lsl::services
