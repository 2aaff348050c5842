#include "server/services/chat/room_news.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "server/services/events/class_rooms.h"
#include "tests/server/services/chat/chat_room.h"

namespace lsl::services {
namespace {

using namespace std::chrono_literals;
using lsl::testing::ChatRoomTest;
using Json = nlohmann::json;

class RoomNewsTest : public ChatRoomTest {
  protected:
    std::unique_ptr<Subscription> enter(const Topic& room, const Caller& who) {
        studio_.tell_news();
        return studio_.hub.subscribe(
            {.topics = {Topic::person(who.person()->user.id)}, .room = room, .last_event_id = {}});
    }
    Topic viewers() const { return Topic::class_room(made_.stream.id); }
    Topic team() const { return Topic::staff_room(made_.stream.id); }
    /// The frames of the room since the last call.
    std::vector<Json> frames(Subscription& listener) {
        std::vector<Json> frames;
        for (const auto& event : studio_.heard(listener)) {
            if (event.name == "room") frames.push_back(Json::parse(event.data));
        }
        return frames;
    }
    /// "1 hello" of each message in them.
    std::string told(Subscription& listener) {
        std::string line;
        for (const Json& frame : frames(listener)) {
            for (const Json& message : frame.value("messages", Json::array())) {
                if (!line.empty()) line += ", ";
                line += (message["seq"].is_null() ? "-" : message["seq"].dump()) + " " +
                        message["message"].get<std::string>();
            }
        }
        return line;
    }
};

TEST_F(RoomNewsTest, EachMessageIsToldOnceInItsPlace) {
    const Caller ana = caller(enrolled());
    const auto listener = enter(viewers(), ana);
    said(ana, "one");
    EXPECT_EQ(told(*listener), "1 one");
    said(ana, "two");
    said(owner(), "three");
    EXPECT_EQ(told(*listener), "2 two, 3 three");
    EXPECT_EQ(told(*listener), "");
}

TEST_F(RoomNewsTest, ABurstOfChangesKeepsTheOrder) {
    const Caller ana = caller(enrolled());
    const auto listener = enter(viewers(), ana);
    api::SendMessage::Request asked;
    asked.kind = domain::MessageKind::Question;
    const std::string first = said(ana, "why?", asked);
    said(owner(), "because");
    studio_.community->chat.vote(owner(), class_, first, true).value();
    EXPECT_EQ(told(*listener), "1 why?, 2 because");
    EXPECT_EQ(told(*listener), "");
}

TEST_F(RoomNewsTest, FramesCarryTheirAuthors) {
    const Caller ana = caller(enrolled());
    const auto listener = enter(viewers(), ana);
    said(ana, "hello");
    const auto heard = frames(*listener);
    ASSERT_EQ(heard.size(), 1u);
    EXPECT_EQ(heard[0]["people"][ana.person()->user.id.to_string()]["display_name"], "ana");
    EXPECT_FALSE(heard[0].contains("room")) << "only what changed";
    EXPECT_FALSE(heard[0]["messages"][0].contains("removed_by"));
}

TEST_F(RoomNewsTest, ViewersHearNothingOfWhatIsHeld) {
    const Caller ana = caller(enrolled());
    settings({.holdFirst = true});
    const auto listener = enter(viewers(), ana);
    const auto moderator = enter(team(), owner());
    const std::string held = said(ana, "first words");
    EXPECT_TRUE(frames(*listener).empty()) << "not even a number in a frame's id";
    EXPECT_EQ(told(*moderator), "- first words");
    studio_.community->chat.remove(owner(), class_, held).value();
    EXPECT_TRUE(frames(*listener).empty());
    studio_.community->moderation.allow(owner(), class_, held).value();
    studio_.community->moderation.allow(owner(), class_, held).value();
    EXPECT_EQ(told(*listener), "1 first words");
}

TEST_F(RoomNewsTest, ARemovedMessageIsToldAgainWithoutItsText) {
    const Caller ana = caller(enrolled());
    const auto listener = enter(viewers(), ana);
    const auto moderator = enter(team(), owner());
    const std::string foul = said(ana, "foul");
    told(*listener);
    told(*moderator);
    studio_.community->chat.remove(owner(), class_, foul).value();
    const auto heard = frames(*listener);
    ASSERT_EQ(heard.size(), 1u);
    EXPECT_EQ(heard[0]["messages"][0]["message"], "");
    EXPECT_EQ(heard[0]["messages"][0]["is_deleted"], true);
    EXPECT_EQ(told(*moderator), "1 foul");
}

TEST_F(RoomNewsTest, AMessageThatIsGoneBeforeItIsToldWasNeverReadable) {
    const Caller ana = caller(enrolled());
    const auto listener = enter(viewers(), ana);
    studio_.community->chat.remove(ana, class_, said(ana, "oops")).value();
    EXPECT_EQ(told(*listener), "1 ");
}

TEST_F(RoomNewsTest, TheStateIsToldAsEachAudienceMayKnowIt) {
    const Caller ana = caller(enrolled());
    const auto listener = enter(viewers(), ana);
    const auto moderator = enter(team(), owner());
    settings({.slowModeSeconds = 7, .blockedWords = std::vector<std::string>{"bad"}});
    const auto seen = frames(*listener);
    ASSERT_EQ(seen.size(), 1u);
    EXPECT_EQ(seen[0]["room"]["slow_mode_seconds"], 7);
    EXPECT_FALSE(seen[0]["room"].contains("blocked_words"));
    EXPECT_FALSE(seen[0]["room"].contains("me"));
    EXPECT_EQ(frames(*moderator)[0]["room"]["blocked_words"], Json::array({"bad"}));
    studio_.community->polls.create(owner(), class_, {"Again?", {"yes", "no"}}).value();
    EXPECT_EQ(frames(*listener)[0]["room"]["poll"]["question"], "Again?");
}

TEST_F(RoomNewsTest, WhoIsPausedHearsOfItAtOnceAndNobodyElse) {
    const UserId ana_id = enrolled("ana");
    const Caller ana = caller(ana_id), bob = caller(enrolled("bob"));
    const auto hers = enter(viewers(), ana), his = enter(viewers(), bob);
    const auto told_of_pauses = [&](Subscription& listener) {
        std::vector<Json> told;
        for (const auto& event : studio_.heard(listener)) {
            if (event.name == "room_me") told.push_back(Json::parse(event.data));
        }
        return told;
    };
    auto& moderation = studio_.community->moderation;
    api::TimeOutPerson::Request pause;
    pause.userId = ana_id;
    pause.seconds = 60;
    pause.has_seconds = true;
    ASSERT_TRUE(moderation.time_out(owner(), class_, pause));
    auto told = told_of_pauses(*hers);
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0]["stream_id"], class_);
    EXPECT_EQ(told[0]["me"]["timed_out_until"], to_iso8601(studio_.clock.utc() + 60s));
    EXPECT_EQ(told[0]["me"]["can_write"], false);
    pause.seconds = 0;
    ASSERT_TRUE(moderation.time_out(owner(), class_, pause));
    told = told_of_pauses(*hers);
    ASSERT_EQ(told.size(), 1u);
    EXPECT_TRUE(told[0]["me"]["timed_out_until"].is_null());
    EXPECT_EQ(told[0]["me"]["can_write"], true);
    EXPECT_TRUE(told_of_pauses(*his).empty());
}

