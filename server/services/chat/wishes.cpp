#include "server/services/chat/wishes.h"

#include <algorithm>
#include <vector>

namespace lsl::services {

Wishes::Wishes(const Clock& clock, EventHub& hub, By by)
    : clock_(clock), hub_(hub), worker_({.name = "wishes"}, [this, by]() -> threads::Worker::Rest {
          if (by == By::Callers) return threads::Worker::over;
          look();
          const std::lock_guard lock(mutex_);
          return classes_.empty() ? threads::Worker::until_woken : between_looks;
      }) {}

wire::WishCounts Wishes::count(const OfClass& wishes) {
    wire::WishCounts counts;
    for (const auto& [user, one] : wishes) {
        switch (one.wish) {
            case domain::Wish::Again: ++counts.again; break;
            case domain::Wish::Slower: ++counts.slower; break;
            case domain::Wish::Faster: ++counts.faster; break;
        }
    }
    return counts;
}

template <class Change>
void Wishes::change(StreamId stream, Change change) {
    OfClass& wishes = classes_[stream];
    const wire::WishCounts before = count(wishes);
    change(wishes);
    const wire::WishCounts after = count(wishes);
    if (wishes.empty()) classes_.erase(stream);
    if (after == before) return;
    wire::RoomChanged told{.viewers = std::nullopt, .resync = std::nullopt};
    told.wish = after;
    hub_.change_room(stream, told);
}

std::int64_t Wishes::set(StreamId stream, UserId user, std::optional<domain::Wish> wish) {
    const MonoTime until = clock_.mono() + lifetime;
    std::int64_t people = 0;
    {
        const std::lock_guard lock(mutex_);
        change(stream, [&](OfClass& wishes) {
            if (wish) {
                wishes[user] = {*wish, until};
            } else {
                wishes.erase(user);
            }
            people = std::count_if(wishes.begin(), wishes.end(),
                                   [&](const auto& one) { return one.second.wish == wish; });
        });
    }
    worker_.wake();
    return people;
}

void Wishes::clear(StreamId stream) {
    const std::lock_guard lock(mutex_);
    change(stream, [](OfClass& wishes) { wishes.clear(); });
}

wire::WishCounts Wishes::counts(StreamId stream) const {
    const std::lock_guard lock(mutex_);
    const auto found = classes_.find(stream);
    return found == classes_.end() ? wire::WishCounts{} : count(found->second);
}

std::optional<Wishes::Standing> Wishes::of(StreamId stream, UserId user) const {
    const MonoTime now = clock_.mono();
    const std::lock_guard lock(mutex_);
    const auto found = classes_.find(stream);
    if (found == classes_.end()) return std::nullopt;
    const auto one = found->second.find(user);
    if (one == found->second.end() || one->second.until <= now) return std::nullopt;
    const auto left = one->second.until - now;
    return Standing{one->second.wish, std::chrono::ceil<std::chrono::milliseconds>(left)};
}

void Wishes::look() {
    const MonoTime now = clock_.mono();
    const std::lock_guard lock(mutex_);
    std::vector<StreamId> streams;
    for (const auto& [stream, wishes] : classes_) streams.push_back(stream);
    for (const StreamId stream : streams) {
        change(stream, [&](OfClass& wishes) {
            std::erase_if(wishes, [&](const auto& entry) { return entry.second.until <= now; });
        });
    }
}

}  // namespace lsl::services
