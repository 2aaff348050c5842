// The room of a class: what frames and pages come to, and what a page does with them.

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <set>
#include <utility>

#include "client/model/room/chat.h"
#include "tests/client/person.h"

namespace lsl::app {
namespace {

using domain::MessageState;
using ui::Role;

MessageId message_id(int number) { return {id_number(number).uuid}; }
const UserId ana_id = *UserId::parse("01900000-0000-7000-8000-00000000a001");
const UserId mila_id = *UserId::parse("01900000-0000-7000-8000-00000000b001");

wire::MessageRow message(int number, std::int64_t seq, std::string text, UserId by = mila_id) {
    wire::MessageRow row;
    row.id = message_id(number);
    row.seq = seq;
    row.user_id = by;
    row.message = std::move(text);
    return row;
}

wire::MessageRow held_message(int number, std::string text, UserId by = mila_id) {
    wire::MessageRow row = message(number, 0, std::move(text), by);
    row.seq.reset();
    row.state = MessageState::Held;
    return row;
}

api::GetChat::Response page_of(std::vector<wire::MessageRow> messages) {
    api::GetChat::Response page;
    page.messages = std::move(messages);
    page.people = {{ana_id.to_string(), {"Ana", "viewer"}},
                   {mila_id.to_string(), {"Mila", "co_instructor"}}};
    page.room.viewers = 64;
    page.room.epoch = "e1";
    page.room.seq = 7;
    page.room.me = wire::RoomMe{.can_write = true};
    return page;
}

wire::RoomChanged frame_of(std::vector<wire::MessageRow> messages) {
    wire::RoomChanged frame{.viewers = std::nullopt, .resync = std::nullopt};
    frame.messages = std::move(messages);
    return frame;
}

std::vector<std::int64_t> seqs(const model::Chat& chat) {
    std::vector<std::int64_t> all;
    for (const wire::MessageRow& row : chat.rows) all.push_back(row.seq.value_or(-1));
    return all;
}

bool hears(model::Chat& chat, std::vector<wire::MessageRow> messages) {
    return model::take_frame(chat, frame_of(std::move(messages)), ana_id, 0);
}

using Seqs = std::vector<std::int64_t>;

TEST(ChatRows, StandInTheOrderOfTheirNumbersWhateverOrderTheyComeIn) {
    model::Chat chat;
    model::take_newest(chat, page_of({message(1, 1, "one"), message(2, 2, "two")}));
    EXPECT_TRUE(hears(chat, {message(4, 4, "four"), message(3, 3, "three")}));
    EXPECT_EQ(seqs(chat), (Seqs{1, 2, 3, 4}));
    EXPECT_TRUE(hears(chat, {message(2, 2, "changed")}));
    EXPECT_EQ(seqs(chat), (Seqs{1, 2, 3, 4}));
    EXPECT_EQ(chat.find(message_id(2))->message, "changed");
}

TEST(ChatRows, AHoleIsFoundAndFilled) {
    model::Chat chat;
    model::take_newest(chat, page_of({message(1, 1, "one")}));
    EXPECT_FALSE(model::first_hole(chat));
    hears(chat, {message(4, 4, "four")});
    EXPECT_EQ(model::first_hole(chat), 1);
    model::take_missing(chat, page_of({message(2, 2, "two"), message(3, 3, "three")}));
    EXPECT_FALSE(model::first_hole(chat));
    EXPECT_EQ(seqs(chat), (Seqs{1, 2, 3, 4}));
}

TEST(ChatRows, ATombstoneKeepsItsPlace) {
    model::Chat chat;
    model::take_newest(chat, page_of({message(1, 1, "one"), message(2, 2, "two")}));
    wire::MessageRow gone = message(1, 1, "");
    gone.state = MessageState::Removed;
    gone.is_deleted = true;
    hears(chat, {gone});
    EXPECT_EQ(seqs(chat), (Seqs{1, 2}));
    EXPECT_EQ(chat.find(message_id(1))->state, MessageState::Removed);
}

TEST(ChatRows, NewsOfWhatIsOlderThanAllThatIsKnownMakesNoHole) {
    model::Chat chat;
    model::take_newest(chat, page_of({message(8, 8, "eight"), message(9, 9, "nine")}));
    EXPECT_TRUE(chat.has_older());
    hears(chat, {message(2, 2, "two, answered")});
    EXPECT_EQ(seqs(chat), (Seqs{8, 9}));
    model::take_older(chat, page_of({message(6, 6, "six"), message(7, 7, "seven")}));
    EXPECT_EQ(seqs(chat), (Seqs{6, 7, 8, 9}));
}

TEST(ChatRows, AfterALongGapTheNewestStandAlone) {
    model::Chat chat;
    model::take_newest(chat, page_of({message(1, 1, "one"), message(2, 2, "two")}));
    model::take_newest(chat, page_of({message(2, 2, "two"), message(3, 3, "three")}));
    EXPECT_EQ(seqs(chat), (Seqs{1, 2, 3})) << "nothing lies between";
    model::take_newest(chat, page_of({message(90, 90, "ninety")}));
    EXPECT_EQ(seqs(chat), (Seqs{90})) << "what lies between is not known";
}

TEST(ChatRows, AnAnswerThatIsOlderThanTheNewsTakesNothingAway) {
    model::Chat chat;
    model::take_newest(chat, page_of({}));
    hears(chat, {message(1, 1, "one")});
    model::take_newest(chat, page_of({}));
    hears(chat, {message(2, 2, "two")});
    EXPECT_EQ(seqs(chat), (Seqs{1, 2}));
    EXPECT_FALSE(chat.has_older());
}

TEST(ChatRows, AHeldOneWaitsBehindTheOthersUntilItGetsItsNumber) {
    model::Chat chat;
    model::take_newest(chat, page_of({message(1, 1, "one"), held_message(2, "a link", ana_id)}));
    EXPECT_EQ(chat.held.size(), 1u);
    hears(chat, {message(2, 2, "a link", ana_id)});
    EXPECT_TRUE(chat.held.empty());
    EXPECT_EQ(seqs(chat), (Seqs{1, 2}));
}

TEST(ChatRows, TheOldestGoWhenThereAreTooMany) {
    model::Chat chat;
    model::take_newest(chat, page_of({message(1, 1, "one")}));
    const auto most = static_cast<int>(model::most_chat_rows);
    for (int i = 2; i <= most + 5; ++i) hears(chat, {message(i, i, "more")});
    EXPECT_EQ(chat.rows.size(), model::most_chat_rows);
    EXPECT_EQ(chat.rows.front().seq, 6);
    EXPECT_TRUE(chat.has_older());
}

TEST(ChatRows, OwnVotesAreWhatTheServerSays) {
    model::Chat chat;
    api::GetChat::Response page = page_of({message(1, 1, "left?"), message(2, 2, "right?")});
    const PollId poll{id_number(9).uuid};
    page.room.poll = wire::PollRow{.id = poll, .question = "Again?", .open = true, .options = {}};
    model::take_newest(chat, page);
    chat.voted = {message_id(1)};
    const UtcTime now{std::chrono::seconds(1000)};
    wire::RoomMe own;
    own.voted = {message_id(2)};
    own.poll_option = 1;
    own.wish = domain::Wish::Slower;
    own.wish_until = now + std::chrono::seconds(40);
    model::take_own(chat, own, now, 7);
    EXPECT_EQ(chat.voted, std::set<MessageId>{message_id(2)});
    EXPECT_EQ(chat.poll_votes.at(poll), 1);
    EXPECT_EQ(chat.wish, domain::Wish::Slower);
    EXPECT_DOUBLE_EQ(chat.wish_until, 47);
    own = {};
    model::take_own(chat, own, now, 8);
    EXPECT_TRUE(chat.voted.empty());
    EXPECT_TRUE(chat.poll_votes.empty());
    EXPECT_DOUBLE_EQ(chat.wish_until, 47) << "a press that is on its way stands";
}

TEST(ChatRows, AResyncIsToBeReadAgain) {
    model::Chat chat;
    wire::RoomChanged frame{.viewers = std::nullopt, .resync = true};
    EXPECT_FALSE(model::take_frame(chat, frame, ana_id, 0));
}

TEST(ChatRows, TheEchoThatComesBeforeTheAnswerIsNotShownTwice) {
    model::Chat chat;
    model::take_newest(chat, page_of({}));
    model::UnsentMessage unsent;
    unsent.client_id = "c1";
    unsent.text = "hello ";
    unsent.busy = true;
    chat.unsent.push_back(unsent);
    hears(chat, {message(1, 1, "somebody else's")});
    EXPECT_FALSE(chat.unsent.front().echo);
    hears(chat, {message(2, 2, "hello", ana_id)});
    EXPECT_EQ(chat.unsent.front().echo, message_id(2));
    model::take_sent(chat, "c1", message(2, 2, "hello", ana_id));
    EXPECT_TRUE(chat.unsent.empty());
    EXPECT_EQ(seqs(chat), (Seqs{1, 2}));
}

TEST(ChatRows, PinsFollowTheirMessages) {
    model::Chat chat;
    model::take_newest(chat, page_of({message(1, 1, "one")}));
    wire::MessageRow pinned = message(1, 1, "one");
    pinned.pinned_at = UtcTime(std::chrono::milliseconds(5));
    hears(chat, {pinned});
    ASSERT_EQ(chat.at->pins.size(), 1u);
    pinned.state = MessageState::Removed;
    hears(chat, {pinned});
    EXPECT_TRUE(chat.at->pins.empty());
}

TEST(Polls, SharesOfNoVotesAreNothing) {
    wire::PollRow poll;
    poll.options = {{"Salsa", 0}, {"Afro", 0}};
    EXPECT_EQ(model::percent_of(poll, 0), 0);
    poll.options = {{"Salsa", 19}, {"Afro", 13}, {"Surprise", 9}};
    EXPECT_EQ(model::votes_of(poll), 41);
    EXPECT_EQ(model::percent_of(poll, 0), 46);
}

TEST(Wishes, AreLoudWhenEnoughOfThoseWhoWatchHaveThem) {
    EXPECT_FALSE(model::wish_shares({1, 1, 0}, 10).winner) << "two people are no call";
    EXPECT_FALSE(model::wish_shares({0, 4, 0}, 64).winner) << "nor is a twentieth";
    EXPECT_EQ(model::wish_shares({4, 11, 2}, 64).winner, domain::Wish::Slower);
}

const std::string room_path = "/api/streams/01900000-0000-7000-8000-000000000001/chat";
const std::string newest_path = room_path + "?limit=50";
const std::string room_events = "/api/events?stream=01900000-0000-7000-8000-000000000001";

class Room : public testing::Test {
  protected:
    void open(bool enrolled = true) {
        api::PageData data;
        data.session = ana();
        data.stream = live(a_class(1, "Morning Dance", person.now()), person.now() - minutes(24));
        if (enrolled) {
            data.enrollments.emplace();
            data.enrollments->enrollments.push_back(place_in(*data.stream));
        }
        person.open(model::url_of(model::watch_page(id_number(1))), data);
    }
    void enter(std::vector<wire::MessageRow> messages = {message(1, 1, "Welcome")}) {
        open();
        person.answer(newest_path, page_of(std::move(messages)));
    }
    Person person;
};

TEST_F(Room, OfAClassIsNotAskedForByWhoHasNoPlace) {
    open(false);
    EXPECT_FALSE(person.asked(newest_path));
    EXPECT_EQ(person.browser().events_path, "/api/events");
    EXPECT_FALSE(person.sees(Role::Region, "Chat"));
}

TEST_F(Room, IsReadFirstAndListenedToFromThere) {
    open();
    EXPECT_EQ(person.browser().events_path, "/api/events");
    person.answer(newest_path, page_of({message(1, 1, "Welcome")}));
    EXPECT_EQ(person.browser().events_path, room_events);
    EXPECT_EQ(person.browser().events_after, "e1.7");
    EXPECT_TRUE(person.sees(Role::Text, "Mila: Welcome"));
    person.hears(frame_of({message(2, 2, "Here we go")}));
    EXPECT_TRUE(person.sees(Role::Text, "Mila: Here we go"));
}

TEST_F(Room, IsLeftWithThePage) {
    enter();
    person.press(Role::Link, "Workouts");
    EXPECT_EQ(person.browser().events_path, "/api/events");
    EXPECT_FALSE(person.model().chat.room);
}

TEST_F(Room, WhatIsMissingIsAskedFor) {
    enter();
    person.hears(frame_of({message(4, 4, "four")}));
    person.answer(room_path + "?after=1&limit=100",
                  page_of({message(2, 2, "two"), message(3, 3, "three"), message(4, 4, "four")}));
    EXPECT_EQ(seqs(person.model().chat), (Seqs{1, 2, 3, 4}));
}

TEST_F(Room, AMessageIsShownAtOnceAndTakenWhenTheServerHasIt) {
    enter();
    person.type("chat", "the turn is so good");
    person.press(Role::Button, "Send");
    EXPECT_TRUE(person.reads("Sending"));
    EXPECT_TRUE(person.reads("the turn is so good"));
    person.answer(room_path, api::OneMessage{message(2, 2, "the turn is so good", ana_id)}, 201);
    EXPECT_FALSE(person.reads("Sending"));
    EXPECT_TRUE(person.sees(Role::Text, "Ana: the turn is so good"));
    EXPECT_EQ(person.state().drafts.chat.text, "");
}

TEST_F(Room, WhatIsRefusedStaysWithTheReasonAndTheWayToTryAgain) {
    enter();
    person.type("chat", "hello");
    person.press(Role::Button, "Send");
    person.refuse(room_path, 503, "", "The studio can't be reached.");
    EXPECT_TRUE(person.reads("The studio can't be reached."));
    const std::string first = person.model().chat.unsent.front().client_id;
    person.press(Role::Button, "Send again");
    EXPECT_EQ(person.model().chat.unsent.front().client_id, first);
    person.answer(room_path, api::OneMessage{message(2, 2, "hello", ana_id)}, 200);
    EXPECT_TRUE(person.model().chat.unsent.empty());
}

TEST_F(Room, TooEarlyWaitsInTheFieldAndGoesByItself) {
    enter();
    person.type("chat", "hello");
    person.press(Role::Button, "Send");
    const api::Failure failure{"Wait a moment.", "slow_mode", ""};
    ASSERT_TRUE(person.browser().answer(room_path, 429, wire::to_json(failure), 4));
    person.settle();
    EXPECT_EQ(person.state().drafts.chat.text, "hello");
    EXPECT_TRUE(person.reads("Yours goes in 4 s by itself."));
    EXPECT_FALSE(person.asked(room_path));
    person.wait(std::chrono::milliseconds(4100));
    EXPECT_TRUE(person.asked(room_path));
    EXPECT_EQ(person.state().drafts.chat.text, "");
}

TEST_F(Room, AWishIsToldAndTakenBack) {
    enter();
    const std::string path = "/api/streams/01900000-0000-7000-8000-000000000001/wish";
    person.press(Role::Button, "Slower");
    ASSERT_NE(person.browser().pending(path), nullptr);
    EXPECT_EQ(person.browser().pending(path)->body, R"({"wish":"slower"})");
    EXPECT_TRUE(person.browser().answer(path, 204, ""));
    person.settle();
    EXPECT_TRUE(person.get(Role::Button, "Slower").selected);
    person.press(Role::Button, "Slower");
    ASSERT_NE(person.browser().pending(path), nullptr);
    EXPECT_EQ(person.browser().pending(path)->body, R"({"wish":null})");
}

TEST_F(Room, TapsOfHalfASecondAreOneRequest) {
    enter();
    const std::string path = "/api/streams/01900000-0000-7000-8000-000000000001/reactions";
    // Without frames in between: they take time.
    for (const char* name : {"Fire", "Fire", "Clap"}) {
        person.listener().on_activate(person.get(Role::Button, name).id);
    }
    EXPECT_FALSE(person.asked(path));
    person.wait(std::chrono::milliseconds(600));
    ASSERT_NE(person.browser().pending(path), nullptr);
    EXPECT_EQ(person.browser().pending(path)->body, R"({"clap":1,"fire":2})");
}

TEST_F(Room, AQuestionIsVotedForOnce) {
    wire::MessageRow question = message(2, 2, "Left or right?");
    question.kind = domain::MessageKind::Question;
    question.votes = 13;
    enter({question});
    person.press(Role::Button, "13 votes so far");
    question.votes = 14;
    person.answer(room_path + "/" + question.id.to_string() + "/vote", api::OneMessage{question});
    EXPECT_TRUE(person.get(Role::Button, "14 votes so far").selected);
}

TEST_F(Room, AStreamThatBreaksOffAsksWhetherThePlaceIsStillThere) {
    enter();
    person.listener().on_events_state(platform::EventsState::Open);
    person.listener().on_events_state(platform::EventsState::Connecting);
    person.refuse("/api/streams/01900000-0000-7000-8000-000000000001/enrollment", 404, "not_found",
                  "There is none.");
    EXPECT_EQ(person.browser().events_path, "/api/events") << "without the room";
    EXPECT_FALSE(person.sees(Role::Region, "Chat"));
}

}  // namespace
}  // namespace lsl::app
