#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/result.h"

namespace lsl::store {

/// The database file: WAL, foreign keys, every migration applied, one writer, several readers.
///
/// All changes go through one writer thread. It takes whatever waits, runs each piece of work in a
/// savepoint of one transaction, commits once (synchronous=FULL) and only then answers all of them:
/// durable, and many more per second than one commit each. Work therefore sees the work before it,
/// and its own error undoes only itself.
///
/// Thread-safe. Work must not call `write` or `read` of the same database.
class Database {
  public:
    /// Creates the file (mode 0600) when there is none. Unavailable when it cannot be opened, is of
    /// a newer version, or is damaged.
    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file);
    ~Database();

    /// Runs `work(Connection&) -> Result<T>` as one transaction; returns after it is durable. An
    /// error of `work` undoes what it did.
    template <class Work>
    auto write(Work work) -> decltype(work(std::declval<Connection&>())) {
        using Outcome = decltype(work(std::declval<Connection&>()));
        std::optional<Outcome> outcome;
        const Result<void> done = run([&](Connection& connection) -> Result<void> {
            outcome.emplace(work(connection));
            if (!*outcome) return outcome->error();
            return {};
        });
        if (!done) return done.error();
        return std::move(*outcome);
    }

    /// The same without waiting for it. For notes that may be lost when the process dies; errors
    /// are lost too.
    void write_later(std::function<Result<void>(Connection&)> work);
    /// Returns when everything given to `write_later` so far is done.
    void flush();

    /// Runs `work(Connection&)` on a connection of a reader, in one consistent view.
    template <class Work>
    auto read(Work work) -> decltype(work(std::declval<Connection&>())) {
        Lease lease(*this);
        if (!lease.begun()) return lease.error();
        return work(lease.connection());
    }

    const std::filesystem::path& file() const { return file_; }

  private:
    struct Job;
    /// A reader's connection inside a read transaction, back in the pool when destroyed.
    class Lease {
      public:
        explicit Lease(Database& database);
        ~Lease();
        bool begun() const { return begun_.has_value(); }
        const Error& error() const { return begun_.error(); }
        Connection& connection() { return *connection_; }

      private:
        Database& database_;
        std::unique_ptr<Connection> connection_;
        Result<void> begun_;
    };

    explicit Database(std::filesystem::path file);
    Result<void> run(std::function<Result<void>(Connection&)> work);
    void write_loop();
    void run_batch(std::deque<std::shared_ptr<Job>>& batch);
    Result<std::unique_ptr<Connection>> borrow();
    void give_back(std::unique_ptr<Connection> connection);

    std::filesystem::path file_;
    std::unique_ptr<Connection> writer_;  ///< of the writer thread alone

    std::mutex jobs_mutex_;
    std::condition_variable jobs_changed_;
    std::deque<std::shared_ptr<Job>> jobs_;
    bool stopping_ = false;

    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<Connection>> readers_;  ///< idle ones

    std::thread thread_;
};

}  // namespace lsl::store
