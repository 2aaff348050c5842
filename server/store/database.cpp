#include "server/store/database.h"

#include <exception>

#include "server/store/sqlite/migrations.h"
#include "server/store/sqlite/sqlite_connection.h"

namespace lsl::store {

namespace {

// More would make the first of a batch wait for long; throughput is flat well before.
constexpr std::size_t largest_batch = 256;
// Idle readers beyond this are closed.
constexpr std::size_t kept_readers = 8;

Error lost_transaction() {
    Error error = make_error(ErrorCode::Unavailable, "storage_unavailable",
                             "The server can't store this right now. Try again soon.");
    error.retry_after_seconds = 5;
    return std::move(error).with_detail("the database gave the whole batch up");
}

}  // namespace

/// One piece of work on its way through the writer thread.
struct Database::Job {
    std::function<Result<void>(Connection&)> work;
    Result<void> outcome;
    bool done = false;
    std::mutex mutex;
    std::condition_variable finished;

    void finish() {
        const std::lock_guard lock(mutex);
        done = true;
        finished.notify_all();
    }
    void wait() {
        std::unique_lock lock(mutex);
        finished.wait(lock, [&] { return done; });
    }
};

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file,
                                                 DatabaseOptions options) {
    std::unique_ptr<Database> database(new Database(file, std::move(options)));
    auto writer = LSL_TRY(sqlite::SqliteConnection::open(file, OpenAs::Writer));
    LSL_TRY(sqlite::migrate(*writer));
    database->writer_ =
        std::make_unique<Connection>(std::move(writer), database->options_.observer);
    database->thread_ = std::thread([raw = database.get()] { raw->write_loop(); });
    return database;
}

Database::Database(std::filesystem::path file, DatabaseOptions options)
    : file_(std::move(file)), options_(std::move(options)) {}

Database::~Database() {
    {
        const std::lock_guard lock(jobs_mutex_);
        stopping_ = true;
    }
    jobs_changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

Result<void> Database::run(std::function<Result<void>(Connection&)> work) {
    const auto job = std::make_shared<Job>();
    job->work = std::move(work);
    {
        const std::lock_guard lock(jobs_mutex_);
        jobs_.push_back(job);
    }
    jobs_changed_.notify_one();
    job->wait();
    return std::move(job->outcome);
}

void Database::write_later(std::function<Result<void>(Connection&)> work) {
    const auto job = std::make_shared<Job>();
    job->work = std::move(work);
    {
        const std::lock_guard lock(jobs_mutex_);
        jobs_.push_back(job);
    }
    jobs_changed_.notify_one();
}

void Database::flush() {
    static_cast<void>(run([](Connection&) -> Result<void> { return {}; }));
}

std::unique_ptr<Database::CommitWatch> Database::watch_commits(std::function<void()> committed) {
    std::unique_ptr<CommitWatch> watch(new CommitWatch(*this, std::move(committed)));
    const std::lock_guard lock(watches_mutex_);
    watches_.push_back(watch.get());
    return watch;
}

Database::CommitWatch::~CommitWatch() {
    const std::lock_guard lock(database_.watches_mutex_);
    std::erase(database_.watches_, this);
}

void Database::write_loop() {
    while (true) {
        std::deque<std::shared_ptr<Job>> batch;
        {
            std::unique_lock lock(jobs_mutex_);
            jobs_changed_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
            if (jobs_.empty()) return;
            while (!jobs_.empty() && batch.size() < largest_batch) {
                batch.push_back(std::move(jobs_.front()));
                jobs_.pop_front();
            }
        }
        run_batch(batch);
        for (const auto& job : batch) job->finish();
        const std::lock_guard lock(watches_mutex_);
        for (const CommitWatch* watch : watches_) watch->committed_();
    }
}

Result<void> Database::run_in_savepoint(const Job& job) {
    LSL_TRY(writer_->prepare("SAVEPOINT work").run());
    Result<void> done;
    try {
        if (options_.between_runs) {
            static_cast<void>(job.work(*writer_));
            LSL_TRY(writer_->prepare("ROLLBACK TO work").run());
            options_.between_runs(*writer_);
        }
        done = job.work(*writer_);
    } catch (const std::exception& problem) {
        // Whoever waits hears of it; the other jobs of the batch are not touched.
        done = internal_error(problem.what());
    }
    if (!done) static_cast<void>(writer_->prepare("ROLLBACK TO work").run());
    if (const auto released = writer_->prepare("RELEASE work").run(); done && !released) {
        return released.error();
    }
    return done;
}

void Database::run_batch(std::deque<std::shared_ptr<Job>>& batch) {
    const auto fail_all = [&](const Error& error) {
        for (const auto& job : batch) job->outcome = error;
    };
    if (const auto begun = writer_->begin(); !begun) return fail_all(begun.error());
    for (const auto& job : batch) {
        job->outcome = run_in_savepoint(*job);
        if (!writer_->in_transaction()) {
            // A full or failing disk makes SQLite give up the whole transaction, not just a step.
            return fail_all(lost_transaction());
        }
    }
    if (const auto committed = writer_->execute("COMMIT"); !committed) {
        // Nothing of the batch is in the file, so nobody may be told that it is.
        static_cast<void>(writer_->execute("ROLLBACK"));
        for (const auto& job : batch) {
            if (job->outcome) job->outcome = committed.error();
        }
    }
}

Result<std::unique_ptr<Connection>> Database::borrow() {
    {
        const std::lock_guard lock(readers_mutex_);
        if (!readers_.empty()) {
            auto connection = std::move(readers_.back());
            readers_.pop_back();
            return connection;
        }
    }
    auto reader = LSL_TRY(sqlite::SqliteConnection::open(file_, OpenAs::Reader));
    return std::make_unique<Connection>(std::move(reader), options_.observer);
}

void Database::give_back(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(readers_mutex_);
    if (readers_.size() < kept_readers) readers_.push_back(std::move(connection));
}

Database::Lease::Lease(Database& database) : database_(database) {
    auto borrowed = database_.borrow();
    if (!borrowed) {
        begun_ = borrowed.error();
        return;
    }
    connection_ = std::move(*borrowed);
    begun_ = connection_->begin();
}

Database::Lease::~Lease() {
    if (!connection_ || !begun_) return;
    if (connection_->prepare("COMMIT").run()) database_.give_back(std::move(connection_));
}

}  // namespace lsl::store
