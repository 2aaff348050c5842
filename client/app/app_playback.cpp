#include "client/app/app.h"
#include "client/app/browser/media_states.h"
#include "client/app/reducers.h"
#include "client/app/update.h"
#include "client/model/practice.h"

// What the page shows is played, and practised with as the person chose.

namespace lsl::app {

void App::follow_playback() {
    const model::Model& m = state_.model;
    auto wanted = player::Wanted::Nothing;
    if (m.route.page == model::Page::Workout) return follow_workout();
    if (m.route.page == model::Page::Watch) {
        if (const wire::PublicStream* row = m.classes.find(m.route.stream)) {
            // However the end was heard of, who has just danced isn't thrown back to the beginning.
            if (playback_.wanted() == player::Wanted::Live &&
                row->stream.status == domain::StreamStatus::Ended) {
                end_of_class(state_, effects_);
                carry_out(effects_);
            }
            switch (m.verdict(*row)) {
                case domain::Watch::Live: wanted = player::Wanted::Live; break;
                case domain::Watch::Replay:
                    if (!m.watching.class_over) wanted = player::Wanted::Replay;
                    break;
                default: break;
            }
        }
    }
    const bool starts = wanted != player::Wanted::Nothing && wanted != playback_.wanted();
    if (wanted == player::Wanted::Replay) follow_address();
    playback_.want(m.route.stream.uuid, wanted, m.watching.from_s.value_or(0));
    follow_practice(m.route.stream.uuid, wanted);
    playback_.on_time();
    if (starts) {
        const domain::Stream& stream = m.classes.find(m.route.stream)->stream;
        platform::set_now_playing(stream.title, stream.instructor_name,
                                  stream.thumbnail_url.value_or(""));
    }
}

void App::follow_workout() {
    const model::Model& m = state_.model;
    const auto& workout = m.workouts.open.value;
    const bool plays = workout && (m.signed_in() || m.staff());
    const bool starts = plays && playback_.wanted() != player::Wanted::Workout;
    if (plays) follow_address();
    playback_.want(m.route.workout.uuid, plays ? player::Wanted::Workout : player::Wanted::Nothing,
                   m.watching.from_s.value_or(0));
    follow_practice(m.route.workout.uuid,
                    plays ? player::Wanted::Workout : player::Wanted::Nothing);
    playback_.on_time();
    if (!starts) return;
    platform::set_now_playing(workout->title, workout->instructor_name,
                              workout->thumbnail_url.value_or(""));
}

void App::follow_address() {
    const model::Model& m = state_.model;
    if (m.watching.address.empty() || !m.page_is_here) return;
    reduce(state_, model::intent::FollowAddress{}, effects_);
}

void App::follow_practice(const Uuid& watched, player::Wanted wanted_now) {
    // A live class has a mirror alone, which is noted like the rest.
    const bool shown = wanted_now != player::Wanted::Nothing;
    const bool plays = shown && wanted_now != player::Wanted::Live;
    if (!shown) practised_ = {};
    if (shown && practised_ != watched) {
        practised_ = watched;
        begin_practice(state_, effects_);
        carry_out(effects_);
    }
    const media::PlayerPractice wanted =
        plays ? model::told(state_.model.practice) : media::PlayerPractice{};
    if (wanted == told_practice_) return;
    platform::player_practise(wanted);
    told_practice_ = wanted;
}

void App::on_leave() {
    if (opened_) playback_.leave();
}

void App::copy_media_states() {
    state_.model.player = player_state(playback_);
    state_.model.player.told_at = player_told_at_;
    state_.model.studio.capture = capture_state(broadcasting_, messages_, state_.model.seconds);
    state_.model.studio.broadcast = broadcast_state(broadcasting_, messages_);
    tell_sending(state_, effects_);
    carry_out(effects_);
}

}  // namespace lsl::app
