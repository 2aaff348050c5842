// What people in a room do about each other: answering, reporting, being seen.

#include <gtest/gtest.h>

#include "tests/client/room.h"

namespace lsl::app {
namespace {

using ui::Role;
using ChatPeople = RoomTest;

TEST_F(ChatPeople, AMessageIsAnsweredAndTheAnswerSaysWhat) {
    enter({room_message(1, "slower arms")});
    choose("Kofi: slower arms", "Reply");
    EXPECT_TRUE(person.reads("Reply to Kofi: slower arms"));
    person.type("chat", "like this?");
    person.press(Role::Button, "Send");
    const std::string sent = body_of(room_class + "/chat");
    EXPECT_NE(sent.find("\"replyTo\":\"" + id_number(1).to_string() + "\""), std::string::npos)
        << sent;
    EXPECT_FALSE(person.reads("Reply to Kofi: slower arms"));
    wire::MessageRow answer = room_message(2, "like this?", ana_in_room);
    answer.reply_to = MessageId{id_number(1).uuid};
    person.answer(room_class + "/chat", api::OneMessage{answer}, 201);
    EXPECT_TRUE(person.sees(Role::Text, "Ana Novak, in reply to Kofi: slower arms: like this?"));
}

TEST_F(ChatPeople, AnAnswerCanBeThoughtBetterOf) {
    enter({room_message(1, "slower arms")});
    choose("Kofi: slower arms", "Reply");
    person.press(Role::Button, "Write without replying");
    EXPECT_FALSE(person.reads("Reply to Kofi"));
    EXPECT_FALSE(person.state().drafts.chat.reply_to);
}

TEST_F(ChatPeople, WhatIsAnsweredMayBeOlderThanAllThatIsHere) {
    wire::MessageRow answer = room_message(8, "like this?");
    answer.reply_to = MessageId{id_number(3).uuid};
    enter({answer});
    EXPECT_TRUE(person.sees(Role::Text, "Kofi, in reply to an older message: like this?"));
}

TEST_F(ChatPeople, WhoMayNotWriteIsOfferedNoReply) {
    api::GetChat::Response page = room_page({room_message(1, "slower arms")});
    page.room.me = wire::RoomMe{.can_write = false};
    enter(page, std::nullopt);
    person.activate(Role::Button, "More about the message Kofi: slower arms");
    EXPECT_TRUE(person.sees(Role::Button, "Report to the team"));
    EXPECT_FALSE(person.sees(Role::Button, "Reply"));
}

TEST_F(ChatPeople, WhoIsPausedSeesItAtOnceAndForHowLong) {
    enter({room_message(1, "slower arms")});
    wire::RoomMeChanged paused{.stream_id = id_number(1), .me = {}};
    paused.me.timed_out_until = person.now() + minutes(5);
    person.hears(paused);
    EXPECT_TRUE(person.reads("The team asked you to pause"));
    EXPECT_FALSE(person.sees(Role::TextField, "Message"));
    wire::RoomMeChanged elsewhere{.stream_id = id_number(2), .me = {.can_write = true}};
    person.hears(elsewhere);
    EXPECT_FALSE(person.sees(Role::TextField, "Message")) << "another class's room";
    wire::RoomMeChanged lifted{.stream_id = id_number(1), .me = {.can_write = true}};
    person.hears(lifted);
    EXPECT_TRUE(person.sees(Role::TextField, "Message"));
}

TEST_F(ChatPeople, AReportSaysWhy) {
    enter({room_message(1, "swap numbers?")});
    choose("Kofi: swap numbers?", "Report to the team");
    EXPECT_TRUE(person.sees(Role::Dialog, "Report to the team"));
    person.type("reason", "asks for my number");
    person.press(Role::Button, "Send to the team");
    const std::string path = room_class + "/chat/" + id_number(1).to_string() + "/report";
    EXPECT_EQ(body_of(path), R"({"reason":"asks for my number"})");
    person.answer(path, api::OneMessage{room_message(1, "swap numbers?")});
    EXPECT_FALSE(person.sees(Role::Dialog, "Report to the team"));
    EXPECT_TRUE(person.reads("The team will look at it."));
    person.activate(Role::Button, "More about the message Kofi: swap numbers?");
    EXPECT_FALSE(person.sees(Role::Button, "Report to the team")) << "once is enough";
}

TEST_F(ChatPeople, AReportThatIsRefusedStaysOpen) {
    enter({room_message(1, "swap numbers?")});
    choose("Kofi: swap numbers?", "Report to the team");
    person.press(Role::Button, "Send to the team");
    person.refuse(room_class + "/chat/" + id_number(1).to_string() + "/report", 503, "",
                  "The studio can't be reached.");
    EXPECT_TRUE(person.sees(Role::Dialog, "Report to the team"));
    EXPECT_TRUE(person.reads("The studio can't be reached."));
}

TEST_F(ChatPeople, AViewerChoosesToBeSeen) {
    enter({room_message(1, "slower arms")});
    person.press(Role::Button, "64 here");
    const std::string path = room_class + "/present";
    api::GetPresent::Response present;
    present.count = 64;
    present.people.push_back({kofi_in_room, "Kofi"});
    person.answer(path, present);
    EXPECT_TRUE(person.reads("Kofi"));
    EXPECT_FALSE(person.get(Role::Switch, "Others may see my name").selected);
    person.press(Role::Switch, "Others may see my name");
    EXPECT_EQ(body_of(path), R"({"seen":true})");
    EXPECT_TRUE(person.get(Role::Switch, "Others may see my name").selected);
    person.refuse(path, 503, "", "The studio can't be reached.");
    EXPECT_FALSE(person.get(Role::Switch, "Others may see my name").selected);
}

TEST_F(ChatPeople, WhoIsInTheListIsSeenAlready) {
    enter({room_message(1, "slower arms")});
    person.press(Role::Button, "64 here");
    api::GetPresent::Response present;
    present.count = 64;
    present.people.push_back({ana_in_room, "Ana Novak"});
    person.answer(room_class + "/present", present);
    EXPECT_TRUE(person.get(Role::Switch, "Others may see my name").selected);
}

TEST_F(ChatPeople, AVoteInAPollIsTakenBackByASecondPress) {
    api::GetChat::Response page = room_page({});
    wire::PollRow poll;
    poll.id = {id_number(9).uuid};
    poll.question = "Last song?";
    poll.options = {{"Fast salsa", 1}, {"Slow afro", 1}};
    page.room.poll = poll;
    enter(page, std::nullopt);
    person.press(Role::Button, "Fast salsa, 50 %");
    const std::string path = room_class + "/polls/" + poll.id.to_string() + "/vote";
    person.answer(path, api::OnePoll{poll});
    EXPECT_TRUE(person.get(Role::Button, "Fast salsa, 50 %").selected);
    person.press(Role::Button, "Fast salsa, 50 %");
    EXPECT_EQ(body_of(path), R"({"option":null})");
    person.answer(path, api::OnePoll{poll});
    EXPECT_FALSE(person.get(Role::Button, "Fast salsa, 50 %").selected);
}

}  // namespace
}  // namespace lsl::app
