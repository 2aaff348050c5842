// Sound, mix and check: what a teacher presses reaches the desk's script, and what that tells is on
// the screen.

#include <gtest/gtest.h>

#include <string>

#include "client/media/describe_desk.h"
#include "client/model/studio/check.h"
#include "shared/wire/check_api.h"
#include "tests/client/person.h"

namespace lsl::app {
namespace {

using media::CheckPhase;
using media::CheckState;
using model::CheckLine;
using model::CheckVerdict;
using ui::Role;

const std::string class_path = "/api/instructor/streams/01900000-0000-7000-8000-000000000001";

/// Everything as it should be.
CheckState a_good_check() {
    CheckState check;
    check.phase = CheckPhase::Done;
    check.at_ms = 1'795'340'880'000;  // twelve minutes before the fake browser's now
    check.width = 1280;
    check.height = 720;
    check.frames_per_second = 30;
    check.light = 120;
    check.peak_db = -6;
    check.noise_db = -58;
    check.voice_db = -20;
    check.music_db = -22;
    check.channels = 2;
    check.upload = media::UploadCheck::Measured;
    check.bits_per_second = 8.2e6;
    check.encoded_per_second = 30;
    check.battery = 1;
    check.charging = check.awake = true;
    return check;
}

class DeskPage : public testing::Test {
  protected:
    void open(platform::CapturePhase phase = platform::CapturePhase::Open) {
        api::PageData data;
        data.roles = the_owner();
        teacher.open(model::url_of(model::check_page(id_number(1))), data);
        teacher.answer(class_path,
                       api::OneInstructorStream{own(a_class(1, "Morning Dance", teacher.now()))});
        capture.phase = phase;
        capture.microphones = {{"m1", "Built in"}, {"m2", "Mixer"}};
        capture.microphone_id = "m1";
        capture.width = 1280;
        capture.height = 720;
        teacher.listener().on_capture(capture);
        tell();
    }
    void tell() {
        teacher.listener().on_desk(platform::Part::Studio, wire::to_json(desk));
        teacher.settle();
    }
    std::string last_wish() const {
        const auto& said = teacher_browser().studio_desk;
        return said.empty() ? std::string() : said.back();
    }
    const platform::FakeBrowser& teacher_browser() const { return platform::fake_browser(); }

