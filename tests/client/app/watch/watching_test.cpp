#include <gtest/gtest.h>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using platform::PlayerFailure;
using platform::PlayerPhase;
using ui::Role;

const std::string playback_path = "/api/streams/01900000-0000-7000-8000-000000000001/playback";

class Watching : public testing::Test {
  protected:
    void open(const wire::PublicStream& shown, bool enrolled = true, bool signed_in = true) {
        api::PageData data;
        if (signed_in) data.session = ana(120);
        data.stream = shown;
        data.enrollments.emplace();
        if (enrolled) data.enrollments->enrollments.push_back(place_in(shown));
        person.open(model::url_of(model::watch_page(id_number(1))), data);
    }
    api::GetPlayback::Response playback(std::string kind, std::string url, std::string token) {
        return {std::move(kind), std::move(url), std::move(token), person.now() + minutes(5), ""};
    }
    platform::PlayerState playing(bool live) {
        platform::PlayerState state;
        state.phase = PlayerPhase::Playing;
        state.live = live;
        state.picture = true;
        state.has_audio = true;
        state.duration_s = live ? 0 : 3600;
        state.delay_s = live ? 0.4 : -1;
        state.fullscreen_available = true;
        return state;
    }
    void player(const platform::PlayerState& state) {
        person.listener().on_player(state);
        person.settle();
    }

    Person person;
    wire::PublicStream row = a_class(1, "Morning Dance", person.now() + minutes(30));
};

TEST_F(Watching, ALiveClassAsksForThePlaceAndTheTokenAndPlays) {
    open(live(row, person.now()));
    ASSERT_TRUE(person.asked(playback_path));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    EXPECT_EQ(person.browser().watched_url, "/whep/abc");
    EXPECT_EQ(person.browser().watched_token, "t1");
    EXPECT_TRUE(person.browser().player_place.visible);
    EXPECT_TRUE(person.browser().awake);
    player(playing(true));
    EXPECT_TRUE(person.reads("0.4 s behind"));
}

TEST_F(Watching, TheQualityMenuOffersWhatIsSentAndAsksForIt) {
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    platform::PlayerState state = playing(true);
    state.video_height = 360;
    player(state);
    EXPECT_FALSE(person.sees(Role::Button, "Quality: Auto (360p)"));
    state.heights = {720, 360, 180};
    player(state);
    person.press(Role::Button, "Quality: Auto (360p)");
    EXPECT_TRUE(person.sees(Role::Button, "Auto (360p)"));
    person.press(Role::Button, "720p");
    EXPECT_EQ(person.browser().quality, 720);
    state.quality = 720;
    state.video_height = 720;
    player(state);
    EXPECT_FALSE(person.sees(Role::Button, "180p"));
    person.press(Role::Button, "Quality: 720p");
    person.press(Role::Button, "Auto (720p)");
    EXPECT_EQ(person.browser().quality, 0);
}

TEST_F(Watching, ALineTooSlowForThePictureIsSaidWhileTheSoundGoesOn) {
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    platform::PlayerState state = playing(true);
    player(state);
    state.sound_only = true;
    player(state);
    EXPECT_TRUE(person.reads("Only sound for now"));
    state.sound_only = false;
    player(state);
    EXPECT_FALSE(person.reads("Only sound for now"));
}

TEST_F(Watching, AClassThatStartsPlaysByItself) {
    open(row);
    EXPECT_TRUE(person.reads("until the class starts"));
    EXPECT_FALSE(person.asked(playback_path));
    person.hears(wire::StreamChanged{live(row, person.now())});
    EXPECT_TRUE(person.asked(playback_path));
}

TEST_F(Watching, NotLiveYetIsTriedAgainByItself) {
    open(live(row, person.now()));
    person.refuse(playback_path, 409, "not_live", "The class hasn't started yet.");
    EXPECT_FALSE(person.asked(playback_path));
    EXPECT_TRUE(person.reads("Waiting for the picture"));
    person.wait(std::chrono::milliseconds(1100));
    EXPECT_TRUE(person.asked(playback_path));
}

TEST_F(Watching, ARefusalOfThePlayerAsksForAnotherToken) {
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    player(playing(true));
    platform::PlayerState refused = playing(true);
    refused.phase = PlayerPhase::Failed;
    refused.failure = PlayerFailure::Refused;
    player(refused);
    person.wait(seconds(2));
    person.answer(playback_path, playback("whep", "/whep/abc", "t2"));
    EXPECT_EQ(person.browser().watched_token, "t2");
}

