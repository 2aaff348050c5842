#include "server/services/live/recording_outcomes.h"

#include <utility>

#include "server/store/classes/streams_store.h"

namespace lsl::services {

namespace {

bool apply(domain::Recording& recording, RecordingOutcomes::Outcome outcome,
           std::optional<VideoId> hosted) {
    using Outcome = RecordingOutcomes::Outcome;
    switch (outcome) {
        case Outcome::Available:
            return hosted ? recording.become_available(std::move(*hosted))
                          : recording.become_available();
        case Outcome::Failed: return recording.fail();
        case Outcome::Lost: return recording.lose();
    }
    return false;
}

}  // namespace

Result<std::optional<RecordingOutcomes::Noted>> RecordingOutcomes::note(
    store::Connection& tx, const recorder::RecordingName& name, Outcome outcome,
    std::optional<VideoId> hosted) {
    store::StreamsStore streams(tx);
    auto row = LSL_TRY(streams.find_by_video(VideoId(name)));
    if (!row) return std::optional<Noted>();
    Noted noted{.stream = row->stream.id};
    noted.was_awaited = apply(row->recording, outcome, std::move(hosted));
    if (noted.was_awaited) {
        row->stream.updated_at = clock_.utc();
        LSL_TRY(streams.update(*row));
    }
    return std::optional(noted);
}

Result<std::optional<RecordingOutcomes::Noted>> RecordingOutcomes::note(
    const recorder::RecordingName& name, Outcome outcome) {
    auto noted =
        LSL_TRY(database_.write([&](store::Connection& tx) { return note(tx, name, outcome); }));
    if (!noted || outcome != Outcome::Available) return noted;
    forget_trouble(name);
    // The row is news by itself; that there is no trouble any more is not in it.
    changes_.statistics_changed(noted->stream);
    return noted;
}

Result<void> RecordingOutcomes::note_media_start(const recorder::RecordingName& name,
                                                 UtcTime captured) {
    return database_.write([&](store::Connection& tx) -> Result<void> {
        store::StreamsStore streams(tx);
        auto row = LSL_TRY(streams.find_by_video(VideoId(name)));
        if (!row || !row->recording.note_media_start(captured)) return {};
        return streams.update(*row);
    });
}

void RecordingOutcomes::tell_trouble(const recorder::RecordingName& name,
                                     const std::string& sentence) {
    {
        const std::lock_guard lock(mutex_);
        if (sentence.empty()) {
            trouble_.erase(name);
        } else {
            trouble_[name] = sentence;
        }
    }
    const auto row = class_of(name);
    if (row && *row) changes_.statistics_changed((*row)->stream.id);
}

void RecordingOutcomes::forget_trouble(const recorder::RecordingName& name) {
    const std::lock_guard lock(mutex_);
    trouble_.erase(name);
}

std::string RecordingOutcomes::trouble(const recorder::RecordingName& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = trouble_.find(name);
    return found == trouble_.end() ? std::string() : found->second;
}

Result<std::optional<domain::StudioClass>> RecordingOutcomes::class_of(
    const recorder::RecordingName& name) const {
    return database_.read([&](store::Connection& reader) {
        return store::StreamsStore(reader).find_by_video(VideoId(name));
    });
}

}  // namespace lsl::services
