#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "server/media/egress/stream_rewriter.h"
#include "server/media/room/room_track.h"
#include "shared/base/time.h"

namespace lsl::media {

/// The way from one simulcast layer to another: waits for a key frame of the wanted layer, and for
/// the end of a picture of the present one. Which layer is wanted is LayerSelector's business.
class LayerSwitch {
  public:
    // The key frame must show nothing older than what was sent, though perhaps the same moment. It
    // does not wait for a packet that is missing at the end of the present layer's picture.
    static constexpr std::chrono::microseconds kSwitchBack{20'000};
    static constexpr std::chrono::microseconds kSwitchAnyway{30'000};
    /// Nothing is sent for want of the key frame for no longer than this.
    static constexpr std::chrono::microseconds kLongestHold{1'000'000};

    /// Asks for `layer`. `hold` = the present layer is too much for the line: nothing more of it is
    /// sent until the wanted one begins, but at most for kLongestHold.
    void request(std::size_t layer, std::size_t present, bool hold, MonoTime now);
    std::size_t wanted() const { return wanted_; }
    /// The present layer is held back. A publisher that ignores requests sends its key frame by
    /// schedule, which may take long, so then it is not.
    bool holds(const RoomTrack& wanted, std::size_t present, MonoTime now) const;

    struct Splice {
        std::uint64_t key_position;  ///< in the wanted layer's log
        std::uint32_t timestamp;     ///< of the key frame in the viewer's stream
    };
    /// The place where the wanted layer takes over, if it can do so now. Otherwise its publisher is
    /// asked for a key frame, unless one is there and only the present picture has to end.
    static std::optional<Splice> find_splice(StreamRewriter& rewriter, const RoomTrack& present,
                                             RoomTrack& wanted, bool picture_complete,
                                             std::uint32_t clock_rate_hz, MonoTime now);

  private:
    std::size_t wanted_ = 0;
    std::optional<MonoTime> hold_until_;
};

}  // namespace lsl::media