TEST_F(Watching, TheTokenIsRenewedBeforeItDiesAndThePictureGoesOn) {
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    player(playing(true));
    person.wait(minutes(4) + seconds(1));
    ASSERT_TRUE(person.asked(playback_path));
    person.answer(playback_path, playback("whep", "/whep/abc", "t2"));
    EXPECT_EQ(person.browser().watched_token, "t1");
    platform::PlayerState refused = playing(true);
    refused.phase = PlayerPhase::Failed;
    refused.failure = PlayerFailure::Refused;
    player(refused);
    EXPECT_EQ(person.browser().watched_token, "t2");
}

TEST_F(Watching, AHostedReplayPlaysAsHlsWhereTheBrowserCan) {
    open(ended(row, person.now() - hours(1)));
    person.browser().plays_hls = true;
    api::GetPlayback::Response hosted = playback("hls", "https://media.test/t1/video.m3u8", "");
    hosted.fallback_url = "https://media.test/t1/iframe";
    person.answer(playback_path, hosted);
    EXPECT_EQ(person.browser().played_file, hosted.url);
    EXPECT_EQ(person.browser().framed_url, "");
    player(playing(false));
    EXPECT_TRUE(person.sees(Role::Button, "Pause")) << "the page's own controls";
}

TEST_F(Watching, HlsThatTheBrowserCannotDecodeGoesToTheHostedPlayer) {
    open(ended(row, person.now() - hours(1)));
    person.browser().plays_hls = true;
    api::GetPlayback::Response hosted = playback("hls", "https://media.test/t1/video.m3u8", "");
    hosted.fallback_url = "https://media.test/t1/iframe";
    person.answer(playback_path, hosted);
    platform::PlayerState failed;
    failed.phase = PlayerPhase::Failed;
    failed.failure = PlayerFailure::Unsupported;
    player(failed);
    EXPECT_EQ(person.browser().framed_url, hosted.fallback_url);
    EXPECT_FALSE(person.reads("can't play the class"));
}

TEST_F(Watching, ElseTheHostedPlayerTakesThePlaceOfTheVideoWithItsOwnControls) {
    open(ended(row, person.now() - hours(1)));
    api::GetPlayback::Response hosted = playback("hls", "https://media.test/t1/video.m3u8", "");
    hosted.fallback_url = "https://media.test/t1/iframe";
    person.answer(playback_path, hosted);
    EXPECT_EQ(person.browser().framed_url, hosted.fallback_url);
    EXPECT_EQ(person.browser().played_file, "");
    EXPECT_TRUE(person.browser().player_place.visible);
    EXPECT_TRUE(person.reads("Opening the replay")) << "until it is there";
    player(playing(false));
    EXPECT_TRUE(person.sees(Role::Region, "Player"));
    for (const char* control : {"Pause", "Play", "Mute", "Fullscreen"}) {
        EXPECT_FALSE(person.sees(Role::Button, control)) << control;
    }
    EXPECT_FALSE(person.sees(Role::Slider, "Position"));
    // Its address dies with the token.
    person.wait(minutes(4) + seconds(1));
    hosted.fallback_url = "https://media.test/t2/iframe";
    person.answer(playback_path, hosted);
    EXPECT_EQ(person.browser().framed_url, hosted.fallback_url);
}

TEST_F(Watching, ABrowserThatCanPlayNeitherIsTold) {
    open(ended(row, person.now() - hours(1)));
    person.answer(playback_path, playback("hls", "https://media.test/t1/video.m3u8", ""));
    EXPECT_TRUE(person.reads("This browser can't play the class"));
}

TEST_F(Watching, TheServerIsToldEveryHalfMinuteThatAPicturePlays) {
    const std::string path = "/api/streams/01900000-0000-7000-8000-000000000001/watching";
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    person.wait(minutes(1));
    EXPECT_FALSE(person.asked(path)) << "nothing plays yet";
    player(playing(true));
    EXPECT_TRUE(person.asked(path)) << "who watches counts at once";
    person.answer(path, api::Empty{});
    platform::PlayerState paused = playing(true);
    paused.phase = PlayerPhase::Paused;
    player(paused);
    player(playing(true));
    person.wait(seconds(25));
    EXPECT_FALSE(person.asked(path)) << "a pause doesn't begin it anew";
    person.wait(seconds(6));
    EXPECT_TRUE(person.asked(path));
    person.refuse(path, 503, "unavailable", "Later.");
    player(paused);
    person.wait(minutes(2));
    EXPECT_FALSE(person.asked(path)) << "nobody watches a paused picture";
}

