#pragma once

#include <chrono>
#include <cstdint>
#include <map>

#include "server/media/media_types.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/studio_class.h"

namespace lsl::services {

/// Who watches the classes that this server carries, as spans: by what the media engine says, which
/// nobody can forge. Staff are not counted. For one thread at a time, MediaReports's.
class LiveSpans {
  public:
    /// What may be lost of a span when the process dies, and how old a live class's figures are.
    static constexpr std::chrono::seconds between_notes{10};

    /// Both outlive the object.
    LiveSpans(store::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    /// At start: the spans of the process before ended when it noted them last.
    Result<void> close_former();
    /// The first live picture has been sent to them. Once for each session.
    void came(const domain::StudioClass& row, UserId user, const media::SessionName& session);
    /// Also of sessions that are nobody's span.
    void left(const media::SessionName& session);
    /// To be called about once a second: what is open lasts until now.
    void refresh();

  private:
    struct Open {
        StreamId stream;
        UtcTime class_start;
        std::int64_t span = 0;
    };

    store::Database& database_;
    const Clock& clock_;
    std::map<media::SessionName, Open> open_;
    MonoTime next_note_{};
};

}  // namespace lsl::services
