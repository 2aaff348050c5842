#include "server/services/events/paced_news.h"

#include <utility>

#include "server/threads/attempt.h"

namespace lsl::services {

PacedNews::PacedNews(std::chrono::milliseconds interval, std::function<void(const Subject&)> tell)
    : interval_(interval), tell_(std::move(tell)), worker_({.name = "paced news"}, [this] {
          return interval_.count() > 0 ? turn() : threads::Worker::over;
      }) {}

void PacedNews::changed(const Subject& subject) {
    if (interval_.count() > 0) {
        const std::lock_guard lock(mutex_);
        if (told_.size() >= most_in_an_interval || !told_.insert(subject).second) {
            waiting_.insert(subject);
            return;
        }
        worker_.wake();
    }
    tell_(subject);
}

threads::Worker::Rest PacedNews::turn() {
    {
        const std::lock_guard lock(mutex_);
        if (told_.empty()) return threads::Worker::until_woken;
    }
    if (!worker_.sleep(interval_)) return threads::Worker::over;
    std::set<Subject> due;
    {
        const std::lock_guard lock(mutex_);
        told_.clear();
        while (!waiting_.empty() && told_.size() < most_in_an_interval) {
            told_.insert(waiting_.extract(waiting_.begin()));
        }
        due = told_;
    }
    for (const Subject& subject : due) {
        // The next change of a subject whose news failed tells it again.
        threads::attempt("paced news", [&] { tell_(subject); });
    }
    return threads::Worker::no_rest;
}

}  // namespace lsl::services