TEST_F(RoomNewsTest, WhoseMessageIsTakenAwayHearsWhyAtOnceAndNobodyElse) {
    const UserId ana_id = enrolled("ana");
    const Caller ana = caller(ana_id), bob = caller(enrolled("bob"));
    const auto hers = enter(viewers(), ana), his = enter(viewers(), bob);
    said(ana, "one");
    said(ana, "two");
    api::TimeOutPerson::Request pause;
    pause.userId = ana_id;
    pause.seconds = 60;
    pause.has_seconds = true;
    pause.reason = "we are kind here";
    pause.removeMinutes = 10;
    ASSERT_TRUE(studio_.community->moderation.time_out(owner(), class_, pause));
    std::vector<Json> own;
    for (const auto& event : studio_.heard(*hers)) {
        EXPECT_FALSE(event.name == "room" && event.data.find("kind here") != std::string::npos);
        Json data = Json::parse(event.data);
        if (event.name == "room_me" && data.contains("messages")) own.push_back(std::move(data));
    }
    ASSERT_EQ(own.size(), 1u);
    EXPECT_EQ(own[0]["stream_id"], class_);
    EXPECT_EQ(own[0]["me"]["can_write"], false);
    ASSERT_EQ(own[0]["messages"].size(), 2u);
    EXPECT_EQ(own[0]["messages"][1]["removed_reason"], "we are kind here");
    EXPECT_EQ(own[0]["messages"][1]["message"], "");
    EXPECT_FALSE(own[0]["messages"][1].contains("removed_by"));
    for (const auto& event : studio_.heard(*his)) {
        EXPECT_EQ(event.data.find("kind here"), std::string::npos) << event.data;
    }
}

TEST_F(RoomNewsTest, TapsAndWishesAreSums) {
    const Caller ana = caller(enrolled());
    const auto listener = enter(viewers(), ana);
    api::React::Request taps;
    taps.counts.fire = 3;
    taps.names = {"fire"};
    ASSERT_TRUE(studio_.community->pulse.react(ana, class_, taps));
    EXPECT_EQ(frames(*listener)[0]["reactions"], Json::parse(R"({"fire":3})"));
    ASSERT_TRUE(studio_.community->pulse.wish(ana, class_, domain::Wish::Slower));
    EXPECT_EQ(frames(*listener)[0]["wish"]["slower"], 1);
    live_for(60s);
    studio_.community->wishes.look();
    EXPECT_EQ(frames(*listener)[0]["wish"]["slower"], 0);
}

