// What the team of a class does in its room: reports, people, polls, settings.

#include <gtest/gtest.h>

#include "client/model/room/moderation_draft.h"
#include "tests/client/room.h"

namespace lsl::app {
namespace {

using ui::Role;

const std::string person_note = room_class + "/people/" + kofi_in_room.to_string() + "/note";

api::ListReports::Response one_open_report() {
    api::ListReports::Response list;
    api::ReportRow& report = list.reports.emplace_back();
    report.id = {id_number(7).uuid};
    report.message_id = {id_number(1).uuid};
    report.reason = "asks for my number";
    list.messages = {room_message(1, "swap numbers?")};
    list.people = {{kofi_in_room.to_string(), {"Kofi", "viewer"}}};
    return list;
}

api::GetPersonNote::Response kofis_sheet() {
    api::GetPersonNote::Response sheet;
    sheet.note.user_id = kofi_in_room;
    sheet.note.text = "left knee";
    sheet.person.display_name = "Kofi";
    sheet.person.role = "viewer";
    sheet.person.first_class = true;
    return sheet;
}

class ModerationOfARoom : public RoomTest {
  protected:
    void open_tool(std::string_view name) {
        person.press(Role::Button, "Tools of the team");
        person.press(Role::Button, name);
    }
    void open_sheet() {
        choose("Kofi: swap numbers?", "About this person");
        person.answer(person_note, kofis_sheet());
    }
};

TEST_F(ModerationOfARoom, IsNothingForViewers) {
    enter({room_message(1, "swap numbers?")});
    EXPECT_FALSE(person.sees(Role::Button, "Tools of the team"));
    person.activate(Role::Button, "More about the message Kofi: swap numbers?");
    EXPECT_FALSE(person.sees(Role::Button, "About this person"));
}

TEST_F(ModerationOfARoom, SaysHowManyReportsWaitAndDecidesThem) {
    api::GetChat::Response page = room_page({room_message(1, "swap numbers?")});
    page.room.open_reports = 2;
    moderate(page);
    EXPECT_TRUE(person.sees(Role::Button, "Tools of the team, 2 reports wait"));
    open_tool("Reports, 2 wait");
    person.answer(room_class + "/chat/reports", one_open_report());
    EXPECT_TRUE(person.reads("Kofi: swap numbers?"));
    EXPECT_TRUE(person.reads("asks for my number"));
    person.type("reason", "we are kind here");
    person.press_in_dialog("Remove: Kofi: swap numbers?");
    const std::string path = room_class + "/chat/reports/" + id_number(7).to_string();
    EXPECT_EQ(body_of(path), R"({"decision":"removed","reason":"we are kind here"})");
    api::DecideReport::Response decided;
    decided.report = one_open_report().reports.front();
    decided.report.decision = domain::ReportDecision::Removed;
    person.answer(path, decided);
    EXPECT_FALSE(person.sees(Role::Button, "Keep it"));
    EXPECT_TRUE(person.reads("Removed"));
}

TEST_F(ModerationOfARoom, WithoutReportsSaysSo) {
    moderate(room_page({}));
    open_tool("Reports");
    person.answer(room_class + "/chat/reports", api::ListReports::Response{});
    EXPECT_TRUE(person.reads("Nobody has reported anything."));
}

TEST_F(ModerationOfARoom, APersonsSheetSaysWhoIsNewAndPausesThem) {
    moderate({room_message(1, "swap numbers?")});
    open_sheet();
    EXPECT_TRUE(person.reads("first class with you"));
    person.type("pause", "300");
    person.type("reason", "calm down");
    person.activate(Role::Switch, "Remove what they wrote in the last ten minutes");
    person.activate(Role::Button, "Apply");
    const std::string path = room_class + "/chat/timeouts";
    EXPECT_EQ(body_of(path), R"({"reason":"calm down","removeMinutes":10,"seconds":300,)"
                             "\"userId\":\"" +
                                 kofi_in_room.to_string() + "\"}");
    person.answer(path, api::TimeOutPerson::Response{person.now() + minutes(5)});
    EXPECT_TRUE(person.reads("Paused until"));
}

TEST_F(ModerationOfARoom, APauseForTheClassHasNoSecondsAndZeroLiftsIt) {
    model::ModerationDraft draft;
    EXPECT_EQ(model::pause_seconds(draft), 600);
    draft.pause = std::string(model::pause_for_class);
    EXPECT_EQ(model::pause_seconds(draft), std::nullopt);
    draft.pause = "0";
    EXPECT_EQ(model::pause_seconds(draft), 0);
}

TEST_F(ModerationOfARoom, ANoteIsKept) {
    moderate({room_message(1, "swap numbers?")});
    open_sheet();
    EXPECT_EQ(person.state().drafts.moderation.note, "left knee");
    person.type("note", "left knee, sits out jumps");
    person.activate(Role::Button, "Save the note");
    EXPECT_EQ(body_of(person_note), R"({"text":"left knee, sits out jumps"})");
    person.answer(person_note, kofis_sheet());
    EXPECT_TRUE(person.reads("The note is saved."));
}

TEST_F(ModerationOfARoom, AColleaguesSheetHasNoPause) {
    moderate({room_message(1, "hello")});
    choose("Kofi: hello", "About this person");
    api::GetPersonNote::Response sheet = kofis_sheet();
    sheet.person.role = "moderator";
    person.answer(person_note, sheet);
    EXPECT_FALSE(person.sees(Role::Button, "Apply"));
    EXPECT_TRUE(person.sees(Role::Button, "Save the note"));
}

TEST_F(ModerationOfARoom, WhoIsHereLeadsToTheSheetAndSaysWhoIsNew) {
    moderate({room_message(1, "hello")});
    person.press(Role::Button, "64 here");
    api::GetPresent::Response present;
    present.count = 1;
    present.people.push_back({kofi_in_room, "Kofi"});
    present.newcomers = {{kofi_in_room}};
    person.answer(room_class + "/present", present);
    EXPECT_TRUE(person.reads("first class with you"));
    EXPECT_FALSE(person.sees(Role::Switch, "Others may see my name"));
    person.press_in_dialog("Kofi");
    EXPECT_TRUE(person.asked(person_note));
}

TEST_F(ModerationOfARoom, AsksEverybodyAndClosesThePoll) {
    moderate(room_page({}));
    open_tool("New poll");
    person.type("question", "Last song?");
    person.type("answer1", "Fast salsa");
    person.type("answer2", "Slow afro");
    EXPECT_TRUE(person.sees(Role::TextField, "Answer 3")) << "one more than are written";
    person.press(Role::Button, "Ask everybody");
    EXPECT_EQ(body_of(room_class + "/polls"),
              R"({"options":["Fast salsa","Slow afro"],"question":"Last song?"})");
    wire::PollRow poll;
    poll.id = {id_number(9).uuid};
    poll.question = "Last song?";
    poll.options = {{"Fast salsa", 0}, {"Slow afro", 0}};
    person.answer(room_class + "/polls", api::OnePoll{poll}, 201);
    EXPECT_TRUE(person.sees(Role::Group, "Last song?"));
    open_tool("Close the poll");
    const std::string path = room_class + "/polls/" + poll.id.to_string() + "/close";
    EXPECT_TRUE(person.asked(path));
    poll.open = false;
    person.answer(path, api::OnePoll{poll});
    EXPECT_FALSE(person.sees(Role::Group, "Last song?"));
}

TEST_F(ModerationOfARoom, APollNeedsTwoAnswers) {
    model::ModerationDraft draft;
    draft.question = "Again?";
    draft.options = {"yes", " ", ""};
    EXPECT_FALSE(model::is_poll(draft));
    draft.options[1] = "no";
    EXPECT_TRUE(model::is_poll(draft));
    EXPECT_EQ(model::poll_request(draft).options, (std::vector<std::string>{"yes", "no"}));
}

TEST_F(ModerationOfARoom, SetsTheRoomAsAWhole) {
    api::GetChat::Response page = room_page({});
    page.room.settings.opens_minutes_before = 15;
    page.room.settings.closes_minutes_after = 45;
    page.room.settings.blocked_words = std::vector<std::string>{"bad"};
    moderate(page);
    open_tool("Settings of the chat");
    person.type("slowModeSeconds", "10");
    person.type("blockedWords", "bad\n\n two words \n");
    person.activate(Role::Switch, "Names in the replay");
    person.activate(Role::Button, "Save the settings");
    const std::string path = room_class + "/chat/settings";
    EXPECT_EQ(body_of(path),
              R"({"blockedWords":["bad","two words"],"closesMinutesAfter":45,)"
              R"("holdFirst":false,"links":"staff","mode":"open","opensMinutesBefore":15,)"
              R"("replayNames":true,"slowModeSeconds":10})");
    person.refuse(path, 422, "invalid_blockedWords", "A blocked word has 1 to 60 characters.",
                  "blockedWords");
    EXPECT_TRUE(person.reads("A blocked word has 1 to 60 characters."));
    api::ChangeChatSettings::Response changed;
    changed.settings = page.room.settings;
    changed.settings.slow_mode_seconds = 10;
    person.activate(Role::Button, "Save the settings");
    person.answer(path, changed);
    EXPECT_FALSE(person.sees(Role::Dialog, "Settings of the chat"));
    EXPECT_EQ(person.model().chat.at->settings.slow_mode_seconds, 10);
}

TEST_F(ModerationOfARoom, CanBeDoneOnANarrowPhoneToo) {
    person.browser().viewport.width = 320;
    person.browser().viewport.height = 640;
    moderate({room_message(1, "swap numbers?")});
    for (const std::string_view tool : {"Settings of the chat", "New poll"}) {
        open_tool(tool);
        const ui::Node dialog = person.get(Role::Dialog, tool);
        EXPECT_GE(dialog.rect.x, 0);
        EXPECT_LE(dialog.rect.x + dialog.rect.width, 320);
        person.activate(Role::Button, "Cancel");
        EXPECT_FALSE(person.sees(Role::Dialog, tool));
    }
}

}  // namespace
}  // namespace lsl::app
