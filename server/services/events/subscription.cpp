#include "server/services/events/subscription.h"

#include <utility>

#include "server/services/events/event_hub.h"

namespace lsl::services {

Subscription::~Subscription() { hub_.leave(*this); }

Subscription::State Subscription::take(std::vector<SharedText>& texts) {
    const std::lock_guard lock(mutex_);
    for (SharedText& text : queue_) texts.push_back(std::move(text));
    queue_.clear();
    queued_bytes_ = 0;
    return dropped_ ? State::Dropped : State::Open;
}

void Subscription::wake_by(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
    if (wake_ && (dropped_ || !queue_.empty())) wake_();
}

bool Subscription::deliver(const SharedText& text, std::size_t most_texts) {
    const std::lock_guard lock(mutex_);
    if (dropped_ || queue_.size() >= most_texts ||
        queued_bytes_ + text->size() > most_queued_bytes) {
        return false;
    }
    const bool first = queue_.empty();
    queue_.push_back(text);
    queued_bytes_ += text->size();
    if (first && wake_) wake_();
    return true;
}

void Subscription::drop() {
    const std::lock_guard lock(mutex_);
    dropped_ = true;
    queue_.clear();
    if (wake_) wake_();
}

}  // namespace lsl::services