TEST_F(RoomNewsTest, WhoComesInIsToldTheNewestMessagesAndTheState) {
    const Caller ana = caller(enrolled());
    for (int i = 1; i <= 60; ++i) said(owner(), "m" + std::to_string(i));
    const ClassRooms rooms(*studio_.database, studio_.community->view);
    const auto first = rooms.state(viewers(), ana).value();
    ASSERT_EQ(first.messages.size(), 50u);
    EXPECT_EQ(first.messages.front().message, "m11");
    EXPECT_EQ(first.messages.back().message, "m60");
    ASSERT_TRUE(first.room && first.room->me);
    EXPECT_TRUE(first.room->me->can_write);
}

TEST_F(RoomNewsTest, TheFirstFrameHasWhatWaitsForStaffAlone) {
    const Caller ana = caller(enrolled());
    settings({.holdFirst = true});
    said(ana, "first words");
    const ClassRooms rooms(*studio_.database, studio_.community->view);
    EXPECT_TRUE(rooms.state(viewers(), ana).value().messages.empty());
    EXPECT_EQ(rooms.state(team(), owner()).value().messages.size(), 1u);
}

TEST_F(RoomNewsTest, TheStateNamesTheFrameThatItIsGoodFrom) {
    const Caller ana = caller(enrolled());
    const auto before = page(ana).room;
    said(ana, "meanwhile");
    studio_.tell_news();
    const auto listener =
        studio_.hub.subscribe({.topics = {},
                               .room = viewers(),
                               .last_event_id = before.epoch + "." + std::to_string(before.seq)});
    EXPECT_EQ(listener->begin(), Subscription::Begin::Resumed);
    EXPECT_TRUE(listener->rest_is_lost()) << "nobody kept what was public meanwhile";
    EXPECT_EQ(told(*listener), "1 meanwhile");
}

TEST_F(RoomNewsTest, PresentIsWhoListens) {
    const UserId user = enrolled("ana");
    const Caller ana = caller(user), bob = caller(enrolled("bob"));
    auto& presence = studio_.community->presence;
    const auto one = enter(viewers(), ana);
    const auto two = enter(viewers(), ana);
    const auto moderator = enter(team(), owner());
    EXPECT_EQ(presence.list(owner(), class_).value().count, 2) << "each person once";
    EXPECT_EQ(presence.list(owner(), class_).value().people.size(), 2u);
    EXPECT_TRUE(presence.list(bob, class_).value().people.empty());
    ASSERT_TRUE(presence.set_seen(ana, class_, true));
    const auto seen = presence.list(bob, class_).value();
    EXPECT_EQ(seen.count, 2);
    ASSERT_EQ(seen.people.size(), 1u);
    EXPECT_EQ(seen.people.front().display_name, "ana");
    EXPECT_FALSE(seen.newcomers) << "that is for staff";
    EXPECT_TRUE(presence.list(owner(), class_).value().newcomers);
}

TEST_F(RoomNewsTest, StaffHearsHowManyReportsWait) {
    const Caller ana = caller(enrolled("ana")), bob = caller(enrolled("bob"));
    const std::string message = said(ana, "rude");
    const auto moderator = enter(team(), owner()), viewer = enter(viewers(), bob);
    frames(*moderator);
    frames(*viewer);
    studio_.community->chat.report(bob, class_, message, "rude").value();
    const auto told_staff = frames(*moderator);
    ASSERT_FALSE(told_staff.empty());
    EXPECT_EQ(told_staff.back()["room"]["open_reports"], 1);
    for (const Json& frame : frames(*viewer)) {
        EXPECT_FALSE(frame.value("room", Json::object()).contains("open_reports"));
    }
    const auto reports = studio_.community->moderation.reports(class_).value().reports;
    studio_.community->moderation.decide(owner(), class_, reports.front().id.to_string(), {})
        .value();
    const auto decided = frames(*moderator);
    ASSERT_FALSE(decided.empty());
    EXPECT_EQ(decided.back()["room"]["open_reports"], 0);
}

TEST_F(RoomNewsTest, TheReplayCallsViewersByOneLetterUnlessTheClassSaysOtherwise) {
    const Caller ana = caller(enrolled());
    said(ana, "hello");
    said(owner(), "welcome");
    ASSERT_TRUE(studio_.streams->end(class_));
    studio_.make_replay(made_.stream.id);
    const auto name_of_first = [&] {
        const auto read = studio_.community->replay.read(ana, class_, {}, {}).value();
        return read.people.at(read.messages.front().user_id->to_string()).display_name;
    };
    EXPECT_EQ(name_of_first(), "a.");
    const auto read = studio_.community->replay.read(ana, class_, {}, {}).value();
    EXPECT_NE(read.people.at(read.messages.back().user_id->to_string()).display_name.size(), 2u)
        << "the team is known by name";
    settings({.replayNames = true});
    EXPECT_EQ(name_of_first(), "ana");
}

