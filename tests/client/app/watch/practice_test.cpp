#include <gtest/gtest.h>

#include "client/media/describe_live_desk.h"
#include "tests/client/person.h"

namespace lsl::app {
namespace {

using platform::PlayerPhase;
using ui::Role;

const std::string replay_path = "/api/streams/01900000-0000-7000-8000-000000000001";
const std::string left_path = replay_path + "/progress";
const std::string practice_path = replay_path + "/practice";

class Practising : public testing::Test {
  protected:
    /// The replay of a class, which plays.
    void open(std::optional<std::int64_t> left_at_ms = {}) {
        const wire::PublicStream row =
            ended(a_class(1, "Morning Dance", person.now() - hours(3)), person.now() - hours(2));
        api::PageData data;
        data.session = ana(120);
        data.stream = row;
        data.enrollments.emplace();
        data.enrollments->enrollments.push_back(place_in(row));
        data.enrollments->enrollments.front().enrollment.replay_position_ms = left_at_ms;
        person.open(model::url_of(model::watch_page(id_number(1))), data);
        person.answer(replay_path + "/playback",
                      api::GetPlayback::Response{"file", "/recordings/abc", "",
                                                 person.now() + minutes(5), ""});
        at(0);
    }
    void keep_notes(const wire::PracticeNotes& notes = {}) {
        person.answer(practice_path, api::GetPracticeNotes::Response{notes});
    }
    /// The picture is there now.
    void at(double position_s, PlayerPhase phase = PlayerPhase::Playing) {
        platform::PlayerState state;
        state.phase = phase;
        state.picture = true;
        state.duration_s = 3600;
        state.position_s = position_s;
        person.browser().plays_at_s = position_s;
        person.listener().on_player(state);
        person.settle();
    }
    void hear(const media::LiveDesk& desk) {
        person.listener().on_desk(platform::Part::Player, wire::to_json(desk));
        person.settle();
    }
    const media::PlayerPractice& told() { return person.browser().practice; }

