#include <gtest/gtest.h>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

const std::string studio_class = "/api/instructor/streams/01900000-0000-7000-8000-000000000001";

class Studio : public testing::Test {
  protected:
    void open(std::string_view url) {
        api::PageData data;
        data.roles = the_owner();
        person.open(url, data);
    }
    void open_console(const wire::InstructorStream& own_row) {
        open(model::url_of(model::broadcast_page(id_number(1))));
        person.answer(studio_class, api::OneInstructorStream{own_row});
    }
    void camera_is_open() {
        platform::CaptureState state;
        state.phase = platform::CapturePhase::Open;
        state.cameras = {{"c1", "FaceTime HD Camera"}, {"c2", "Other"}};
        state.microphones = {{"m1", "R\u00F8de Wireless GO"}};
        state.camera_id = "c1";
        state.microphone_id = "m1";
        state.width = 1280;
        state.height = 720;
        state.frames_per_second = 30;
        person.listener().on_capture(state);
        person.settle();
    }
    void connected() {
        platform::BroadcastState state;
        state.phase = platform::BroadcastPhase::Connected;
        state.bits_per_second = 2.5e6;
        state.frames_per_second = 30;
        state.round_trip_s = 0.024;
        person.listener().on_broadcast(state);
        person.settle();
    }

    Person person;
    wire::PublicStream row = a_class(1, "Morning Dance", person.now() + minutes(5), 50);
};

TEST_F(Studio, TheWholeWayFromCameraToTheEndOfTheClass) {
    open_console(own(row));
    EXPECT_TRUE(person.reads("Go live for 64 people"));
    person.press(Role::Button, "Use camera and microphone");
    EXPECT_TRUE(person.browser().capturing);
    camera_is_open();
    EXPECT_TRUE(person.sees(Role::Text, "Preview \u00B7 1280 \u00D7 720 \u00B7 30 fps"));
    EXPECT_TRUE(person.browser().preview_place.visible);

    person.press(Role::Button, "Start broadcast");
    EXPECT_EQ(person.browser().broadcast_url, "/whip/abc");
    EXPECT_EQ(person.browser().broadcast_token, "publish-secret");
    EXPECT_TRUE(person.browser().leave_guard);
    connected();
    EXPECT_TRUE(person.sees(Role::Status, "Connected"));
    EXPECT_TRUE(person.reads("2.5 Mbit/s"));
    EXPECT_TRUE(person.reads("24 ms"));

    person.press(Role::Button, "Go live");
    person.answer(studio_class + "/start", api::OneInstructorStream{own(live(row, person.now()))});
    EXPECT_TRUE(person.reads("You're live."));
    EXPECT_TRUE(person.sees(Role::Status, "ON AIR"));

    person.press(Role::Button, "End class");
    EXPECT_TRUE(person.sees(Role::Dialog, "End the class?"));
    EXPECT_FALSE(person.asked(studio_class + "/end"));
    person.press_in_dialog("End class");
    person.answer(studio_class + "/end",
                  api::OneInstructorStream{own(ended(row, person.now(), false))});
    EXPECT_TRUE(person.browser().broadcast_url.empty());
    EXPECT_FALSE(person.browser().leave_guard);
    EXPECT_TRUE(person.reads("The replay is being prepared"));
}