TEST_F(Watching, TheInstructorsReconnectingIsSaid) {
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    platform::PlayerState waiting = playing(true);
    waiting.phase = PlayerPhase::Waiting;
    player(waiting);
    EXPECT_TRUE(person.sees(Role::Status, "The instructor is reconnecting"));
}

TEST_F(Watching, SoundThatNeedsATapSaysSoAndStartsInTheGesture) {
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    platform::PlayerState state = playing(true);
    state.muted = true;
    state.needs_tap = true;
    player(state);
    person.browser().muted = true;
    person.press(Role::Button, "Tap for sound");
    EXPECT_FALSE(person.browser().muted);
}

TEST_F(Watching, AFailureOffersAnotherTry) {
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    platform::PlayerState failed;
    failed.phase = PlayerPhase::Failed;
    failed.failure = PlayerFailure::Network;
    player(failed);
    EXPECT_TRUE(person.reads("The picture isn't coming through"));
    person.press(Role::Button, "Try again");
    EXPECT_TRUE(person.asked(playback_path));
}

TEST_F(Watching, AReplayHasItsTimeAndCanBeSought) {
    const wire::PublicStream over = ended(row, person.now() - minutes(30));
    open(over);
    person.answer(playback_path, playback("file", "/recordings/v1", ""));
    EXPECT_EQ(person.browser().played_file, "/recordings/v1");
    platform::PlayerState state = playing(false);
    state.position_s = 65;
    player(state);
    EXPECT_TRUE(person.reads("01:05 / 1:00:00"));
    const ui::Node& slider = person.get(Role::Slider, "Position");
    EXPECT_EQ(slider.maximum, 3600);
    person.listener().on_slider(slider.id, 1800);
    person.settle();
    ASSERT_TRUE(person.browser().sought_s.has_value());
    EXPECT_EQ(*person.browser().sought_s, 1800);
    EXPECT_TRUE(person.reads("Replay for 7 more days"));
}

TEST_F(Watching, TheEndOfTheClassStopsThePictureAndTheReplayWaitsToBeAskedFor) {
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    player(playing(true));
    person.hears(wire::StreamChanged{ended(row, person.now() + seconds(1), false)});
    EXPECT_TRUE(person.reads("That was it, thank you"));
    EXPECT_TRUE(person.reads("The replay is being prepared"));
    EXPECT_FALSE(person.browser().awake);
    person.hears(wire::StreamChanged{ended(row, person.now() + seconds(2))});
    EXPECT_FALSE(person.asked(playback_path)) << "nothing plays from its beginning by itself";
    person.press(Role::Button, "Watch the replay");
    person.answer(playback_path, playback("file", "/recordings/v1", ""));
    EXPECT_EQ(person.browser().played_file, "/recordings/v1");
}

TEST_F(Watching, AfterTheEndTheNextClassIsOnePressAway) {
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    player(playing(true));
    person.hears(wire::StreamChanged{ended(row, person.now() + seconds(1), false)});
    EXPECT_FALSE(person.sees(Role::Region, "Next class"));
    api::ListStreams::Response list;
    list.upcoming_streams.push_back(a_class(2, "Bachata", person.now() + hours(20)));
    person.answer("/api/streams", list);
    ASSERT_TRUE(person.sees(Role::Region, "Next class"));
    person.press(Role::Link, "Details");
    EXPECT_EQ(person.browser().history.back(), model::url_of(model::watch_page(id_number(2))));
    EXPECT_FALSE(person.reads("That was it, thank you"));
}

TEST_F(Watching, AnUprightPictureHasThePhonesWholeScreen) {
    person.browser().viewport.width = 390;
    person.browser().viewport.height = 844;
    open(live(row, person.now()));
    person.listener().on_viewport(person.browser().viewport);
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    platform::PlayerState state = playing(true);
    state.video_width = 1280;
    state.video_height = 720;
    player(state);
    const float wide = person.browser().player_place.height;
    EXPECT_NEAR(wide, 390 * 9.0f / 16, 1);
    std::swap(state.video_width, state.video_height);
    player(state);
    const platform::VideoPlace& place = person.browser().player_place;
    EXPECT_GT(place.height, 600);
    EXPECT_LT(place.y + place.height, 844 - 60) << "the tabs stay in sight";
}

