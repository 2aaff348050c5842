#include "client/views/jobs_section.h"

#include "client/views/wording.h"

#include <string>

namespace lsl::views {

namespace {

std::string gigabytes(const View& view, std::int64_t bytes) {
    return view.say(
        msg::UnitGigabytes{view.model.words->number(static_cast<double>(bytes) / 1e9, 1)});
}

std::string result_of(const View& view, const wire::JobRun& run) {
    if (!run.finished_at) return std::string(view.say(msg::jobs_running));
    if (!run.error.empty()) return run.error;
    if (run.processed == 0) return std::string(view.say(msg::jobs_nothing_due));
    return joined({run.succeeded > 0 ? view.say(msg::JobsDone{run.succeeded}) : "",
                   run.failed > 0 ? view.say(msg::JobsFailed{run.failed}) : ""});
}

float job_lines(const View& view, float x, float y, float width, const wire::JobState& job) {
    ui::Ui& ui = view.ui;
    const bool cleanup = job.job == "cleanup-recordings";
    const auto time = [&](UtcTime at) { return view.model.words->time(at, model::TimeStyle::Day); };
    const std::string_view title = view.say(cleanup ? msg::jobs_cleanup : msg::jobs_migrate);
    ui::NodeScope group(ui, ui::Role::Group, title, {x, y, width, 20});
    y += ui::paragraph(ui, x, y, width, title, {.role = ui::TextRole::BodyStrong});
    const std::string last = job.last_run
                                 ? view.say(msg::JobsLastRun{time(job.last_run->started_at),
                                                             result_of(view, *job.last_run)})
                                 : std::string(view.say(msg::jobs_not_run));
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    y += ui::paragraph(ui, x, y, width,
                       joined({last, view.say(msg::JobsNext{time(job.next_run_at)})}), quiet);
    if (!job.last_run) return y;
    for (const wire::JobItem& failure : job.last_run->failures) {
        y += ui::paragraph(
            ui, x, y, width, failure.title + ": " + failure.error,
            {.role = ui::TextRole::Small, .color = ui::tone_color(ui, ui::Tone::Danger)});
    }
    return y;
}

}  // namespace

float jobs_section(const View& view, float x, float y, float width) {
    const auto& jobs = view.model.studio.jobs.value;
    if (!jobs) return y;
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::jobs_title));
    y += section_title(view, x, y, width, view.say(msg::jobs_title),
                       view.say(msg::common_your_zone));
    AutoPanel panel(view, "jobs", x, y, width, ui::space::panel_inset);
    float at = panel.y;
    for (const wire::JobState& job : jobs->jobs) {
        at = job_lines(view, panel.x, at, panel.width, job) + 14;
    }
    const wire::RecordingSpace& space = jobs->recording_space;
    const std::string taken = gigabytes(view, space.recordings_bytes),
                      free = gigabytes(view, space.free_bytes);
    std::string room =
        space.max_bytes
            ? view.say(msg::JobsSpaceLimit{taken, gigabytes(view, *space.max_bytes), free})
            : view.say(msg::JobsSpace{taken, free});
    if (space.full) room += " " + std::string(view.say(msg::jobs_full));
    at += ui::paragraph(
        view.ui, panel.x, at, panel.width, room,
        {.role = ui::TextRole::Small,
         .color = ui::tone_color(view.ui, space.full ? ui::Tone::Danger : ui::Tone::Neutral)});
    return panel.finish(at);
}

}  // namespace lsl::views