TEST_F(Studio, WhatViewersLackIsSaidInLargeLettersAndNotCalledAPoorLine) {
    open_console(own(row));
    EXPECT_TRUE(person.reads("Not live yet"));
    camera_is_open();
    person.press(Role::Button, "Start broadcast");
    connected();
    person.press(Role::Button, "Go live");
    person.answer(studio_class + "/start", api::OneInstructorStream{own(live(row, person.now()))});
    EXPECT_TRUE(person.sees(Role::Status, "ON AIR"));

    platform::CaptureState state;
    state.phase = platform::CapturePhase::Open;
    state.width = 1280;
    state.height = 720;
    state.camera_on = false;
    person.listener().on_capture(state);
    platform::BroadcastState sent;
    sent.phase = platform::BroadcastPhase::Connected;
    sent.bits_per_second = 60'000;
    sent.frames_per_second = 1;
    sent.round_trip_s = 0.024;
    sent.connected_s = 40;
    person.listener().on_broadcast(sent);
    person.settle();
    EXPECT_TRUE(person.sees(Role::Status, "Camera is off"));
    EXPECT_FALSE(person.sees(Role::Status, "ON AIR"));
    EXPECT_TRUE(person.reads("Your camera is off: viewers hear you and see no picture."));
    EXPECT_FALSE(person.reads("Mbit/s of picture arrive"));
    EXPECT_FALSE(person.sees(Role::Text, "poor"));

    state.camera_on = true;
    state.microphone_on = false;
    person.listener().on_capture(state);
    connected();
    EXPECT_TRUE(person.sees(Role::Status, "You're muted"));
    EXPECT_FALSE(person.sees(Role::Text, "good")) << "nobody hears her";
    EXPECT_TRUE(person.reads("You're muted: viewers see you and hear nothing."));
}

TEST_F(Studio, ThePreviewHasTheShapeOfWhatIsSent) {
    open_console(own(row));
    camera_is_open();
    platform::CaptureState state;
    state.phase = platform::CapturePhase::Open;
    state.width = 720;
    state.height = 1280;
    person.listener().on_capture(state);
    person.settle();
    const platform::VideoPlace& place = person.browser().preview_place;
    EXPECT_FALSE(place.cover) << "nothing of it is cut off";
    EXPECT_NEAR(place.width / place.height, 720.0f / 1280, 0.01f);
}

TEST_F(Studio, OnAPhonePictureAndButtonsAreOnOneScreen) {
    person.browser().viewport.width = 390;
    person.browser().viewport.height = 844;
    open_console(own(row));
    person.listener().on_viewport(person.browser().viewport);
    camera_is_open();
    const platform::VideoPlace& place = person.browser().preview_place;
    EXPECT_GE(place.height, 180);
    const ui::Rect button = person.get(Role::Button, "Go live").rect;
    EXPECT_LE(button.y + button.height, 844 - 60) << "above the tabs";
}

TEST_F(Studio, ARefusedCameraSaysWhatToDo) {
    open_console(own(row));
    person.press(Role::Button, "Use camera and microphone");
    platform::CaptureState state;
    state.phase = platform::CapturePhase::Failed;
    state.failure = platform::CaptureFailure::Denied;
    person.listener().on_capture(state);
    person.settle();
    EXPECT_TRUE(person.reads("Allow camera and microphone for this site"));
    EXPECT_TRUE(person.sees(Role::Button, "Try again"));
}

TEST_F(Studio, AnotherCameraIsChosenFromTheList) {
    open_console(own(row));
    camera_is_open();
    person.type("camera", "c2");
    EXPECT_EQ(person.browser().camera, "c2");
}

TEST_F(Studio, LeavingWhileTheBroadcastRunsAsksFirst) {
    open_console(own(row));
    camera_is_open();
    person.press(Role::Button, "Start broadcast");
    connected();
    person.press(Role::Link, "New class");
    EXPECT_TRUE(person.sees(Role::Dialog, "Stop the broadcast and leave?"));
    EXPECT_FALSE(person.browser().broadcast_url.empty());
    person.press(Role::Button, "Stop and leave");
    EXPECT_TRUE(person.browser().broadcast_url.empty());
    EXPECT_EQ(person.browser().history.back(), "/instructor/streams/create");
}

