#include "server/services/live/recording_reports.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include "server/store/classes/streams_store.h"

namespace lsl::services {

namespace {

constexpr std::chrono::minutes between_retries{10};
constexpr std::int64_t classes_warned = 50;  ///< the next ones; others see it when they are opened

}  // namespace

RecordingReports::RecordingReports(store::Database& database, const Clock& clock,
                                   recorder::Recorder& recorder, RecordingOutcomes& outcomes,
                                   RecordingSpace& space, LiveChanges& changes,
                                   std::string own_backend, TakeElsewhere take_elsewhere)
    : database_(database),
      clock_(clock),
      recorder_(recorder),
      outcomes_(outcomes),
      space_(space),
      changes_(changes),
      own_backend_(std::move(own_backend)),
      take_elsewhere_(std::move(take_elsewhere)) {}

Result<void> RecordingReports::reconcile() {
    const auto open = LSL_TRY(database_.read([](store::Connection& reader) {
        return store::StreamsStore(reader).with_open_recording();
    }));
    for (const auto& row : open) {
        if (row.stream.status == domain::StreamStatus::Live) continue;
        // Also when it is finished: what was lost is the report of that.
        recorder_.finish(row.recording.file_name());
    }
    for (const auto& name : recorder_.unfinished()) {
        if (!LSL_TRY(outcomes_.class_of(name))) static_cast<void>(recorder_.remove(name));
    }
    return {};
}

void RecordingReports::take(const recorder::RecorderEvent& event) {
    if (const auto* done = std::get_if<recorder::RecordingFinished>(&event)) finished(done->file);
    if (const auto* failed = std::get_if<recorder::RecordingFailed>(&event)) {
        static_cast<void>(outcomes_.note(failed->name, RecordingOutcomes::Outcome::Lost));
    }
    if (const auto* trouble = std::get_if<recorder::RecordingTrouble>(&event)) {
        outcomes_.tell_trouble(trouble->name, trouble->reason);
    }
}

/// Without an answer of the database nobody knows whether somebody waits for it, so it stays.
void RecordingReports::finished(const recorder::RecordingFile& file) {
    if (settle(file)) return;
    outcomes_.tell_trouble(file.name, "The replay is ready, but cannot be announced yet.");
}

Result<void> RecordingReports::settle(const recorder::RecordingFile& file) {
    const auto owner = LSL_TRY(outcomes_.class_of(file.name));
    if (owner && file.started_at != UtcTime{}) {
        LSL_TRY(outcomes_.note_media_start(file.name, file.started_at));
    }
    const bool elsewhere = owner && owner->ingest.playback.backend != own_backend_;
    if (elsewhere && take_elsewhere_) {
        if (owner->recording.state == domain::RecordingState::Preparing) {
            take_elsewhere_(*owner, file);
        }
        return {};
    }
    const auto noted = LSL_TRY(outcomes_.note(file.name, RecordingOutcomes::Outcome::Available));
    // Its class was cancelled meanwhile.
    if (!noted) static_cast<void>(recorder_.remove(file.name));
    return {};
}

void RecordingReports::refresh() {
    tell_of_space();
    tell_of_preparing();
    if (clock_.mono() < next_retry_) return;
    next_retry_ = clock_.mono() + between_retries;
    retry_endings();
}

void RecordingReports::tell_of_space() {
    space_.refresh();
    std::string warning = space_.warning();
    if (warning == told_warning_) return;
    told_warning_ = std::move(warning);
    const auto planned = database_.read([&](store::Connection& reader) {
        return store::StreamsStore(reader).list(store::StreamList::Upcoming, std::nullopt,
                                                classes_warned, clock_.utc());
    });
    if (!planned) return;
    for (const auto& row : *planned) changes_.statistics_changed(row.stream.id);
}

void RecordingReports::tell_of_preparing() {
    std::vector<recorder::Preparing> now = recorder_.preparing();
    std::vector<recorder::RecordingName> changed;
    {
        const std::lock_guard lock(mutex_);
        for (const recorder::Preparing& one : now) {
            const bool told =
                std::find(preparing_.begin(), preparing_.end(), one) != preparing_.end();
            if (!told) changed.push_back(one.name);
        }
        preparing_ = std::move(now);
    }
    for (const recorder::RecordingName& name : changed) {
        const auto row = outcomes_.class_of(name);
        if (row && *row) changes_.statistics_changed((*row)->stream.id);
    }
}

void RecordingReports::retry_endings() {
    const auto open = database_.read([](store::Connection& reader) {
        return store::StreamsStore(reader).with_open_recording();
    });
    if (!open) return;
    for (const auto& row : *open) {
        const std::string name = row.recording.file_name();
        const bool in_trouble = !outcomes_.trouble(name).empty();
        if (row.stream.status == domain::StreamStatus::Ended && in_trouble) recorder_.finish(name);
    }
}

std::optional<double> RecordingReports::progress(const recorder::RecordingName& name) const {
    const std::lock_guard lock(mutex_);
    for (const recorder::Preparing& one : preparing_) {
        if (one.name == name) return one.percent / 100.0;
    }
    return std::nullopt;
}

}  // namespace lsl::services
