#include "client/views/studio/jobs_section.h"

#include "client/views/wording.h"

#include <string>

namespace lsl::views {

namespace {

constexpr double bytes_per_gigabyte = 1e9;

std::string gigabytes(const View& view, std::int64_t bytes) {
    return view.say(msg::UnitGigabytes{
        view.model.words->number(static_cast<double>(bytes) / bytes_per_gigabyte, 1)});
}

std::string result_of(const View& view, const wire::JobRun& run) {
    if (!run.finished_at) return std::string(view.say(msg::jobs_running));
    if (!run.error.empty()) return run.error;
    if (run.processed == 0) return std::string(view.say(msg::jobs_nothing_due));
    return joined({run.succeeded > 0 ? view.say(msg::JobsDone{run.succeeded}) : "",
                   run.failed > 0 ? view.say(msg::JobsFailed{run.failed}) : ""});
}

/// What the job waits with, and the way to let it go on.
void held_lines(const View& view, ui::Column& column, const wire::JobState& job) {
    column.after(ui::space::s);
    ui::banner(column, ui::Tone::Warning, held_text(view, job));
    if (column.after(ui::space::m)
            .button({.label = view.say(msg::jobs_go_on),
                     .kind = ui::ButtonKind::Outline,
                     .size = ui::ButtonSize::Small},
                    ui::Fit::Content)) {
        view.want(model::intent::AskToConfirmJob{job.job});
    }
}

void job_lines(const View& view, ui::Column& column, const wire::JobState& job) {
    const bool cleanup = job.job == "cleanup-recordings";
    const auto time = [&](UtcTime at) { return view.model.words->time(at, model::TimeStyle::Day); };
    const std::string_view title = view.say(cleanup ? msg::jobs_cleanup : msg::jobs_migrate);
    ui::NodeScope group(view.ui, ui::Role::Group, title);
    column.paragraph(title, {.role = ui::TextRole::BodyStrong});
    const std::string last = job.last_run
                                 ? view.say(msg::JobsLastRun{time(job.last_run->started_at),
                                                             result_of(view, *job.last_run)})
                                 : std::string(view.say(msg::jobs_not_run));
    column.after(0).paragraph(joined({last, view.say(msg::JobsNext{time(job.next_run_at)})}),
                              muted(view, ui::TextRole::Small));
    if (!job.held.empty()) held_lines(view, column, job);
    if (!job.last_run) return;
    for (const wire::JobItem& failure : job.last_run->failures) {
        column.after(0).paragraph(
            failure.title + ": " + failure.error,
            {.role = ui::TextRole::Small, .color = ui::tone_color(view.ui, ui::Tone::Danger)});
    }
}

void recording_space(const View& view, ui::Column& column, const wire::RecordingSpace& space) {
    const std::string taken = gigabytes(view, space.recordings_bytes),
                      free = gigabytes(view, space.free_bytes);
    std::string room =
        space.max_bytes
            ? view.say(msg::JobsSpaceLimit{taken, gigabytes(view, *space.max_bytes), free})
            : view.say(msg::JobsSpace{taken, free});
    if (space.full) room += " " + std::string(view.say(msg::jobs_full));
    column.paragraph(room, {.role = ui::TextRole::Small,
                            .color = ui::tone_color(
                                view.ui, space.full ? ui::Tone::Danger : ui::Tone::Neutral)});
}

}  // namespace

std::string held_text(const View& view, const wire::JobState& job) {
    std::string text;
    for (const wire::JobHold& hold : job.held) {
        if (!text.empty()) text += " ";
        if (hold.reason == "clock") {
            text += view.say(msg::jobs_held_clock);
        } else if (hold.reason == "missed") {
            text += view.say(msg::JobsHeldMissed{hold.count});
        } else {
            text += view.say(msg::JobsHeldExpired{hold.count});
        }
    }
    return text;
}

void jobs_section(const View& view, ui::Column& column) {
    const auto& jobs = view.model.studio.jobs.value;
    if (!jobs) return;
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::jobs_title));
    section_title(view, column, view.say(msg::jobs_title), view.say(msg::common_your_zone));
    column.panel("jobs", [&](ui::Column& inside) {
        for (const wire::JobState& job : jobs->jobs) job_lines(view, inside, job);
        recording_space(view, inside, jobs->recording_space);
    });
}

}  // namespace lsl::views
