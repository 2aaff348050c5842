// The picture larger than its frame: what keys and presses ask of the player's script, and what the
// screen says of it. How fingers and the wheel do it is the script's, in
// tests/e2e/player/zoom.test.mjs.

#include <gtest/gtest.h>

#include "client/media/describe_live_desk.h"
#include "tests/client/person.h"

namespace lsl::app {
namespace {

class Zooming : public testing::Test {
  protected:
    /// The replay of a class, which plays.
    void open() {
        const wire::PublicStream row =
            ended(a_class(1, "Morning Dance", person.now() - hours(3)), person.now() - hours(2));
        api::PageData data;
        data.session = ana(120);
        data.stream = row;
        data.enrollments.emplace();
        data.enrollments->enrollments.push_back(place_in(row));
        person.open(model::url_of(model::watch_page(id_number(1))), data);
        person.answer("/api/streams/01900000-0000-7000-8000-000000000001/playback",
                      api::GetPlayback::Response{"file", "/recordings/abc", "",
                                                 person.now() + minutes(5), ""});
        at(0);
    }
    void at(double position_s) {
        platform::PlayerState state;
        state.phase = platform::PlayerPhase::Playing;
        state.picture = true;
        state.duration_s = 3600;
        state.position_s = position_s;
        person.browser().plays_at_s = position_s;
        person.listener().on_player(state);
        person.settle();
    }
    void zoomed(std::int64_t percent) {
        media::LiveDesk desk;
        desk.zoom_percent = percent;
        person.listener().on_desk(platform::Part::Player, wire::to_json(desk));
        person.settle();
    }
    std::string asked_last() {
        return person.browser().player_desk.empty() ? "" : person.browser().player_desk.back();
    }
    bool key_with_shift(std::string_view key) {
        platform::KeyEvent event;
        event.key = key;
        event.modifiers.shift = true;
        const bool handled = person.listener().on_key(event);
        person.settle();
        return handled;
    }
    /// The mouse, from the middle of the picture.
    void drag(float pixels) {
        const platform::VideoPlace& picture = person.browser().player_place;
        platform::PointerEvent event;
        event.x = picture.x + picture.width / 2;
        event.y = picture.y + picture.height / 2 - person.browser().scroll_y;
        person.listener().on_pointer(event);
        event.phase = platform::PointerPhase::Down;
        event.button = 0;
        event.buttons = 1;
        person.listener().on_pointer(event);
        event.phase = platform::PointerPhase::Move;
        event.x += pixels;
        person.listener().on_pointer(event);
        event.phase = platform::PointerPhase::Up;
        event.buttons = 0;
        person.listener().on_pointer(event);
        person.settle();
    }

    Person person;
};

TEST_F(Zooming, GoesByKeysInStepsAndBackToTheWholePicture) {
    open();
    EXPECT_TRUE(person.key("z"));
    EXPECT_EQ(asked_last(), R"({"zoom_percent":200})");
    zoomed(200);
    EXPECT_TRUE(person.reads("200 %"));
    EXPECT_TRUE(person.get(ui::Role::Button, "Zoom").selected);
    person.key("+");
    EXPECT_EQ(asked_last(), R"({"zoom_percent":300})");
    zoomed(170);  // as two fingers left it
    person.key("-");
    EXPECT_EQ(asked_last(), R"({"zoom_percent":150})");
    person.press(ui::Role::Button, "Back to 100 %");
    EXPECT_EQ(asked_last(), R"({"zoom_percent":100})");
    zoomed(100);
    EXPECT_FALSE(person.sees(ui::Role::Button, "Back to 100 %"));
    person.key("-");
    EXPECT_EQ(asked_last(), R"({"zoom_percent":100})") << "never smaller than its frame";
    zoomed(400);
    person.key("+");
    EXPECT_EQ(asked_last(), R"({"zoom_percent":400})");
}

TEST_F(Zooming, IsSaidOnceItHasComeToRest) {
    open();
    zoomed(140);
    zoomed(150);
    EXPECT_FALSE(person.sees(ui::Role::Status, "Zoomed to"));
    bool said = false;
    for (int i = 0; i < 10; ++i) {
        person.wait(std::chrono::milliseconds(100));
        EXPECT_FALSE(person.sees(ui::Role::Status, "Zoomed to 140"));
        said = said || person.sees(ui::Role::Status, "Zoomed to 150 percent");
    }
    EXPECT_TRUE(said);
}

TEST_F(Zooming, MovesByShiftAndArrowsWhichAloneStillSeek) {
    open();
    at(100);
    EXPECT_TRUE(key_with_shift("ArrowRight"));
    EXPECT_EQ(asked_last(), "") << "there is nothing beside the whole picture";
    zoomed(200);
    EXPECT_TRUE(key_with_shift("ArrowRight"));
    EXPECT_EQ(asked_last(), R"({"pan":{"down":0,"right":1}})");
    EXPECT_TRUE(key_with_shift("ArrowUp"));
    EXPECT_EQ(asked_last(), R"({"pan":{"down":-1,"right":0}})");
    EXPECT_TRUE(person.key("ArrowLeft"));
    EXPECT_EQ(person.browser().sought_s, 95);
}

TEST_F(Zooming, ADragMovesThePictureAndPausesNothing) {
    open();
    zoomed(200);
    drag(60);
    EXPECT_FALSE(person.browser().player_paused);
    drag(0);
    EXPECT_TRUE(person.browser().player_paused) << "a press is a press";
}

TEST_F(Zooming, EndsWithThePage) {
    open();
    zoomed(200);
    person.listener().on_route("/streams", 0);
    person.settle();
    EXPECT_EQ(asked_last(), R"({"zoom_percent":100})");
    EXPECT_EQ(person.model().watching.desk.zoom_percent, 100);
}

}  // namespace
}  // namespace lsl::app
