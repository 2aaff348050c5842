#include "server/services/chat/chat.h"

#include <gtest/gtest.h>

#include "server/services/chat/chat_erasure.h"
#include "server/store/people/audit_store.h"
#include "tests/server/services/chat/chat_room.h"

namespace lsl::services {
namespace {

using namespace std::chrono_literals;
using domain::MessageKind;
using lsl::testing::ChatRoomTest;

class ChatTest : public ChatRoomTest {
  protected:
    std::string refused(const Caller& who, const std::string& text,
                        api::SendMessage::Request rest = {}) {
        const auto sent = send(who, text, std::move(rest));
        return sent ? "sent" : sent.error().word;
    }
    static api::SendMessage::Request as(MessageKind kind) {
        api::SendMessage::Request rest;
        rest.kind = kind;
        return rest;
    }
    static api::SendMessage::Request named(const std::string& client_id) {
        api::SendMessage::Request rest;
        rest.clientId = client_id;
        return rest;
    }
};

TEST_F(ChatTest, MessagesAreNumberedAsTheyBecomeVisible) {
    const Caller ana = caller(enrolled("ana")), bob = caller(enrolled("bob"));
    said(ana, "hello");
    said(bob, "hi");
    said(owner(), "welcome");
    EXPECT_EQ(texts(ana), "1 hello, 2 hi, 3 welcome");
    const auto first = page(ana);
    EXPECT_EQ(first.people.at(ana.person()->user.id.to_string()).display_name, "ana");
    EXPECT_EQ(first.people.at(ana.person()->user.id.to_string()).role, "viewer");
    EXPECT_EQ(first.people.at(owner().acting().to_string()).role, "owner");
    EXPECT_TRUE(first.room.me->can_write);
}

TEST_F(ChatTest, PagesBeginAndEndWhereAsked) {
    const Caller teacher = owner();
    for (int i = 1; i <= 7; ++i) said(teacher, "m" + std::to_string(i));
    EXPECT_EQ(texts(teacher, {{}, {}, "2"}), "6 m6, 7 m7");
    EXPECT_EQ(texts(teacher, {"4", {}, "2"}), "2 m2, 3 m3");
    EXPECT_EQ(texts(teacher, {{}, "4", "2"}), "5 m5, 6 m6");
    EXPECT_EQ(texts(teacher, {{}, "7", {}}), "");
    EXPECT_EQ(texts(teacher, {"1", {}, {}}), "");
    for (const Chat::PageWords& words :
         {Chat::PageWords{"x", {}, {}}, Chat::PageWords{{}, "-1", {}},
          Chat::PageWords{{}, {}, "many"}}) {
        EXPECT_EQ(studio_.community->chat.page(teacher, class_, words).error().code,
                  ErrorCode::InvalidInput);
    }
}

TEST_F(ChatTest, IsForThoseWhoTakePart) {
    const Caller eve = caller(studio_.viewer("eve"));
    EXPECT_EQ(refused(eve, "hello"), "not_enrolled");
    EXPECT_EQ(studio_.community->chat.page(eve, class_, {}).error().word, "not_enrolled");
    const Caller guest = caller(staff(domain::StaffRole::Guest, "gina"));
    EXPECT_EQ(refused(guest, "hello"), "sent");
    EXPECT_EQ(studio_.community->chat.page(guest, "no class", {}).error().code,
              ErrorCode::NotFound);
}

TEST_F(ChatTest, ARetryGetsTheFirstRow) {
    const Caller ana = caller(enrolled("ana")), bob = caller(enrolled("bob"));
    const auto first = send(ana, "hello", named("a-1")).value();
    EXPECT_TRUE(first.created);
    const auto again = send(ana, "something else", named("a-1")).value();
    EXPECT_FALSE(again.created);
    EXPECT_EQ(again.response.message.id, first.response.message.id);
    EXPECT_EQ(again.response.message.message, "hello");
    EXPECT_TRUE(send(bob, "hello", named("a-1")).value().created) << "each author has their own";
    EXPECT_EQ(refused(ana, "hello", named("a b")), "invalid_clientId");
}

TEST_F(ChatTest, FiveAtOnceAndOneMoreEveryTwoSeconds) {
    const Caller ana = caller(enrolled());
    for (int i = 0; i < 5; ++i) EXPECT_EQ(refused(ana, "m"), "sent");
    const auto fast = send(ana, "m", named("later"));
    ASSERT_FALSE(fast);
    EXPECT_EQ(fast.error().word, "too_fast");
    EXPECT_EQ(fast.error().retry_after_seconds, 2);
    EXPECT_TRUE(page(ana).room.me->next_at.has_value());
    studio_.reopen();
    EXPECT_EQ(refused(ana, "m"), "too_fast") << "a restart lifts no limit";
    live_for(2s);
    EXPECT_TRUE(send(ana, "m", named("later")).value().created) << "a refusal uses up no name";
    EXPECT_FALSE(send(ana, "m", named("later")).value().created) << "known before any limit";
    EXPECT_EQ(refused(ana, "m"), "too_fast");
    for (int i = 0; i < 20; ++i) EXPECT_EQ(refused(owner(), "m"), "sent");
}

TEST_F(ChatTest, SlowModeIsForViewers) {
    const Caller ana = caller(enrolled());
    settings({.slowModeSeconds = 30});
    said(ana, "one");
    live_for(9s);
    const auto slow = send(ana, "two");
    ASSERT_FALSE(slow);
    EXPECT_EQ(slow.error().word, "slow_mode");
    EXPECT_EQ(slow.error().retry_after_seconds, 21);
    live_for(21s);
    said(ana, "two");
    said(owner(), "three");
    said(owner(), "four");
}

TEST_F(ChatTest, ModesCloseItForViewers) {
    const Caller ana = caller(enrolled());
    settings({.mode = domain::ChatMode::Questions});
    EXPECT_EQ(refused(ana, "hello"), "chat_closed");
    EXPECT_EQ(refused(ana, "why?", as(MessageKind::Question)), "sent");
    settings({.mode = domain::ChatMode::Closed});
    EXPECT_EQ(refused(ana, "why?", as(MessageKind::Question)), "chat_closed");
    EXPECT_FALSE(page(ana).room.me->can_write);
    EXPECT_EQ(refused(owner(), "bye", as(MessageKind::Announcement)), "sent");
}

TEST_F(ChatTest, DoorsCloseHalfAnHourAfterTheEndButNotForReading) {
    const Caller ana = caller(enrolled());
    ASSERT_TRUE(studio_.streams->end(class_));
    EXPECT_EQ(refused(ana, "that was good"), "sent");
    live_for(30min);
    EXPECT_EQ(refused(ana, "hello?"), "chat_closed");
    EXPECT_EQ(texts(ana), "1 that was good");
    EXPECT_EQ(refused(owner(), "see you"), "sent");
}

TEST_F(ChatTest, KindsAreForWhomTheyAre) {
    const Caller ana = caller(enrolled());
    EXPECT_EQ(refused(ana, "all listen", as(MessageKind::Announcement)), "not_staff");
    EXPECT_EQ(refused(owner(), "beep", as(MessageKind::System)), "invalid_kind");
}

TEST_F(ChatTest, AReplyAnswersWhatEverybodySees) {
    const Caller ana = caller(enrolled());
    api::SendMessage::Request reply;
    reply.replyTo = said(ana, "why?");
    EXPECT_EQ(refused(owner(), "because", reply), "sent");
    EXPECT_EQ(page(ana).messages.back().reply_to->to_string(), *reply.replyTo);
    reply.replyTo = class_;
    EXPECT_EQ(refused(owner(), "because", reply), "wrong_reply");
    reply.replyTo = "nonsense";
    EXPECT_EQ(refused(owner(), "because", reply), "wrong_reply");
}

TEST_F(ChatTest, HeldMessagesAreForTheirAuthorAndStaffAlone) {
    const Caller ana = caller(enrolled("ana")), bob = caller(enrolled("bob"));
    settings({.holdFirst = true});
    const auto held = send(ana, "first words").value().response.message;
    EXPECT_EQ(held.state, domain::MessageState::Held);
    EXPECT_FALSE(held.seq);
    EXPECT_EQ(held.message, "first words");
    said(owner(), "welcome");
    EXPECT_EQ(texts(ana), "1 welcome, - first words");
    EXPECT_EQ(texts(owner()), "1 welcome, - first words");
    EXPECT_EQ(texts(bob), "1 welcome");
    EXPECT_EQ(studio_.community->chat.vote(bob, class_, held.id.to_string(), true).error().code,
              ErrorCode::NotFound);
    EXPECT_EQ(studio_.community->chat.report(bob, class_, held.id.to_string(), "").error().code,
              ErrorCode::NotFound);
    const auto allowed =
        studio_.community->moderation.allow(owner(), class_, held.id.to_string()).value();
    EXPECT_EQ(allowed.message.seq, 2);
    EXPECT_EQ(texts(bob), "1 welcome, 2 first words");
    EXPECT_EQ(send(ana, "second").value().response.message.state, domain::MessageState::Visible);
}

TEST_F(ChatTest, ALinkInAFirstMessageIsHeld) {
    const Caller ana = caller(enrolled());
    settings({.links = domain::LinksOf::Everyone});
    EXPECT_FALSE(send(ana, "look at https://example.org").value().response.message.seq);
    EXPECT_TRUE(send(ana, "hello").value().response.message.seq);
    EXPECT_TRUE(send(ana, "look at https://example.org").value().response.message.seq);
}

TEST_F(ChatTest, BlockedWordsAreHeldAndForStaffToKnow) {
    const Caller ana = caller(enrolled());
    said(ana, "hello");
    settings({.blockedWords = std::vector<std::string>{"bad"}});
    EXPECT_FALSE(send(ana, "b a d").value().response.message.seq);
    EXPECT_TRUE(send(owner(), "bad").value().response.message.seq);
    EXPECT_FALSE(page(ana).room.settings.blocked_words);
    EXPECT_EQ(page(owner()).room.settings.blocked_words->size(), 1u);
}

TEST_F(ChatTest, WhatIsRemovedIsGoneForEverybodyButStaff) {
    const Caller ana = caller(enrolled("ana")), bob = caller(enrolled("bob"));
    const std::string own = said(ana, "oops");
    const std::string foul = said(ana, "something foul");
    EXPECT_EQ(studio_.community->chat.remove(bob, class_, own).error().word, "not_staff");
    const auto removed = studio_.community->chat.remove(ana, class_, own).value().message;
    EXPECT_TRUE(removed.is_deleted);
    EXPECT_EQ(removed.message, "");
    EXPECT_FALSE(removed.removed_by);
    studio_.community->chat.remove(owner(), class_, foul).value();
    EXPECT_EQ(texts(ana), "1 (removed), 2 (removed)");
    EXPECT_EQ(texts(bob), "1 (removed), 2 (removed)");
    EXPECT_EQ(texts(owner()), "1 oops, 2 something foul");
    EXPECT_EQ(page(owner()).messages[0].removed_by, domain::RemovedBy::Self);
    EXPECT_EQ(page(owner()).messages[1].removed_by, domain::RemovedBy::Team);
    auto audit = studio_.database->read(
        [](store::Connection& reader) { return store::AuditStore(reader).latest(10); });
    std::erase_if(audit.value(), [](const auto& row) { return row.action != "message_removed"; });
    ASSERT_EQ(audit->size(), 1u) << "what the team does, not what people do";
    EXPECT_EQ(audit->front().subject, foul);
}

TEST_F(ChatTest, ARemovedHeldMessageDisappears) {
    const Caller ana = caller(enrolled());
    settings({.holdFirst = true});
    const std::string held = said(ana, "first");
    studio_.community->chat.remove(owner(), class_, held).value();
    EXPECT_EQ(texts(ana), "");
    EXPECT_EQ(texts(owner()), "- first");
    const auto back = studio_.community->moderation.allow(owner(), class_, held).value().message;
    EXPECT_EQ(back.state, domain::MessageState::Held);
    EXPECT_EQ(texts(ana), "- first");
}

TEST_F(ChatTest, RestoringKeepsThePlaceAndLeavesAuthorsTheirs) {
    const Caller ana = caller(enrolled());
    const std::string first = said(ana, "one");
    const std::string second = said(ana, "two");
    studio_.community->chat.remove(owner(), class_, first).value();
    studio_.community->moderation.allow(owner(), class_, first).value();
    EXPECT_EQ(texts(ana), "1 one, 2 two");
    studio_.community->chat.remove(ana, class_, second).value();
    EXPECT_EQ(studio_.community->moderation.allow(owner(), class_, second).error().word,
              "removed_by_author");
}

TEST_F(ChatTest, RemovedTextsGoAfterThirtyDays) {
    const Caller ana = caller(enrolled()), teacher = owner();
    studio_.community->chat.remove(teacher, class_, said(ana, "foul words")).value();
    live_for(30 * 24h - 1ms);
    EXPECT_EQ(texts(teacher), "1 foul words");
    live_for(1ms);
    EXPECT_EQ(texts(teacher), "1 (removed)") << "before the sweep, too";
    live_for(1h);
    const auto swept = forgetting_removed_texts(*studio_.database, studio_.clock).run({});
    ASSERT_TRUE(swept);
    const auto row = studio_.database->read([&](store::Connection& reader) {
        return store::ChatMessagesStore(reader).newest(made_.stream.id, 1);
    });
    EXPECT_EQ(row.value().front().text, "");
}

TEST_F(ChatTest, VotesCountOncePerPerson) {
    const Caller ana = caller(enrolled("ana")), bob = caller(enrolled("bob"));
    const std::string question = said(ana, "why?", as(MessageKind::Question));
    auto& chat = studio_.community->chat;
    EXPECT_EQ(chat.vote(bob, class_, question, true).value().message.votes, 1);
    EXPECT_EQ(chat.vote(bob, class_, question, true).value().message.votes, 1);
    EXPECT_EQ(chat.vote(ana, class_, question, true).value().message.votes, 2);
    EXPECT_EQ(chat.vote(bob, class_, question, false).value().message.votes, 1);
    EXPECT_EQ(chat.vote(bob, class_, question, false).value().message.votes, 1);
    EXPECT_EQ(chat.vote(bob, class_, said(ana, "hello"), true).error().word, "not_a_question");
}

TEST_F(ChatTest, AnAccountThatGoesLeavesEmptyPlaces) {
    const UserId gone = enrolled("ana");
    const Caller ana = caller(gone), bob = caller(enrolled("bob"));
    const std::string question = said(bob, "why?", as(MessageKind::Question));
    said(ana, "my secret");
    studio_.community->chat.vote(ana, class_, question, true).value();
    const auto erased = studio_.database->write(
        [&](store::Connection& tx) { return erase_from_chats(tx, gone, studio_.clock.utc()); });
    ASSERT_TRUE(erased);
    EXPECT_EQ(texts(bob), "1 why?, 2 (removed)");
    EXPECT_EQ(texts(owner()), "1 why?, 2 (removed)") << "not for staff either";
    EXPECT_EQ(page(bob).messages.front().votes, 0);
}

}  // namespace
}  // namespace lsl::services
