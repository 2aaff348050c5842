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

struct DatabaseOptions {
    /// For tests; empty in a server. When it is there, each work runs, is undone, and runs again
    /// after this, which may do what another process does meanwhile: so it is on a database whose
    /// transactions can lose against each other.
    std::function<void(Connection&)> between_runs;
    /// Called on the thread that runs the statement; may be empty.
    StatementObserver observer;
};

/// The database: every migration applied, one writer, several readers.
///
/// All changes go through one writer thread. It takes whatever waits, runs each piece of work in a
/// savepoint of one transaction, commits once and only then answers all of them: durable, and many
/// more per second than one commit each. Work therefore sees the work before it, and its own error
/// undoes only itself.
///
/// Work may run more than once before it is committed. What it has left in variables outside of it
/// has to be reset where it begins, and it does nothing else that a second run would do again.
///
/// Thread-safe. Work must not call `write` or `read` of the same database, and ends with the first
/// error that a statement gives: some databases take nothing more in that transaction.
class Database {
  public:
    /// A SQLite file, made (mode 0600) when there is none. Unavailable when it cannot be opened, is
    /// of a newer version, or is damaged.
    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file,
                                                  DatabaseOptions options = {});
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

    /// Calls `committed` after each commit, on the writer's thread, as long as the watch lives. It
    /// has to be quick.
    class CommitWatch {
      public:
        ~CommitWatch();
        CommitWatch(const CommitWatch&) = delete;
        CommitWatch& operator=(const CommitWatch&) = delete;

      private:
        friend class Database;
        CommitWatch(Database& database, std::function<void()> committed)
            : database_(database), committed_(std::move(committed)) {}
        Database& database_;
        const std::function<void()> committed_;
    };
    std::unique_ptr<CommitWatch> watch_commits(std::function<void()> committed);

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

    Database(std::filesystem::path file, DatabaseOptions options);
    Result<void> run(std::function<Result<void>(Connection&)> work);
    void write_loop();
    void run_batch(std::deque<std::shared_ptr<Job>>& batch);
    Result<void> run_in_savepoint(const Job& job);
    Result<std::unique_ptr<Connection>> borrow();
    void give_back(std::unique_ptr<Connection> connection);

    const std::filesystem::path file_;
    const DatabaseOptions options_;
    std::unique_ptr<Connection> writer_;  ///< of the writer thread alone

    std::mutex jobs_mutex_;
    std::condition_variable jobs_changed_;
    std::deque<std::shared_ptr<Job>> jobs_;
    bool stopping_ = false;

    std::mutex watches_mutex_;
    std::vector<CommitWatch*> watches_;

    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<Connection>> readers_;  ///< idle ones

    std::thread thread_;
};

}  // namespace lsl::store