TEST_F(RoomNewsTest, AnAnswerAfterTheClassStandsWhereItsQuestionDoes) {
    const Caller ana = caller(enrolled());
    live_for(10s);
    api::SendMessage::Request asked;
    asked.kind = domain::MessageKind::Question;
    const std::string question = said(ana, "why?", asked);
    live_for(20s);
    said(ana, "and on");
    ASSERT_TRUE(studio_.streams->end(class_));
    studio_.make_replay(made_.stream.id);
    live_for(48h);
    const auto open = studio_.community->moderation.questions(class_).value();
    ASSERT_EQ(open.messages.size(), 1u);
    EXPECT_EQ(open.messages.front().position_ms, 10'000);
    api::SendMessage::Request reply;
    reply.replyTo = question;
    said(owner(), "because", reply);
    studio_.community->moderation.answer(owner(), class_, question).value();
    EXPECT_TRUE(studio_.community->moderation.questions(class_).value().messages.empty());
    const auto replay = studio_.community->replay.read(ana, class_, {}, {}).value();
    ASSERT_EQ(replay.messages.size(), 3u);
    EXPECT_EQ(replay.messages[1].message, "because");
    EXPECT_EQ(replay.messages[1].position_ms, 10'000);
    EXPECT_EQ(replay.messages[2].message, "and on");
}

TEST_F(RoomNewsTest, TheEnergyOfAReplayIsItsTapsByTenSeconds) {
    const Caller ana = caller(enrolled());
    const auto tap = [&](std::int64_t count) {
        api::React::Request taps;
        taps.counts.fire = count;
        taps.names = {"fire"};
        EXPECT_TRUE(studio_.community->pulse.react(ana, class_, taps));
    };
    live_for(20s);
    tap(3);
    EXPECT_TRUE(studio_.community->pulse.wish(ana, class_, domain::Wish::Slower));
    live_for(60s);
    tap(4);
    studio_.database->flush();
    EXPECT_EQ(studio_.community->replay.energy(ana, class_).error().word, "no_recording");
    ASSERT_TRUE(studio_.streams->end(class_));
    studio_.make_replay(made_.stream.id);
    const auto energy = studio_.community->replay.energy(ana, class_).value();
    EXPECT_EQ(energy.step_ms, 10'000);
    ASSERT_GE(energy.taps.size(), 6u);
    std::int64_t all = 0;
    for (const std::int64_t taps : energy.taps) all += taps;
    EXPECT_EQ(all, 7) << "a wish is no tap";
    EXPECT_EQ(energy.taps.back(), 4);
}

TEST_F(RoomNewsTest, TheReplayHasWhatIsVisibleByItsPlaceInTheRecording) {
    const UserId user = enrolled();
    const Caller ana = caller(user);
    auto& replay = studio_.community->replay;
    live_for(10s);
    said(ana, "ten");
    live_for(10s);
    const std::string foul = said(ana, "twenty");
    settings({.blockedWords = std::vector<std::string>{"bad"}});
    said(ana, "bad");
    live_for(6min);
    said(owner(), "six minutes on");
    studio_.community->chat.remove(owner(), class_, foul).value();
    EXPECT_EQ(replay.read(ana, class_, {}, {}).error().word, "no_recording");
    ASSERT_TRUE(studio_.streams->end(class_));
    studio_.make_replay(made_.stream.id);
    const auto first = replay.read(ana, class_, {}, "100000000").value();
    ASSERT_EQ(first.messages.size(), 1u) << "neither held nor removed, and five minutes at most";
    EXPECT_EQ(first.messages[0].position_ms, 10'000);
    EXPECT_EQ(first.messages[0].message, "ten");
    const auto later = replay.read(owner(), class_, "300000", "600000").value();
    ASSERT_EQ(later.messages.size(), 1u);
    EXPECT_EQ(later.messages[0].position_ms, 380'000);
    EXPECT_EQ(replay.read(ana, class_, "-1", {}).error().field, "from");
    EXPECT_EQ(replay.read(ana, class_, {}, "1e3").error().field, "to");
    EXPECT_EQ(replay.read(caller(studio_.viewer("eve")), class_, {}, {}).error().word,
              "not_enrolled");
    live_for(8 * 24h);
    EXPECT_EQ(replay.read(ana, class_, {}, {}).error().word, "replay_expired");
}

}  // namespace
}  // namespace lsl::services
