#include "server/services/events/news_reader.h"

#include <exception>
#include <utility>

namespace lsl::services {
namespace {

using store::OutboxStore;

constexpr std::int64_t rows_at_a_time = 500;
/// Commits that follow each other closely are read together.
constexpr std::chrono::milliseconds between_reads{10};
/// The position is written down that often.
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
    return std::unique_ptr<NewsReader>(
        new NewsReader(database, std::move(name), std::move(handle), position, by));
}

NewsReader::NewsReader(store::Database& database, std::string name, Handle handle,
                       std::int64_t position, By by)
    : database_(database),
      name_(std::move(name)),
      handle_(std::move(handle)),
      position_(position),
      noted_(position),
      earlier_(position),
      // It wakes the worker only once that has rested, and so is there.
      watch_(database.watch_commits([this] {
          const std::lock_guard lock(mutex_);
          has_news_ = true;
          if (rests_) worker_.wake();
      })),
      worker_({.name = "news " + name_, .after_failure = between_reads},
              [this, by] { return by == By::OwnThread ? turn() : threads::Worker::over; }) {}

/// Before the worker goes nobody may wake it any more.
NewsReader::~NewsReader() { watch_.reset(); }

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

/// Of a second ago, since what was handed on since may not have left the process yet.
void NewsReader::note_position() {
    if (earlier_ != noted_) store_position(earlier_);
    noted_ = earlier_;
    earlier_ = position_;
}

threads::Worker::Rest NewsReader::turn() {
    constexpr auto reads_between_notes = between_notes / between_reads;
    {
        const std::lock_guard lock(mutex_);
        if (!std::exchange(has_news_, false)) {
            // Rested for a second, or about to.
            if (std::exchange(rests_, true)) note_position();
            return noted_ == position_ ? threads::Worker::until_woken : between_notes;
        }
        rests_ = false;
    }
    read();
    if (++reads_ % reads_between_notes == 0) note_position();
    return between_reads;
}

}  // namespace lsl::services
