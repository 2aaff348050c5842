#include "shared/wire/chat_rows.h"

#include <gtest/gtest.h>

#include "shared/wire/chat_api.h"
#include "shared/wire/events.h"
#include "shared/wire/json/json.h"
#include "shared/wire/json/json_schema.h"
#include "shared/wire/json/packed.h"
#include "tests/shared/wire/packing.h"

namespace lsl::wire {
namespace {

MessageRow message(std::uint8_t id, std::int64_t seq, const std::string& text) {
    MessageRow row;
    row.id.uuid.bytes[15] = id;
    row.seq = seq;
    row.message = text;
    return row;
}

RoomChanged change_of(std::vector<MessageRow> messages) {
    RoomChanged change{.viewers = std::nullopt, .resync = std::nullopt};
    change.messages = std::move(messages);
    return change;
}

TEST(ChatRows, ArePersonsByTheirIdsOnBothSides) {
    api::ReplayChat::Response sent;
    sent.messages = {message(1, 7, "hello")};
    sent.people["b"] = {"Bob", "viewer"};
    sent.people["a"] = {"Ana", "owner"};
    const std::string text = to_json(sent);
    EXPECT_NE(text.find(R"("people":{"a":{"display_name":"Ana","role":"owner"},"b":{)"),
              std::string::npos)
        << text;
    const auto read = from_json<api::ReplayChat::Response>(text);
    ASSERT_TRUE(read);
    EXPECT_EQ(to_json(*read), text);
    api::ReplayChat::Response unpacked;
    ASSERT_TRUE(read_packed(Packing::pack(text), [&](Archive& a) { describe(a, unpacked); }));
    EXPECT_EQ(to_json(unpacked), text);
}

TEST(ChatRows, OfARoomAreOneObject) {
    RoomRow room;
    room.epoch = "e";
    const std::string text = to_json(room);
    EXPECT_NE(text.find(R"("mode":"open")"), std::string::npos) << text;
    EXPECT_EQ(text.find("blocked_words"), std::string::npos);
    EXPECT_EQ(text.find("\"me\""), std::string::npos);
    EXPECT_NE(text.find(R"("poll":null)"), std::string::npos);
    room.settings.blocked_words.emplace();
    room.me.emplace();
    EXPECT_NE(to_json(room).find(R"("blocked_words":[])"), std::string::npos);
    EXPECT_EQ(to_json(from_json<RoomRow>(to_json(room)).value()), to_json(room));
}

TEST(ChatRequests, KnowWhatWasSaidAndWhatWasLeftOut) {
    const std::string user = "\"userId\":\"01890a5d-ac96-774b-bcce-b302099a8057\"";
    const auto with_null =
        from_json<api::TimeOutPerson::Request>("{" + user + ",\"seconds\":null}").value();
    EXPECT_TRUE(with_null.has_seconds);
    EXPECT_FALSE(with_null.seconds);
    EXPECT_FALSE(from_json<api::TimeOutPerson::Request>("{" + user + "}").value().has_seconds);
    const auto taps = from_json<api::React::Request>(R"({"fire":3,"skull":1})").value();
    EXPECT_EQ(taps.names, (std::vector<std::string>{"fire", "skull"}));
    EXPECT_EQ(taps.counts.fire, 3);
    EXPECT_EQ(to_json(api::ChangeChatSettings::Request{}), "{}") << "what stays is not sent";
}

TEST(ChatSchemas, TellWhatAnyNameHolds) {
    EXPECT_NE(json_schema<api::ReplayChat::Response>().find(
                  R"("people":{"type":"object","additionalProperties":{"type":"object")"),
              std::string::npos)
        << json_schema<api::ReplayChat::Response>();
}

TEST(RoomChanges, BecomeOneFrame) {
    RoomChanged frame = change_of({message(1, 1, "one"), message(2, 2, "two")});
    frame.reactions.emplace().fire = 3;
    RoomChanged later = change_of({message(3, 3, "three"), message(1, 1, "")});
    later.reactions.emplace().fire = 2;
    later.reactions->clap = 1;
    later.people["a"] = {"Ana", "viewer"};
    later.wish.emplace().again = 4;
    merge(frame, later);
    ASSERT_EQ(frame.messages.size(), 3u) << "a message that changed stays at its place";
    EXPECT_EQ(frame.messages[0].message, "");
    EXPECT_EQ(frame.messages[2].message, "three");
    EXPECT_EQ(frame.reactions->fire, 5);
    EXPECT_EQ(frame.reactions->clap, 1);
    EXPECT_FALSE(frame.reactions->heart);
    EXPECT_EQ(frame.wish->again, 4);
    EXPECT_EQ(frame.people.at("a").display_name, "Ana");
}

TEST(RoomChanges, SayOnlyWhatChanged) {
    RoomChanged taps{.viewers = std::nullopt, .resync = std::nullopt};
    taps.reactions.emplace().fire = 3;
    EXPECT_EQ(to_json(taps), R"({"reactions":{"fire":3}})");
    RoomChanged first = change_of({});
    first.room.emplace().me.emplace();
    EXPECT_NE(to_json(first).find(R"({"messages":[],"people":{},"room":)"), std::string::npos)
        << "what somebody hears first is the state";
}

}  // namespace
}  // namespace lsl::wire
