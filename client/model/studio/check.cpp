#include "client/model/studio/check.h"

#include <algorithm>

namespace lsl::model {

namespace {

using media::CheckPhase;
using media::CheckState;
using media::UploadCheck;
using Verdict = CheckVerdict;

// Luma of 0..255. A face is told from its background in between.
constexpr double darkest = 60, brightest = 190, most_white = 0.25, most_backlight = 50;
// Decibels of full scale.
constexpr double silent_db = -90, heard_db = -55, quiet_db = -30;
constexpr double noisy_db = -50, loud_room_db = -38;
/// Music this much louder than the voice drowns the counts; softer than the second it carries
/// nobody.
constexpr double most_over_voice_db = 5, least_under_voice_db = -15;
constexpr std::int64_t few_clips = 5;
// Bits a second: all three sizes and the sound; the middle one; less carries no dancing.
constexpr double all_sizes = 3.6e6, middle_size = 1.2e6;
constexpr double least_share_of_frames = 0.8;
constexpr double battery_an_hour = 0.38, battery_reserve = 0.2, battery_low = 0.2;
constexpr double seconds_an_hour = 3600;

struct Judged {
    Verdict verdict;
    std::optional<msg::Plain> cure = std::nullopt;
};

/// Not measured yet, just being measured, or never measured.
Judged unmeasured(CheckPhase phase) {
    if (phase == CheckPhase::Idle) return {Verdict::NotYet};
    if (phase == CheckPhase::Done) return {Verdict::Unknown, msg::check_not_measured};
    return {Verdict::Measuring};
}

Judged picture(const CheckState& c) {
    const std::int64_t lines = std::min(c.width, c.height);
    if (lines >= 720 && c.frames_per_second >= 24) return {Verdict::Well};
    if (c.frames_per_second < 15) return {Verdict::Bad, msg::check_picture_slow};
    if (c.frames_per_second < 24) return {Verdict::Look, msg::check_picture_slow};
    return {lines >= 480 ? Verdict::Look : Verdict::Bad, msg::check_picture_small};
}

Judged light(const CheckState& c) {
    if (c.light < darkest) return {Verdict::Look, msg::check_light_dark};
    if (c.light > brightest || c.bright > most_white) {
        return {Verdict::Look, msg::check_light_bright};
    }
    return {Verdict::Well};
}

Judged backlight(const CheckState& c) {
    if (c.backlight > most_backlight) return {Verdict::Look, msg::check_backlight_cure};
    return {Verdict::Well};
}

Judged microphone(const CheckState& c) {
    if (c.peak_db < heard_db) return {Verdict::Bad, msg::check_microphone_silent};
    if (c.clips > few_clips) return {Verdict::Bad, msg::check_microphone_clips};
    if (c.clips > 0) return {Verdict::Look, msg::check_microphone_clips};
    if (c.processed) return {Verdict::Look, msg::check_microphone_processed};
    if (c.peak_db < quiet_db) return {Verdict::Look, msg::check_microphone_quiet};
    return {Verdict::Well};
}

Judged noise(const CheckState& c) {
    if (c.noise_db > loud_room_db) return {Verdict::Bad, msg::check_noise_cure};
    if (c.noise_db > noisy_db) return {Verdict::Look, msg::check_noise_cure};
    return {Verdict::Well};
}

Judged music_to_voice(const CheckState& c) {
    if (c.voice_db < heard_db) return {Verdict::Unknown, msg::check_no_voice};
    if (c.music_db < heard_db) return {Verdict::Unknown, msg::check_no_music};
    const double over = c.music_db - c.voice_db;
    if (over > most_over_voice_db) return {Verdict::Look, msg::check_music_loud};
    if (over < least_under_voice_db) return {Verdict::Look, msg::check_music_soft};
    return {Verdict::Well};
}

Judged stereo(const media::Desk& desk) {
    if (desk.check.channels >= 2) return {Verdict::Well};
    // Talk is one channel by intent.
    if (desk.kind == media::SoundKind::Talk) return {Verdict::Look, msg::check_stereo_talk};
    return {Verdict::Look, msg::check_stereo_mono};
}

Judged upload(const CheckState& c) {
    if (c.upload == UploadCheck::Refused) return {Verdict::Unknown, msg::check_upload_refused};
    if (c.upload == UploadCheck::Failed) return {Verdict::Bad, msg::check_upload_failed};
    if (c.bits_per_second >= all_sizes) return {Verdict::Well};
    if (c.bits_per_second >= middle_size) return {Verdict::Look, msg::check_upload_narrow};
    return {Verdict::Bad, msg::check_upload_narrow};
}

Judged encoder(const CheckState& c) {
    if (c.upload != UploadCheck::Measured) return {Verdict::Unknown, msg::check_not_measured};
    const bool behind = c.encoded_per_second < least_share_of_frames * c.frames_per_second;
    if (c.limited_by == "cpu") {
        return {behind ? Verdict::Bad : Verdict::Look, msg::check_encoder_cure};
    }
    // A narrow line is told by its own line.
    if (behind && c.limited_by.empty()) return {Verdict::Look, msg::check_encoder_cure};
    return {Verdict::Well};
}

Judged battery(const CheckState& c, const CheckNeeds& needs) {
    if (c.battery < 0) return {Verdict::Unknown, msg::check_battery_unknown};
    if (c.charging) return {Verdict::Well};
    if (c.battery < battery_low) return {Verdict::Bad, msg::check_battery_cure};
    return c.battery < battery_needed(needs) ? Judged{Verdict::Look, msg::check_battery_cure}
                                             : Judged{Verdict::Well};
}

Judged disk(const CheckNeeds& needs) {
    const std::int64_t room = *needs.recording_room_s;
    if (room < needs.class_seconds) return {Verdict::Bad, msg::check_disk_cure};
    if (room < 2 * needs.class_seconds) return {Verdict::Look, msg::check_disk_cure};
    return {Verdict::Well};
}

}  // namespace

std::vector<CheckResult> judge(const media::Desk& desk, const CheckNeeds& needs) {
    const CheckState& c = desk.check;
    std::vector<CheckResult> results;
    const auto add = [&](CheckLine line, bool measured, const auto& judged) {
        const Judged outcome = measured ? judged() : unmeasured(c.phase);
        results.push_back({line, outcome.verdict, outcome.cure});
    };
    const bool seen = c.light >= 0;
    const bool spoke = c.phase == CheckPhase::Done || c.phase == CheckPhase::Upload;
    const bool sent = c.upload != UploadCheck::NotYet && c.upload != UploadCheck::Running;
    add(CheckLine::Picture, seen, [&] { return picture(c); });
    add(CheckLine::Light, seen, [&] { return light(c); });
    add(CheckLine::Backlight, seen, [&] { return backlight(c); });
    add(CheckLine::Microphone, spoke, [&] { return microphone(c); });
    add(CheckLine::Noise, c.noise_db > silent_db || spoke, [&] { return noise(c); });
    add(CheckLine::MusicToVoice, spoke, [&] { return music_to_voice(c); });
    add(CheckLine::Stereo, c.channels > 0, [&] { return stereo(desk); });
    add(CheckLine::Upload, sent, [&] { return upload(c); });
    add(CheckLine::Encoder, sent, [&] { return encoder(c); });
    const bool begun = c.phase != CheckPhase::Idle;
    add(CheckLine::Battery, begun, [&] { return battery(c, needs); });
    add(CheckLine::Screen, begun, [&] {
        return c.awake ? Judged{Verdict::Well} : Judged{Verdict::Look, msg::check_screen_cure};
    });
    add(CheckLine::Disk, begun && needs.recording_room_s.has_value(), [&] { return disk(needs); });
    return results;
}

bool any_bad(const std::vector<CheckResult>& results) {
    return std::any_of(results.begin(), results.end(),
                       [](const CheckResult& one) { return one.verdict == CheckVerdict::Bad; });
}

double music_too_loud_db(const media::CheckState& check) {
    if (check.voice_db < heard_db || check.music_db < heard_db) return 0;
    const double over = check.music_db - check.voice_db;
    return over > most_over_voice_db ? over - most_over_voice_db : 0;
}

double battery_needed(const CheckNeeds& needs) {
    const double hours = static_cast<double>(needs.class_seconds) / seconds_an_hour;
    return std::min(1.0, hours * battery_an_hour + battery_reserve);
}

}  // namespace lsl::model
