#include <gtest/gtest.h>

#include "tests/client/person.h"

// The page of an invitation: what it is about, yes or no, and what stands in the way.

namespace lsl::app {
namespace {

using domain::StaffRole;
using ui::Role;

const std::string invitation_path = "/api/invitations/a-token";

class Invitation : public testing::Test {
  protected:
    void open(bool signed_in) {
        api::PageData data;
        if (signed_in) data.session = ana();
        person.open("/invitation#a-token", data);
    }
    void offered(StaffRole role, bool accepted = false) {
        api::GetInvitation::Response answer;
        answer.invitation = {.stream_id = id_number(1),
                             .title = "Morning Dance",
                             .thumbnail_url = std::nullopt,
                             .scheduled_start_time = person.now() + hours(3),
                             .invited_by = "Studio",
                             .role = role,
                             .expires_at = person.now() + days(7),
                             .accepted = accepted};
        person.answer(invitation_path, answer);
    }
    void accept(StaffRole role) {
        person.press(Role::Button, "Accept");
        api::AcceptInvitation::Response answer;
        answer.staff = {ana().user.id, id_number(1), role, person.now()};
        person.answer(invitation_path + "/accept", answer);
    }
    Person person;
};

TEST_F(Invitation, SaysWhoInvitesToWhatAsWhat) {
    open(true);
    offered(StaffRole::Moderator);
    EXPECT_TRUE(person.sees(Role::Heading, "Studio invites you"));
    EXPECT_TRUE(person.reads("Morning Dance"));
    EXPECT_TRUE(person.reads("Your role: Moderator"));
    EXPECT_TRUE(person.reads("keeps its chat friendly"));
    EXPECT_TRUE(person.reads("Good until"));
}

TEST_F(Invitation, AModeratorIsInTheTeamByOnePressAndGoesToTheClass) {
    open(true);
    offered(StaffRole::Moderator);
    accept(StaffRole::Moderator);
    EXPECT_TRUE(person.sees(Role::Heading, "You're in the team"));
    EXPECT_FALSE(person.sees(Role::Link, "Open the console"));
    EXPECT_FALSE(person.model().staff()) << "the studio has nothing for them";
    person.press(Role::Link, "Go to the class");
    person.answer("/api/streams/" + id_number(1).to_string(),
                  api::GetStream::Response{a_class(1, "Morning Dance", person.now() + hours(3))});
    EXPECT_TRUE(person.reads("Your role: Moderator"));
    EXPECT_FALSE(person.reads("Enroll for")) << "they need no place that costs something";
}

TEST_F(Invitation, ACoInstructorGoesOnToTheConsole) {
    open(true);
    offered(StaffRole::CoInstructor);
    accept(StaffRole::CoInstructor);
    EXPECT_TRUE(person.model().staff());
    person.press(Role::Link, "Open");
    EXPECT_EQ(person.browser().history.back(),
              "/instructor/streams/" + id_number(1).to_string() + "/broadcast");
}

TEST_F(Invitation, DecliningIsForGood) {
    open(true);
    offered(StaffRole::Moderator);
    person.press(Role::Button, "Decline");
    person.answer(invitation_path + "/decline", api::Empty{}, 204);
    EXPECT_TRUE(person.reads("You declined"));
    EXPECT_FALSE(person.sees(Role::Button, "Accept"));
}

TEST_F(Invitation, WhoIsSignedOutSignsInAndComesBack) {
    open(false);
    offered(StaffRole::Moderator);
    EXPECT_FALSE(person.sees(Role::Button, "Accept"));
    person.press(Role::Link, "Create an account");
    EXPECT_EQ(person.browser().history.back(), "/login?create&next=/invitation#a-token")
        << "a secret stays in the fragment, which is sent to nobody";
    person.type("displayName", "Ana Novak");
    person.type("email", "ana@example.com");
    person.type("password", "secret-enough");
    person.press(Role::Button, "Create account");
    person.answer("/api/auth/register", ana(), 201);
    EXPECT_EQ(person.browser().history.back(), "/invitation#a-token");
    offered(StaffRole::Moderator);
    EXPECT_TRUE(person.sees(Role::Button, "Accept"));
}

TEST_F(Invitation, WhatIsOverSaysSo) {
    for (const auto& [status, code] :
         {std::pair(410, "invitation_used"), std::pair(410, "invitation_expired"),
          std::pair(404, "not_found")}) {
        open(true);
        person.refuse(invitation_path, status, code, "It is over for this reason.");
        EXPECT_TRUE(person.reads("This invitation is over")) << code;
        EXPECT_TRUE(person.sees(Role::Link, "Browse classes")) << code;
        EXPECT_EQ(person.reads("It is over for this reason."), status == 410) << code;
    }
    person.open("/invitation", api::PageData{});
    EXPECT_TRUE(person.reads("This invitation is over")) << "a link that was cut off";
}

TEST_F(Invitation, SomebodyElsesLeadsToAnotherAccount) {
    open(true);
    person.refuse(invitation_path, 403, "wrong_account", "This invitation is for another account.");
    EXPECT_TRUE(person.reads("This is for somebody else"));
    person.press(Role::Button, "Use another account");
    person.answer("/api/auth/logout", api::Empty{});
    EXPECT_EQ(person.browser().history.back(), "/login?next=/invitation#a-token");
}

TEST_F(Invitation, ARefusalIsSaidBesideTheButtons) {
    open(true);
    offered(StaffRole::Moderator);
    person.press(Role::Button, "Accept");
    person.refuse(invitation_path + "/accept", 403, "email_not_verified",
                  "Confirm your e-mail address first.");
    EXPECT_TRUE(person.sees(Role::Alert, "Confirm your e-mail address first."));
    EXPECT_TRUE(person.sees(Role::Button, "Accept"));
    person.press(Role::Button, "Accept");
    person.refuse(invitation_path + "/accept", 410, "invitation_used", "It has been used.");
    EXPECT_TRUE(person.reads("This invitation is over"));
}

TEST_F(Invitation, ASessionThatEndedMeanwhileAsksToSignIn) {
    open(true);
    offered(StaffRole::Moderator);
    person.press(Role::Button, "Accept");
    person.refuse(invitation_path + "/accept", 401, "unauthenticated", "Sign in first.");
    EXPECT_TRUE(person.sees(Role::Link, "Sign in to answer"));
}

TEST_F(Invitation, IsNotAskedAboutTwice) {
    open(true);
    offered(StaffRole::Moderator, true);
    EXPECT_TRUE(person.sees(Role::Heading, "You're in the team"));
    EXPECT_FALSE(person.sees(Role::Button, "Accept"));
}

}  // namespace
}  // namespace lsl::app
