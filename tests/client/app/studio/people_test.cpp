#include <gtest/gtest.h>

#include "tests/client/person.h"

// The page "People" of a class: who has a role on it, inviting, changing, taking back.

namespace lsl::app {
namespace {

using domain::StaffRole;
using ui::Role;

const std::string team_class = "/api/instructor/streams/01900000-0000-7000-8000-000000000001";
const std::string staff_path = team_class + "/staff";
const auto mona_id = *UserId::parse("01900000-0000-7000-8000-00000000a002");
const auto invitation_id = *InvitationId::parse("01900000-0000-7000-8000-00000000b001");

class People : public testing::Test {
  protected:
    void open(std::vector<domain::HeldRole> roles = the_owner()) {
        api::PageData data;
        data.roles = std::move(roles);
        data.session = ana();
        person.open(model::url_of(model::people_page(id_number(1))), data);
        person.answer(team_class, api::OneInstructorStream{
                                      own(a_class(1, "Morning Dance", person.now() + hours(3)))});
    }
    wire::StaffMember member(UserId id, std::string name, StaffRole role, std::string email) {
        return {id, std::move(name), role, std::nullopt, person.now() - days(1), std::move(email)};
    }
    api::ListStaff::Response the_team() {
        api::ListStaff::Response team;
        team.staff = {member(UserId(invitation_id.uuid), "Studio", StaffRole::Owner, ""),
                      member(mona_id, "Mona", StaffRole::Moderator, "mona@example.com")};
        team.invitations = {
            {invitation_id, "tom@example.com", StaffRole::Guest, person.now() + days(7), {}}};
        return team;
    }
    wire::InvitationRow made(std::optional<std::string> email, StaffRole role) {
        return {invitation_id, std::move(email), role, person.now() + days(7),
                "http://localhost:8080/invitation#fresh"};
    }
    std::string last_body(std::string_view path) {
        const auto* request = person.browser().pending(path);
        return request == nullptr ? std::string() : request->body;
    }
    Person person;
};

TEST_F(People, AreReachedFromTheClassInTheStudio) {
    api::PageData data;
    data.roles = the_owner();
    person.open("/instructor/streams", data);
    api::ListInstructorStreams::Response classes;
    classes.streams = {own(a_class(1, "Morning Dance", person.now() + hours(3)))};
    person.answer("/api/instructor/streams", classes);
    person.press(Role::Link, "People of Morning Dance");
    EXPECT_EQ(person.browser().history.back(), model::url_of(model::people_page(id_number(1))));
    EXPECT_TRUE(person.sees(Role::Heading, "People of this class"));
    EXPECT_TRUE(person.asked(staff_path));
}

TEST_F(People, AreListedWithRolesBeforeThoseWhoAreInvited) {
    open();
    person.answer(staff_path, the_team());
    EXPECT_TRUE(person.reads("Morning Dance"));
    EXPECT_TRUE(person.sees(Role::ListItem, "Mona"));
    EXPECT_TRUE(person.reads("mona@example.com"));
    EXPECT_TRUE(person.reads("Owner"));
    EXPECT_TRUE(person.sees(Role::ListItem, "tom@example.com"));
    EXPECT_TRUE(person.reads("waiting"));
    EXPECT_FALSE(person.sees(Role::Button, "Remove: Studio"));
    EXPECT_FALSE(person.reads("Nobody else yet"));
}

TEST_F(People, NobodyButTheOwnerIsAnEmptyTeam) {
    open();
    api::ListStaff::Response team = the_team();
    team.staff.pop_back();
    team.invitations.clear();
    person.answer(staff_path, team);
    EXPECT_TRUE(person.reads("Nobody else yet"));
    EXPECT_TRUE(person.sees(Role::Button, "Make a link"));
}

TEST_F(People, AnInvitationIsALinkToCopy) {
    open();
    person.answer(staff_path, the_team());
    person.type("email", "lena@example.com");
    person.type("role", "co_instructor");
    EXPECT_NE(person.get(Role::Select, "Role").description.find("goes live and ends it"),
              std::string::npos);
    person.press(Role::Button, "Make a link");
    EXPECT_NE(last_body(staff_path).find("\"email\":\"lena@example.com\""), std::string::npos);
    EXPECT_NE(last_body(staff_path).find("\"role\":\"co_instructor\""), std::string::npos);
    person.answer(staff_path,
                  api::InviteStaff::Response{made("lena@example.com", StaffRole::CoInstructor)},
                  201);
    EXPECT_TRUE(person.sees(Role::Dialog, "The invitation is ready"));
    EXPECT_TRUE(person.reads("Send this link to lena@example.com"));
    person.press_in_dialog("Copy");
    EXPECT_EQ(person.browser().copied, "http://localhost:8080/invitation#fresh");
    person.press_in_dialog("Close");
    api::ListStaff::Response team = the_team();
    team.invitations.push_back(made("lena@example.com", StaffRole::CoInstructor));
    person.answer(staff_path, team);
    EXPECT_TRUE(person.sees(Role::ListItem, "lena@example.com"));
    EXPECT_EQ(person.state().drafts.invite.email, "");
}

TEST_F(People, ALinkForWhoeverComesNeedsNoAddress) {
    open();
    person.answer(staff_path, the_team());
    person.press(Role::Button, "Make a link");
    EXPECT_EQ(last_body(staff_path).find("@"), std::string::npos);
    person.answer(staff_path, api::InviteStaff::Response{made(std::nullopt, StaffRole::Moderator)},
                  201);
    EXPECT_TRUE(person.reads("whoever opens it first"));
    person.press_in_dialog("Close");
    api::ListStaff::Response team = the_team();
    team.invitations.push_back(made(std::nullopt, StaffRole::Moderator));
    person.answer(staff_path, team);
    EXPECT_TRUE(person.sees(Role::ListItem, "Whoever has the link"));
    EXPECT_FALSE(person.sees(Role::Button, "New link: Whoever has the link"))
        << "it would be one more";
}

TEST_F(People, WhatIsWrongStandsUnderTheAddress) {
    open();
    person.answer(staff_path, the_team());
    person.type("email", "no address");
    person.press(Role::Button, "Make a link");
    EXPECT_FALSE(person.asked(staff_path));
    EXPECT_FALSE(person.get(Role::TextField, "E-mail").field.error.empty());
    person.type("email", "mona@example.com");
    EXPECT_TRUE(person.get(Role::TextField, "E-mail").field.error.empty());
    person.press(Role::Button, "Make a link");
    person.refuse(staff_path, 409, "already_staff", "This person has this role already.");
    EXPECT_EQ(person.get(Role::TextField, "E-mail").field.error,
              "This person has this role already.");
}

TEST_F(People, ALostLinkIsMadeAnew) {
    open();
    person.answer(staff_path, the_team());
    person.press(Role::Button, "New link: tom@example.com");
    EXPECT_NE(last_body(staff_path).find("\"role\":\"guest\""), std::string::npos);
    person.answer(staff_path, api::InviteStaff::Response{made("TOM@example.com", StaffRole::Guest)},
                  201);
    EXPECT_TRUE(person.reads("Send this link to TOM@example.com"));
    EXPECT_TRUE(person.asked(staff_path)) << "the new one took the old one's place";
}

TEST_F(People, AnotherRoleComesByAnotherLink) {
    open();
    person.answer(staff_path, the_team());
    person.press(Role::Button, "Change role: Mona");
    EXPECT_TRUE(person.sees(Role::Dialog, "Another role for Mona"));
    EXPECT_FALSE(person.asked(staff_path));
    person.press_in_dialog("Make a link");
    EXPECT_NE(last_body(staff_path).find("\"email\":\"mona@example.com\""), std::string::npos);
    person.refuse(staff_path, 409, "already_staff", "This person has this role already.");
    EXPECT_TRUE(person.sees(Role::Alert, "This person has this role already."));
    person.press_in_dialog("Make a link");
    person.answer(staff_path,
                  api::InviteStaff::Response{made("mona@example.com", StaffRole::CoInstructor)},
                  201);
    EXPECT_TRUE(person.sees(Role::Dialog, "The invitation is ready"));
    EXPECT_TRUE(person.sees(Role::ListItem, "Mona")) << "who has her role until she accepts";
}

TEST_F(People, ARoleIsTakenBackAfterAQuestion) {
    open();
    person.answer(staff_path, the_team());
    person.press(Role::Button, "Remove: Mona");
    EXPECT_TRUE(person.sees(Role::Dialog, "Remove Mona?"));
    const std::string path = staff_path + "/" + mona_id.to_string();
    EXPECT_FALSE(person.asked(path));
    person.press_in_dialog("Remove");
    person.refuse(path, 503, "unavailable", "Try again in a moment.");
    EXPECT_TRUE(person.reads("Try again in a moment."));
    person.press_in_dialog("Remove");
    person.answer(path, api::Empty{}, 204);
    EXPECT_FALSE(person.sees(Role::ListItem, "Mona"));
    EXPECT_TRUE(person.reads("Mona is no longer in the team."));
}

TEST_F(People, AnInvitationIsTakenBackAfterAQuestion) {
    open();
    person.answer(staff_path, the_team());
    person.press(Role::Button, "Take back: tom@example.com");
    person.press_in_dialog("Take back");
    person.refuse(staff_path + "/" + invitation_id.to_string(), 404, "not_found", "Not here.");
    EXPECT_FALSE(person.sees(Role::ListItem, "tom@example.com")) << "gone is what was wanted";
}

TEST_F(People, ACoInstructorSeesThemAndMayLeave) {
    open({{StaffRole::CoInstructor, id_number(1)}});
    api::ListStaff::Response team = the_team();
    team.staff[1] = member(ana().user.id, "Ana Novak", StaffRole::CoInstructor, "");
    team.invitations[0].email.reset();
    person.answer(staff_path, team);
    EXPECT_FALSE(person.sees(Role::Button, "Make a link"));
    EXPECT_FALSE(person.sees(Role::Button, "Take back"));
    EXPECT_FALSE(person.sees(Role::Link, "New class")) << "that is for the owner";
    person.press(Role::Button, "Leave: Ana Novak");
    person.press_in_dialog("Leave");
    person.answer(staff_path + "/" + ana().user.id.to_string(), api::Empty{}, 204);
    EXPECT_EQ(person.browser().history.back(), "/streams");
    EXPECT_FALSE(person.model().staff());
}

TEST_F(People, WhatEachRoleMayDoIsTold) {
    open();
    person.answer(staff_path, the_team());
    EXPECT_TRUE(person.reads("Remove messages, time out, pin: Owner, Co-instructor, Moderator"));
    EXPECT_TRUE(person.reads("Change the price, cancel, see money: Owner"));
    EXPECT_FALSE(person.reads("see money: Owner, "));
}

TEST_F(People, FitIntoThreeHundredAndTwentyPixels) {
    person.browser().viewport.width = 320;
    open();
    person.answer(staff_path, the_team());
    for (const ui::Node& node : person.tree()) {
        EXPECT_LE(node.rect.x + node.rect.width, 321) << node.name;
        EXPECT_GE(node.rect.x, -1) << node.name;
    }
}

TEST_F(People, ThatCantBeHadAreAskedForAgain) {
    open();
    person.refuse(staff_path, 500, "internal", "Something went wrong on our side.");
    EXPECT_TRUE(person.reads("The people of this class can't be shown"));
    person.press(Role::Button, "Try again");
    person.answer(staff_path, the_team());
    EXPECT_TRUE(person.sees(Role::ListItem, "Mona"));
}

}  // namespace
}  // namespace lsl::app
