#include "server/services/live/media_time.h"

#include <algorithm>
#include <chrono>

#include "server/store/classes/class_counters_store.h"

namespace lsl::services {

namespace {

constexpr std::chrono::seconds saved_every{10};
/// Between two notes; after more nobody looked, so nobody can say what arrived.
constexpr std::chrono::seconds longest_gap{5};

}  // namespace

MediaTime::~MediaTime() {
    for (auto& [stream, count] : counts_) save_whole_seconds(stream, count);
}

void MediaTime::save_whole_seconds(StreamId stream, Count& count) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(count.unsaved);
    count.unsaved -= whole;
    if (whole.count() == 0) return;
    database_.write_later([stream, whole](store::Connection& tx) {
        return store::ClassCountersStore(tx).add_media(stream, whole.count());
    });
}

void MediaTime::add(Count& count, MonoTime now) {
    if (count.last)
        count.unsaved += std::min<std::chrono::microseconds>(now - *count.last, longest_gap);
}

void MediaTime::note(StreamId stream, bool arrives, MonoTime now) {
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(stream);
    if (!arrives) {
        if (found != counts_.end()) found->second.last.reset();
        return;
    }
    Count& count = found != counts_.end() ? found->second : counts_[stream];
    add(count, now);
    count.last = now;
    if (count.unsaved >= saved_every) save_whole_seconds(stream, count);
}

void MediaTime::close(StreamId stream, MonoTime now) {
    std::chrono::seconds rest{0};
    {
        const std::lock_guard lock(mutex_);
        const auto found = counts_.find(stream);
        if (found == counts_.end()) return;
        add(found->second, now);
        // A class that brought anything at all is none that brought nothing.
        rest = std::max(std::chrono::seconds(1),
                        std::chrono::ceil<std::chrono::seconds>(found->second.unsaved));
        counts_.erase(found);
    }
    static_cast<void>(database_.write([&](store::Connection& tx) {
        return store::ClassCountersStore(tx).add_media(stream, rest.count());
    }));
}

void MediaTime::forget(StreamId stream) {
    const std::lock_guard lock(mutex_);
    counts_.erase(stream);
}

}  // namespace lsl::services
