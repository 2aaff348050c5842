#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "server/services/events/topic.h"
#include "server/services/events/topic_frames.h"

namespace lsl::services {

class EventHub;

/// What somebody listens to.
struct Listening {
    std::vector<Topic> topics;  ///< besides the public one
    /// A room, of whose frames the ids count; none: ids count all events of the hub.
    std::optional<Topic> room;
    /// The id of the last event that the listener got on an earlier connection; may be empty.
    std::string last_event_id;
};

/// One listener's bounded queue. Leaves the hub when destroyed; the hub outlives it. Thread-safe,
/// for one reader.
class Subscription {
  public:
    ~Subscription();
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;

    enum class State : std::uint8_t {
        Open,
        Dropped,  ///< read too slowly, the access ended, or the hub closes: end the connection
    };
    enum class Begin : std::uint8_t {
        New,      ///< without an earlier id
        Resumed,  ///< what was missed meanwhile is in the queue
        Resync,   ///< nobody knows what was missed: read the state afresh
    };

    Begin begin() const { return begin_; }
    /// Of a room that was resumed: what the other topics said meanwhile is not known.
    bool rest_is_lost() const { return rest_is_lost_; }
    /// The id that whatever is in the queue comes after.
    const std::string& first_id() const { return first_id_; }

    /// Appends what came.
    State take(std::vector<SharedText>& texts);
    /// `wake` is called, on the publishing thread, each time the queue gets its first text or the
    /// state changes; at once when that has happened already. It must not block or call the hub.
    void wake_by(std::function<void()> wake);

  private:
    friend class EventHub;
    /// What one listener may have waiting, besides a number of texts.
    static constexpr std::size_t most_queued_bytes = 256u << 10;

    explicit Subscription(EventHub& hub) : hub_(hub) {}
    /// False when the queue is full.
    bool deliver(const SharedText& text, std::size_t most_texts);
    void drop();

    EventHub& hub_;
    // The hub's, under its lock:
    std::vector<Topic> topics_;
    std::optional<Topic> room_;
    // Written before anybody else knows of this:
    Begin begin_ = Begin::New;
    bool rest_is_lost_ = false;
    std::string first_id_;

    std::mutex mutex_;
    std::function<void()> wake_;
    std::deque<SharedText> queue_;
    std::size_t queued_bytes_ = 0;
    bool dropped_ = false;
};

}  // namespace lsl::services
