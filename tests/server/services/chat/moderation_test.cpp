#include "server/services/chat/moderation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

#include "server/services/chat/chat_erasure.h"
#include "server/store/people/audit_store.h"
#include "server/store/people/erasure_store.h"
#include "server/store/rooms/reactions_store.h"
#include "tests/server/services/chat/chat_room.h"

namespace lsl::services {
namespace {

using namespace std::chrono_literals;
using domain::MessageKind;
using lsl::testing::ChatRoomTest;

class ModerationTest : public ChatRoomTest {
  protected:
    Moderation& moderation() { return studio_.community->moderation; }
    Result<api::TimeOutPerson::Response> time_out(UserId user, std::optional<std::int64_t> seconds,
                                                  std::optional<std::int64_t> remove_minutes = {}) {
        return moderation().time_out(owner(), class_,
                                     {.userId = user,
                                      .seconds = seconds,
                                      .has_seconds = true,
                                      .reason = "too loud",
                                      .removeMinutes = remove_minutes});
    }
    std::string word(const Caller& who, const std::string& text) {
        const auto sent = send(who, text);
        return sent ? "sent" : sent.error().word;
    }
    Result<void> react(const Caller& who, std::int64_t fire, std::vector<std::string> names) {
        api::React::Request request;
        request.counts.fire = fire;
        request.names = std::move(names);
        return studio_.community->pulse.react(who, class_, request);
    }
};

TEST_F(ModerationTest, ThreePinsAndTheFourthTakesTheOldestDown) {
    std::vector<std::string> ids;
    for (int i = 1; i <= 4; ++i) {
        ids.push_back(said(owner(), "m" + std::to_string(i)));
        live_for(1s);
        moderation().pin(owner(), class_, ids.back()).value();
        moderation().pin(owner(), class_, ids.back()).value();
    }
    const auto pins = page(owner()).room.pins;
    ASSERT_EQ(pins.size(), 3u);
    EXPECT_EQ(pins.front().message, "m2");
    EXPECT_EQ(pins.back().message, "m4");
    moderation().unpin(owner(), class_, ids[2]).value();
    studio_.community->chat.remove(owner(), class_, ids[3]).value();
    EXPECT_EQ(page(owner()).room.pins.size(), 1u) << "what is removed hangs nowhere";
    EXPECT_EQ(moderation().pin(owner(), class_, ids[3]).error().word, "not_visible");
}

TEST_F(ModerationTest, WhatTheTeamDoesIsInTheAuditOnceEach) {
    const UserId user = enrolled();
    const Caller ana = caller(user);
    api::SendMessage::Request asked;
    asked.kind = MessageKind::Question;
    const std::string question = said(ana, "why?", asked);
    for (int i = 0; i < 2; ++i) {
        moderation().pin(owner(), class_, question).value();
        moderation().answer(owner(), class_, question).value();
    }
    for (int i = 0; i < 2; ++i) moderation().unpin(owner(), class_, question).value();
    moderation().set_note(owner(), class_, user.to_string(), "left knee").value();
    const auto audit = studio_.database->read(
        [](store::Connection& reader) { return store::AuditStore(reader).latest(20); });
    for (const std::string_view action :
         {"message_pinned", "message_unpinned", "question_answered", "person_noted"}) {
        const auto rows = std::count_if(audit->begin(), audit->end(), [&](const auto& row) {
            return row.action == action && row.person == user;
        });
        EXPECT_EQ(rows, 1) << action;
    }
    for (const auto& row : *audit) EXPECT_EQ(row.reason.find("knee"), std::string::npos);
}

TEST_F(ModerationTest, PollsAndClearedWishesAreInTheAuditOnceEach) {
    auto& polls = studio_.community->polls;
    const auto poll = polls.create(owner(), class_, {"Again?", {"yes", "no"}}).value().poll;
    EXPECT_FALSE(polls.create(owner(), class_, {"More?", {"yes", "no"}}));
    for (int i = 0; i < 2; ++i) polls.close(owner(), class_, poll.id.to_string()).value();
    ASSERT_TRUE(studio_.community->pulse.clear_wishes(owner(), class_));
    const auto audit = studio_.database->read(
        [](store::Connection& reader) { return store::AuditStore(reader).latest(20); });
    for (const std::string_view action : {"poll_opened", "poll_closed", "wishes_cleared"}) {
        const auto rows = std::count_if(audit->begin(), audit->end(), [&](const auto& row) {
            return row.action == action && row.actor == owner().acting();
        });
        EXPECT_EQ(rows, 1) << action;
    }
}

TEST_F(ModerationTest, QuestionsAreAnswered) {
    const Caller ana = caller(enrolled());
    api::SendMessage::Request asked;
    asked.kind = MessageKind::Question;
    const std::string question = said(ana, "why?", asked);
    EXPECT_TRUE(moderation().answer(owner(), class_, question).value().message.answered_at);
    EXPECT_EQ(moderation().answer(owner(), class_, said(ana, "hello")).error().word,
              "not_a_question");
}

TEST_F(ModerationTest, SettingsChangeByPartsAndAreKept) {
    const auto usual = moderation().settings(owner(), class_).value().settings;
    EXPECT_EQ(usual.mode, domain::ChatMode::Open);
    EXPECT_EQ(usual.slow_mode_seconds, 0);
    EXPECT_FALSE(usual.hold_first);
    EXPECT_EQ(usual.links, domain::LinksOf::Staff);
    EXPECT_TRUE(usual.blocked_words->empty());
    EXPECT_EQ(usual.opens_minutes_before, 15);
    EXPECT_EQ(usual.closes_minutes_after, 30);
    settings({.blockedWords = std::vector<std::string>{"one", "two words"}});
    settings({.slowModeSeconds = 5});
    studio_.reopen();
    const auto changed = moderation().settings(owner(), class_).value().settings;
    EXPECT_EQ(changed.slow_mode_seconds, 5);
    EXPECT_EQ(*changed.blocked_words, (std::vector<std::string>{"one", "two words"}));
    const auto wrong = moderation().change_settings(owner(), class_, {.slowModeSeconds = 301});
    EXPECT_EQ(wrong.error().field, "slowModeSeconds");
}

TEST_F(ModerationTest, ATimeOutSilencesAndEnds) {
    const UserId user = enrolled();
    const Caller ana = caller(user);
    const auto until = time_out(user, 60).value().timed_out_until;
    EXPECT_EQ(until, studio_.clock.utc() + 60s);
    const auto refused = send(ana, "hello");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().word, "timed_out");
    EXPECT_EQ(refused.error().until, until);
    EXPECT_EQ(react(ana, 1, {"fire"}).error().word, "timed_out");
    EXPECT_EQ(studio_.community->pulse.wish(ana, class_, domain::Wish::Again).error().word,
              "timed_out");
    EXPECT_EQ(page(ana).room.me->timed_out_until, until) << "reading goes on";
    live_for(60s);
    EXPECT_EQ(word(ana, "hello"), "sent");
    EXPECT_EQ(time_out(user, std::nullopt).value().timed_out_until, domain::end_of_class_timeout);
    live_for(11h);
    EXPECT_EQ(word(ana, "hello"), "timed_out");
    EXPECT_EQ(time_out(user, 0).value().timed_out_until, std::nullopt);
    EXPECT_EQ(word(ana, "hello"), "sent");
}

TEST_F(ModerationTest, ATimeOutCanTakeTheLatestMessagesAway) {
    const UserId user = enrolled();
    const Caller ana = caller(user);
    said(ana, "long ago");
    live_for(11min);
    said(ana, "just now");
    time_out(user, 60, 10).value();
    EXPECT_EQ(texts(ana), "1 long ago, 2 (removed)");
}

TEST_F(ModerationTest, StaffAndStrangersAreNotSilenced) {
    const UserId moderator = staff(domain::StaffRole::Moderator, "mona");
    EXPECT_EQ(time_out(moderator, 60).error().code, ErrorCode::Forbidden);
    EXPECT_EQ(time_out(studio_.viewer("eve"), 60).error().code, ErrorCode::NotFound);
    const UserId user = enrolled();
    EXPECT_EQ(time_out(user, 86'401).error().field, "seconds");
    EXPECT_EQ(time_out(user, -1).error().field, "seconds");
    EXPECT_EQ(moderation().time_out(owner(), class_, {.userId = user}).error().field, "seconds")
        << "silence for the whole class is asked for by name";
}

TEST_F(ModerationTest, ReportsWaitForADecision) {
    const Caller ana = caller(enrolled("ana")), bob = caller(enrolled("bob"));
    const std::string message = said(ana, "something foul");
    auto& chat = studio_.community->chat;
    chat.report(bob, class_, message, "rude").value();
    chat.report(bob, class_, message, "very rude").value();
    EXPECT_EQ(moderation().reports(class_).value().messages.size(), 1u) << "what it is about";
    auto reports = moderation().reports(class_).value().reports;
    ASSERT_EQ(reports.size(), 1u) << "once per person";
    EXPECT_EQ(reports.front().reason, "rude");
    EXPECT_FALSE(reports.front().decision);
    const std::string id = reports.front().id.to_string();
    const auto decided =
        moderation()
            .decide(owner(), class_, id,
                    {.decision = domain::ReportDecision::Removed, .reason = "we are kind here"})
            .value();
    EXPECT_EQ(decided.report.decision, domain::ReportDecision::Removed);
    EXPECT_EQ(texts(bob), "1 (removed)");
    EXPECT_EQ(page(ana).messages[0].removed_reason, "we are kind here") << "whose message it was";
    EXPECT_EQ(page(owner()).messages[0].removed_reason, "we are kind here");
    EXPECT_FALSE(page(bob).messages[0].removed_reason) << "it is nobody else's business";
    EXPECT_FALSE(page(ana).messages[0].removed_by) << "nor who did it";
    const auto answers = page(bob).room.me->reports;
    ASSERT_EQ(answers.size(), 1u) << "who told of it is told what became of it";
    EXPECT_EQ(answers[0].decision, domain::ReportDecision::Removed);
    EXPECT_EQ(answers[0].reason, "we are kind here");
    EXPECT_TRUE(page(ana).room.me->reports.empty());
    EXPECT_EQ(moderation().decide(owner(), studio_.id(studio_.create()), id, {}).error().code,
              ErrorCode::NotFound)
        << "a report of another class";
    EXPECT_EQ(chat.report(bob, class_, message, std::string(501, 'x')).error().field, "reason");
}

TEST_F(ModerationTest, NotesAreForStaff) {
    const UserId user = enrolled();
    const auto set = moderation().set_note(owner(), class_, user.to_string(), "came late").value();
    EXPECT_EQ(set.note.text, "came late");
    EXPECT_TRUE(set.person.first_class);
    EXPECT_FALSE(set.person.timed_out_until);
    time_out(user, 60).value();
    EXPECT_TRUE(moderation().note(class_, user.to_string()).value().person.timed_out_until);
    EXPECT_EQ(moderation().note(class_, user.to_string()).value().note.updated_by,
              owner().acting());
    EXPECT_EQ(moderation().note(class_, class_).error().code, ErrorCode::NotFound);
}

TEST_F(ModerationTest, WhatARoomKeepsOfAPersonIsTheirsToReadAndGoesWithThem) {
    const UserId user = enrolled("ana");
    const Caller ana = caller(user), bob = caller(enrolled("bob"));
    api::SendMessage::Request asked;
    asked.kind = MessageKind::Question;
    const std::string question = said(bob, "why?", asked);
    auto& chat = studio_.community->chat;
    chat.vote(ana, class_, question, true).value();
    chat.report(ana, class_, question, "rude").value();
    auto& polls = studio_.community->polls;
    const auto poll = polls.create(owner(), class_, {"Again?", {"yes", "no"}}).value().poll;
    polls.vote(ana, class_, poll.id.to_string(), 1).value();
    moderation().set_note(owner(), class_, user.to_string(), "left knee").value();
    const auto kept = [&] {
        return studio_.database
            ->read([&](store::Connection& reader) -> Result<std::string> {
                store::ErasureStore of(reader);
                std::string all;
                for (const auto& room : LSL_TRY(of.rooms_of(user))) all += room.note + ", ";
                for (const auto& one : LSL_TRY(of.reports_of(user))) all += one.reason + ", ";
                for (const auto& one : LSL_TRY(of.votes_of(user))) {
                    all += one.to_string() == question ? "voted, " : "another vote, ";
                }
                for (const auto& one : LSL_TRY(of.poll_votes_of(user))) {
                    all += std::to_string(one.option);
                }
                return all;
            })
            .value();
    };
    EXPECT_EQ(kept(), "left knee, rude, voted, 1");
    const auto erased = studio_.database->write(
        [&](store::Connection& tx) { return erase_from_chats(tx, user, studio_.clock.utc()); });
    ASSERT_TRUE(erased);
    EXPECT_EQ(kept(), "");
}

TEST_F(ModerationTest, PollsAreOneAtATime) {
    const Caller ana = caller(enrolled("ana")), bob = caller(enrolled("bob"));
    auto& polls = studio_.community->polls;
    const auto made = polls.create(owner(), class_, {"Again?", {"yes", "no"}}).value().poll;
    EXPECT_TRUE(made.open);
    EXPECT_EQ(polls.create(owner(), class_, {"More?", {"yes", "no"}}).error().word, "poll_open");
    const std::string id = made.id.to_string();
    polls.vote(ana, class_, id, 0).value();
    polls.vote(bob, class_, id, 0).value();
    auto poll = polls.vote(bob, class_, id, 1).value().poll;
    EXPECT_EQ(poll.options[0].votes, 1);
    EXPECT_EQ(poll.options[1].votes, 1);
    poll = polls.vote(bob, class_, id, std::nullopt).value().poll;
    EXPECT_EQ(poll.options[1].votes, 0);
    EXPECT_EQ(polls.vote(bob, class_, id, 2).error().field, "option");
    EXPECT_FALSE(polls.close(owner(), class_, id).value().poll.open);
    EXPECT_EQ(polls.vote(bob, class_, id, 0).error().word, "poll_closed");
    EXPECT_FALSE(page(ana).room.poll->open);
    EXPECT_EQ(texts(ana), "1 Again? yes: 1 · no: 0") << "the result stays in the chat";
    EXPECT_EQ(page(ana).messages.front().kind, domain::MessageKind::System);
    EXPECT_EQ(page(ana).messages.front().user_id, std::nullopt);
    EXPECT_TRUE(polls.close(owner(), class_, id));
    EXPECT_EQ(page(ana).messages.size(), 1u) << "once";
    for (const auto& [question, options] :
         std::vector<std::pair<std::string, std::vector<std::string>>>{
             {"", {"a", "b"}},
             {"q", {"a"}},
             {"q", {"a", "a"}},
             {"q", {"a", "b\nc"}},
             {"q", {"1", "2", "3", "4", "5", "6", "7"}}}) {
        EXPECT_EQ(polls.create(owner(), class_, {question, options}).error().code,
                  ErrorCode::InvalidInput);
    }
}

TEST_F(ModerationTest, WhoComesBackIsToldTheirOwnVotes) {
    const Caller ana = caller(enrolled("ana")), bob = caller(enrolled("bob"));
    const std::string question = said(bob, "Left?", {.message = {}, .kind = MessageKind::Question});
    ASSERT_TRUE(studio_.community->chat.vote(ana, class_, question, true));
    auto& polls = studio_.community->polls;
    const auto poll = polls.create(owner(), class_, {"Again?", {"yes", "no"}}).value().poll;
    ASSERT_TRUE(polls.vote(ana, class_, poll.id.to_string(), 1));
    ASSERT_TRUE(studio_.community->pulse.wish(ana, class_, domain::Wish::Slower));
    live_for(20s);
    const wire::RoomMe me = page(ana).room.me.value();
    ASSERT_EQ(me.voted.size(), 1u);
    EXPECT_EQ(me.voted.front().to_string(), question);
    EXPECT_EQ(me.poll_option, 1);
    EXPECT_EQ(me.wish, domain::Wish::Slower);
    EXPECT_EQ(me.wish_until, studio_.clock.utc() + 40s);
    const wire::RoomMe others = page(bob).room.me.value();
    EXPECT_TRUE(others.voted.empty());
    EXPECT_EQ(others.poll_option, std::nullopt);
    EXPECT_EQ(others.wish, std::nullopt);
    ASSERT_TRUE(studio_.community->chat.vote(ana, class_, question, false));
    live_for(41s);
    EXPECT_TRUE(page(ana).room.me->voted.empty());
    EXPECT_EQ(page(ana).room.me->wish, std::nullopt) << "it is over";
}

TEST_F(ModerationTest, TapsAreCountedUpToTenASecond) {
    const Caller ana = caller(enrolled());
    EXPECT_TRUE(react(ana, 7, {"fire"}));
    EXPECT_TRUE(react(ana, 7, {"fire"}));
    live_for(1s);
    EXPECT_TRUE(react(ana, 2, {"fire"}));
    studio_.database->flush();
    const auto sums = studio_.database->read([&](store::Connection& reader) {
        return store::ReactionsStore(reader).sums(made_.stream.id);
    });
    std::int64_t all = 0;
    for (const auto& sum : sums.value()) all += sum.count;
    EXPECT_EQ(all, 12);
    EXPECT_EQ(react(ana, 0, {"fire"}).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(react(ana, 101, {"fire"}).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(react(ana, 1, {"fire", "skull"}).error().field, "skull");
    EXPECT_EQ(react(ana, 1, {}).error().code, ErrorCode::InvalidInput);
    ASSERT_TRUE(studio_.streams->end(class_));
    EXPECT_EQ(react(ana, 1, {"fire"}).error().word, "not_live");
    EXPECT_EQ(studio_.community->pulse.wish(ana, class_, domain::Wish::Again).error().word,
              "not_live");
}

TEST_F(ModerationTest, AWishEndsAfterAMinute) {
    const Caller ana = caller(enrolled("ana")), bob = caller(enrolled("bob"));
    auto& pulse = studio_.community->pulse;
    auto& wishes = studio_.community->wishes;
    ASSERT_TRUE(pulse.wish(ana, class_, domain::Wish::Slower));
    live_for(30s);
    ASSERT_TRUE(pulse.wish(bob, class_, domain::Wish::Again));
    ASSERT_TRUE(pulse.wish(bob, class_, domain::Wish::Slower));
    EXPECT_EQ(page(ana).room.wish, (wire::WishCounts{0, 2, 0}));
    live_for(30s);
    wishes.look();
    EXPECT_EQ(page(ana).room.wish, (wire::WishCounts{0, 1, 0}));
    ASSERT_TRUE(pulse.wish(bob, class_, std::nullopt));
    EXPECT_EQ(page(ana).room.wish, wire::WishCounts{});
    ASSERT_TRUE(pulse.wish(bob, class_, domain::Wish::Faster));
    ASSERT_TRUE(pulse.clear_wishes(owner(), class_));
    EXPECT_EQ(page(ana).room.wish, wire::WishCounts{});
}

TEST_F(ModerationTest, WishesAreKeptAsPeopleAndNotAsPresses) {
    const Caller ana = caller(enrolled("ana")), bob = caller(enrolled("bob"));
    auto& pulse = studio_.community->pulse;
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(pulse.wish(ana, class_, domain::Wish::Slower));
        ASSERT_TRUE(pulse.wish(bob, class_, domain::Wish::Slower));
        ASSERT_TRUE(pulse.wish(ana, class_, std::nullopt));
    }
    studio_.database->flush();
    const auto sums = studio_.database->read([&](store::Connection& reader) {
        return store::ReactionsStore(reader).sums(made_.stream.id);
    });
    ASSERT_EQ(sums.value().size(), 1u);
    EXPECT_EQ(sums.value().front().count, 2);
}

TEST_F(ModerationTest, EffortIsForWhoWatchedAClassThatIsOver) {
    const UserId user = enrolled("ana");
    const Caller ana = caller(user), bob = caller(enrolled("bob"));
    auto& pulse = studio_.community->pulse;
    EXPECT_EQ(pulse.set_effort(ana, class_, 3).error().word, "not_ended");
    studio_.attendance->note_live(made_.stream.id, user);
    ASSERT_TRUE(studio_.streams->end(class_));
    EXPECT_TRUE(pulse.set_effort(ana, class_, 3));
    EXPECT_TRUE(pulse.set_effort(ana, class_, 4));
    EXPECT_EQ(pulse.set_effort(bob, class_, 3).error().word, "not_watched");
    EXPECT_EQ(pulse.set_effort(ana, class_, 5).error().field, "effort");
    const auto efforts = studio_.database->read([&](store::Connection& reader) {
        return store::ReactionsStore(reader).efforts(made_.stream.id);
    });
    EXPECT_EQ(efforts.value(), (std::vector<std::int64_t>{0, 0, 0, 1}));
}

}  // namespace
}  // namespace lsl::services
