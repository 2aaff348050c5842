#pragma once

#include "server/services/jobs/due_queue.h"
#include "server/services/notices/class_notices.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl {

/// Every kind of work that is done at its time, with who does it. What is given outlives the queue.
services::DueQueue::Kinds due_work(store::Database& database, const Clock& clock,
                                   services::ClassNotices& notices);
/// Plans what repeats itself, for the first time of a data folder.
Result<void> plan_due_work(store::Database& database, const Clock& clock);

}  // namespace lsl
