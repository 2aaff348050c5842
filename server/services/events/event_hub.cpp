#include "server/services/events/event_hub.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "server/services/accounts/secrets.h"

namespace lsl::services {
namespace {

/// Frames of a topic that nobody listens to are kept for who comes back.
constexpr std::chrono::seconds kept_without_listeners{60};
constexpr std::chrono::seconds between_forgetting{10};
constexpr std::size_t epoch_length = 12;

std::string id_of(std::string_view epoch, std::uint64_t number) {
    return fmt::format("{}.{}", epoch, number);
}

/// The number in an id of this epoch.
std::optional<std::uint64_t> number_in(std::string_view id, std::string_view epoch) {
    if (!id.starts_with(epoch) || !id.substr(epoch.size()).starts_with('.')) return std::nullopt;
    id.remove_prefix(epoch.size() + 1);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    if (error != std::errc() || end != id.data() + id.size()) return std::nullopt;
    return number;
}

}  // namespace

EventHub::EventHub(const Clock& clock, std::chrono::milliseconds interval, std::size_t queue_length)
    : clock_(clock),
      interval_(interval),
      queue_length_(queue_length),
      epoch_(random_name().substr(0, epoch_length)),
      worker_({.name = "event frames", .after_failure = usual_interval},
              [this] { return interval_.count() > 0 ? send_due() : threads::Worker::over; }) {}

std::unique_ptr<Subscription> EventHub::subscribe(Listening listening) {
    std::unique_ptr<Subscription> subscription(new Subscription(*this));
    const std::lock_guard lock(mutex_);
    if (closed_) {
        subscription->dropped_ = true;
        return subscription;
    }
    forget_deserted();
    subscription->topics_ = std::move(listening.topics);
    subscription->topics_.push_back(Topic::everybody());
    subscription->room_ = listening.room;
    if (listening.room) subscription->topics_.push_back(*listening.room);
    for (const Topic& topic : subscription->topics_) audience(topic);
    resume(*subscription, listening.last_event_id);
    for (const Topic& topic : subscription->topics_) {
        audience(topic).listeners.insert(subscription.get());
    }
    subscriptions_.insert(subscription.get());
    return subscription;
}

std::string EventHub::expect(std::vector<Topic> topics) {
    topics.push_back(Topic::everybody());
    const std::lock_guard lock(mutex_);
    if (closed_) return {};
    forget_deserted();
    for (const Topic& topic : topics) {
        Audience& expecting = audience(topic);
        if (expecting.listeners.empty()) expecting.deserted_at = clock_.mono();
    }
    return id_of(epoch_, number_);
}

void EventHub::resume(Subscription& subscription, const std::string& last_event_id) {
    using Begin = Subscription::Begin;
    std::optional<std::uint64_t> number;
    if (subscription.room_) {
        const TopicFrames& room = audience(*subscription.room_).frames;
        subscription.first_id_ = id_of(room.epoch(), room.sequence());
        const auto sequence = number_in(last_event_id, room.epoch());
        if (sequence) number = room.number_at(*sequence);
    } else {
        subscription.first_id_ = id_of(epoch_, number_);
        number = number_in(last_event_id, epoch_);
    }
    if (last_event_id.empty()) return;
    bool known = false;
    if (number && *number <= number_) {
        known = replay(subscription, *number, subscription.topics_);
        // A room whose frames are there goes on, and the rest is read afresh: whoever got the id
        // from the room's state has not listened to anything yet.
        if (!known && subscription.room_) {
            known = replay(subscription, *number, {*subscription.room_});
            subscription.rest_is_lost_ = known;
        }
    }
    subscription.begin_ = known ? Begin::Resumed : Begin::Resync;
    if (known) subscription.first_id_ = last_event_id;
}

bool EventHub::replay(Subscription& subscription, std::uint64_t number,
                      const std::vector<Topic>& topics) {
    std::vector<Frame> missed;
    for (const Topic& topic : topics) {
        auto frames = audience(topic).frames.after(number);
        if (!frames) return false;
        for (Frame& frame : *frames) {
            if (subscription.room_ && !topic.is_room()) {
                frame.text = std::make_shared<const std::string>(without_ids(*frame.text));
            }
            missed.push_back(std::move(frame));
        }
    }
    std::sort(missed.begin(), missed.end(),
              [](const Frame& a, const Frame& b) { return a.number < b.number; });
    const auto fits = [&](const Frame& frame) {
        return subscription.deliver(frame.text, queue_length_);
    };
    if (std::all_of(missed.begin(), missed.end(), fits)) return true;
    subscription.queue_.clear();
    subscription.queued_bytes_ = 0;
    return false;
}

EventHub::Audience& EventHub::audience(const Topic& topic) {
    const auto found = audiences_.find(topic);
    if (found != audiences_.end()) return found->second;
    // A number of its own: whoever comes back with an earlier one may have missed something.
    const std::uint64_t number = ++number_;
    // A room counts from 1 each time it is made, so its numbers need an epoch of their own.
    const std::string epoch = topic.is_room() ? fmt::format("{}-{}", epoch_, number) : epoch_;
    return audiences_.emplace(topic, Audience{TopicFrames(topic, epoch, number), {}}).first->second;
}

void EventHub::publish(const Topic& topic, const std::string& name, const std::string& data) {
    const std::string event = fmt::format("event: {}\ndata: {}\n\n", name, data);
    add(topic, [&](Audience& audience) { audience.frames.add(event); });
}

void EventHub::change_room(StreamId stream, const wire::RoomChanged& change) {
    for (const Topic& topic : {Topic::class_room(stream), Topic::staff_room(stream)}) {
        change_room(topic, change);
    }
}

void EventHub::change_room(const Topic& room, const wire::RoomChanged& change) {
    add(room, [&](Audience& audience) { audience.frames.change(change); });
}

EventHub::RoomPosition EventHub::position(const Topic& room) {
    const std::lock_guard lock(mutex_);
    if (closed_) return {};
    forget_deserted();
    Audience& asked = audience(room);
    if (asked.listeners.empty()) asked.deserted_at = clock_.mono();
    return {asked.frames.epoch(), asked.frames.sequence()};
}

std::vector<UserId> EventHub::present(StreamId stream) const {
    std::set<UserId> people;
    const std::lock_guard lock(mutex_);
    for (const Topic& room : {Topic::class_room(stream), Topic::staff_room(stream)}) {
        const auto found = audiences_.find(room);
        if (found == audiences_.end()) continue;
        for (const Subscription* listener : found->second.listeners) {
            for (const Topic& topic : listener->topics_) {
                if (topic.kind == Topic::Kind::Person) people.insert(UserId{topic.id});
            }
        }
    }
    return {people.begin(), people.end()};
}

template <class Add>
void EventHub::add(const Topic& topic, Add add) {
    const std::lock_guard lock(mutex_);
    const auto found = audiences_.find(topic);
    // Without anybody who listens, or may come back, there is nothing to keep.
    if (closed_ || found == audiences_.end()) return;
    Audience& audience = found->second;
    add(audience);
    const MonoTime now = clock_.mono();
    const MonoTime due = audience.told_at + interval_;
    if (interval_.count() == 0 || audience.told_at == MonoTime{} || due <= now) {
        send(topic, audience);
    } else if (!std::exchange(audience.is_due, true)) {
        due_.emplace(due, topic);
        worker_.wake();
    }
}

void EventHub::send(const Topic& topic, Audience& audience) {
    if (!audience.frames.is_waiting()) return;
    const Frame frame = audience.frames.make_frame(++number_);
    audience.told_at = clock_.mono();
    SharedText bare;
    std::vector<Subscription*> too_slow;
    for (Subscription* listener : audience.listeners) {
        const bool other_ids = listener->room_ && !topic.is_room();
        if (other_ids && !bare)
            bare = std::make_shared<const std::string>(without_ids(*frame.text));
        if (!listener->deliver(other_ids ? bare : frame.text, queue_length_)) {
            too_slow.push_back(listener);
        }
    }
    for (Subscription* listener : too_slow) {
        listener->drop();
        remove(*listener);
    }
    dropped_ += too_slow.size();
}

threads::Worker::Rest EventHub::send_due() {
    const std::lock_guard lock(mutex_);
    while (!due_.empty()) {
        const auto [at, topic] = *due_.begin();
        const MonoTime now = clock_.mono();
        if (at > now) return at - now;
        due_.erase(due_.begin());
        const auto found = audiences_.find(topic);
        if (found == audiences_.end()) continue;
        found->second.is_due = false;
        send(topic, found->second);
    }
    return threads::Worker::until_woken;
}

void EventHub::leave(Subscription& subscription) {
    const std::lock_guard lock(mutex_);
    remove(subscription);
}

void EventHub::remove(Subscription& subscription) {
    if (subscriptions_.erase(&subscription) == 0) return;
    for (const Topic& topic : subscription.topics_) {
        const auto found = audiences_.find(topic);
        if (found == audiences_.end()) continue;
        found->second.listeners.erase(&subscription);
        if (found->second.listeners.empty()) found->second.deserted_at = clock_.mono();
    }
}

void EventHub::drop_all_of(const Topic& topic) {
    const auto found = audiences_.find(topic);
    if (found == audiences_.end()) return;
    const std::vector<Subscription*> listeners(found->second.listeners.begin(),
                                               found->second.listeners.end());
    for (Subscription* listener : listeners) {
        listener->drop();
        remove(*listener);
    }
}

void EventHub::forget_deserted() {
    const MonoTime now = clock_.mono();
    if (now - forgot_at_ < between_forgetting) return;
    forgot_at_ = now;
    std::erase_if(audiences_, [&](const auto& entry) {
        const Audience& audience = entry.second;
        return audience.listeners.empty() && !audience.is_due &&
               now - audience.deserted_at >= kept_without_listeners;
    });
}

void EventHub::disconnect_user(UserId user) {
    const std::lock_guard lock(mutex_);
    drop_all_of(Topic::person(user));
}

void EventHub::disconnect_instructors() {
    const std::lock_guard lock(mutex_);
    drop_all_of(Topic::studio());
}

void EventHub::leave_room(UserId user, StreamId stream) {
    const std::lock_guard lock(mutex_);
    const auto found = audiences_.find(Topic::person(user));
    if (found == audiences_.end()) return;
    std::vector<Subscription*> theirs;
    for (Subscription* listener : found->second.listeners) {
        if (listener->room_ && listener->room_->id == stream.uuid) theirs.push_back(listener);
    }
    for (Subscription* listener : theirs) {
        listener->drop();
        remove(*listener);
    }
}

void EventHub::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (Subscription* listener : subscriptions_) listener->drop();
    subscriptions_.clear();
    audiences_.clear();
    due_.clear();
}

bool EventHub::listens(const Topic& topic) const {
    const std::lock_guard lock(mutex_);
    return audiences_.contains(topic);
}

std::size_t EventHub::subscriber_count() const {
    const std::lock_guard lock(mutex_);
    return subscriptions_.size();
}

std::uint64_t EventHub::dropped_count() const {
    const std::lock_guard lock(mutex_);
    return dropped_;
}

}  // namespace lsl::services
