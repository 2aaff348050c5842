// The room of a class for who has little room, no pointer, or no picture of it.

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/client/room.h"

namespace lsl::app {
namespace {

using ui::Role;

class RoomAccess : public RoomTest {
  protected:
    void turn_to(float width, float height) {
        person.browser().viewport.width = width;
        person.browser().viewport.height = height;
    }
    void raise_keyboard(float height) {
        platform::Viewport typing = person.browser().viewport;
        typing.keyboard_height = height;
        person.listener().on_viewport(typing);
        person.settle();
    }
    /// The lower edge of what that height leaves of the screen.
    void expect_above(const ui::Node& node, float edge) {
        EXPECT_GE(node.rect.y, 0) << node.name;
        EXPECT_LE(node.rect.y + node.rect.height, edge) << node.name;
    }
    wire::RoomChanged news(wire::MessageRow row) {
        wire::RoomChanged frame{.viewers = std::nullopt, .resync = std::nullopt};
        frame.messages.push_back(std::move(row));
        return frame;
    }
};

TEST_F(RoomAccess, FieldButtonAndNewestMessageAreAboveAPhonesKeyboard) {
    for (const auto& [width, height, keyboard] :
         {std::array{390.0f, 844.0f, 336.0f}, std::array{320.0f, 568.0f, 253.0f},
          std::array{320.0f, 568.0f, 336.0f}}) {
        turn_to(width, height);
        enter({room_message(1, "good morning"), room_message(2, "slower arms")});
        raise_keyboard(keyboard);
        const float edge = height - keyboard;
        const platform::VideoPlace& video = person.browser().player_place;
        EXPECT_TRUE(video.visible);
        EXPECT_LE(video.height, 108) << "a strip";
        const ui::Node list = person.get(Role::List, "Messages");
        expect_above(list, edge);
        EXPECT_GE(list.rect.y, video.y + video.height);
        EXPECT_GE(list.rect.height, 44) << "room for the newest message";
        expect_above(person.get(Role::TextField, "Message"), edge);
        expect_above(person.get(Role::Button, "Send"), edge);
    }
}

TEST_F(RoomAccess, ANarrowScreenHasAnswersOfAFingersSizeAndAllInSight) {
    turn_to(320, 568);
    enter({room_message(1, "slower arms")});
    for (const bool typing : {false, true}) {
        if (typing) raise_keyboard(253);
        for (const std::string_view name : {"Again", "Slower", "Faster"}) {
            const ui::Node answer = person.get(Role::Button, name);
            EXPECT_GE(answer.rect.width, 44) << name;
            EXPECT_GE(answer.rect.height, 44) << name;
            EXPECT_GE(answer.rect.x, 0) << name;
            EXPECT_LE(answer.rect.x + answer.rect.width, 320) << name;
        }
    }
}

TEST_F(RoomAccess, OneKeyLeadsToTheField) {
    enter({room_message(1, "slower arms")});
    person.press(Role::Button, "Hide the chat");
    EXPECT_TRUE(person.key("/"));
    EXPECT_EQ(person.browser().focused_node, person.get(Role::TextField, "Message").id);
}

TEST_F(RoomAccess, OneKeyLeadsNowhereWhereNothingCanBeWritten) {
    api::GetChat::Response page = room_page({});
    page.room.settings.mode = domain::ChatMode::Staff;
    enter(page, std::nullopt);
    const std::uint32_t before = person.browser().focused_node;
    person.key("/");
    EXPECT_EQ(person.browser().focused_node, before);
    EXPECT_FALSE(person.state().drafts.chat.wants_focus) << "nor later, when the chat opens";
}

TEST_F(RoomAccess, AScreenReaderHearsOfWhatThePersonChose) {
    enter({room_message(1, "slower arms")});
    person.hears(news(room_message(2, "that last combo")));
    EXPECT_TRUE(person.sees(Role::Status, "that last combo"));
    person.press(Role::Button, "64 here");
    person.answer(room_class + "/present", api::GetPresent::Response{});
    person.type("news", "team");
    EXPECT_EQ(person.browser().storage["chat-news"], "team");
    person.press_in_dialog("Close");
    person.wait(seconds(6));
    person.hears(news(room_message(3, "mirror helps a lot")));
    EXPECT_FALSE(person.sees(Role::Status, "mirror helps a lot"));
    person.wait(seconds(6));
    person.hears(news(room_message(4, "water break", mila_in_room)));
    EXPECT_TRUE(person.sees(Role::Status, "water break"));
}

TEST_F(RoomAccess, TheFirstMessageOfAnEmptyRoomIsNews) {
    enter({});
    person.hears(news(room_message(1, "good morning")));
    EXPECT_TRUE(person.sees(Role::Status, "good morning"));
}

TEST_F(RoomAccess, AScreenReaderHearsNothingWhereThePersonChoseSo) {
    person.browser().storage["chat-news"] = "none";
    enter({room_message(1, "slower arms")});
    person.hears(news(room_message(2, "water break", mila_in_room)));
    EXPECT_FALSE(person.sees(Role::Status, "water break"));
}

TEST_F(RoomAccess, WhoseMessageIsTakenAwayReadsWhy) {
    wire::MessageRow gone = room_message(1, "", ana_in_room);
    gone.state = domain::MessageState::Removed;
    gone.is_deleted = true;
    gone.removed_reason = "we are kind here";
    enter({gone});
    EXPECT_TRUE(person.reads("Removed by the team: we are kind here"));
}

TEST_F(RoomAccess, WhoIsPausedReadsWhyAndWhoReportedReadsWhatBecameOfIt) {
    enter({room_message(1, "you dance badly")});
    wire::RoomMeChanged event{.stream_id = id_number(1), .me = {.can_write = true}};
    event.me.reports.push_back(
        {room_message(1, "").id, domain::ReportDecision::Removed, "Be kind."});
    person.hears(event);
    EXPECT_TRUE(person.reads("What you reported was removed. Be kind."));
    event.me.can_write = false;
    event.me.timed_out_until = person.now() + minutes(5);
    event.me.timed_out_reason = "calm down";
    person.hears(event);
    EXPECT_TRUE(person.reads("The team asked you to pause: calm down. You can read on."));
}

TEST_F(RoomAccess, TheTeamAnnouncesWhatEverybodyIsToNotice) {
    moderate({room_message(1, "slower arms")});
    EXPECT_FALSE(person.reads("Ask it as a question"));
    person.type("chat", "water break");
    person.press(Role::Switch, "For everybody to notice");
    person.press(Role::Button, "Send");
    EXPECT_NE(body_of(room_class + "/chat").find(R"("kind":"announcement")"), std::string::npos);
    EXPECT_FALSE(person.state().drafts.chat.as_announcement) << "the next one is none";
}

TEST_F(RoomAccess, LinksAreOpenedWhereTheClassAllowsThem) {
    const std::string by_team = "warm up: https://example.com/warm-up.";
    const std::string by_viewer = "mine is https://example.com/mine";
    for (const domain::LinksOf links :
         {domain::LinksOf::None, domain::LinksOf::Staff, domain::LinksOf::Everyone}) {
        api::GetChat::Response page =
            room_page({room_message(1, by_team, mila_in_room), room_message(2, by_viewer)});
        page.room.settings.links = links;
        enter(page, std::nullopt);
        person.activate(Role::Button, "More about the message Mila: warm up");
        EXPECT_EQ(person.sees(Role::Link, "https://example.com/warm-up"),
                  links != domain::LinksOf::None);
        if (links == domain::LinksOf::None) continue;
        person.press(Role::Link, "https://example.com/warm-up");
        ASSERT_FALSE(person.browser().left_to.empty());
        EXPECT_EQ(person.browser().left_to.back(), "https://example.com/warm-up");
        person.activate(Role::Button, "More about the message Kofi: mine is");
        EXPECT_EQ(person.sees(Role::Link, "https://example.com/mine"),
                  links == domain::LinksOf::Everyone);
    }
}

TEST_F(RoomAccess, OfAPhonesStageIsASheetThatHidesWhatLiesBeneath) {
    turn_to(390, 844);
    api::PageData data;
    data.roles = the_owner();
    person.open(model::url_of(model::broadcast_page(id_number(1))), data);
    person.answer("/api/instructor/streams/" + id_number(1).to_string(),
                  api::OneInstructorStream{own(live(a_class(1, "Morning Dance", person.now()),
                                                    person.now() - minutes(24), 64))});
    person.answer(room_class + "/chat?limit=50", room_page({room_message(1, "slower arms")}));
    EXPECT_FALSE(person.sees(Role::Dialog, "Chat"));
    person.press(Role::Button, "Chat");
    EXPECT_TRUE(person.sees(Role::Dialog, "Chat"));
    EXPECT_EQ(person.browser().focused_node, person.get(Role::Dialog, "Chat").id);
    person.key("Escape");
    EXPECT_FALSE(person.sees(Role::Dialog, "Chat"));
}

}  // namespace
}  // namespace lsl::app