TEST_F(Watching, APhoneOnItsSideShowsTheWholePicture) {
    person.browser().viewport.width = 844;
    person.browser().viewport.height = 390;
    open(live(row, person.now()));
    person.listener().on_viewport(person.browser().viewport);
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    player(playing(true));
    const platform::VideoPlace& place = person.browser().player_place;
    EXPECT_LE(place.y + place.height, 390);
    EXPECT_GE(place.height, 200);
}

TEST_F(Watching, LeavingThePageStopsThePlayer) {
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    person.press(Role::Link, "Workouts");
    EXPECT_FALSE(person.browser().player_place.visible);
    EXPECT_FALSE(person.browser().awake);
}

TEST_F(Watching, WhatIsOnItsWayIsPausedToo) {
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    platform::PlayerState state = playing(true);
    for (const PlayerPhase phase : {PlayerPhase::Connecting, PlayerPhase::Reconnecting}) {
        state.phase = phase;
        player(state);
        EXPECT_TRUE(person.key("k"));
        EXPECT_TRUE(person.browser().player_paused);
        state.phase = PlayerPhase::Paused;
        player(state);
        EXPECT_TRUE(person.key("k"));
        EXPECT_FALSE(person.browser().player_paused);
    }
}

TEST_F(Watching, KeysWorkThePlayer) {
    open(ended(row, person.now() - hours(1)));
    person.answer(playback_path, playback("file", "/recordings/v1", ""));
    platform::PlayerState state = playing(false);
    state.position_s = 100;
    player(state);
    EXPECT_TRUE(person.key("k"));
    EXPECT_TRUE(person.browser().player_paused);
    EXPECT_TRUE(person.key("l"));
    EXPECT_EQ(person.browser().sought_s, 110);
    EXPECT_TRUE(person.key("ArrowLeft"));
    EXPECT_EQ(person.browser().sought_s, 95);
    EXPECT_TRUE(person.key("5"));
    EXPECT_EQ(person.browser().sought_s, 1800);
    EXPECT_TRUE(person.key("m"));
    EXPECT_TRUE(person.key("c"));
    EXPECT_TRUE(person.reads("This class has no captions."));
    EXPECT_TRUE(person.browser().muted);
    EXPECT_TRUE(person.key("f"));
    EXPECT_TRUE(person.browser().fullscreen);
    EXPECT_TRUE(person.key("?"));
    EXPECT_TRUE(person.reads("10 seconds back, on"));
    EXPECT_FALSE(person.key("x"));
}

TEST_F(Watching, KeysAreLeftToTheBrowserElsewhere) {
    open(ended(row, person.now() - hours(1)));
    platform::KeyEvent key;
    key.key = "f";
    key.modifiers.control = true;
    EXPECT_FALSE(person.listener().on_key(key));
    key.modifiers.control = false;
    key.in_field = true;
    EXPECT_FALSE(person.listener().on_key(key));
}

TEST_F(Watching, VolumeIsRememberedInThisBrowser) {
    person.browser().storage["player-volume"] = "30";
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    EXPECT_DOUBLE_EQ(person.browser().volume, 0.3);
}

TEST_F(Watching, WhileItPlaysUntouchedNothingIsPainted) {
    person.browser().viewport.reduced_motion = true;  // the LIVE badge pulses otherwise
    open(ended(row, person.now() - hours(1)));
    person.answer(playback_path, playback("file", "/recordings/v1", ""));
    player(playing(false));
    person.wait(seconds(8));
    const int before = person.browser().paints;
    platform::PlayerState state = playing(false);
    state.position_s = 9;
    player(state);
    EXPECT_EQ(person.browser().paints, before) << "the controls are hidden";
    EXPECT_TRUE(person.sees(Role::Button, "Pause (k)")) << "for keyboards they are there";
}

TEST_F(Watching, WhoIsNotEnrolledSeesDetailsAndTheWayIn) {
    open(live(row, person.now()), false);
    person.refuse("/api/streams/01900000-0000-7000-8000-000000000001/enrollment", 404, "not_found",
                  "You're not enrolled.");
    EXPECT_FALSE(person.asked(playback_path));
    EXPECT_TRUE(person.sees(Role::Button, "Enroll for \u25C6 40 and watch"));
    EXPECT_TRUE(person.sees(Role::Heading, "Morning Dance"));
}

