#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "shared/base/id.h"
#include "shared/wire/json.h"

namespace lsl::services {

/// One server-sent event: `event:` and `data:`. Rendered once, shared by everybody who gets it.
struct HubEvent {
    std::string name;
    std::string data;  ///< JSON in one line
};
using SharedEvent = std::shared_ptr<const HubEvent>;

/// Who listens; decides what arrives. Anybody gets the public events.
struct Audience {
    std::optional<UserId> user;
    bool instructor = false;
};

class EventHub;

/// One listener's bounded queue. Leaves the hub when destroyed. `wait` is for one thread at a
/// time; a hub outlives its subscriptions.
class Subscription {
  public:
    ~Subscription();
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;

    enum class State {
        Open,
        Dropped,  ///< read too slowly, the access ended, or the hub closes: end the connection
    };
    /// Waits until there are events, the state changes or the time is over; appends what came.
    State wait(std::chrono::milliseconds at_most, std::vector<SharedEvent>& events);
    /// The same without waiting.
    State take(std::vector<SharedEvent>& events);

  private:
    friend class EventHub;
    Subscription(EventHub& hub, Audience audience, std::function<void()> wake);
    bool deliver(const SharedEvent& event);
    void drop();

    EventHub& hub_;
    const Audience audience_;
    const std::function<void()> wake_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<SharedEvent> queue_;
    bool dropped_ = false;
};

/// Spreads what happened to whoever listens. Publishing never blocks on a reader: a queue that is
/// full drops its reader, who reconnects and reads the state afresh. Thread-safe.
class EventHub {
  public:
    explicit EventHub(std::size_t queue_length = 256);
    ~EventHub();

    /// `wake`, when given, is called (on the publishing thread, must not block or call the hub)
    /// each time a queue gets its first event or is dropped: for a loop that serves many readers.
    std::unique_ptr<Subscription> subscribe(Audience audience, std::function<void()> wake = {});

    /// E is one of shared/wire/events.h: it has a `name` and a description.
    template <class E>
    void to_everybody(const E& event) {
        if (has_subscribers()) publish(Target::Everybody, {}, render(event));
    }
    template <class E>
    void to_user(UserId user, const E& event) {
        if (has_subscribers()) publish(Target::User, user, render(event));
    }
    template <class E>
    void to_instructors(const E& event) {
        if (has_subscribers()) publish(Target::Instructors, {}, render(event));
    }

    /// Ends the streams of a viewer or of the instructors (logout); others of theirs reconnect.
    void disconnect_user(UserId user);
    void disconnect_instructors();
    /// Ends all of them and refuses new ones (they are dropped at once): the server stops.
    void close();

    bool has_subscribers() const;
    bool listens(UserId user) const;
    std::size_t subscriber_count() const;

  private:
    friend class Subscription;
    enum class Target { Everybody, User, Instructors };

    template <class E>
    static SharedEvent render(const E& event) {
        return std::make_shared<const HubEvent>(
            HubEvent{std::string(E::name), wire::to_json(event)});
    }
    void publish(Target target, UserId user, const SharedEvent& event);
    void drop_where(const std::function<bool(const Audience&)>& matches);
    void leave(Subscription* subscription);

    const std::size_t queue_length_;
    mutable std::mutex mutex_;
    std::unordered_set<Subscription*> subscriptions_;
    bool closed_ = false;
};

}  // namespace lsl::services
