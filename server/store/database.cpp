#include "server/store/database.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "server/store/migrations.h"

namespace lsl::store {

namespace {

// More would make the first of a batch wait for long; throughput is flat well before.
constexpr std::size_t largest_batch = 256;
// Idle readers beyond this are closed.
constexpr std::size_t kept_readers = 8;

/// SQLite gives -wal and -shm the mode of the database file, so this covers them, too.
Result<void> create_private(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return make_error(ErrorCode::Unavailable, "storage_unavailable",
                          "The database file can't be opened: " + file.string() + ": " +
                              std::strerror(errno) + ".");
    }
    ::close(descriptor);
    return {};
}

Error lost_transaction() {
    Error error = make_error(ErrorCode::Unavailable, "storage_unavailable",
                             "The server can't store this right now. Try again soon.");
    error.retry_after_seconds = 5;
    return std::move(error).with_detail("SQLite rolled the whole batch back");
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

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file) {
    LSL_TRY(create_private(file));
    std::unique_ptr<Database> database(new Database(file));
    database->writer_ = LSL_TRY(Connection::open(file, OpenAs::Writer));
    LSL_TRY(migrate(*database->writer_));
    database->thread_ = std::thread([raw = database.get()] { raw->write_loop(); });
    return database;
}

Database::Database(std::filesystem::path file) : file_(std::move(file)) {}

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
    }
}

void Database::run_batch(std::deque<std::shared_ptr<Job>>& batch) {
    const auto fail_all = [&](const Error& error) {
        for (const auto& job : batch) job->outcome = error;
    };
    if (const auto begun = writer_->execute("BEGIN IMMEDIATE"); !begun) {
        return fail_all(begun.error());
    }
    for (const auto& job : batch) {
        Result<void> done = writer_->prepare("SAVEPOINT work").run();
        if (done) {
            done = job->work(*writer_);
            if (!done) static_cast<void>(writer_->prepare("ROLLBACK TO work").run());
            if (const auto released = writer_->prepare("RELEASE work").run(); done && !released) {
                done = released.error();
            }
        }
        job->outcome = std::move(done);
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
    return Connection::open(file_, OpenAs::Reader);
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
    begun_ = connection_->prepare("BEGIN").run();
}

Database::Lease::~Lease() {
    if (!connection_ || !begun_) return;
    if (connection_->prepare("COMMIT").run()) database_.give_back(std::move(connection_));
}

}  // namespace lsl::store
