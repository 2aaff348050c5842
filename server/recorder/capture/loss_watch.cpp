#include "server/recorder/capture/loss_watch.h"

#include <algorithm>
#include <chrono>

namespace lsl::recorder {

namespace {

using std::chrono::seconds;

/// A key frame is asked for at once and comes within a round trip and a frame.
constexpr seconds until_picture{2};
/// Silence suppression sends sound at least every 400 ms, a still screen a picture a second.
constexpr seconds until_stopped{3};
constexpr seconds least_told{1};

std::int64_t whole_seconds(std::chrono::microseconds time) {
    return std::chrono::duration_cast<seconds>(time).count();
}

/// "1:02:03"
std::string clock_text(std::int64_t second) {
    const auto two = [](std::int64_t number) {
        return (number < 10 ? ":0" : ":") + std::to_string(number);
    };
    return std::to_string(second / 3600) + two(second / 60 % 60) + two(second % 60);
}

bool stopped(const TrackFlow& track, MonoTime now) {
    return track.last_packet && now - *track.last_packet > until_stopped;
}

}  // namespace

void LossWatch::look(const TrackFlow& sound, const TrackFlow& picture, MonoTime began,
                     MonoTime now) {
    std::optional<Found> of_picture = picture_loss(picture, now);
    std::optional<Found> of_sound;
    if (stopped(sound, now)) of_sound = Found{Loss::SoundStopped, *sound.last_packet};
    const bool nothing = (of_sound && !picture.last_packet) ||
                         (of_picture && of_picture->loss == Loss::PictureStopped &&
                          (of_sound || !sound.last_packet));
    if (nothing) {
        const MonoTime since = of_picture ? of_picture->since : of_sound->since;
        of_picture = Found{Loss::NothingComes, since};
        of_sound.reset();
    }
    change(picture_, of_picture, began, now, past_);
    change(sound_, of_sound, began, now, past_);
}

void LossWatch::publisher_gone(MonoTime began, MonoTime now) {
    change(picture_, std::nullopt, began, now, past_);
    change(sound_, std::nullopt, began, now, past_);
}

std::string LossWatch::sentence() const {
    std::string text;
    for (const Track* track : {&picture_, &sound_}) {
        if (!track->now) continue;
        if (!text.empty()) text += ' ';
        text += describe(*track);
    }
    return text.empty() ? past_ : text;
}

std::optional<LossWatch::Found> LossWatch::picture_loss(const TrackFlow& picture, MonoTime now) {
    if (!picture.first_packet || !picture.last_packet) return std::nullopt;
    if (stopped(picture, now)) return Found{Loss::PictureStopped, *picture.last_packet};
    // Written under an earlier publisher counts for nothing.
    const MonoTime good =
        std::max(*picture.first_packet, picture.last_written.value_or(*picture.first_packet));
    // Measured against what came, so that a short pause is not taken for broken pictures.
    if (*picture.last_packet - good <= until_picture) return std::nullopt;
    return Found{picture.lacks_parameter_sets ? Loss::NoParameterSets : Loss::NoKeyFrame, good};
}

void LossWatch::change(Track& track, const std::optional<Found>& found, MonoTime began,
                       MonoTime now, std::string& past) {
    if (found && track.now == found->loss) return;
    if (track.now && now - track.since > least_told) {
        const bool sound = track.now == Loss::SoundStopped;
        const bool both = track.now == Loss::NothingComes;
        past = "The recording has no " +
               std::string(both    ? "sound and no picture"
                           : sound ? "sound"
                                   : "picture") +
               " from " + clock_text(track.since_s) + " to " +
               clock_text(whole_seconds(now - began)) + ".";
    }
    track.now.reset();
    if (!found) return;
    track.now = found->loss;
    track.since = found->since;
    track.since_s = whole_seconds(found->since - began);
}

std::string LossWatch::describe(const Track& track) {
    const std::string since = " since " + clock_text(track.since_s);
    switch (*track.now) {
        case Loss::NothingComes: return "Nothing has come to be recorded" + since + ".";
        case Loss::PictureStopped: return "No picture has come to be recorded" + since + ".";
        case Loss::SoundStopped: return "No sound has come to be recorded" + since + ".";
        case Loss::NoKeyFrame:
            return "The picture isn't being recorded" + since +
                   ": no complete key frame comes. Connect the encoder again, or let it send a "
                   "key frame every two seconds.";
        case Loss::NoParameterSets:
            return "The picture isn't being recorded" + since +
                   ": the encoder sends H264 without its parameter sets (SPS, PPS). Let it repeat "
                   "them in front of each key frame, or use VP8.";
    }
    return {};
}

}  // namespace lsl::recorder
