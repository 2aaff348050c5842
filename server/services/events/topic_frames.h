#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/services/events/topic.h"
#include "shared/base/time.h"
#include "shared/wire/events.h"

namespace lsl::services {

/// Text of an event stream (WHATWG HTML 9.2), one copy for everybody who gets it.
using SharedText = std::shared_ptr<const std::string>;

/// What a topic said at one moment: one or more events.
struct Frame {
    std::uint64_t number = 0;    ///< in the order of the whole hub
    std::uint64_t sequence = 0;  ///< of the room's frames; of other topics, and without `room`: 0
    SharedText text;
};

/// The frames of one topic: collects events until a frame may leave, numbers them, and keeps the
/// latest ones for listeners that come back. Ids are `<epoch>.<number>`: in a room the numbers
/// count the room's frames without a gap, elsewhere they grow with gaps. Not thread-safe.
class TopicFrames {
  public:
    static constexpr std::size_t most_kept = 128;
    static constexpr std::size_t most_kept_bytes = 128u << 10;

    /// Whoever comes back from before `number`, the hub's latest, has missed what is not kept here.
    TopicFrames(Topic topic, std::string_view epoch, std::uint64_t number);

    /// `event` is an event without its id: "event: …\ndata: …\n\n".
    void add(std::string_view event);
    /// Of a room: changes since the last frame become one event.
    void change(const wire::RoomChanged& change);
    bool is_waiting() const { return !last_waiting_.empty() || waiting_change_.has_value(); }
    /// What waits, as the hub's frame of that number. Frames leave in the order of their numbers,
    /// so that whoever has heard one has heard all before it.
    Frame make_frame(std::uint64_t number);

    const std::string& epoch() const { return epoch_; }
    /// The number of a room's latest frame.
    std::uint64_t sequence() const { return sequence_; }
    /// The hub's number at a room's frame; nothing when that is not known any more, or not yet.
    std::optional<std::uint64_t> number_at(std::uint64_t sequence) const;
    /// Frames with something later than `number`; nothing when some of them are gone.
    std::optional<std::vector<Frame>> after(std::uint64_t number) const;

  private:
    void keep(const Frame& frame);

    const Topic topic_;
    const std::string epoch_;
    std::string waiting_;       ///< without the last event
    std::string last_waiting_;  ///< the last one: it carries the id, when all before it have come
    std::optional<wire::RoomChanged> waiting_change_;
    std::uint64_t sequence_ = 0;
    std::deque<Frame> kept_;
    std::size_t kept_bytes_ = 0;
    // Of the latest frame that is not kept.
    std::uint64_t gone_number_;
    std::uint64_t gone_sequence_ = 0;
};

/// `id: …` lines are left out: for listeners whose ids count another topic.
std::string without_ids(std::string_view text);

}  // namespace lsl::services
