#include "shared/domain/media/recording.h"

#include <utility>

#include "shared/domain/words.h"

namespace lsl::domain {

namespace {

constexpr WordTable<RecordingState, 6> recording_words = {{
    {RecordingState::None, "none"},
    {RecordingState::Recording, "recording"},
    {RecordingState::Preparing, "preparing"},
    {RecordingState::Available, "available"},
    {RecordingState::Failed, "failed"},
    {RecordingState::Deleted, "deleted"},
}};

bool follow(Recording& recording, RecordingState to) {
    if (!may_follow(recording.state, to)) return false;
    recording.state = to;
    return true;
}

}  // namespace

std::string_view recording_state_name(RecordingState state) {
    return word_of(recording_words, state);
}

std::optional<RecordingState> parse_recording_state(std::string_view name) {
    return value_of(recording_words, name);
}

bool may_follow(RecordingState from, RecordingState to) {
    switch (to) {
        case RecordingState::None: return from == RecordingState::Recording;
        case RecordingState::Recording: return from == RecordingState::None;
        case RecordingState::Preparing: return from == RecordingState::Recording;
        case RecordingState::Available:
        case RecordingState::Failed: return from == RecordingState::Preparing;
        case RecordingState::Deleted:
            return from == RecordingState::Preparing || from == RecordingState::Available ||
                   from == RecordingState::Failed;
    }
    return false;
}

bool Recording::begin(VideoId video, UtcTime now) {
    if (video.empty() || !follow(*this, RecordingState::Recording)) return false;
    video_id = std::move(video);
    started_at = now;
    return true;
}

bool Recording::close(UtcTime replay_ends) {
    if (!follow(*this, RecordingState::Preparing)) return false;
    expires_at = replay_ends;
    return true;
}

bool Recording::note_media_start(UtcTime captured) {
    if (state != RecordingState::Preparing) return false;
    media_started_at = captured;
    return true;
}

bool Recording::discard() {
    if (!follow(*this, RecordingState::None)) return false;
    video_id.reset();
    started_at.reset();
    return true;
}

bool Recording::become_available() {
    if (!video_id || !follow(*this, RecordingState::Available)) return false;
    available = true;
    return true;
}

bool Recording::become_available(VideoId hosted) {
    if (hosted.empty() || !become_available()) return false;
    video_id = std::move(hosted);
    return true;
}

bool Recording::fail() { return follow(*this, RecordingState::Failed); }

bool Recording::lose() {
    if (!fail()) return false;
    video_id.reset();
    return true;
}

bool Recording::stop_announcing() { return std::exchange(available, false); }

bool Recording::remove() {
    if (!video_id || !follow(*this, RecordingState::Deleted)) return false;
    available = false;
    video_id.reset();
    return true;
}

}  // namespace lsl::domain
