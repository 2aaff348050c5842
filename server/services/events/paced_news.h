#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>

#include "server/threads/worker.h"
#include "shared/base/id.h"

namespace lsl::services {

/// What something to tell is about.
struct Subject {
    enum class Kind : std::uint8_t { Class, Statistics, Enrollment, Notices };
    Kind kind = Kind::Class;
    StreamId stream;  ///< but of notices
    UserId user;      ///< of an enrollment, and of notices
    auto operator<=>(const Subject&) const = default;
};

/// Tells of a subject at once, and then no more often than once in an interval: what changed
/// meanwhile is told at its end, as it is then. So a listener hears the latest state within the
/// interval, however often somebody changes it. When very many subjects change at once, they are
/// told a part per interval. Thread-safe.
class PacedNews {
  public:
    static constexpr std::chrono::milliseconds usual_interval{250};
    static constexpr std::size_t most_in_an_interval = 64;

    /// `tell` is called on the thread that noted the change, or on one of its own; what it throws
    /// is lost with that piece of news. An interval of zero tells always at once.
    PacedNews(std::chrono::milliseconds interval, std::function<void(const Subject&)> tell);
    void changed(const Subject& subject);

  private:
    threads::Worker::Rest turn();

    const std::chrono::milliseconds interval_;
    const std::function<void(const Subject&)> tell_;
    std::mutex mutex_;
    std::set<Subject> told_;     ///< in the present interval
    std::set<Subject> waiting_;  ///< for its end
    /// Last: it uses all the others. What is due when it stops is not told any more.
    threads::Worker worker_;
};

}  // namespace lsl::services