TEST_F(Studio, ALiveClassGoesOnAirByOneButton) {
    wire::InstructorStream own_row = own(live(row, person.now()));
    own_row.statistics.viewers = 3;
    open_console(own_row);
    EXPECT_EQ(person.browser().asked_to_resume, "/whip/abc");
    EXPECT_FALSE(person.browser().capturing) << "not by itself";
    EXPECT_TRUE(person.reads("You're live and 3 people are waiting."));
    person.press(Role::Button, "Back on air");
    EXPECT_TRUE(person.browser().capturing);
    EXPECT_TRUE(person.browser().broadcast_url.empty());
    camera_is_open();
    EXPECT_EQ(person.browser().broadcast_url, "/whip/abc");
    EXPECT_FALSE(person.browser().took_over);
    EXPECT_FALSE(person.reads("waiting"));
}

TEST_F(Studio, ADeniedCameraEndsTheWayOnAir) {
    wire::InstructorStream own_row = own(live(row, person.now()));
    own_row.statistics.viewers = 0;
    open_console(own_row);
    EXPECT_TRUE(person.reads("You're live, but nothing is being sent."));
    person.press(Role::Button, "Go on air");
    platform::CaptureState state;
    state.phase = platform::CapturePhase::Failed;
    state.failure = platform::CaptureFailure::Denied;
    person.listener().on_capture(state);
    person.settle();
    EXPECT_TRUE(person.sees(Role::Button, "Go on air"));
    camera_is_open();
    EXPECT_TRUE(person.browser().broadcast_url.empty()) << "only when asked again";
}

TEST_F(Studio, AReloadGoesBackOnAirWhenTheBrowserAllows) {
    open_console(own(live(row, person.now())));
    person.listener().on_may_resume();
    person.settle();
    EXPECT_TRUE(person.browser().capturing);
    camera_is_open();
    EXPECT_EQ(person.browser().broadcast_token, "publish-secret");
    connected();
    person.press(Role::Button, "Stop broadcast");
    person.listener().on_may_resume();
    EXPECT_TRUE(person.browser().broadcast_url.empty()) << "an old answer";
}

TEST_F(Studio, AClassThatIsOverIsNotGoneBackTo) {
    open_console(own(ended(row, person.now(), false)));
    EXPECT_TRUE(person.browser().asked_to_resume.empty());
}

TEST_F(Studio, WhoIsOnAirFromAnotherDeviceIsAskedBeforeItIsReplaced) {
    wire::InstructorStream own_row = own(live(row, person.now()));
    own_row.statistics.media_health.connected = true;
    open_console(own_row);
    EXPECT_TRUE(person.reads("You're on air from another device. Take over here?"));
    EXPECT_FALSE(person.sees(Role::Button, "Start broadcast"));
    EXPECT_FALSE(person.sees(Role::Button, "Go on air"));
    person.press(Role::Button, "Take over here");
    camera_is_open();
    EXPECT_TRUE(person.browser().took_over);
    connected();
    EXPECT_FALSE(person.reads("Take over here?"));
}

TEST_F(Studio, ABroadcastThatWasTakenOverStopsAndAsks) {
    open_console(own(live(row, person.now())));
    camera_is_open();
    person.press(Role::Button, "Back on air");
    connected();
    platform::BroadcastState state;
    state.phase = platform::BroadcastPhase::Failed;
    state.failure = platform::BroadcastFailure::Elsewhere;
    person.listener().on_broadcast(state);
    person.settle();
    EXPECT_FALSE(person.browser().leave_guard);
    EXPECT_FALSE(person.sees(Role::Status, "Connected"));
    EXPECT_TRUE(person.reads("You're on air from another device. Take over here?"));
    EXPECT_TRUE(person.asked(studio_class)) << "what the server knows";
    person.press(Role::Button, "Take over here");
    EXPECT_TRUE(person.browser().took_over);
}

TEST_F(Studio, TheTokenStaysHiddenUntilItIsAskedFor) {
    open_console(own(row));
    person.press(Role::Button, "Other encoders");
    EXPECT_TRUE(person.reads("http://localhost:8080/whip/abc"));
    EXPECT_FALSE(person.reads("publish-secret"));
    person.press(Role::Button, "Show");
    EXPECT_TRUE(person.reads("publish-secret"));
}

