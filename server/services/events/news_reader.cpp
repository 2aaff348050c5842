#include "server/services/events/news_reader.h"

#include <exception>
#include <utility>

namespace lsl::services {
namespace {

using store::OutboxStore;

constexpr std::int64_t rows_at_a_time = 500;
/// Commits that follow each other closely are read together.
constexpr std::chrono::milliseconds between_reads{10};
/// The position is written down that often, and then the one of that long ago: what was handed on
/// since may not have left the process yet.
constexpr std::chrono::seconds between_notes{1};

}  // namespace

Result<std::unique_ptr<NewsReader>> NewsReader::open(store::Database& database, std::string name,
                                                     Handle handle, By by) {
    const auto begin = [&](store::Connection& tx) -> Result<std::int64_t> {
        OutboxStore outbox(tx);
        if (const auto known = LSL_TRY(outbox.position(name))) return *known;
        const std::int64_t newest = LSL_TRY(outbox.newest());
        LSL_TRY(outbox.set_position(name, newest));
        return newest;
    };
    const std::int64_t position = LSL_TRY(database.write(begin));
    std::unique_ptr<NewsReader> reader(
        new NewsReader(database, std::move(name), std::move(handle), position));
    if (by == By::OwnThread) reader->start();
    return reader;
}

NewsReader::NewsReader(store::Database& database, std::string name, Handle handle,
                       std::int64_t position)
    : database_(database),
      name_(std::move(name)),
      handle_(std::move(handle)),
      position_(position) {}

void NewsReader::start() {
    watch_ = database_.watch_commits([this] {
        const std::lock_guard lock(mutex_);
        woken_ = true;
        changed_.notify_all();
    });
    thread_ = std::thread([this] { run(); });
}

NewsReader::~NewsReader() {
    if (!thread_.joinable()) return;
    watch_.reset();
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void NewsReader::read() {
    while (read_some()) {
    }
}

bool NewsReader::read_some() {
    const std::lock_guard lock(reading_);
    const auto rows = database_.read([&](store::Connection& reader) {
        return OutboxStore(reader).after(position_, rows_at_a_time);
    });
    if (!rows || rows->empty()) return false;
    try {
        handle_(*rows);
    } catch (const std::exception&) {
        // The next change of the same rows is told again.
    }
    position_ = rows->back().id;
    return std::ssize(*rows) == rows_at_a_time;
}

void NewsReader::store_position(std::int64_t position) {
    database_.write_later([name = name_, position](store::Connection& tx) {
        return OutboxStore(tx).set_position(name, position);
    });
}

void NewsReader::run() {
    constexpr auto reads_between_notes = between_notes / between_reads;
    std::int64_t noted = position_;
    std::int64_t earlier = position_;
    const auto note = [&] {
        if (earlier != noted) store_position(earlier);
        noted = earlier;
        earlier = position_;
    };
    std::int64_t reads = 0;
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (std::exchange(woken_, false)) {
            lock.unlock();
            read();
            if (++reads % reads_between_notes == 0) note();
            lock.lock();
            changed_.wait_for(lock, between_reads, [&] { return stopping_; });
            continue;
        }
        const auto called = [&] { return stopping_ || woken_; };
        if (noted == position_) {
            changed_.wait(lock, called);
        } else if (!changed_.wait_for(lock, between_notes, called)) {
            note();
        }
    }
}

}  // namespace lsl::services
