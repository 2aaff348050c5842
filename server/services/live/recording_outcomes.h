#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "server/recorder/recorder.h"
#include "server/services/events/live_changes.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/studio_class.h"

namespace lsl::services {

/// Where the recording of every class ends, whatever carried the class: what came of it goes into
/// the class's row, and what is wrong with it is a sentence for the instructor. Whoever listens
/// hears of both. Thread-safe.
class RecordingOutcomes {
  public:
    /// All outlive the object.
    RecordingOutcomes(store::Database& database, const Clock& clock, LiveChanges& changes)
        : database_(database), clock_(clock), changes_(changes) {}

    enum class Outcome : std::uint8_t {
        Available,  ///< it plays
        Failed,     ///< nothing playable came of it; the file stays for whoever looks into it
        Lost,       ///< the same, and there is no file either
    };
    struct Noted {
        StreamId stream;
        /// The class waited for it. False for who reports late or twice.
        bool was_awaited = false;
    };
    /// In a transaction of the caller's. Nothing when no class has this recording (any more).
    /// `hosted`: the id under which it plays at another backend.
    Result<std::optional<Noted>> note(store::Connection& tx, const recorder::RecordingName& name,
                                      Outcome outcome, std::optional<VideoId> hosted = {});
    /// In one of its own. A recording that plays is in no trouble any more.
    Result<std::optional<Noted>> note(const recorder::RecordingName& name, Outcome outcome);

    /// The file is finished: what stands at its beginning was captured at this time. Before `note`,
    /// which ends what is awaited.
    Result<void> note_media_start(const recorder::RecordingName& name, UtcTime captured);

    /// A sentence while a recording is in danger; it replaces the one before, an empty one ends it.
    void tell_trouble(const recorder::RecordingName& name, const std::string& sentence);
    /// The recording is wanted no more.
    void forget_trouble(const recorder::RecordingName& name);
    /// Empty when all is well.
    std::string trouble(const recorder::RecordingName& name) const;

    /// The class that has the recording, if there is one (still).
    Result<std::optional<domain::StudioClass>> class_of(const recorder::RecordingName& name) const;

  private:
    store::Database& database_;
    const Clock& clock_;
    LiveChanges& changes_;

    mutable std::mutex mutex_;  ///< of the next
    std::map<recorder::RecordingName, std::string> trouble_;
};

}  // namespace lsl::services
