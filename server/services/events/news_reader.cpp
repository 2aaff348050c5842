#include "server/services/events/news_reader.h"

#include <algorithm>
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
/// Then it is looked which of the rows it is.
constexpr std::int64_t failures_of_many = 3;
/// Then a row is left behind: with the pauses below after about half an hour.
constexpr std::int64_t failures_of_one = 36;
constexpr std::chrono::milliseconds shortest_news_pause{100}, longest_news_pause{60'000};

std::chrono::milliseconds news_pause_after(std::int64_t failures) {
    const auto doublings = static_cast<int>(std::min<std::int64_t>(failures, 16));
    return std::min<std::chrono::milliseconds>(shortest_news_pause * (1 << doublings),
                                               longest_news_pause);
}

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

bool NewsReader::read() {
    Read read = Read::More;
    while (read == Read::More) read = read_some();
    return read != Read::Failed;
}

bool NewsReader::hand_on(const std::vector<store::NewsRow>& rows) {
    try {
        return handle_(rows).has_value();
    } catch (const std::exception&) {
        return false;  // there is no memory, say
    }
}

NewsReader::Read NewsReader::read_some() {
    const std::lock_guard lock(reading_);
    const std::int64_t at_most = position_ < one_by_one_until_ ? 1 : rows_at_a_time;
    const auto rows = database_.read(
        [&](store::Connection& reader) { return OutboxStore(reader).after(position_, at_most); });
    if (!rows) return Read::Failed;
    if (rows->empty()) return Read::All;
    const bool done = hand_on(*rows);
    if (!done && ++failures_ < failures_of_one) {
        if (failures_ == failures_of_many) one_by_one_until_ = rows->back().id;
        return Read::Failed;
    }
    failures_ = 0;
    position_ = rows->back().id;
    return std::ssize(*rows) == at_most ? Read::More : Read::All;
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
    const bool done = read();
    if (++reads_ % reads_between_notes == 0) note_position();
    if (done) return between_reads;
    std::int64_t failures = 0;
    {
        const std::lock_guard lock(reading_);
        failures = failures_;
    }
    const std::lock_guard lock(mutex_);
    has_news_ = true;
    return news_pause_after(failures);
}

}  // namespace lsl::services
