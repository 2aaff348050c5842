// How what was added to the room stands on screens: small and large, from the right, on a stage.

#include <gtest/gtest.h>

#include "client/model/messages.h"
#include "tests/client/room.h"
#include "translations.h"

namespace lsl::app {
namespace {

using ui::Role;

bool within(const ui::Rect& rect, float width) {
    return rect.x >= 0 && rect.x + rect.width <= width;
}

class RoomSheets : public RoomTest {
  protected:
    void on_a_phone(float width = 320) {
        person.browser().viewport.width = width;
        person.browser().viewport.height = 640;
    }
    float screen() { return person.browser().viewport.width; }
};

TEST_F(RoomSheets, APhoneHasTheHeadOfTheRoomToo) {
    on_a_phone();
    enter({room_message(1, "slower arms")});
    const ui::Node here = person.get(Role::Button, "64 here");
    const ui::Node chat = person.get(Role::Region, "Chat");
    EXPECT_GE(here.rect.y, chat.rect.y);
    EXPECT_TRUE(within(here.rect, screen()));
}

TEST_F(RoomSheets, OverAPhonesKeyboardEveryLineIsForMessages) {
    on_a_phone(390);
    enter({room_message(1, "slower arms")});
    platform::Viewport typing = person.browser().viewport;
    typing.keyboard_height = 300;
    person.listener().on_viewport(typing);
    person.settle();
    EXPECT_FALSE(person.sees(Role::Button, "64 here"));
    EXPECT_TRUE(person.sees(Role::TextField, "Message"));
}

TEST_F(RoomSheets, TheAnswerStandsAboveTheField) {
    on_a_phone();
    enter({room_message(1, "a rather long message that cannot stand in one line of a phone")});
    const float before = person.get(Role::TextField, "Message").rect.y;
    choose("Kofi: a rather long message", "Reply");
    const ui::Node way_out = person.get(Role::Button, "Write without replying");
    EXPECT_TRUE(within(way_out.rect, screen()));
    EXPECT_LE(way_out.rect.y + way_out.rect.height / 2, before);
    EXPECT_EQ(person.get(Role::TextField, "Message").rect.y, before)
        << "the field stays where the finger is";
}

TEST_F(RoomSheets, ARowWithAnAnswerHasALineMore) {
    wire::MessageRow plain = room_message(1, "yes"), answer = room_message(2, "yes", mila_in_room);
    answer.reply_to = plain.id;
    enter({plain, answer});
    const ui::Node first = person.get(Role::Text, "Kofi: yes");
    const ui::Node second = person.get(Role::Text, "Mila, in reply to Kofi: yes: yes");
    EXPECT_GT(second.rect.height, first.rect.height);
}

TEST_F(RoomSheets, DialogsFitThreeHundredAndTwentyPixels) {
    on_a_phone();
    enter({room_message(1, "swap numbers?")});
    choose("Kofi: swap numbers?", "Report to the team");
    EXPECT_TRUE(within(person.get(Role::Dialog, "Report to the team").rect, screen()));
    EXPECT_TRUE(within(person.get(Role::TextArea, "What is wrong with it?").rect, screen()));
    EXPECT_TRUE(within(person.get(Role::Button, "Send to the team").rect, screen()));
}

TEST_F(RoomSheets, TheHeadOfTheStageHasRoomForAllItsSwitches) {
    api::PageData data;
    data.roles = the_owner();
    person.open(model::url_of(model::broadcast_page(id_number(1))), data);
    person.answer("/api/instructor/streams/" + id_number(1).to_string(),
                  api::OneInstructorStream{own(live(a_class(1, "Morning Dance", person.now()),
                                                    person.now() - minutes(24), 64))});
    person.answer(room_class + "/chat?limit=50", room_page({room_message(1, "slower arms")}));
    const ui::Rect title = person.get(Role::Heading, "Chat").rect;
    const ui::Rect people = person.get(Role::Button, "64 here").rect;
    const ui::Rect quiet = person.get(Role::Switch, "Quiet chat").rect;
    const ui::Rect tools = person.get(Role::Button, "Tools of the team").rect;
    EXPECT_LE(title.x + title.width, people.x + people.width);
    EXPECT_LE(people.x + people.width, quiet.x);
    EXPECT_LE(quiet.x + quiet.width, tools.x);
}

TEST_F(RoomSheets, FromTheRightTheWayOutOfAnAnswerIsAtTheLeft) {
    person.browser().languages = "ar";
    api::PageData data;
    data.session = ana();
    data.stream = live(a_class(1, "Morning Dance", person.now()), person.now() - minutes(24));
    data.enrollments.emplace();
    data.enrollments->enrollments.push_back(place_in(*data.stream));
    person.open(model::url_of(model::watch_page(id_number(1))), data);
    ASSERT_TRUE(person.browser().answer("/messages/ar.txt", 200, model::translation("ar")));
    person.settle();
    person.answer(room_class + "/chat?limit=50", room_page({room_message(1, "slower arms")}));
    const ui::Rect chat =
        person.get(Role::Region, "\u0627\u0644\u062F\u0631\u062F\u0634\u0629").rect;
    EXPECT_LT(chat.x, person.browser().player_place.x) << "the room is at the other side";
    EXPECT_TRUE(within(chat, screen()));
}

}  // namespace
}  // namespace lsl::app
