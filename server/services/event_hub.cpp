#include "server/services/event_hub.h"

namespace lsl::services {

Subscription::Subscription(EventHub& hub, Audience audience, std::function<void()> wake)
    : hub_(hub), audience_(std::move(audience)), wake_(std::move(wake)) {}

Subscription::~Subscription() { hub_.leave(this); }

Subscription::State Subscription::wait(std::chrono::milliseconds at_most,
                                       std::vector<SharedEvent>& events) {
    {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, at_most, [&] { return dropped_ || !queue_.empty(); });
    }
    return take(events);
}

Subscription::State Subscription::take(std::vector<SharedEvent>& events) {
    const std::lock_guard lock(mutex_);
    for (SharedEvent& event : queue_) events.push_back(std::move(event));
    queue_.clear();
    return dropped_ ? State::Dropped : State::Open;
}

bool Subscription::deliver(const SharedEvent& event) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        if (dropped_ || queue_.size() >= hub_.queue_length_) return false;
        first = queue_.empty();
        queue_.push_back(event);
    }
    changed_.notify_all();
    if (first && wake_) wake_();
    return true;
}

void Subscription::drop() {
    {
        const std::lock_guard lock(mutex_);
        dropped_ = true;
        queue_.clear();
    }
    changed_.notify_all();
    if (wake_) wake_();
}

EventHub::EventHub(std::size_t queue_length) : queue_length_(queue_length) {}

EventHub::~EventHub() { close(); }

std::unique_ptr<Subscription> EventHub::subscribe(Audience audience, std::function<void()> wake) {
    std::unique_ptr<Subscription> subscription(
        new Subscription(*this, std::move(audience), std::move(wake)));
    const std::lock_guard lock(mutex_);
    if (closed_) {
        subscription->dropped_ = true;
    } else {
        subscriptions_.insert(subscription.get());
    }
    return subscription;
}

void EventHub::publish(Target target, UserId user, const SharedEvent& event) {
    const std::lock_guard lock(mutex_);
    for (auto it = subscriptions_.begin(); it != subscriptions_.end();) {
        Subscription& subscription = **it;
        const bool meant = target == Target::Everybody ||
                           (target == Target::User && subscription.audience_.user == user) ||
                           (target == Target::Instructors && subscription.audience_.instructor);
        if (meant && !subscription.deliver(event)) {
            subscription.drop();
            it = subscriptions_.erase(it);
        } else {
            ++it;
        }
    }
}

void EventHub::drop_where(const std::function<bool(const Audience&)>& matches) {
    const std::lock_guard lock(mutex_);
    for (auto it = subscriptions_.begin(); it != subscriptions_.end();) {
        if (matches((*it)->audience_)) {
            (*it)->drop();
            it = subscriptions_.erase(it);
        } else {
            ++it;
        }
    }
}

void EventHub::disconnect_user(UserId user) {
    drop_where([&](const Audience& audience) { return audience.user == user; });
}

void EventHub::disconnect_instructors() {
    drop_where([](const Audience& audience) { return audience.instructor; });
}

void EventHub::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    drop_where([](const Audience&) { return true; });
}

void EventHub::leave(Subscription* subscription) {
    const std::lock_guard lock(mutex_);
    subscriptions_.erase(subscription);
}

bool EventHub::has_subscribers() const { return subscriber_count() > 0; }

bool EventHub::listens(UserId user) const {
    const std::lock_guard lock(mutex_);
    for (const Subscription* subscription : subscriptions_) {
        if (subscription->audience_.user == user) return true;
    }
    return false;
}

std::size_t EventHub::subscriber_count() const {
    const std::lock_guard lock(mutex_);
    return subscriptions_.size();
}

}  // namespace lsl::services