TEST_F(Watching, AVisitorIsLedToSignIn) {
    open(row, false, false);
    person.press(Role::Button, "Enroll for \u25C6 40");
    EXPECT_TRUE(person.browser().history.back().starts_with("/login?next=/streams/"));
}

TEST_F(Watching, EveryEndOfAClassIsSaid) {
    open(cancelled(row, person.now()));
    EXPECT_TRUE(person.reads("This class was cancelled"));
    person.hears(wire::StreamChanged{ended(row, person.now() - days(8))});
    wire::PublicStream expired = ended(row, person.now() - days(8));
    expired.stream.updated_at = person.now() + hours(1);
    person.hears(wire::StreamChanged{expired});
    EXPECT_TRUE(person.reads("The replay was here for 7 days and is gone now"));
}

TEST_F(Watching, AClassWithoutAReplayPromisesNone) {
    open(fallen_through(row, person.now()));
    EXPECT_TRUE(person.reads("This class did not take place"));
    EXPECT_TRUE(person.reads("Your tokens come back by themselves within two days."));
    EXPECT_FALSE(person.reads("Replay for"));
    EXPECT_FALSE(person.reads("There is no replay"));

    wire::PublicStream failed = fallen_through(row, person.now());
    failed.stream.media_seconds = 3600;
    open(failed);
    EXPECT_TRUE(person.reads("There is no replay of this class"));
    EXPECT_FALSE(person.reads("Replay for"));
    EXPECT_FALSE(person.reads("tokens come back"));

    failed = fallen_through(row, person.now() - days(20));
    failed.stream.media_seconds = 3600;
    open(failed);
    EXPECT_TRUE(person.reads("There is no replay of this class"));
    EXPECT_FALSE(person.reads("The replay was here")) << "it never was";
}

TEST_F(Watching, ARefundedClassSaysThatTheTokensAreBack) {
    wire::PublicStream shown = fallen_through(row, person.now());
    shown.stream.refunded_at = person.now();
    api::PageData data;
    data.session = ana(120);
    data.stream = shown;
    data.enrollments.emplace();
    data.enrollments->enrollments.push_back(place_in(shown));
    data.enrollments->enrollments.back().enrollment.refunded_at = person.now();
    person.open(model::url_of(model::watch_page(id_number(1))), data);
    EXPECT_TRUE(person.reads("This class did not take place"));
    EXPECT_TRUE(person.reads("Your tokens are back in your balance."));
    EXPECT_TRUE(person.reads("You were enrolled"));
    EXPECT_TRUE(person.reads("\u25C6 40 returned"));
    EXPECT_FALSE(person.reads("Replay for"));

    // Whoever had no place reads no more than that, and can't get one.
    open(shown, /*enrolled=*/false);
    person.refuse("/api/streams/01900000-0000-7000-8000-000000000001/enrollment", 404, "not_found",
                  "You are not enrolled in this class.");
    EXPECT_TRUE(person.reads("This class did not take place"));
    EXPECT_FALSE(person.reads("Your tokens"));
    EXPECT_FALSE(person.reads("Replay for"));
    EXPECT_FALSE(person.sees(Role::Button, "Enroll"));
}

TEST_F(Watching, AClassThatIsOverForOthersPromisesNoReplayEither) {
    open(fallen_through(row, person.now()), /*enrolled=*/false);
    person.refuse("/api/streams/01900000-0000-7000-8000-000000000001/enrollment", 404, "not_found",
                  "You are not enrolled in this class.");
    EXPECT_TRUE(person.reads("This class is over"));
    EXPECT_TRUE(person.reads("There is no replay of it."));
    EXPECT_FALSE(person.reads("Replay for"));
}

TEST_F(Watching, TheReplayCountsDownAndEndsInAnOpenPage) {
    open(ended(row, person.now() - days(7) + minutes(2)));
    EXPECT_TRUE(person.reads("Replay for 2 more minutes"));
    person.answer(playback_path, playback("file", "/recordings/v1", ""));
    player(playing(false));
    person.wait(minutes(1));
    EXPECT_TRUE(person.reads("Replay for 1 more minute"));
    EXPECT_TRUE(person.browser().player_place.visible);
    person.wait(minutes(1) + seconds(1));
    EXPECT_TRUE(person.reads("The replay was here for 7 days and is gone now"));
    EXPECT_EQ(person.browser().calls.back(), "player_stop") << "also in the middle of it";
}