    Person teacher;
    platform::CaptureState capture;
    media::Desk desk;
};

TEST_F(DeskPage, TheThreeSoundsSayWhatTheBrowserReallyDoes) {
    desk.known = true;
    desk.channels = 2;
    open();
    EXPECT_TRUE(teacher.reads("Your browser does just that"));
    teacher.press(Role::Button, "Talk");
    EXPECT_EQ(last_wish(), R"({"sound":"talk"})");
    desk.refused = desk.noise = desk.gain = true;
    tell();
    EXPECT_TRUE(teacher.reads("Your browser still does this: noise removal · level control"));
}

TEST_F(DeskPage, LineInNeedsADeviceFirst) {
    open();
    EXPECT_TRUE(teacher.get(Role::Button, "Line-in").disabled);
    desk.line_device = "m2";
    tell();
    teacher.press(Role::Button, "Line-in");
    EXPECT_EQ(last_wish(), R"({"sound":"line"})");
}

TEST_F(DeskPage, MusicIsMixedOnlyWhereTheMicrophoneDoesNotHearIt) {
    open();
    EXPECT_FALSE(teacher.sees(Role::Button, "A file"));
    teacher.press(Role::Button, "Yes, by loudspeaker");
    EXPECT_EQ(last_wish(), R"({"in_room":"yes"})");
    desk.in_room = media::RoomMusic::Yes;
    tell();
    EXPECT_FALSE(teacher.sees(Role::Button, "A file")) << "it would be heard twice";
    desk.in_room = media::RoomMusic::No;
    tell();
    teacher.press(Role::Button, "A file");
    EXPECT_EQ(last_wish(), R"({"music":{"device":"","source":"file"}})");
    desk.source = media::MusicSource::File;
    tell();
    EXPECT_TRUE(teacher.sees(Role::Slider, "Music"));
}

TEST_F(DeskPage, ASoundCannotBeSentBeforeItIsThere) {
    open();
    const ui::Node slider = teacher.get(Role::Slider, "Sound after picture");
    EXPECT_EQ(slider.minimum, -300);
    EXPECT_EQ(slider.maximum, 300);
    teacher.listener().on_slider(slider.id, -40);
    teacher.settle();
    EXPECT_TRUE(teacher.reads("can't be sent before it is there"));
    EXPECT_EQ(last_wish(), R"({"delay_ms":0})");
}

TEST_F(DeskPage, ACheckTakesAPrivateRoomAndTellsWhatToLookAt) {
    open();
    teacher.press(Role::Button, "Check now");
    teacher.answer(class_path + "/check",
                   api::OpenCheck::Response{"/whip/room", "secret", 40, 100'000}, 201);
    EXPECT_EQ(last_wish(), R"({"check":{"token":"secret","url":"/whip/room"}})");
    desk.check = a_good_check();
    tell();
    EXPECT_TRUE(teacher.reads("Checked 12 min ago, all well"));
    desk.check.music_db = -10;
    desk.source = media::MusicSource::File;
    tell();
    EXPECT_TRUE(teacher.sees(Role::Heading, "One thing to look at"));
    EXPECT_TRUE(teacher.reads("People will not hear the counts."));
    teacher.press(Role::Button, "Turn the music down by 5 dB");
    EXPECT_EQ(last_wish(), R"({"music_db":-5.0})");
}

TEST_F(DeskPage, WithoutARoomTheRestIsCheckedAllTheSame) {
    open();
    teacher.press(Role::Button, "Check now");
    ASSERT_TRUE(teacher.browser().answer(class_path + "/check", 409,
                                         R"({"error":"busy","code":"check_busy"})"));
    teacher.settle();
    EXPECT_EQ(last_wish(), R"({"check":{"token":"","url":""}})");
}

TEST_F(DeskPage, RedAsksOnceAndLocksNothing) {
    open();
    desk.check = a_good_check();
    desk.check.frames_per_second = 8;
    tell();
    teacher.press(Role::Button, "Go to the stage");
    EXPECT_TRUE(teacher.reads("Something is red"));
    EXPECT_EQ(teacher.model().route, model::check_page(id_number(1)));
    teacher.press(Role::Button, "Go to the stage anyway");
    EXPECT_EQ(teacher.model().route, model::broadcast_page(id_number(1)));
    EXPECT_TRUE(teacher.browser().capturing || capture.phase == platform::CapturePhase::Open);
    for (const std::string& call : teacher.browser().calls) EXPECT_NE(call, "capture_close");
}

TEST_F(DeskPage, HerOwnPictureIsMirroredUnlessSheWantsItOtherwise) {
    open();
    EXPECT_TRUE(teacher.browser().preview_place.mirrored);
    EXPECT_TRUE(teacher.reads("Mirrored for you only"));
    desk.unmirrored = true;
    tell();
    EXPECT_FALSE(teacher.browser().preview_place.mirrored);
}

CheckVerdict verdict_of(const media::Desk& desk, CheckLine line,
                        std::optional<std::int64_t> room = 100'000) {
    for (const auto& one : model::judge(desk, {3600, room})) {
        if (one.line == line) return one.verdict;
    }
    return CheckVerdict::NotYet;
}

TEST(Check, JudgesWhatWasMeasured) {
    media::Desk desk;
    EXPECT_EQ(verdict_of(desk, CheckLine::Picture), CheckVerdict::NotYet);
    desk.check = a_good_check();
    for (const auto& one : model::judge(desk, {3600, 100'000})) {
        EXPECT_EQ(one.verdict, CheckVerdict::Well) << static_cast<int>(one.line);
    }
    desk.check.light = 30;
    EXPECT_EQ(verdict_of(desk, CheckLine::Light), CheckVerdict::Look);
    desk.check.clips = 9;
    EXPECT_EQ(verdict_of(desk, CheckLine::Microphone), CheckVerdict::Bad);
    desk.check.bits_per_second = 5e5;
    EXPECT_EQ(verdict_of(desk, CheckLine::Upload), CheckVerdict::Bad);
    desk.check.limited_by = "cpu";
    EXPECT_EQ(verdict_of(desk, CheckLine::Encoder), CheckVerdict::Look);
    desk.check.charging = false;
    desk.check.battery = 0.5;
    EXPECT_EQ(verdict_of(desk, CheckLine::Battery), CheckVerdict::Look);
    desk.check.battery = -1;
    EXPECT_EQ(verdict_of(desk, CheckLine::Battery), CheckVerdict::Unknown);
    EXPECT_EQ(verdict_of(desk, CheckLine::Disk, 1800), CheckVerdict::Bad);
    EXPECT_EQ(verdict_of(desk, CheckLine::Disk, std::nullopt), CheckVerdict::Unknown);
    desk.check.channels = 1;
    EXPECT_EQ(verdict_of(desk, CheckLine::Stereo), CheckVerdict::Look);
    desk.check.music_db = -100;
    EXPECT_EQ(verdict_of(desk, CheckLine::MusicToVoice), CheckVerdict::Unknown);
}

}  // namespace
}  // namespace lsl::app
