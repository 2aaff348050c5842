#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "server/services/events/subscription.h"
#include "server/services/events/topic.h"
#include "server/services/events/topic_frames.h"
#include "server/threads/worker.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/wire/events.h"
#include "shared/wire/json/json.h"

namespace lsl::services {

/// Spreads what happened to whoever listens to its topic. A topic says something at once, and then
/// no more often than once in an interval: what comes meanwhile leaves as one frame, since waking a
/// thousand listeners costs the same whatever they are told. Publishing never blocks on a reader: a
/// queue that is full drops its reader, who reconnects. Thread-safe.
class EventHub {
  public:
    static constexpr std::chrono::milliseconds usual_interval{250};
    static constexpr std::size_t usual_queue = 256;

    /// An interval of zero makes a frame of each event at once.
    explicit EventHub(const Clock& clock, std::chrono::milliseconds interval = usual_interval,
                      std::size_t queue_length = usual_queue);
    ~EventHub() { close(); }
    EventHub(const EventHub&) = delete;
    EventHub& operator=(const EventHub&) = delete;

    std::unique_ptr<Subscription> subscribe(Listening listening);
    /// For somebody who reads the present state now and subscribes soon: what these topics and the
    /// public one say is kept from here on for a minute. Returns the `last_event_id` to come with.
    std::string expect(std::vector<Topic> topics);

    /// E is one of shared/wire/events.h: it has a `name` and a description.
    template <class E>
    void tell(const Topic& topic, const E& event) {
        if (listens(topic)) publish(topic, std::string(E::name), wire::to_json(event));
    }
    /// To both audiences of the class's room, or to one of them.
    void change_room(StreamId stream, const wire::RoomChanged& change);
    void change_room(const Topic& room, const wire::RoomChanged& change);
    /// The latest frame of a room: whoever reads the room's state afterwards and then listens from
    /// that frame on misses nothing, within a minute at least.
    struct RoomPosition {
        std::string epoch;
        std::uint64_t sequence = 0;
    };
    RoomPosition position(const Topic& room);
    /// Who listens to a class's room, in either audience, each once.
    std::vector<UserId> present(StreamId stream) const;

    /// Ends the streams of a viewer or of the studio's staff (logout); others of theirs reconnect.
    void disconnect_user(UserId user);
    void disconnect_instructors();
    /// Ends those of a person's streams that listen to the room of a class.
    void leave_room(UserId user, StreamId stream);
    /// Ends all of them and refuses new ones (they are dropped at once): the server stops.
    void close();

    bool listens(const Topic& topic) const;
    bool listens(UserId user) const { return listens(Topic::person(user)); }
    bool has_subscribers() const { return subscriber_count() > 0; }
    std::size_t subscriber_count() const;
    /// Listeners that were dropped because they read too slowly, since the start.
    std::uint64_t dropped_count() const;

  private:
    friend class Subscription;

    struct Audience {
        TopicFrames frames;
        std::unordered_set<Subscription*> listeners;
        MonoTime told_at{};      ///< the latest frame
        MonoTime deserted_at{};  ///< when the last listener went
        bool is_due = false;     ///< in `due_`
    };
    using Audiences = std::unordered_map<Topic, Audience>;

    void publish(const Topic& topic, const std::string& name, const std::string& data);
    /// `add(Audience&)`; lets the frame go, now or when it may.
    template <class Add>
    void add(const Topic& topic, Add add);
    void send(const Topic& topic, Audience& audience);
    threads::Worker::Rest send_due();

    Audience& audience(const Topic& topic);
    void resume(Subscription& subscription, const std::string& last_event_id);
    /// False when something of these topics is gone.
    bool replay(Subscription& subscription, std::uint64_t number, const std::vector<Topic>& topics);
    void leave(Subscription& subscription);
    void remove(Subscription& subscription);
    void drop_all_of(const Topic& topic);
    void forget_deserted();

    const Clock& clock_;
    const std::chrono::milliseconds interval_;
    const std::size_t queue_length_;
    const std::string epoch_;  ///< of this run of the server: its numbers mean nothing to the next

    mutable std::mutex mutex_;
    Audiences audiences_;
    std::unordered_set<Subscription*> subscriptions_;
    std::set<std::pair<MonoTime, Topic>> due_;  ///< frames that wait, by when they may go
    std::uint64_t number_ = 0;                  ///< of the latest frame
    std::uint64_t dropped_ = 0;
    MonoTime forgot_at_{};
    bool closed_ = false;
    threads::Worker worker_;  ///< sends what is due; over at once without an interval
};

}  // namespace lsl::services