TEST_F(Watching, WhatPlaysElsewhereDoesNotComeBackByItself) {
    open(live(row, person.now()));
    person.answer(playback_path, playback("whep", "/whep/abc", "t1"));
    player(playing(true));
    platform::PlayerState displaced = playing(true);
    displaced.phase = PlayerPhase::Failed;
    displaced.failure = PlayerFailure::Elsewhere;
    player(displaced);
    EXPECT_TRUE(person.reads("Playing elsewhere"));
    person.wait(minutes(1));
    EXPECT_FALSE(person.asked(playback_path)) << "it would throw out the window that has the place";
    person.press(Role::Button, "Play here");
    EXPECT_TRUE(person.asked(playback_path));
}

TEST_F(Watching, StaffSeeTheirClassWhenTheyAskTo) {
    api::PageData data;
    data.roles = the_owner();
    data.stream = live(row, person.now());
    person.open(model::url_of(model::watch_page(id_number(1))), data);
    EXPECT_TRUE(person.sees(Role::Heading, "You teach this class"));
    EXPECT_TRUE(person.sees(Role::Link, "Open the console"));
    EXPECT_TRUE(person.sees(Role::Link, "Studio"));
    EXPECT_FALSE(person.sees(Role::Link, "Sign in"));
    EXPECT_FALSE(person.reads("Enroll"));
    EXPECT_FALSE(person.asked(playback_path)) << "near her microphone it would be heard";
    person.press(Role::Button, "See as viewer");
    ASSERT_TRUE(person.asked(playback_path));
    person.answer(playback_path, playback("whep", "/whep/abc", "staff"));
    EXPECT_EQ(person.browser().watched_token, "staff");
    player(playing(true));
    EXPECT_TRUE(person.reads("You are not counted among them"));
    person.hears(wire::StreamChanged{ended(row, person.now() + seconds(1))});
    person.press(Role::Button, "Watch the replay");
    EXPECT_TRUE(person.asked(playback_path)) << "the replay, too";
}

TEST_F(Watching, StaffWithAPlaceOfTheirOwnWatchLikeEverybody) {
    api::PageData data;
    data.roles = the_owner();
    data.session = ana(120);
    data.stream = live(row, person.now());
    data.enrollments.emplace().enrollments.push_back(place_in(*data.stream));
    person.open(model::url_of(model::watch_page(id_number(1))), data);
    EXPECT_TRUE(person.asked(playback_path));
    EXPECT_FALSE(person.reads("You teach this class"));
    EXPECT_TRUE(person.sees(Role::Link, "Studio"));
}

TEST_F(Watching, AReplayThatIsPreparedIsNoReplayYet) {
    open(ended(row, person.now(), false));
    EXPECT_TRUE(person.reads("The replay is being prepared"));
    EXPECT_FALSE(person.asked(playback_path));
    wire::PublicStream ready = ended(row, person.now());
    ready.stream.updated_at = person.now() + seconds(1);
    person.hears(wire::StreamChanged{ready});
    EXPECT_TRUE(person.asked(playback_path));
}

TEST_F(Watching, AClassThatWentToTheCatalogueLeadsThere) {
    wire::PublicStream moved = ended(row, person.now() - days(70), false);
    moved.stream.migrated_to_workout_id = WorkoutId{id_number(5).uuid};
    open(moved);
    person.press(Role::Link, "Open the workout");
    EXPECT_EQ(person.browser().history.back(), "/workouts/" + id_number(5).to_string());
}

TEST_F(Watching, AnUnknownClassLeadsOn) {
    api::PageData data;
    person.open(model::url_of(model::watch_page(id_number(1))), data);
    person.refuse("/api/streams/01900000-0000-7000-8000-000000000001", 404, "not_found",
                  "There is no such class.");
    EXPECT_TRUE(person.reads("This class isn't here"));
}

TEST_F(Watching, SharingCopiesTheLinkAndSaysSo) {
    open(row);
    person.press(Role::Button, "Share");
    EXPECT_NE(person.browser().copied.find("/streams/01900000"), std::string::npos);
    person.listener().on_copied(true);
    person.settle();
    EXPECT_TRUE(person.sees(Role::Button, "Copied"));
    person.wait(seconds(3));
    EXPECT_TRUE(person.sees(Role::Button, "Share"));
}

}  // namespace
}  // namespace lsl::app
