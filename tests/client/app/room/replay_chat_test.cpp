// What was said beside a recording, by the place that is played.

#include <gtest/gtest.h>

#include "client/model/room/replay_chat.h"
#include "tests/client/room.h"

namespace lsl::app {
namespace {

using ui::Role;

constexpr std::int64_t five_minutes_ms = api::longest_replay_span_ms;

wire::MessageRow said_at(int number, std::int64_t position_ms, std::string text,
                         UserId by = kofi_in_room) {
    wire::MessageRow row = room_message(number, std::move(text), by);
    row.position_ms = position_ms;
    return row;
}

api::ReplayChat::Response span_of(std::vector<wire::MessageRow> messages) {
    api::ReplayChat::Response span;
    span.messages = std::move(messages);
    span.people = {{mila_in_room.to_string(), {"Mila", "owner"}},
                   {kofi_in_room.to_string(), {"K.", "viewer"}}};
    return span;
}

std::string texts_at(const model::ReplayChat& chat, std::int64_t position_ms) {
    std::string texts;
    for (const model::ReplayRow& row : model::replay_rows(chat, position_ms)) {
        texts += (texts.empty() ? "" : ", ") + row.message->message;
    }
    return texts;
}

TEST(ReplayChatPages, AreThoseAroundThePlaceThatIsPlayed) {
    model::ReplayChat chat;
    EXPECT_EQ(model::missing_replay_page(chat, 0), 0);
    chat.pages[0].begin();
    EXPECT_EQ(model::missing_replay_page(chat, 0), std::nullopt) << "it is on its way";
    chat.pages[0].set(span_of({}));
    EXPECT_EQ(model::missing_replay_page(chat, 0), std::nullopt);
    EXPECT_EQ(model::missing_replay_page(chat, five_minutes_ms - 10'000), 1) << "soon";
    EXPECT_EQ(model::missing_replay_page(chat, 3 * five_minutes_ms + 5), 3);
    chat.pages[3].set(span_of({}));
    EXPECT_EQ(model::missing_replay_page(chat, 3 * five_minutes_ms + 5), 2)
        << "what was said just before is shown too";
    model::keep_replay_pages(chat, 3);
    EXPECT_FALSE(chat.pages.contains(0));
    EXPECT_TRUE(chat.pages.contains(3));
}

TEST(ReplayChatPages, ThatFailedAreNotAskedForAgainAndAgain) {
    model::ReplayChat chat;
    chat.pages[0].fail(make_error(ErrorCode::Conflict, "no_recording", "There is none."));
    EXPECT_EQ(model::missing_replay_page(chat, 0), std::nullopt);
}

TEST(ReplayChatRows, AreWhatWasSaidUpToThePlace) {
    model::ReplayChat chat;
    chat.pages[0].set(span_of({said_at(1, 1000, "one"), said_at(2, 299'000, "two")}));
    chat.pages[1].set(span_of({said_at(3, 300'000, "three"), said_at(4, 400'000, "four")}));
    EXPECT_EQ(texts_at(chat, 999), "");
    EXPECT_EQ(texts_at(chat, 1000), "one");
    EXPECT_EQ(texts_at(chat, 350'000), "one, two, three");
}

TEST(ReplayChatRows, AreTheLastThirty) {
    std::vector<wire::MessageRow> many;
    for (int i = 1; i <= 40; ++i) many.push_back(said_at(i, i * 1000, std::to_string(i)));
    model::ReplayChat chat;
    chat.pages[0].set(span_of(std::move(many)));
    const auto rows = model::replay_rows(chat, 60'000);
    ASSERT_EQ(rows.size(), model::most_replay_rows);
    EXPECT_EQ(rows.front().message->message, "11");
    EXPECT_EQ(rows.back().message->message, "40");
}

TEST(ReplayEnergy, HasALiveliestMomentOrNone) {
    api::ReplayEnergy::Response energy{10'000, {}};
    EXPECT_EQ(model::liveliest_ms(energy), std::nullopt);
    energy.taps = {0, 3, 96, 4};
    EXPECT_EQ(model::liveliest_ms(energy), 20'000);
}

class ReplayChatOfAClass : public testing::Test {
  protected:
    void open() {
        const wire::PublicStream row =
            ended(a_class(1, "Morning Dance", person.now() - hours(5)), person.now() - hours(4));
        api::PageData data;
        data.session = ana();
        data.stream = row;
        data.enrollments.emplace();
        data.enrollments->enrollments.push_back(place_in(row));
        person.open(model::url_of(model::watch_page(id_number(1))), data);
        person.answer(room_class + "/playback",
                      api::GetPlayback::Response{"file", "/recordings/v1", "",
                                                 person.now() + minutes(5), ""});
    }
    void plays_at(double position_s) {
        platform::PlayerState state;
        state.phase = platform::PlayerPhase::Paused;
        state.picture = true;
        state.duration_s = 3600;
        state.position_s = position_s;
        person.listener().on_player(state);
        person.settle();
    }
    static std::string span_path(std::int64_t from_ms) {
        return room_class + "/chat/replay?from=" + std::to_string(from_ms) +
               "&to=" + std::to_string(from_ms + five_minutes_ms);
    }
    Person person;
};

TEST_F(ReplayChatOfAClass, FollowsThePicture) {
    open();
    plays_at(10);
    person.answer(span_path(0), span_of({said_at(1, 5'000, "good morning"),
                                         said_at(2, 20'000, "welcome", mila_in_room)}));
    EXPECT_TRUE(person.sees(Role::Region, "Chat"));
    EXPECT_TRUE(person.reads("K.: good morning"));
    EXPECT_FALSE(person.reads("Mila: welcome"));
    plays_at(25);
    EXPECT_TRUE(person.reads("Mila: welcome"));
    plays_at(2);
    EXPECT_TRUE(person.reads("Nobody had written by then."));
}

TEST_F(ReplayChatOfAClass, AsksForTheSpanThatIsJumpedTo) {
    open();
    plays_at(10);
    person.answer(span_path(0), span_of({}));
    plays_at(1500);
    EXPECT_TRUE(person.asked(span_path(5 * five_minutes_ms)));
    person.answer(span_path(5 * five_minutes_ms), span_of({}));
    EXPECT_TRUE(person.asked(span_path(4 * five_minutes_ms))) << "what was said just before";
}

TEST_F(ReplayChatOfAClass, IsHiddenAndShownAgain) {
    open();
    plays_at(10);
    person.answer(span_path(0), span_of({said_at(1, 5'000, "good morning")}));
    person.press(Role::Button, "Hide the chat");
    EXPECT_FALSE(person.sees(Role::Region, "Chat"));
    person.press(Role::Button, "Chat");
    EXPECT_TRUE(person.sees(Role::Region, "Chat"));
}

TEST_F(ReplayChatOfAClass, SaysWhereItWasLiveliest) {
    open();
    plays_at(10);
    api::ReplayEnergy::Response energy;
    energy.step_ms = 10'000;
    energy.taps = {0, 3, 96};
    person.answer(room_class + "/chat/energy", energy);
    EXPECT_TRUE(person.reads("Liveliest at")) << person.screen_text();
}

TEST_F(ReplayChatOfAClass, StandsBelowThePictureOnAPhone) {
    person.browser().viewport.width = 320;
    person.browser().viewport.height = 640;
    open();
    plays_at(10);
    person.answer(span_path(0), span_of({said_at(1, 5'000, "good morning")}));
    const ui::Node chat = person.get(Role::Region, "Chat");
    EXPECT_GE(chat.rect.x, 0);
    EXPECT_LE(chat.rect.x + chat.rect.width, 320);
    EXPECT_GE(chat.rect.y, person.browser().player_place.y + person.browser().player_place.height);
}

}  // namespace
}  // namespace lsl::app
