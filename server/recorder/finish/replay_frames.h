#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "server/recorder/finish/part_reader.h"
#include "server/recorder/finish/replay_order.h"
#include "server/recorder/timeline/alignment.h"

namespace lsl::recorder {

/// A file to read, and what of it goes into the replay.
struct ReplayPart {
    std::filesystem::path path;
    bool takes_video = true;
};

/// The frames of parts as a replay holds them: joined, aligned and in order. Each track reads the
/// files on its own, which costs reading them twice and spares holding what one is ahead of the
/// other. One thread. Frames own their bytes.
class ReplayFrames {
  public:
    /// `origin_us`: capture time at which the replay begins. `alignment` outlives this.
    ReplayFrames(const std::vector<ReplayPart>& parts, const Alignment& alignment,
                 std::int64_t origin_us);

    /// Nothing at the end. Internal: a part cannot be opened any more.
    Result<std::optional<ReplayFrame>> next();

  private:
    /// One track through all parts.
    class Track {
      public:
        Track(media::TrackKind kind, std::vector<std::filesystem::path> paths,
              const Alignment& alignment, std::int64_t origin_us)
            : kind_(kind), paths_(std::move(paths)), alignment_(alignment), origin_us_(origin_us) {}

        std::optional<ReplayFrame> next();
        const std::optional<Error>& failure() const { return failure_; }

      private:
        media::TrackKind kind_;
        std::vector<std::filesystem::path> paths_;
        const Alignment& alignment_;
        std::int64_t origin_us_;
        std::size_t opened_ = 0;
        std::optional<PartReader> reader_;
        std::optional<Error> failure_;
    };

    Track audio_;
    Track video_;
    ReplayOrder order_;
};

}  // namespace lsl::recorder
