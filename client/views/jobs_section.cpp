#include "client/views/jobs_section.h"

#include "client/views/wording.h"

#include <string>

namespace lsl::views {

namespace {

std::string gigabytes(const View& view, std::int64_t bytes) {
    return view.model.words->number(static_cast<double>(bytes) / 1e9, 1) + " GB";
}

std::string result_of(const View& view, const wire::JobRun& run) {
    if (!run.finished_at) return "runs now, or was interrupted";
    if (!run.error.empty()) return run.error;
    if (run.processed == 0) return "nothing was due";
    return joined({run.succeeded > 0 ? view.number(run.succeeded) + " done" : "",
                   run.failed > 0 ? view.number(run.failed) + " failed" : ""});
}

float job_lines(const View& view, float x, float y, float width, const wire::JobState& job) {
    ui::Ui& ui = view.ui;
    const bool cleanup = job.job == "cleanup-recordings";
    const auto time = [&](UtcTime at) { return view.model.words->time(at, model::TimeStyle::Day); };
    const std::string_view title =
        cleanup ? "Ending replays after 7 days" : "Moving recordings to Workouts after 2 months";
    ui::NodeScope group(ui, ui::Role::Group, title, {x, y, width, 20});
    y += ui::paragraph(ui, x, y, width, title, {.role = ui::TextRole::BodyStrong});
    const std::string last = job.last_run ? "Last run " + time(job.last_run->started_at) + ": " +
                                                result_of(view, *job.last_run)
                                          : "Has not run yet";
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    y += ui::paragraph(ui, x, y, width, joined({last, "next " + time(job.next_run_at)}), quiet);
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
    ui::NodeScope region(view.ui, ui::Role::Region, "Automatic jobs");
    y += section_title(view, x, y, width, "Automatic jobs", "times in your time zone");
    AutoPanel panel(view, "jobs", x, y, width, ui::space::panel_inset);
    float at = panel.y;
    for (const wire::JobState& job : jobs->jobs) {
        at = job_lines(view, panel.x, at, panel.width, job) + 14;
    }
    const wire::RecordingSpace& space = jobs->recording_space;
    std::string room = "Recordings take " + gigabytes(view, space.recordings_bytes);
    if (space.max_bytes) room += " of " + gigabytes(view, *space.max_bytes);
    room += ", " + gigabytes(view, space.free_bytes) + " are free on the disk.";
    if (space.full) room += " There is no room left: nothing more is recorded.";
    at += ui::paragraph(
        view.ui, panel.x, at, panel.width, room,
        {.role = ui::TextRole::Small,
         .color = ui::tone_color(view.ui, space.full ? ui::Tone::Danger : ui::Tone::Neutral)});
    return panel.finish(at);
}

}  // namespace lsl::views
