// Emoji that somebody wrote are at hand above the field.

#include "client/app/room/recent_emoji.h"

#include <gtest/gtest.h>

#include "tests/client/room.h"

namespace lsl::app {
namespace {

using ui::Role;

TEST(RecentEmoji, AreTheNewestFirstEachOnce) {
    EXPECT_EQ(recent_emoji_with("", "great 🔥🔥 👏🏽!"), "👏🏽 🔥");
    EXPECT_EQ(recent_emoji_with("👏🏽 🔥", "🔥"), "🔥 👏🏽");
    EXPECT_EQ(recent_emoji_with("👏🏽 🔥", "no picture"), "👏🏽 🔥");
    EXPECT_EQ(recent_emoji_with("", "🇭🇷 👨‍👩‍👧‍👦 ❤️"),
              "❤️ 👨‍👩‍👧‍👦 🇭🇷")
        << "sequences are one";
}

TEST(RecentEmoji, AreEightAtMost) {
    const std::string eight = recent_emoji_with("", "😀😃😄😁😆😅😂🙂");
    EXPECT_EQ(eight, "🙂 😂 😅 😆 😁 😄 😃 😀");
    EXPECT_EQ(recent_emoji_with(eight, "🔥"), "🔥 🙂 😂 😅 😆 😁 😄 😃");
}

TEST(RecentEmoji, AreNeitherLettersNorDigitsNorWhatSomebodyStored) {
    EXPECT_EQ(recent_emoji_with("", "12 # ñ नमस्ते مرحبا 日本"), "");
    EXPECT_EQ(recent_emoji_with("<b>words</b> 🔥", "hello"), "🔥");
    std::string piled = "🔥";
    for (int i = 0; i < 40; ++i) piled += "\xCC\x81";
    EXPECT_EQ(recent_emoji_with("", piled), "") << "a tower of marks is no emoji";
}

class EmojiRow : public RoomTest {};

TEST_F(EmojiRow, IsThereOnceOneWasSentAndAPressWritesIt) {
    enter({room_message(1, "hello")});
    EXPECT_FALSE(person.reads("Recent emoji"));
    person.type("chat", "lovely 🔥");
    EXPECT_FALSE(person.reads("Recent emoji")) << "typed is not sent";
    person.press(Role::Button, "Send");
    EXPECT_EQ(person.browser().storage["chat-emoji"], "🔥");
    EXPECT_TRUE(person.sees(Role::Group, "Recent emoji"));
    const ui::Rect place = person.get(Role::Button, "Add 🔥").rect;
    EXPECT_GE(place.height, 44);
    EXPECT_GE(place.width, 44);
    person.type("chat", "again ");
    person.press(Role::Button, "Add 🔥");
    EXPECT_EQ(person.state().drafts.chat.text, "again 🔥");
}

TEST_F(EmojiRow, IsKeptOnThisDevice) {
    person.browser().storage["chat-emoji"] = "👏🏽 🔥";
    enter({room_message(1, "hello")});
    EXPECT_TRUE(person.sees(Role::Button, "Add 👏🏽"));
}

}  // namespace
}  // namespace lsl::app
