// The page of a class that runs: what a teacher sees and presses while dancing.

#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

const std::string stage_path = "/api/instructor/streams/01900000-0000-7000-8000-000000000001";

class Stage : public testing::Test {
  protected:
    void screen_of(float width, float height) {
        visitor->browser().viewport.width = width;
        visitor->browser().viewport.height = height;
    }
    /// On air for 24 minutes, with a picture of that size and two cameras to choose from.
    void on_air(int width, int height) {
        api::PageData data;
        data.roles = the_owner();
        visitor->open(model::url_of(model::broadcast_page(id_number(1))), data);
        wire::InstructorStream row = own(
            live(a_class(1, "Morning Dance", visitor->now()), visitor->now() - minutes(24), 64));
        visitor->answer(stage_path, api::OneInstructorStream{row});
        capture.phase = platform::CapturePhase::Open;
        capture.cameras = {{"c1", "Front"}, {"c2", "Back"}};
        capture.camera_id = "c1";
        capture.width = width;
        capture.height = height;
        visitor->listener().on_capture(capture);
        visitor->press(Role::Button, "Back on air");
        platform::BroadcastState sent;
        sent.phase = platform::BroadcastPhase::Connected;
        sent.bits_per_second = 2.4e6;
        sent.frames_per_second = 30;
        sent.round_trip_s = 0.02;
        sent.height = height;
        sent.width = width;
        visitor->listener().on_broadcast(sent);
        visitor->settle();
    }
    float bottom_of(Role role, std::string_view name) {
        const ui::Node node = visitor->get(role, name);
        return node.rect.y + node.rect.height;
    }

    platform::CaptureState capture;
    std::unique_ptr<Person> visitor = std::make_unique<Person>();
};

TEST_F(Stage, HasNoBarsAndIsDarkInALightRoom) {
    visitor->browser().viewport.dark = false;
    on_air(1280, 720);
    EXPECT_FALSE(visitor->sees(Role::Navigation, "Main"));
    EXPECT_TRUE(visitor->browser().theme.dark);
    EXPECT_TRUE(visitor->sees(Role::Heading, "Morning Dance"));
    EXPECT_TRUE(visitor->sees(Role::Status, "ON AIR"));
    EXPECT_TRUE(visitor->reads("64 watching"));
    EXPECT_TRUE(visitor->reads("As viewers see it"));
    EXPECT_FALSE(visitor->browser().preview_place.mirrored);
    EXPECT_FALSE(visitor->reads("Camera and microphone")) << "the steps are done";
}

TEST_F(Stage, WhatIsPressedInAClassIsOnOneScreenWithThePicture) {
    using Size = std::pair<float, float>;
    for (const auto& [width, height] : {Size{390, 740}, Size{390, 844}, Size{320, 568},
                                        Size{844, 390}, Size{1280, 720}, Size{820, 1180}}) {
        for (const auto& [picture, high] : {std::pair{720, 1280}, std::pair{1280, 720}}) {
            visitor = std::make_unique<Person>();
            screen_of(width, height);
            on_air(picture, high);
            for (const char* name : {"Mute the microphone", "Turn the camera off", "End class…"}) {
                EXPECT_LE(bottom_of(Role::Button, name), height)
                    << name << " at " << width << " x " << height << ", picture " << picture;
            }
            const platform::VideoPlace& place = visitor->browser().preview_place;
            EXPECT_TRUE(place.visible);
            EXPECT_LE(place.y + place.height, height);
            EXPECT_NEAR(place.width / place.height, static_cast<double>(picture) / high, 0.02);
        }
    }
}

TEST_F(Stage, TheOtherCameraIsOnePressAway) {
    on_air(1280, 720);
    visitor->press(Role::Button, "Other camera: Back");
    EXPECT_EQ(visitor->browser().camera, "c2");
}

TEST_F(Stage, TooLoudIsSaidInLargeLettersAndCountedUntilItIsForgotten) {
    on_air(1280, 720);
    visitor->listener().on_level({{0.7f, 1}, {0.7f, 1}});
    visitor->settle();
    EXPECT_TRUE(visitor->sees(Role::Status, "Too loud, clipping"));
    visitor->press(Role::Button, "Too loud once. Press to forget it.");
    EXPECT_FALSE(visitor->sees(Role::Button, "Too loud once. Press to forget it."));
}

TEST_F(Stage, TheBandStaysOneThingWhateverItSaysAndHoweverThePhoneIsTurned) {
    screen_of(390, 844);
    on_air(720, 1280);
    const std::uint32_t band = visitor->get(Role::Status, "ON AIR").id;
    visitor->listener().on_level({{0.7f, 1}, {0.7f, 1}});
    visitor->settle();
    EXPECT_EQ(visitor->get(Role::Status, "Too loud, clipping").id, band)
        << "a new one would be silent at first";
    screen_of(844, 390);
    visitor->listener().on_viewport(visitor->browser().viewport);
    visitor->settle();
    EXPECT_EQ(visitor->get(Role::Status, "Too loud, clipping").id, band);
}

TEST_F(Stage, LeavingWhileOnAirAsks) {
    on_air(1280, 720);
    visitor->press(Role::Link, "Your classes");
    EXPECT_FALSE(std::holds_alternative<std::monostate>(visitor->model().open_dialog));
}

}  // namespace
}  // namespace lsl::app