TEST_F(Studio, StatisticsFollowTheServer) {
    open_console(own(row));
    wire::StatisticsChanged event;
    event.stream_id = row.stream.id;
    event.statistics = own(row).statistics;
    event.statistics.viewers = 31;
    event.statistics.media_health.connected = true;
    event.statistics.media_health.verdict = "good";
    person.hears(event);
    EXPECT_TRUE(person.reads("31 watching"));
    EXPECT_TRUE(person.sees(Role::Text, "good"));
    EXPECT_TRUE(person.sees(Role::Status, "Encoder connected"));
}

TEST_F(Studio, TheHealthOfTheStreamIsToldInPlainWords) {
    open_console(own(row));
    camera_is_open();
    person.press(Role::Button, "Start broadcast");
    wire::StatisticsChanged event;
    event.stream_id = row.stream.id;
    event.statistics = own(row).statistics;
    wire::MediaHealth& health = event.statistics.media_health;
    health.connected = true;
    health.verdict = "good";
    health.video_codec = "VP8";
    health.video_bitrate_bps = 800'000;
    health.audio_bitrate_bps = 40'000;
    health.frames_per_second = 24;
    person.hears(event);
    platform::BroadcastState state;
    state.phase = platform::BroadcastPhase::Connected;
    state.bits_per_second = 840'000;
    state.frames_per_second = 24;
    state.round_trip_s = 0.024;
    state.lost_fraction = 0.034;
    state.width = 640;
    state.height = 360;
    state.codec = "VP8";
    state.limited_by = "bandwidth";
    state.connected_s = 3;
    person.listener().on_broadcast(state);
    person.settle();
    EXPECT_TRUE(person.reads("640 \u00D7 360 of 720, VP8"));
    EXPECT_TRUE(person.reads("40 kbit/s"));
    EXPECT_TRUE(person.sees(Role::Text, "3.4 %"));
    EXPECT_TRUE(person.sees(Role::Text, "fair"));
    EXPECT_TRUE(person.reads("3.4 % of what you send gets lost on the way"));
    EXPECT_FALSE(person.reads("Your upload is too slow")) << "encoders begin small";
    state.connected_s = 20;
    person.listener().on_broadcast(state);
    person.settle();
    EXPECT_TRUE(person.reads(
        "Your upload is too slow for this picture: 0.8 of about 2.8 Mbit/s get through."));
    state.limited_by = "cpu";
    person.listener().on_broadcast(state);
    person.settle();
    EXPECT_FALSE(person.reads("Your upload is too slow"));
    EXPECT_TRUE(person.reads("This computer is too busy for this picture: 24 frames a second"));
}