    Person person;
};

TEST_F(Practising, MirrorTurnsThePictureAndNothingElse) {
    open();
    EXPECT_FALSE(person.browser().player_place.mirrored);
    person.press(Role::Button, "Mirror");
    EXPECT_TRUE(person.browser().player_place.mirrored);
    EXPECT_TRUE(person.get(Role::Button, "Mirror").selected);
    EXPECT_TRUE(person.key("r"));
    EXPECT_FALSE(person.browser().player_place.mirrored);
    EXPECT_FALSE(person.browser().muted) << "m stays the key for the sound";
}

TEST_F(Practising, TheLadderIsClimbedByButtonsAndKeys) {
    open();
    EXPECT_TRUE(person.get(Role::Button, "Speed 1\u00D7").selected);
    person.press(Role::Button, "Speed 0.75\u00D7");
    EXPECT_EQ(told().speed, 0.75);
    person.key("<");
    EXPECT_EQ(told().speed, 0.7);
    person.key(">");
    person.key(">");
    EXPECT_EQ(told().speed, 0.8);
    for (int i = 0; i < 12; ++i) person.key(">");
    EXPECT_EQ(told().speed, 1.5) << "the last step";
    for (int i = 0; i < 12; ++i) person.key("<");
    EXPECT_EQ(told().speed, 0.25) << "the first step";
}

TEST_F(Practising, FramesAreSteppedByKey) {
    open();
    person.key(".");
    person.key(".");
    person.key(",");
    EXPECT_EQ(person.browser().stepped_frames, 1);
}

TEST_F(Practising, TwoMarksAreALoopAndLeavingItEndsIt) {
    open();
    at(20.25);
    person.key("[");
    EXPECT_EQ(told().to_s, 0) << "one mark is no loop";
    at(27.5);
    person.key("]");
    EXPECT_EQ(told().from_s, 20.25);
    EXPECT_EQ(told().to_s, 27.5);
    EXPECT_TRUE(person.get(Role::Button, "Loop").selected);
    EXPECT_EQ(person.get(Role::Slider, "Loop start").now, 20.25);
    person.listener().on_slider(person.get(Role::Slider, "Loop end").id, 30);
    person.settle();
    EXPECT_EQ(told().to_s, 30);
    person.key("o");
    EXPECT_EQ(told().to_s, 0);
    person.key("o");
    EXPECT_EQ(told().to_s, 30) << "the marks stay";
    person.key("5");
    EXPECT_EQ(told().to_s, 0) << "who goes elsewhere isn't taken back";
}

TEST_F(Practising, AMarkBeyondTheOtherOneBeginsAnew) {
    open();
    at(20);
    person.key("[");
    at(25);
    person.key("]");
    at(40);
    person.key("[");
    EXPECT_EQ(told().to_s, 0);
    at(45);
    person.key("]");
    EXPECT_EQ(told().from_s, 40);
    EXPECT_EQ(told().to_s, 45);
}

TEST_F(Practising, TapsMakeAGridThatLoopsSnapTo) {
    open();
    for (int i = 0; i < 8; ++i) {
        at(10 + i * 0.5 + (i % 2 ? 0.01 : 0));
        person.press(Role::Button, "Tap the beat");
    }
    ASSERT_EQ(told().grids.size(), 1u);
    EXPECT_EQ(told().grids[0].start_s, 10);
    EXPECT_NEAR(told().grids[0].beat_s, 0.5, 0.011);
    EXPECT_TRUE(person.reads("beats a minute"));
    at(60);
    for (int i = 0; i < 4; ++i) {
        at(60 + i * 0.6);
        person.key("t");
    }
    EXPECT_EQ(told().grids.size(), 2u) << "another song";
    at(64.75);
    person.key("e");
    EXPECT_NEAR(told().to_s, 64.8, 0.001);
    EXPECT_NEAR(told().from_s, 60, 0.001) << "eight counts";
    person.press(Role::Button, "Count aloud");
    EXPECT_TRUE(told().aloud);
    person.press(Role::Button, "Count in");
    EXPECT_EQ(told().count_in, 4);
}

TEST_F(Practising, SpeedingUpTakesOverTheLadderUntilItIsPressed) {
    open();
    at(20);
    person.key("e");
    person.press(Role::Button, "Speed up each round");
    EXPECT_EQ(told().ramp, (std::vector<double>{0.6, 0.7, 0.8, 0.9, 1}));
    EXPECT_TRUE(person.get(Role::Button, "Speed 0.6\u00D7").selected);
    person.press(Role::Button, "Speed 0.9\u00D7");
    EXPECT_TRUE(told().ramp.empty());
    EXPECT_EQ(told().speed, 0.9);
}

TEST_F(Practising, LoopsOfAClassAreKeptOnTheServer) {
    open();
    EXPECT_FALSE(person.sees(Role::Button, "Keep this loop")) << "what is kept isn't known yet";
    wire::PracticeNotes notes;
    notes.loops.push_back({"", 100'000, 108'000, 75});
    notes.beats.push_back({100'000, 500'000, 8});
    keep_notes(notes);
    person.press(Role::Button, "1:40");
    EXPECT_EQ(told().from_s, 100);
    EXPECT_EQ(told().to_s, 108);
    EXPECT_EQ(told().speed, 0.75);
    EXPECT_EQ(person.browser().sought_s, 100);
    person.press(Role::Button, "Keep this loop");
    EXPECT_TRUE(person.asked(practice_path));
    EXPECT_EQ(person.model().practice.kept.size(), 2u);
    person.press(Role::Button, "Remove the loop");
    EXPECT_EQ(person.model().practice.kept.size(), 1u);
}

TEST_F(Practising, WhereAReplayIsLeftIsToldFromTimeToTimeAndWhenItStops) {
    open();
    at(1);
    EXPECT_FALSE(person.asked(left_path));
    person.browser().plays_at_s = 11;
    person.wait(std::chrono::milliseconds(10'100));
    EXPECT_TRUE(person.asked(left_path));
    person.answer(left_path, api::Empty{}, 204);
    at(15, PlayerPhase::Paused);
    EXPECT_TRUE(person.asked(left_path));
    EXPECT_EQ(person.model().enrollments.find(id_number(1))->replay_position_ms, 15'000);
}

TEST_F(Practising, WhoComesBackIsOfferedTheirPlaceAndItIsNotOverwritten) {
    open(760'000);
    at(2);
    ASSERT_TRUE(person.sees(Role::Button, "Continue at 12:40"));
    person.wait(std::chrono::milliseconds(10'100));
    at(12, PlayerPhase::Paused);
    EXPECT_FALSE(person.asked(left_path)) << "the offer is still open";
    person.press(Role::Button, "Continue at 12:40");
    EXPECT_EQ(person.browser().sought_s, 760);
    EXPECT_FALSE(person.sees(Role::Button, "Continue at"));
}

TEST_F(Practising, AVoiceSaysTheCountsOrThePageSaysWhyNot) {
    open();
    for (int i = 0; i < 4; ++i) {
        at(10 + i * 0.5);
        person.key("t");
    }
    EXPECT_FALSE(person.sees(Role::Button, "By a voice")) << "nothing is counted aloud yet";
    person.press(Role::Button, "Count aloud");
    EXPECT_FALSE(told().spoken) << "clicks are exact";
    person.press(Role::Button, "By a voice");
    EXPECT_TRUE(told().spoken);
    media::LiveDesk desk;
    desk.voice = media::CountVoice::Missing;
    hear(desk);
    EXPECT_TRUE(person.reads("no voice for this language"));
    desk.voice = media::CountVoice::Slow;
    hear(desk);
    EXPECT_TRUE(person.reads("can't keep up with this tempo"));
    desk.voice = media::CountVoice::Ready;
    hear(desk);
    EXPECT_FALSE(person.reads("the counts are clicked"));
    person.key("n");
    person.key("v");
    EXPECT_FALSE(told().spoken);
    person.key("v");
    EXPECT_TRUE(told().spoken && told().aloud) << "who wants a voice wants to hear it";
}

TEST_F(Practising, TheRoundIsShownAsLongAsTheControlsAre) {
    open();
    at(20);
    person.key("e");
    ASSERT_TRUE(person.reads("Round 1"));
    person.wait(seconds(5));
    at(21);
    EXPECT_FALSE(person.reads("Round 1"));
    const int painted = person.browser().paints;
    for (std::int64_t round = 1; round < 5; ++round) {
        platform::PlayerState state;
        state.phase = PlayerPhase::Playing;
        state.picture = true;
        state.duration_s = 3600;
        state.position_s = 12;
        state.rounds = round;
        person.listener().on_player(state);
        person.settle();
    }
    EXPECT_EQ(person.browser().paints, painted) << "a loop plays for hours without a frame";
}

class PractisingLive : public Practising {
  protected:
    void open_live();
    void hears(bool available, bool again) {
        media::LiveDesk desk;
        desk.again_available = available;
        desk.again = again;
        hear(desk);
    }
};

void PractisingLive::open_live() {
    api::PageData data;
    data.session = ana(120);
    const auto row = live(a_class(1, "Morning Dance", person.now()), person.now());
    data.stream = row;
    data.enrollments.emplace();
    data.enrollments->enrollments.push_back(place_in(row));
    person.open(model::url_of(model::watch_page(id_number(1))), data);
    person.answer(
        replay_path + "/playback",
        api::GetPlayback::Response{"whep", "/whep/abc", "t1", person.now() + minutes(5), ""});
    platform::PlayerState state;
    state.phase = PlayerPhase::Playing;
    state.live = state.picture = true;
    person.listener().on_player(state);
    person.settle();
}

TEST_F(PractisingLive, TheMirrorIsThereAndIsNotedForTheClass) {
    open_live();
    keep_notes();
    EXPECT_FALSE(person.sees(Role::Button, "Loop"));
    EXPECT_FALSE(person.key("o"));
    person.press(Role::Button, "Mirror");
    EXPECT_TRUE(person.browser().player_place.mirrored);
    EXPECT_TRUE(person.asked(practice_path));
    EXPECT_TRUE(person.key("r"));
    EXPECT_FALSE(person.browser().player_place.mirrored);
    EXPECT_EQ(told(), media::PlayerPractice{});
}

TEST_F(PractisingLive, TheLastSecondsComeOnceMoreInACornerWhileTheClassGoesOn) {
    open_live();
    EXPECT_FALSE(person.sees(Role::Button, "Once more")) << "nothing was received yet";
    EXPECT_FALSE(person.key("a"));
    hears(true, false);
    EXPECT_TRUE(person.key("a"));
    ASSERT_FALSE(person.browser().player_desk.empty());
    EXPECT_EQ(person.browser().player_desk.back(), R"({"again":true})");
    hears(true, true);
    ASSERT_TRUE(person.sees(Role::Region, "Once more, half speed"));
    EXPECT_NE(person.browser().player_desk.back().find(R"("visible":true)"), std::string::npos);
    EXPECT_FALSE(person.browser().player_paused);
    const float before = person.get(Role::Region, "Once more, half speed").rect.y;
    person.activate(Role::Button, "Move to another corner");
    EXPECT_GT(person.get(Role::Region, "Once more, half speed").rect.y, before);
    person.press(Role::Button, "Close (Esc)");
    EXPECT_EQ(person.browser().player_desk.back(), R"({"again":false})");
    hears(true, false);
    EXPECT_FALSE(person.sees(Role::Region, "Once more, half speed"));
    EXPECT_NE(person.browser().player_desk.back().find(R"("visible":false)"), std::string::npos);
}

TEST_F(PractisingLive, ThePictureComesCloserByTheSameKeys) {
    open_live();
    EXPECT_TRUE(person.key("z"));
    EXPECT_EQ(person.browser().player_desk.back(), R"({"zoom_percent":200})");
    media::LiveDesk desk;
    desk.zoom_percent = 200;
    hear(desk);
    person.activate(Role::Button, "Back to 100 %");
    EXPECT_EQ(person.browser().player_desk.back(), R"({"zoom_percent":100})");
}

TEST_F(PractisingLive, AWindowOfItsOwnLeavesAWayBackInThePage) {
    open_live();
    platform::PlayerState state;
    state.phase = PlayerPhase::Playing;
    state.live = state.picture = true;
    state.picture_in_picture = state.picture_in_picture_available = true;
    person.listener().on_player(state);
    person.settle();
    EXPECT_TRUE(person.reads("The class plays in a window of its own"));
    person.browser().picture_in_picture = true;
    person.press(Role::Button, "Bring it back");
    EXPECT_FALSE(person.browser().picture_in_picture);
}

}  // namespace
}  // namespace lsl::app
