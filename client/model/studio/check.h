#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "client/media/desk.h"
#include "client/model/message.h"
#include "message_ids.h"

namespace lsl::model {

/// What is looked at before a class, in the order in which it is shown.
enum class CheckLine : std::uint8_t {
    Picture,
    Light,
    Backlight,
    Microphone,
    Noise,
    MusicToVoice,
    Stereo,
    Upload,
    Encoder,
    Battery,
    Screen,
    Disk,
};

enum class CheckVerdict : std::uint8_t {
    NotYet,
    Measuring,
    Well,
    Look,     ///< worth a look
    Bad,      ///< viewers would suffer: asked about once, it locks nothing
    Unknown,  ///< it can't be measured here
};

struct CheckResult {
    CheckLine line;
    CheckVerdict verdict = CheckVerdict::NotYet;
    /// What it means and what to do, of all but Well, NotYet and Measuring.
    std::optional<msg::Plain> cure = std::nullopt;
};

/// What a check needs to know besides what was measured.
struct CheckNeeds {
    std::int64_t class_seconds = 3600;
    std::optional<std::int64_t> recording_room_s;  ///< as api::OpenCheck answers
};

/// All lines.
std::vector<CheckResult> judge(const media::Desk& desk, const CheckNeeds& needs);
bool any_bad(const std::vector<CheckResult>& results);

/// By how many decibels the music is too loud against the voice; 0 = it isn't, or nobody knows.
double music_too_loud_db(const media::CheckState& check);
/// The battery's share that a class needs, with a reserve.
double battery_needed(const CheckNeeds& needs);

}  // namespace lsl::model
