#include <string>

#include "server/http/api/routes.h"

namespace lsl::http {
namespace {

constexpr std::int64_t runs_shown = 30;

/// GET by the contract, POST for callers who find that a GET should change nothing.
template <class Endpoint, class F>
void add_cron(Router& routes, F run) {
    for (const char* method : {"GET", "POST"}) {
        Route route{method, std::string(Endpoint::path), [run](Call&) { return respond(run()); }};
        route.response_schema = wire::json_schema<typename Endpoint::Response>;
        routes.add(std::move(route));
    }
}

Result<api::ListJobs::Response> list_jobs(const Services& s) {
    api::ListJobs::Response response;
    response.jobs = LSL_TRY(s.jobs.states());
    response.runs = LSL_TRY(s.jobs.runs(runs_shown));
    response.recording_space = s.recording_space.row();
    return response;
}

}  // namespace

void add_job_routes(Router& routes, const Services& services) {
    routes.on<api::ListJobs>([s = services](Call&) { return list_jobs(s); });
    routes.on<api::ConfirmJob>([s = services](Call& call) -> Result<api::ListJobs::Response> {
        LSL_TRY(s.jobs.confirm(call.id()));
        return list_jobs(s);
    });
    add_cron<api::CleanupRecordings>(routes,
                                     [s = services] { return s.jobs.cleanup_recordings(); });
    add_cron<api::MigrateStreams>(routes,
                                  [s = services] { return s.jobs.migrate_streams_to_workouts(); });
}

}  // namespace lsl::http
