// What people see of the room of a class: beside the video, over a keyboard, on the stage.

#include <gtest/gtest.h>

#include <utility>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using domain::MessageState;
using ui::Role;

const std::string class_api = "/api/streams/01900000-0000-7000-8000-000000000001";
const std::string newest_messages = class_api + "/chat?limit=50";
const UserId teacher_id = *UserId::parse("01900000-0000-7000-8000-00000000b001");
const UserId kofi_id = *UserId::parse("01900000-0000-7000-8000-00000000c001");

wire::MessageRow said(int number, std::string text, UserId by = kofi_id) {
    wire::MessageRow row;
    row.id = {id_number(number).uuid};
    row.seq = number;
    row.user_id = by;
    row.message = std::move(text);
    return row;
}

api::GetChat::Response the_room(std::vector<wire::MessageRow> messages) {
    api::GetChat::Response page;
    page.messages = std::move(messages);
    page.people = {{teacher_id.to_string(), {"Mila", "owner"}},
                   {kofi_id.to_string(), {"Kofi", "viewer"}}};
    page.room.viewers = 64;
    page.room.epoch = "e1";
    page.room.me = wire::RoomMe{.can_write = true};
    return page;
}

class RoomViews : public testing::Test {
  protected:
    void watch(const api::GetChat::Response& room) {
        api::PageData data;
        data.session = ana();
        data.stream = live(a_class(1, "Morning Dance", person.now()), person.now() - minutes(24));
        data.enrollments.emplace();
        data.enrollments->enrollments.push_back(place_in(*data.stream));
        person.open(model::url_of(model::watch_page(id_number(1))), data);
        person.answer(newest_messages, room);
    }
    void teach(const api::GetChat::Response& room) {
        api::PageData data;
        data.roles = the_owner();
        person.open(model::url_of(model::broadcast_page(id_number(1))), data);
        const wire::InstructorStream row =
            own(live(a_class(1, "Morning Dance", person.now()), person.now() - minutes(24), 64));
        person.answer("/api/instructor/streams/01900000-0000-7000-8000-000000000001",
                      api::OneInstructorStream{row});
        person.answer(newest_messages, room);
    }
    void hear(wire::RoomChanged frame) { person.hears(frame); }
    /// The request that the page sent to that path, with its body.
    std::string body_of(const std::string& path) {
        const auto* request = person.browser().pending(path);
        EXPECT_NE(request, nullptr) << path;
        return request == nullptr ? std::string() : request->body;
    }

    Person person;
};

TEST_F(RoomViews, StandBesideTheVideoOnAWideScreen) {
    watch(the_room({said(1, "slower arms")}));
    const ui::Node chat = person.get(Role::Region, "Chat");
    const platform::VideoPlace& video = person.browser().player_place;
    EXPECT_GE(chat.rect.x, video.x + video.width);
    EXPECT_LE(chat.rect.y + chat.rect.height, person.browser().viewport.height);
    EXPECT_TRUE(person.reads("64 here"));
    EXPECT_TRUE(person.sees(Role::Text, "Kofi: slower arms"));
}

TEST_F(RoomViews, StandBelowTheVideoOnAPhone) {
    person.browser().viewport.width = 390;
    person.browser().viewport.height = 844;
    watch(the_room({said(1, "slower arms")}));
    const ui::Node chat = person.get(Role::Region, "Chat");
    const platform::VideoPlace& video = person.browser().player_place;
    EXPECT_GE(chat.rect.y, video.y + video.height);
    EXPECT_TRUE(person.sees(Role::Button, "Again"));
}

TEST_F(RoomViews, KeepTheVideoAsAStripOverAPhonesKeyboard) {
    person.browser().viewport.width = 390;
    person.browser().viewport.height = 844;
    watch(the_room({said(1, "slower arms")}));
    const std::uint32_t field = person.get(Role::TextField, "Message").id;
    platform::Viewport typing = person.browser().viewport;
    typing.keyboard_height = 336;
    person.listener().on_viewport(typing);
    person.settle();
    const platform::VideoPlace& video = person.browser().player_place;
    EXPECT_TRUE(video.visible);
    EXPECT_TRUE(video.fixed);
    EXPECT_EQ(video.height, 108);
    const ui::Node message = person.get(Role::TextField, "Message");
    EXPECT_EQ(message.id, field) << "another element would lose the focus, and the keyboard";
    EXPECT_LE(message.rect.y + message.rect.height, 844 - 336);
}

