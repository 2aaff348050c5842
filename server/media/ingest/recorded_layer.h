#pragma once

#include <cstdint>
#include <optional>

#include "shared/base/time.h"

namespace lsl::media {

class Room;

/// Which simulcast layer of a room its tap gets: the best that comes in. It changes at key frames
/// only, and to the tap a change is a new source.
class RecordedLayer {
  public:
    /// The layers of a new publisher begin one after the other, so the first choice waits.
    static constexpr std::chrono::microseconds kSettle{300'000};
    /// A layer that nothing came of for this long, while another goes on, is left for a lower one.
    static constexpr std::chrono::microseconds kSilence{1'000'000};
    /// After that a better one has to wait, so that a line at its limit makes no patchwork.
    static constexpr std::chrono::microseconds kHold{10'000'000};

    struct Take {
        std::uint32_t source;  ///< for the tap; counts up
        std::uint64_t from;    ///< position in the layer's log; everything from there on
        bool changed;          ///< the tap knows nothing of this source yet
    };
    /// A packet of a layer has just been logged: what the tap gets of it, if anything. Asks the
    /// publisher for the key frame that a change needs.
    std::optional<Take> take(Room& room, std::size_t layer, MonoTime now);
    /// The source number of a layer if it is the recorded one.
    std::optional<std::uint32_t> source_of(const Room& room, std::size_t layer) const;
    /// Another tap: the choice is open again.
    void restart() { chosen_ = false; }

  private:
    std::optional<std::uint64_t> beginning(Room& room, std::size_t layer, bool ended, MonoTime now);
    bool should_change(Room& room, std::size_t layer, MonoTime now) const;

    bool chosen_ = false;
    std::size_t layer_ = 0;
    std::uint32_t log_source_ = 0;
    std::uint32_t number_ = 0;
    std::optional<MonoTime> waiting_since_;
    MonoTime last_packet_{};
    MonoTime hold_until_{};
};

}  // namespace lsl::media