TEST_F(Studio, WhoeverUsesAnEncoderHearsWhatViewersDoNotSee) {
    open_console(own(row));
    wire::StatisticsChanged event;
    event.stream_id = row.stream.id;
    event.statistics = own(row).statistics;
    wire::MediaHealth& health = event.statistics.media_health;
    health = {true, "good", "H264", 4'000'000, 96'000, 30, 0.1, 20, 1920, 1080, 2, true, ""};
    person.hears(event);
    EXPECT_TRUE(person.reads("4.1 Mbit/s"));
    EXPECT_TRUE(person.reads("1920 \u00D7 1080, H264"));
    EXPECT_TRUE(person.reads("Your encoder sends B-frames"));
    EXPECT_TRUE(
        person.reads("2 viewers hear you but see nothing: browsers without H264. Choose VP8"));
    health.b_frames = false;
    health.viewers_without_video = 0;
    person.hears(event);
    EXPECT_FALSE(person.reads("Your encoder"));
    EXPECT_FALSE(person.reads("hear you but see nothing"));
}

TEST_F(Studio, ANewClassIsCheckedFieldByField) {
    open("/instructor/streams/create");
    person.type("priceInTokens", "-5");
    person.leave_field("priceInTokens");
    EXPECT_EQ(person.get(Role::TextField, "Price").field.error, "A price can't be below 0.");
    person.type("priceInTokens", "5");
    EXPECT_TRUE(person.get(Role::TextField, "Price").field.error.empty());
    person.press(Role::Button, "Create class");
    EXPECT_FALSE(person.asked("/api/instructor/streams/create"));
    EXPECT_EQ(person.get(Role::TextField, "Title").field.error, "Give the class a title.");
    EXPECT_EQ(person.get(Role::TextField, "Starts").field.error, "Choose the day and time.");
}

TEST_F(Studio, ANewClassOpensItsConsole) {
    open("/instructor/streams/create");
    person.type("title", "Morning Dance");
    person.type("description", "Bring water.");
    person.type("scheduledStartTime", "2026-11-28T10:00");
    person.type("durationMinutes", "45");
    person.type("priceInTokens", "50");
    person.type("instructorName", "Mila");
    person.press(Role::Button, "Create class");
    ASSERT_TRUE(person.asked("/api/instructor/streams/create"));
    const std::string body = person.browser().requests.back().body;
    for (const std::string_view part :
         {R"("title":"Morning Dance")", R"("scheduledStartTime":"2026-11-28T10:00:00.000Z")",
          R"("durationMinutes":45)", R"("priceInTokens":50)", R"("keepForCatalog":true)"}) {
        EXPECT_NE(body.find(part), std::string::npos) << part << " in " << body;
    }
    person.answer("/api/instructor/streams/create", api::OneInstructorStream{own(row)}, 201);
    EXPECT_EQ(person.browser().history.back(), model::url_of(model::broadcast_page(id_number(1))));
}

TEST_F(Studio, TheServersFaultStandsUnderItsField) {
    open("/instructor/streams/create");
    person.type("title", "Morning Dance");
    person.type("scheduledStartTime", "2026-11-28T10:00");
    person.press(Role::Button, "Create class");
    person.refuse("/api/instructor/streams/create", 422, "invalid_thumbnailUrl",
                  "The picture can't be fetched.", "thumbnailUrl");
    EXPECT_EQ(person.get(Role::TextField, "Picture").field.error, "The picture can't be fetched.");
}

TEST_F(Studio, OnlyWhatWasChangedIsSent) {
    open_console(own(row));
    person.press(Role::Button, "Change this class");
    EXPECT_TRUE(person.sees(Role::Dialog, "Change the class"));
    person.type("title", "Evening Dance");
    person.press(Role::Button, "Save changes");
    ASSERT_EQ(person.browser().requests.back().method, "PATCH");
    const std::string body = person.browser().requests.back().body;
    EXPECT_NE(body.find("Evening Dance"), std::string::npos);
    EXPECT_EQ(body.find("scheduledStartTime\":\""), std::string::npos);
    person.answer(studio_class, api::OneInstructorStream{own(row)});
    EXPECT_FALSE(person.sees(Role::Dialog, ""));
}

TEST_F(Studio, GoingLiveEarlyAndWithoutAPictureAsksFirst) {
    row = a_class(1, "Morning Dance", person.now() + days(60), 50);
    open_console(own(row));
    person.press(Role::Button, "Go live");
    EXPECT_FALSE(person.asked(studio_class + "/start"));
    EXPECT_TRUE(person.reads(" early?"));
    EXPECT_TRUE(person.reads("The class is planned for "));
    EXPECT_TRUE(person.reads("the camera isn't started, and no encoder is connected"));
    EXPECT_TRUE(person.reads("The 64 people who enrolled are told"));
    person.press_in_dialog("Not yet");
    EXPECT_FALSE(person.sees(Role::Dialog, ""));
    EXPECT_FALSE(person.asked(studio_class + "/start"));
    person.press(Role::Button, "Go live");
    person.press_in_dialog("Go live now");
    EXPECT_TRUE(person.asked(studio_class + "/start"));
    person.answer(studio_class + "/start",
                  api::OneInstructorStream{own(live(row, person.now(), 0))});
    EXPECT_FALSE(person.sees(Role::Dialog, ""));
    EXPECT_TRUE(person.reads("You're live."));
}

TEST_F(Studio, GoingLiveInTimeWithoutAPictureAsksForThePicture) {
    open_console(own(row));
    person.press(Role::Button, "Go live");
    EXPECT_TRUE(person.sees(Role::Dialog, "Go live without a picture?"));
    EXPECT_FALSE(person.reads("The class is planned for "));
    person.press_in_dialog("Not yet");
    camera_is_open();
    person.press(Role::Button, "Go live");
    EXPECT_TRUE(person.reads("your camera shows on this page alone"));
    person.press_in_dialog("Not yet");
    // An encoder that is connected is a picture.
    wire::StatisticsChanged event;
    event.stream_id = row.stream.id;
    event.statistics = own(row).statistics;
    event.statistics.media_health.connected = true;
    person.hears(event);
    person.press(Role::Button, "Go live");
    EXPECT_TRUE(person.asked(studio_class + "/start"));
}

TEST_F(Studio, AFailedStartIsToldInTheQuestion) {
    open_console(own(row));
    person.press(Role::Button, "Go live");
    person.press_in_dialog("Go live now");
    person.refuse(studio_class + "/start", 409, "wrong_state", "This class was cancelled.");
    EXPECT_TRUE(person.sees(Role::Dialog, "Go live without a picture?"));
    EXPECT_TRUE(person.reads("This class was cancelled."));
}

TEST_F(Studio, AMistakenStartIsTakenBackWithinAMinute) {
    const auto started = own(live(row, person.now(), 0));
    open_console(started);
    EXPECT_TRUE(person.sees(Role::Button, "Back to planned"));
    person.wait(seconds(20));
    EXPECT_TRUE(person.sees(Role::Button, "Back to planned"));
    person.press(Role::Button, "Back to planned");
    person.answer(studio_class + "/back-to-planned", api::OneInstructorStream{own(row)});
    EXPECT_TRUE(person.reads("The class is planned again"));
    EXPECT_TRUE(person.sees(Role::Button, "Go live"));
}

TEST_F(Studio, AStartIsNotTakenBackLaterOrBeforeSomebodysEyes) {
    open_console(own(live(row, person.now(), 0)));
    EXPECT_TRUE(person.reads("Back to planned"));
    wire::StatisticsChanged event;
    event.stream_id = row.stream.id;
    event.statistics = own(row).statistics;
    event.statistics.viewers = 0;
    event.statistics.max_viewers = 1;
    person.hears(event);
    EXPECT_FALSE(person.reads("Back to planned")) << "was there and left";
    event.statistics.max_viewers = 0;
    person.hears(event);
    EXPECT_TRUE(person.reads("Back to planned"));
    person.wait(seconds(61));
    EXPECT_FALSE(person.reads("Back to planned"));
}

TEST_F(Studio, ClosingTheFormWithChangesAsksFirst) {
    open_console(own(row));
    person.press(Role::Button, "Change this class");
    person.press_in_dialog("Cancel");
    EXPECT_FALSE(person.sees(Role::Dialog, "")) << "nothing was changed";
    person.press(Role::Button, "Change this class");
    person.type("title", "Evening Dance");
    EXPECT_TRUE(person.browser().leave_guard) << "closing the tab would lose it, too";
    person.press_in_dialog("Cancel");
    EXPECT_TRUE(person.sees(Role::Dialog, "Discard your changes?"));
    person.press_in_dialog("Keep editing");
    EXPECT_EQ(person.state().drafts.changed_class.title, "Evening Dance");
    person.press_in_dialog("Cancel");
    person.press_in_dialog("Discard");
    EXPECT_FALSE(person.sees(Role::Dialog, ""));
    EXPECT_FALSE(person.browser().leave_guard);
}

TEST_F(Studio, GoingBackWithChangesAsksToo) {
    open_console(own(row));
    person.press(Role::Button, "Change this class");
    person.type("title", "Evening Dance");
    person.listener().on_route("/instructor/streams", 0);
    person.settle();
    EXPECT_TRUE(person.sees(Role::Dialog, "Discard your changes?"));
    EXPECT_EQ(person.model().route.page, model::Page::StudioBroadcast);
}

TEST_F(Studio, ANewClassThatIsHalfWrittenGuardsThePage) {
    open("/instructor/streams/create");
    EXPECT_FALSE(person.browser().leave_guard);
    person.type("title", "Evening Dance");
    EXPECT_TRUE(person.browser().leave_guard);
}

TEST_F(Studio, LeavingTheStudioOnAirAsksFirst) {
    open_console(own(row));
    camera_is_open();
    person.press(Role::Button, "Start broadcast");
    connected();
    person.press(Role::Button, "Studio menu");
    person.press(Role::Button, "Leave the studio");
    EXPECT_TRUE(person.sees(Role::Dialog, "Stop the broadcast and leave?"));
    EXPECT_FALSE(person.asked("/api/instructor/logout"));
    EXPECT_FALSE(person.browser().broadcast_url.empty());
    person.press(Role::Button, "Stop and leave");
    EXPECT_TRUE(person.browser().broadcast_url.empty());
    EXPECT_TRUE(person.asked("/api/instructor/logout"));
}

TEST_F(Studio, TheQuestionBeforeCancellingNamesTheClass) {
    open_console(own(row));
    person.press(Role::Button, "Cancel the class");
    EXPECT_TRUE(person.sees(Role::Dialog, "Cancel the class?"));
    EXPECT_TRUE(person.reads("\u201CMorning Dance\u201D"));
}

TEST_F(Studio, CancellingSaysWhoGetsTheirTokensBack) {
    open("/instructor/streams");
    api::ListInstructorStreams::Response list;
    list.streams.push_back(own(row));
    person.answer("/api/instructor/streams", list);
    person.press(Role::Button, "Cancel Morning Dance");
    EXPECT_TRUE(person.reads("All 64 people who enrolled get their tokens back."));
    person.press(Role::Button, "Cancel the class");
    EXPECT_TRUE(person.asked(studio_class + "/cancel"));
}

TEST_F(Studio, ANewTokenIsMadeAfterAQuestionAndTheBroadcastGoesOnWithIt) {
    open_console(own(row));
    camera_is_open();
    person.press(Role::Button, "Start broadcast");
    connected();
    person.press(Role::Button, "Other encoders");
    person.press(Role::Button, "New token");
    EXPECT_TRUE(person.reads("Whoever publishes to this class now is disconnected"));
    EXPECT_FALSE(person.asked(studio_class + "/inputs/main/rotate-token"));
    person.press_in_dialog("Make a new token");
    wire::InstructorStream rotated = own(row);
    rotated.access->webrtc_token = "another-secret";
    person.answer(studio_class + "/inputs/main/rotate-token", api::OneInstructorStream{rotated});
    EXPECT_FALSE(person.sees(Role::Dialog, ""));
    EXPECT_EQ(person.browser().broadcast_token, "another-secret");
}

TEST_F(Studio, WhoeverIsSignedInIsNotAskedForTheTokenAgain) {
    open("/instructor/login");
    EXPECT_EQ(person.browser().history.back(), "/instructor/streams");
    open("/instructor/login?next=%2Finstructor%2Fstreams%2Fcreate");
    EXPECT_EQ(person.browser().history.back(), "/instructor/streams/create");
}

TEST_F(Studio, AnExpiredSessionLeadsToSignInAndBack) {
    open("/instructor/streams");
    person.refuse("/api/instructor/streams", 401, "not_signed_in", "Sign in first.");
    EXPECT_EQ(person.browser().history.back(), "/instructor/login");
}

}  // namespace
}  // namespace lsl::app
