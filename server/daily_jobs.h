#pragma once

#include <vector>

#include "server/http/edge/access_log.h"
#include "server/scheduler/scheduler.h"
#include "server/services/jobs/jobs.h"
#include "shared/base/clock.h"

namespace lsl {

/// What runs once a day, in the order of the day; each run is a line of the log. `jobs` and `clock`
/// outlive whoever runs them. An empty `log` is told nothing.
std::vector<scheduler::DailyJob> daily_jobs(services::Jobs& jobs, const Clock& clock,
                                            const http::LogSink& log);

}  // namespace lsl
