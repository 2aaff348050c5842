#include <gtest/gtest.h>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

TEST(Session, SigningInReturnsToThePageThatAskedForIt) {
    Person person;
    person.open("/account", nobody());
    EXPECT_EQ(person.browser().history.back(), "/login?next=/account");
    person.type("email", "ana@example.com");
    person.type("password", "secret-enough");
    person.press(Role::Button, "Sign in");
    person.answer("/api/auth/login", ana(120));
    EXPECT_EQ(person.browser().history.back(), "/account");
    EXPECT_TRUE(person.sees(Role::Heading, "Account"));
    EXPECT_EQ(person.browser().events_path, "/api/events");
}

TEST(Session, AWrongPasswordIsSaidAndTheEmailStays) {
    Person person;
    person.open("/login", nobody());
    person.type("email", "ana@example.com");
    person.type("password", "wrong-password");
    person.press(Role::Button, "Sign in");
    person.refuse("/api/auth/login", 401, "wrong_login", "E-mail or password is not right.");
    EXPECT_TRUE(person.sees(Role::Alert, "E-mail or password is not right."));
    EXPECT_EQ(person.get(Role::TextField, "E-mail").value, "ana@example.com");
    EXPECT_FALSE(person.get(Role::Button, "Sign in").busy);
}

TEST(Session, EmptyFieldsAreNamedWithoutAskingTheServer) {
    Person person;
    person.open("/login", nobody());
    person.press(Role::Button, "Sign in");
    EXPECT_FALSE(person.asked("/api/auth/login"));
    EXPECT_FALSE(person.get(Role::TextField, "E-mail").field.error.empty());
    EXPECT_FALSE(person.get(Role::TextField, "Password").field.error.empty());
    person.type("email", "a");
    EXPECT_TRUE(person.get(Role::TextField, "E-mail").field.error.empty());
}

TEST(Session, ATakenEmailStandsUnderItsField) {
    Person person;
    person.open("/login?create", nobody());
    person.type("displayName", "Ana");
    person.type("email", "ana@example.com");
    person.type("password", "secret-enough");
    person.press(Role::Button, "Create account");
    person.refuse("/api/auth/register", 409, "email_taken", "This e-mail has an account already.",
                  "email");
    EXPECT_EQ(person.get(Role::TextField, "E-mail").field.error,
              "This e-mail has an account already.");
}

TEST(Session, ANewAccountIsWelcomedWithItsTokens) {
    Person person;
    person.open("/login?create", nobody());
    person.type("displayName", "Ana Novak");
    person.type("email", "ana@example.com");
    person.type("password", "secret-enough");
    person.press(Role::Button, "Create account");
    person.answer("/api/auth/register", ana(100), 201);
    EXPECT_EQ(person.browser().history.back(), "/streams");
    EXPECT_TRUE(person.reads("\u25C6 100 to start with"));
}

TEST(Session, SigningOutForgetsWhatWasTheirs) {
    Person person;
    api::PageData data = nobody();
    data.session = ana(120);
    data.enrollments.emplace();
    person.open("/streams", data);
    person.press(Role::Button, "Account menu");
    person.press(Role::Button, "Sign out");
    person.answer("/api/auth/logout", api::Empty{});
    EXPECT_FALSE(person.model().signed_in());
    EXPECT_TRUE(person.sees(Role::Link, "Sign in"));
    EXPECT_FALSE(person.reads("120 tokens"));
}

TEST(Session, AnExpiredOneIsSaidAndLeadsToSignIn) {
    Person person;
    api::PageData data = nobody();
    data.session = ana(120);
    person.open("/account", data);
    person.refuse("/api/wallet", 401, "not_signed_in", "Sign in first.");
    EXPECT_EQ(person.browser().history.back(), "/login?next=/account");
    EXPECT_TRUE(person.reads("Your session has ended"));
}

TEST(Session, WithoutDataInThePageTheServerIsAsked) {
    Person person;
    person.open("/streams");
    EXPECT_TRUE(person.asked("/api/me"));
    EXPECT_TRUE(person.asked("/api/streams"));
    person.answer("/api/me", ana(50));
    EXPECT_TRUE(person.model().signed_in());
}

TEST(Session, ThePasswordFieldIsOneForPasswordManagers) {
    Person person;
    person.open("/login", nobody());
    EXPECT_EQ(person.get(Role::TextField, "Password").field.type, "password");
    EXPECT_EQ(person.get(Role::TextField, "Password").field.autocomplete, "current-password");
    EXPECT_EQ(person.get(Role::TextField, "E-mail").field.autocomplete, "username");
    EXPECT_TRUE(person.get(Role::Button, "Sign in").submits);
    person.press(Role::Button, "Show password");
    EXPECT_EQ(person.get(Role::TextField, "Password").field.type, "text");
}

TEST(StudioSession, ItsPagesNeedAnInstructorAndComeBackAfterwards) {
    Person person;
    person.open("/instructor/streams/create", nobody());
    EXPECT_EQ(person.browser().history.back(), "/instructor/login?next=/instructor/streams/create");
    person.type("token", "the-access-token");
    person.press(Role::Button, "Open the studio");
    person.answer("/api/instructor/login", api::Empty{});
    EXPECT_EQ(person.browser().history.back(), "/instructor/streams/create");
    EXPECT_TRUE(person.sees(Role::Heading, "New class"));
}

TEST(StudioSession, AWrongTokenStandsUnderItsField) {
    Person person;
    person.open("/instructor/login", nobody());
    person.type("token", "nonsense");
    person.press(Role::Button, "Open the studio");
    person.refuse("/api/instructor/login", 401, "wrong_token", "That is not the access token.");
    EXPECT_EQ(person.get(Role::TextField, "Access token").field.error,
              "That is not the access token.");
}

}  // namespace
}  // namespace lsl::app
