#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/text_id.h"
#include "shared/base/time.h"

namespace lsl::domain {

/// Where the recording of a class stands. A replay is announced only when it really plays.
enum class RecordingState : std::uint8_t {
    None,       ///< nothing was recorded yet
    Recording,  ///< the class is live and being recorded
    Preparing,  ///< the class has ended, the file is being closed (or uploaded)
    Available,
    Failed,   ///< nothing playable came of it
    Deleted,  ///< the replay week is over and the class was not kept
};
std::string_view recording_state_name(RecordingState state);
std::optional<RecordingState> parse_recording_state(std::string_view name);
// By these names a row in JSON or in a table finds the words of an enumeration.
inline std::string_view enum_name(RecordingState state) { return recording_state_name(state); }
inline void enum_parse(std::string_view text, std::optional<RecordingState>& out) {
    out = parse_recording_state(text);
}

/// None → Recording → Preparing → Available or Failed; what has a file may become Deleted.
bool may_follow(RecordingState from, RecordingState to);

/// The recording of a class. Its members are read everywhere and changed by the steps below alone
/// (a rule test looks). A step that does not follow from the present state answers false and
/// changes nothing, so whoever reports late or twice does no harm.
struct Recording {
    RecordingState state = RecordingState::None;
    /// It plays and is announced. A kept class's recording stays Available after the replay week,
    /// but is no longer announced.
    bool available = false;
    std::optional<UtcTime> started_at;  ///< when it began; nothing: there was none
    /// When the first packet of its file was captured: what stands at the file's beginning. Nothing
    /// until the file is finished, and for files from before this was noted.
    std::optional<UtcTime> media_started_at = std::nullopt;
    std::optional<UtcTime> expires_at;  ///< end of the replay week
    std::optional<VideoId> video_id;    ///< nothing: there is no file, or not any more

    /// What the recorder calls the file; empty when there is none.
    std::string file_name() const { return video_id ? video_id->text : std::string(); }

    /// The class goes live: None → Recording.
    bool begin(VideoId video, UtcTime now);
    /// The class has ended: Recording → Preparing. Its replay week begins.
    bool close(UtcTime replay_ends);
    /// The file is finished and says when its first packet was captured; only while it is awaited.
    bool note_media_start(UtcTime captured);
    /// The start was undone, or the class cancelled: Recording → None. The caller deletes the file.
    bool discard();
    /// It plays: Preparing → Available. A hosted backend gives it another id than the recorder did.
    bool become_available();
    bool become_available(VideoId hosted);
    /// Nothing playable came of it: Preparing → Failed. The file stays for whoever looks into it.
    bool fail();
    /// The same, and there is no file either.
    bool lose();
    /// The replay week is over: no longer announced. False when it was not.
    bool stop_announcing();
    /// The media has been deleted: → Deleted, from any state that has a file.
    bool remove();

    bool operator==(const Recording&) const = default;
};

}  // namespace lsl::domain
