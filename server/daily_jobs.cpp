#include "server/daily_jobs.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lsl {
namespace {

std::string held_text(const wire::JobReport& report) {
    std::string text;
    for (const wire::JobHold& hold : report.held) text += " held=\"" + hold.message + "\"";
    return text;
}

/// A line about a run that nobody waits for.
std::string job_line(UtcTime now, std::string_view job, const Result<wire::JobReport>& report) {
    std::string line = to_iso8601(now) + " job=" + std::string(job);
    if (!report) {
        const Error& error = report.error();
        return line + " error=\"" + error.message + "\" detail=\"" + error.detail + "\"";
    }
    return line + " processed=" + std::to_string(report->processed) +
           " failed=" + std::to_string(report->failed) + held_text(*report);
}

using Work = Result<wire::JobReport> (services::Jobs::*)();

scheduler::DailyJob daily(services::Jobs& jobs, const Clock& clock, const http::LogSink& log,
                          std::string_view name, std::chrono::minutes at, Work work) {
    return {.at = at,
            .last_run = [&jobs, name]() -> std::optional<UtcTime> {
                const auto last = jobs.last_finished(name);
                return last ? *last : std::nullopt;
            },
            .run =
                [&jobs, &clock, log, name, work] {
                    const auto report = (jobs.*work)();
                    if (log) log(job_line(clock.utc(), name, report));
                }};
}

}  // namespace

std::vector<scheduler::DailyJob> daily_jobs(services::Jobs& jobs, const Clock& clock,
                                            const http::LogSink& log) {
    return {daily(jobs, clock, log, services::cleanup_job, services::cleanup_at,
                  &services::Jobs::cleanup_recordings),
            daily(jobs, clock, log, services::catalog_job, services::catalog_at,
                  &services::Jobs::migrate_streams_to_workouts)};
}

}  // namespace lsl
