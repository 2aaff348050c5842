// What the team takes away, and how it comes back.

#include "server/services/chat/moderation.h"

#include <gtest/gtest.h>

#include "tests/server/services/chat/chat_room.h"

namespace lsl::services {
namespace {

using RemovalsTest = lsl::testing::ChatRoomTest;

TEST_F(RemovalsTest, AnUndoBringsBackWhatThatPressTookAwayAndNothingElse) {
    Moderation& moderation = studio_.community->moderation;
    const UserId user = enrolled();
    const Caller ana = caller(user), bob = caller(enrolled("bob"));
    auto& chat = studio_.community->chat;
    const std::string before = said(ana, "before");
    chat.remove(owner(), class_, before).value();
    const std::string one = said(ana, "one");
    settings({.blockedWords = std::vector<std::string>{"bad"}});
    said(ana, "bad");
    api::TimeOutPerson::Request pause;
    pause.userId = user;
    pause.seconds = 60;
    pause.has_seconds = true;
    pause.removeMinutes = 10;
    const auto removed = moderation.time_out(owner(), class_, pause).value().removed;
    ASSERT_EQ(removed.size(), 2u) << "not what was gone before";
    EXPECT_EQ(texts(bob), "1 (removed), 2 (removed)");
    const auto restored = moderation.restore(owner(), class_, {removed}).value().messages;
    ASSERT_EQ(restored.size(), 2u);
    EXPECT_EQ(restored[0].state, domain::MessageState::Visible);
    EXPECT_EQ(restored[1].state, domain::MessageState::Held) << "it waits as before";
    EXPECT_EQ(texts(bob), "1 (removed), 2 one");
    // Late, and twice: what waits again is not let through, nor what its author took back.
    chat.remove(ana, class_, one).value();
    const auto again = moderation.restore(owner(), class_, {removed}).value().messages;
    EXPECT_EQ(again[0].state, domain::MessageState::Removed);
    EXPECT_EQ(again[1].state, domain::MessageState::Held);
    EXPECT_EQ(moderation.restore(owner(), class_, {{}}).error().field, "messageIds");
    EXPECT_EQ(moderation.restore(owner(), class_, {{MessageId{}}}).error().code,
              ErrorCode::NotFound);
}

}  // namespace
}  // namespace lsl::services
