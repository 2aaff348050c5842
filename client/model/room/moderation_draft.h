#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/model/studio/field_errors.h"
#include "shared/wire/chat_api.h"

namespace lsl::model {

/// How the room of a class is set, as fields hold it: numbers and words as text.
struct RoomSettingsDraft {
    std::string mode, links;      ///< as the domain names them
    std::string slow_mode = "0";  ///< seconds
    std::string opens, closes;    ///< minutes before the start and after the end
    bool hold_first = false;
    bool replay_names = false;
    std::string words;  ///< that make a message wait, one a line
};
RoomSettingsDraft settings_draft(const wire::ChatSettingsRow& row);
/// All of it. What is no number is left out, and stays.
api::ChangeChatSettings::Request settings_request(const RoomSettingsDraft& draft);

/// A pause as the field of a person's sheet holds it, beside a number of seconds: until the class
/// is over.
inline constexpr std::string_view pause_for_class = "class";

/// What is typed about others in the room of a class, and about the room: its dialogs share it.
struct ModerationDraft {
    std::string reason;         ///< of a report, a decision or a pause
    std::string pause = "600";  ///< seconds, "0" = none, or `pause_for_class`
    bool remove_latest = false;
    std::string note;
    std::string question;
    std::vector<std::string> options = {"", ""};  ///< of a poll, the last ones may be empty
    RoomSettingsDraft settings;
    FieldErrors errors;  ///< by the names that the requests have for the fields
};
/// Seconds; nothing: for the whole class.
std::optional<std::int64_t> pause_seconds(const ModerationDraft& draft);
/// A question and two answers are there.
bool is_poll(const ModerationDraft& draft);
api::CreatePoll::Request poll_request(const ModerationDraft& draft);

}  // namespace lsl::model
