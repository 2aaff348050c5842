#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "shared/base/time.h"

namespace lsl::media {

/// Which session is due when. A session that is due earlier than before is pushed again; its older
/// entry is recognised by its time and skipped by whoever pops it.
class TimerQueue {
  public:
    struct Entry {
        MonoTime at;
        std::uint64_t session;
    };

    void push(MonoTime at, std::uint64_t session) { heap_.push({at, session}); }
    std::optional<MonoTime> next() const {
        if (heap_.empty()) return std::nullopt;
        return heap_.top().at;
    }
    std::optional<Entry> pop_due(MonoTime now) {
        if (heap_.empty() || heap_.top().at > now) return std::nullopt;
        const Entry entry = heap_.top();
        heap_.pop();
        return entry;
    }
    std::size_t size() const { return heap_.size(); }

  private:
    struct Later {
        bool operator()(const Entry& a, const Entry& b) const { return a.at > b.at; }
    };
    std::priority_queue<Entry, std::vector<Entry>, Later> heap_;
};

}  // namespace lsl::media
