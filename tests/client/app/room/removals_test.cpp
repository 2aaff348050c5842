// What the team takes away from a room, and the way back.

#include <gtest/gtest.h>

#include "tests/client/room.h"

namespace lsl::app {
namespace {

using ui::Role;

const std::string restored = room_class + "/chat/restored";

std::string message_path(int number) {
    return room_class + "/chat/" + id_number(number).to_string();
}

wire::MessageRow gone(wire::MessageRow row, domain::RemovedBy by = domain::RemovedBy::Team) {
    row.state = domain::MessageState::Removed;
    row.is_deleted = true;
    row.removed_by = by;
    return row;
}

class Removals : public RoomTest {
  protected:
    void remove(const wire::MessageRow& row, const std::string& spoken) {
        choose(spoken, "Remove");
        person.answer(message_path(1), api::OneMessage{gone(row)});
    }
};

TEST_F(Removals, OfAMessageIsUndoneByThePressBesideTheWords) {
    const wire::MessageRow row = room_message(1, "swap numbers?");
    moderate({row});
    remove(row, "Kofi: swap numbers?");
    EXPECT_TRUE(person.reads("Removed a message of Kofi."));
    person.activate(Role::Button, "Undo");
    EXPECT_EQ(body_of(restored), "{\"messageIds\":[\"" + id_number(1).to_string() + "\"]}");
    EXPECT_FALSE(person.sees(Role::Button, "Undo")) << "once";
    person.answer(restored, api::RestoreMessages::Response{{row}});
    EXPECT_EQ(person.model().chat.find(row.id)->state, domain::MessageState::Visible);
}

TEST_F(Removals, StandThereForEightSeconds) {
    const wire::MessageRow row = room_message(1, "swap numbers?");
    moderate({row});
    remove(row, "Kofi: swap numbers?");
    person.wait(seconds(6));
    EXPECT_TRUE(person.sees(Role::Button, "Undo"));
    person.wait(seconds(3));
    EXPECT_FALSE(person.sees(Role::Button, "Undo"));
}

TEST_F(Removals, EachHaveTheirOwnUndoThoughTheWordsAreTheSame) {
    const wire::MessageRow one = room_message(1, "one"), two = room_message(2, "two");
    moderate({one, two});
    remove(one, "Kofi: one");
    // By keys: what was said of the first one may stand over the menu.
    person.activate(Role::Button, "More about the message Kofi: two");
    person.activate(Role::Button, "Remove");
    person.answer(message_path(2), api::OneMessage{gone(two)});
    EXPECT_EQ(person.model().toasts.size(), 2u);
}

TEST_F(Removals, BringThePinBackToo) {
    wire::MessageRow row = room_message(1, "swap numbers?");
    row.pinned_at = person.now();
    api::GetChat::Response page = room_page({row});
    page.room.pins = {row};
    moderate(page);
    wire::MessageRow bare = row;
    bare.pinned_at.reset();
    remove(bare, "Kofi: swap numbers?");
    EXPECT_TRUE(person.model().chat.at->pins.empty());
    person.activate(Role::Button, "Undo");
    person.answer(restored, api::RestoreMessages::Response{{bare}});
    EXPECT_TRUE(person.asked(message_path(1) + "/pin"));
    person.answer(message_path(1) + "/pin", api::OneMessage{row});
    EXPECT_EQ(person.model().chat.at->pins.size(), 1u);
}

TEST_F(Removals, ByTheAuthorAreNotUndone) {
    const wire::MessageRow row = room_message(1, "oops", ana_in_room);
    moderate({row});
    choose("Ana Novak: oops", "Take it back");
    person.answer(message_path(1), api::OneMessage{gone(row, domain::RemovedBy::Self)});
    EXPECT_FALSE(person.sees(Role::Button, "Undo"));
}

TEST_F(Removals, OfTenMinutesAreOneUndo) {
    moderate({room_message(1, "one"), room_message(2, "two")});
    choose("Kofi: two", "About this person");
    api::GetPersonNote::Response sheet;
    sheet.note.user_id = kofi_in_room;
    sheet.person.display_name = "Kofi";
    sheet.person.role = "viewer";
    person.answer(room_class + "/people/" + kofi_in_room.to_string() + "/note", sheet);
    person.activate(Role::Switch, "Remove what they wrote in the last ten minutes");
    person.activate(Role::Button, "Apply");
    api::TimeOutPerson::Response done;
    done.timed_out_until = person.now() + minutes(10);
    done.removed = {room_message(1, "").id, room_message(2, "").id};
    person.answer(room_class + "/chat/timeouts", done);
    EXPECT_TRUE(person.reads("Removed 2 messages of Kofi."));
    person.activate(Role::Button, "Undo");
    EXPECT_EQ(body_of(restored), "{\"messageIds\":[\"" + id_number(1).to_string() + "\",\"" +
                                     id_number(2).to_string() + "\"]}");
}

TEST_F(Removals, TheirReasonReachesTheAuthorAtOnceAndStays) {
    const wire::MessageRow row = room_message(1, "swap numbers?", ana_in_room);
    enter({row});
    wire::MessageRow for_all = row;
    for_all.state = domain::MessageState::Removed;
    for_all.is_deleted = true;
    for_all.message.clear();
    wire::RoomMeChanged own{.stream_id = id_number(1), .me = {.can_write = true}};
    own.messages = {for_all};
    own.messages[0].removed_reason = "we are kind here";
    person.hears(own);
    EXPECT_TRUE(person.reads("Removed by the team: we are kind here"));
    wire::RoomChanged frame{.viewers = std::nullopt, .resync = std::nullopt};
    frame.messages = {for_all};
    person.hears(frame);
    EXPECT_TRUE(person.reads("Removed by the team: we are kind here")) << "told without it";
}

}  // namespace
}  // namespace lsl::app
