#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "server/recorder/recorder.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"

namespace lsl::services {

/// A still picture of what a live class shows, for its card: made of the frames that its recording
/// gets, for whoever is the first to ask, and then the same one for everybody for a while. What is
/// asked for therefore costs one decoded frame a class and time, however many ask. Thread-safe; a
/// caller may wait for another one's picture.
class LivePictures {
  public:
    using Picture = std::shared_ptr<const std::vector<std::byte>>;  ///< a JPEG, never null

    static constexpr std::chrono::seconds kept_for{20};
    static constexpr int width = 640;

    /// The parts outlive it.
    LivePictures(store::Database& database, const recorder::Recorder& recorder, const Clock& clock)
        : database_(database), recorder_(recorder), clock_(clock) {}

    /// NotFound for an id that is malformed or unknown, for a class that is not live, and while
    /// nothing of it has arrived.
    Result<Picture> of(std::string_view id);

  private:
    struct Kept {
        Picture picture;
        MonoTime made_at;
    };
    void forget_old(MonoTime now);

    store::Database& database_;
    const recorder::Recorder& recorder_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<StreamId, Kept> kept_;
};

}  // namespace lsl::services
