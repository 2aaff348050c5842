#include "server/services/events/paced_news.h"

#include <exception>
#include <utility>

namespace lsl::services {

PacedNews::PacedNews(std::chrono::milliseconds interval, std::function<void(const Subject&)> tell)
    : interval_(interval), tell_(std::move(tell)) {
    if (interval_.count() > 0) thread_ = std::thread([this] { run(); });
}

PacedNews::~PacedNews() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    woken_.notify_all();
    thread_.join();
}

void PacedNews::changed(const Subject& subject) {
    if (interval_.count() > 0) {
        const std::lock_guard lock(mutex_);
        if (told_.size() >= most_in_an_interval || !told_.insert(subject).second) {
            waiting_.insert(subject);
            return;
        }
        woken_.notify_all();
    }
    tell_(subject);
}

void PacedNews::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        woken_.wait(lock, [&] { return stopping_ || !told_.empty(); });
        if (woken_.wait_for(lock, interval_, [&] { return stopping_; })) return;
        told_.clear();
        while (!waiting_.empty() && told_.size() < most_in_an_interval) {
            told_.insert(waiting_.extract(waiting_.begin()));
        }
        const std::set<Subject> due = told_;
        lock.unlock();
        for (const Subject& subject : due) {
            try {
                tell_(subject);
            } catch (const std::exception&) {
                // The next change of the subject tells it again.
            }
        }
        lock.lock();
    }
}

}  // namespace lsl::services
