#pragma once

#include <functional>

#include "server/services/live/media_inbox.h"
#include "server/services/live/media_reports.h"
#include "server/threads/worker.h"
#include "shared/base/clock.h"
#include "shared/base/time.h"

namespace lsl::services {

/// The thread that works for `MediaReports`: reports at once, figures once a second. Stops when
/// destroyed, which has to come before media thread and recorder go; what was reported until then
/// is worked off.
class MediaLoop {
  public:
    /// All outlive the object. `each_second` is work of others in the same rhythm.
    MediaLoop(MediaReports& reports, MediaInbox& inbox, const Clock& clock,
              std::function<void()> each_second = {});

  private:
    threads::Worker::Rest turn();

    MediaReports& reports_;
    MediaInbox& inbox_;
    const Clock& clock_;
    const std::function<void()> each_second_;
    MonoTime next_figures_;
    threads::Worker worker_;  // last: it uses all the others
};

}  // namespace lsl::services
