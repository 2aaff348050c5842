#include <gtest/gtest.h>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

// What a teacher has switched off on air: told by her page, read on the viewers'.
class SwitchedOff : public testing::Test {
  protected:
    Person person;
    wire::PublicStream row = a_class(1, "Morning Dance", person.now() + minutes(5), 50);
    const std::string class_path = "/api/instructor/streams/" + id_number(1).to_string();
};

TEST_F(SwitchedOff, WhatIsSwitchedOffOnAirIsToldUntilTheServerKnowsIt) {
    const std::string sending = class_path + "/sending";
    const auto told = [&] { return person.browser().pending(sending)->body; };
    api::PageData data;
    data.roles = the_owner();
    person.open(model::url_of(model::broadcast_page(id_number(1))), data);
    person.answer(class_path, api::OneInstructorStream{own(row)});
    platform::CaptureState state;
    state.phase = platform::CapturePhase::Open;
    state.camera_on = false;
    person.listener().on_capture(state);
    person.settle();
    EXPECT_FALSE(person.asked(sending)) << "nothing is sent yet";
    person.press(Role::Button, "Start broadcast");
    platform::BroadcastState sent;
    sent.phase = platform::BroadcastPhase::Connected;
    person.listener().on_broadcast(sent);
    person.settle();
    ASSERT_TRUE(person.asked(sending));
    EXPECT_EQ(told(), R"({"camera":false,"microphone":true})");
    person.answer(sending, api::Empty{}, 204);
    person.settle();
    EXPECT_FALSE(person.asked(sending)) << "once";

    wire::PublicStream without = live(row, person.now());
    person.hears(wire::StreamChanged{without, {}});
    ASSERT_TRUE(person.asked(sending)) << "the server does not know it (any more)";
    person.answer(sending, api::Empty{}, 204);
    without.camera_off = true;
    person.hears(wire::StreamChanged{without, {}});
    EXPECT_FALSE(person.asked(sending));

    state.camera_on = true;
    state.microphone_on = false;
    person.listener().on_capture(state);
    person.settle();
    ASSERT_TRUE(person.asked(sending));
    EXPECT_EQ(told(), R"({"camera":true,"microphone":false})");
}

TEST_F(SwitchedOff, IsSaidToViewersInstead) {
    wire::PublicStream now = live(row, person.now());
    api::PageData data;
    data.session = ana(120);
    data.stream = now;
    data.enrollments.emplace();
    data.enrollments->enrollments.push_back(place_in(now));
    person.open(model::url_of(model::watch_page(id_number(1))), data);
    person.answer(
        "/api/streams/" + id_number(1).to_string() + "/playback",
        api::GetPlayback::Response{"whep", "/whep/abc", "t1", person.now() + minutes(5), ""});
    platform::PlayerState playing;
    playing.phase = platform::PlayerPhase::Playing;
    playing.live = playing.picture = playing.has_audio = true;
    person.listener().on_player(playing);
    person.settle();
    now.camera_off = true;
    person.hears(wire::StreamChanged{now, {}});
    EXPECT_TRUE(person.reads("The camera is off"));
    now.muted = true;
    person.hears(wire::StreamChanged{now, {}});
    EXPECT_TRUE(person.reads("Camera and sound are off"));
    now.camera_off = false;
    person.hears(wire::StreamChanged{now, {}});
    EXPECT_FALSE(person.reads("are off"));
    EXPECT_TRUE(person.reads("The teacher is muted"));
    now.muted = false;
    person.hears(wire::StreamChanged{now, {}});
    EXPECT_FALSE(person.reads("muted"));
}

}  // namespace
}  // namespace lsl::app
