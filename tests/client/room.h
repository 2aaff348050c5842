#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/client/person.h"

namespace lsl::app {

// The room of class 1, with Ana at its page as a viewer or as somebody of the team.

inline const std::string room_class = "/api/streams/01900000-0000-7000-8000-000000000001";
inline const UserId ana_in_room = *UserId::parse("01900000-0000-7000-8000-00000000a001");
inline const UserId kofi_in_room = *UserId::parse("01900000-0000-7000-8000-00000000c001");
inline const UserId mila_in_room = *UserId::parse("01900000-0000-7000-8000-00000000b001");

/// Visible, with `number` as its place.
inline wire::MessageRow room_message(int number, std::string text, UserId by = kofi_in_room) {
    wire::MessageRow row;
    row.id = {id_number(number).uuid};
    row.seq = number;
    row.user_id = by;
    row.message = std::move(text);
    return row;
}

inline api::GetChat::Response room_page(std::vector<wire::MessageRow> messages) {
    api::GetChat::Response page;
    page.messages = std::move(messages);
    page.people = {{mila_in_room.to_string(), {"Mila", "owner"}},
                   {kofi_in_room.to_string(), {"Kofi", "viewer"}},
                   {ana_in_room.to_string(), {"Ana Novak", "viewer"}}};
    page.room.viewers = 64;
    page.room.epoch = "e1";
    page.room.me = wire::RoomMe{.can_write = true};
    return page;
}

class RoomTest : public testing::Test {
  protected:
    /// A viewer at the page of the live class.
    void enter(std::vector<wire::MessageRow> messages) {
        enter(room_page(std::move(messages)), std::nullopt);
    }
    /// The same as one of its moderators.
    void moderate(std::vector<wire::MessageRow> messages) {
        moderate(room_page(std::move(messages)));
    }
    void moderate(const api::GetChat::Response& page) { enter(page, domain::StaffRole::Moderator); }
    void enter(const api::GetChat::Response& page, std::optional<domain::StaffRole> role) {
        api::PageData data;
        data.session = ana();
        data.stream = live(a_class(1, "Morning Dance", person.now()), person.now() - minutes(24));
        if (role) {
            data.roles = {{*role, id_number(1)}};
        } else {
            data.enrollments.emplace();
            data.enrollments->enrollments.push_back(place_in(*data.stream));
        }
        person.open(model::url_of(model::watch_page(id_number(1))), data);
        person.answer(room_class + "/chat?limit=50", page);
    }
    /// What the page has sent to that path.
    std::string body_of(const std::string& path) {
        const auto* request = person.browser().pending(path);
        EXPECT_NE(request, nullptr) << path;
        return request == nullptr ? std::string() : request->body;
    }
    /// From the menu of that message, as its row is spoken.
    void choose(const std::string& spoken, std::string_view action) {
        person.activate(ui::Role::Button, "More about the message " + spoken);
        person.press(ui::Role::Button, action);
    }

    Person person;
};

}  // namespace lsl::app