TEST_F(RoomViews, CanBeHiddenAndShownAgain) {
    watch(the_room({said(1, "slower arms")}));
    person.press(Role::Button, "Hide the chat");
    EXPECT_FALSE(person.sees(Role::Region, "Chat"));
    person.press(Role::Button, "Chat");
    EXPECT_TRUE(person.sees(Role::Region, "Chat"));
}

TEST_F(RoomViews, SayWhyNothingCanBeWritten) {
    api::GetChat::Response room = the_room({});
    room.room.settings.mode = domain::ChatMode::Staff;
    watch(room);
    EXPECT_TRUE(person.reads("Only the team writes just now."));
    EXPECT_FALSE(person.sees(Role::TextField, "Message"));
}

TEST_F(RoomViews, PutAPollToAVote) {
    api::GetChat::Response room = the_room({});
    wire::PollRow poll;
    poll.id = {id_number(9).uuid};
    poll.question = "Last song?";
    poll.options = {{"Fast salsa", 19}, {"Slow afro", 13}};
    room.room.poll = poll;
    watch(room);
    person.press(Role::Button, "Fast salsa, 59 %");
    const std::string path = class_api + "/polls/" + poll.id.to_string() + "/vote";
    EXPECT_EQ(body_of(path), R"({"option":0})");
    poll.options[0].votes = 20;
    person.answer(path, api::OnePoll{poll});
    EXPECT_TRUE(person.get(Role::Button, "Fast salsa, 61 %").selected);
}

TEST_F(RoomViews, ATombstoneStaysWhereItsMessageWas) {
    wire::MessageRow gone = said(1, "");
    gone.state = MessageState::Removed;
    gone.is_deleted = true;
    watch(the_room({gone}));
    EXPECT_TRUE(person.reads("No longer here"));
}

TEST_F(RoomViews, OfTheStageShowWhatPeopleAskFor) {
    teach(the_room({said(1, "slower arms")}));
    EXPECT_TRUE(person.reads("Nobody asks for anything"));
    wire::RoomChanged frame{.viewers = std::nullopt, .resync = std::nullopt};
    frame.wish = wire::WishCounts{4, 11, 2};
    hear(frame);
    EXPECT_TRUE(person.sees(Role::Button, "Again 4, slower 11, faster 2"));
    person.press(Role::Button, "Again 4, slower 11, faster 2");
    EXPECT_TRUE(person.asked(class_api + "/wish"));
}

TEST_F(RoomViews, OfTheStageLetTheTeamJudgeWhatIsHeld) {
    wire::MessageRow waits = said(2, "full playlist is at tinyurl.example/mdw");
    waits.seq.reset();
    waits.state = MessageState::Held;
    teach(the_room({said(1, "slower arms"), waits}));
    EXPECT_TRUE(person.reads("held"));
    person.press(Role::Button, "Allow");
    waits.seq = 2;
    waits.state = MessageState::Visible;
    person.answer(class_api + "/chat/" + waits.id.to_string() + "/allow", api::OneMessage{waits});
    EXPECT_TRUE(person.sees(Role::Text, "Kofi: full playlist"));
}

TEST_F(RoomViews, OfTheStageHaveTheTeamsActionsOnEachRow) {
    teach(the_room({said(1, "swap numbers?")}));
    person.activate(Role::Button, "More about the message Kofi: swap numbers?");
    person.press(Role::Button, "Remove");
    EXPECT_TRUE(person.asked(class_api + "/chat/" + id_number(1).to_string()));
    person.activate(Role::Button, "More about the message Kofi: swap numbers?");
    person.press(Role::Button, "Pause them for 10 minutes");
    EXPECT_EQ(body_of(class_api + "/chat/timeouts"),
              "{\"seconds\":600,\"userId\":\"" + kofi_id.to_string() + "\"}");
}

TEST_F(RoomViews, OfTheStageCanBeQuieted) {
    teach(the_room({said(1, "slower arms")}));
    person.press(Role::Switch, "Quiet chat");
    EXPECT_EQ(body_of(class_api + "/chat/settings"), R"({"mode":"questions"})");
}

}  // namespace
}  // namespace lsl::app
