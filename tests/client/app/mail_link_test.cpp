#include <gtest/gtest.h>

#include "shared/wire/account_api.h"
#include "tests/client/person.h"

// Pages that links in mails open: one button each, and nothing happens before it is pressed.

namespace lsl::app {
namespace {

using ui::Role;

class MailLinkPage : public testing::Test {
  protected:
    Person person;
};

TEST_F(MailLinkPage, ConfirmsByTheButtonAlone) {
    person.open("/confirm#a-token", api::PageData{});
    EXPECT_TRUE(person.sees(Role::Heading, "Confirm your address"));
    EXPECT_FALSE(person.asked("/api/auth/verify-email"));
    person.press(Role::Button, "Confirm address");
    person.answer("/api/auth/verify-email", api::Empty{});
    EXPECT_TRUE(person.sees(Role::Heading, "Your address is confirmed"));
    EXPECT_TRUE(person.sees(Role::Link, "Sign in"));
}

TEST_F(MailLinkPage, SaysWhenTheLinkIsTooOld) {
    person.open("/undo-email#a-token", api::PageData{});
    person.press(Role::Button, "Take it back");
    person.refuse("/api/auth/undo-email", 410, "token_not_valid", "This link has been used.");
    EXPECT_TRUE(person.reads("This link has been used."));
}

TEST_F(MailLinkPage, TakesAPasswordThatIsLongEnough) {
    person.open("/reset#a-token", api::PageData{});
    person.type("password", "short");
    person.press(Role::Button, "Save password");
    EXPECT_FALSE(person.asked("/api/auth/reset-password"));
    person.type("password", "quite another one");
    person.press(Role::Button, "Save password");
    person.answer("/api/auth/reset-password", api::Empty{});
    EXPECT_TRUE(person.sees(Role::Heading, "Your new password is saved"));
}

TEST_F(MailLinkPage, OfALinkThatIsNotWholeSendsNothing) {
    person.open("/confirm", api::PageData{});
    EXPECT_FALSE(person.sees(Role::Button, "Confirm address"));
    EXPECT_TRUE(person.reads("This link is not whole"));
}

}  // namespace
}  // namespace lsl::app
