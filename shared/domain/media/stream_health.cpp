#include "shared/domain/media/stream_health.h"

#include <algorithm>

namespace lsl::domain {
namespace {

// Lost packets are asked for again, so a few per cent only cost delay; beyond, pictures freeze.
constexpr double kPoorLossPercent = 5;
constexpr double kFairLossPercent = 1;
constexpr double kPoorRoundTripMs = 400;
constexpr double kFairRoundTripMs = 200;
// Of what its size wants; a picture that hardly moves needs little.
constexpr double kPoorVideoShare = 0.05;
constexpr double kFairVideoShare = 0.15;
constexpr int kUnknownHeight = 720;
constexpr double kPoorFrameRate = 8;
constexpr double kFairFrameRate = 18;

double share_of_wanted_bits(const StreamFigures& f) {
    return f.video_bits_per_second / bits_wanted(f.height > 0 ? f.height : kUnknownHeight, 30);
}
/// Less of the camera's picture than this is seen to be less.
bool is_smaller_than_the_camera(const StreamFigures& f) {
    return f.camera_height > 0 && f.height > 0 && f.height * 10 < f.camera_height * 9;
}
bool is_slower_than_the_camera(const StreamFigures& f) {
    return f.camera_frames_per_second > 0 &&
           f.frames_per_second < f.camera_frames_per_second * 0.75;
}
bool is_coarse(const StreamFigures& f) {
    const int height = std::max(f.height, f.camera_height);
    return height > 0 && f.video_bits_per_second < bits_wanted(height, 30) * 0.4;
}

}  // namespace

HealthVerdict verdict_of(const StreamFigures& f) {
    if (!f.connected) return HealthVerdict::Offline;
    const auto beyond = [&](double loss, double round_trip, double share, double rate) {
        return f.loss_percent > loss || f.round_trip_ms > round_trip ||
               (f.has_video && !f.camera_off &&
                (share_of_wanted_bits(f) < share || f.frames_per_second < rate));
    };
    if (beyond(kPoorLossPercent, kPoorRoundTripMs, kPoorVideoShare, kPoorFrameRate)) {
        return HealthVerdict::Poor;
    }
    if (f.camera_off || f.muted ||
        beyond(kFairLossPercent, kFairRoundTripMs, kFairVideoShare, kFairFrameRate)) {
        return HealthVerdict::Fair;
    }
    return HealthVerdict::Good;
}

std::string_view verdict_name(HealthVerdict verdict) {
    switch (verdict) {
        case HealthVerdict::Offline: return "offline";
        case HealthVerdict::Good: return "good";
        case HealthVerdict::Fair: return "fair";
        case HealthVerdict::Poor: return "poor";
    }
    return "offline";
}

double bits_wanted(int height, double frames_per_second) {
    // A 16:9 picture at a tenth of a bit a pixel, which is what encoders for calls aim at.
    const double pixels = static_cast<double>(height) * height * 16 / 9;
    return pixels * frames_per_second * 0.1;
}

std::vector<HealthAdvice> advice_for(const StreamFigures& f) {
    std::vector<HealthAdvice> advice;
    if (!f.connected) return advice;
    const auto say = [&advice](bool holds, HealthAdvice what) {
        if (holds) advice.push_back(what);
    };
    say(f.camera_off, HealthAdvice::CameraOff);
    say(f.muted, HealthAdvice::Muted);
    const bool video = f.has_video && !f.camera_off;
    const bool less = is_smaller_than_the_camera(f) || is_slower_than_the_camera(f) || is_coarse(f);
    const bool upload = f.held_back_by == HeldBackBy::Upload && less && video;
    const bool computer = f.held_back_by == HeldBackBy::Computer && less && video;
    say(!f.has_video && !f.camera_off && f.audio_bits_per_second > 0, HealthAdvice::NoPicture);
    say(upload, HealthAdvice::UploadTooSlow);
    say(computer, HealthAdvice::ComputerTooSlow);
    say(f.loss_percent > kFairLossPercent, HealthAdvice::PacketsGetLost);
    say(f.b_frames, HealthAdvice::BFrames);
    say(f.viewers_without_video > 0, HealthAdvice::CodecUnknownToSome);
    say(f.has_video && !f.muted && f.video_bits_per_second > 0 && f.audio_bits_per_second == 0,
        HealthAdvice::NoSound);
    const bool held_back = upload || computer;
    say(video && share_of_wanted_bits(f) < kFairVideoShare && !held_back,
        HealthAdvice::CoarsePicture);
    say(video && f.frames_per_second < kFairFrameRate && !held_back, HealthAdvice::FewFrames);
    say(f.round_trip_ms > kFairRoundTripMs, HealthAdvice::SlowAnswers);
    return advice;
}

}  // namespace lsl::domain
