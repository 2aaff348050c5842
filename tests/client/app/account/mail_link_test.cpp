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

TEST_F(MailLinkPage, SaysWhatANewPasswordDoesNotReplace) {
    person.open("/reset#a-token", api::PageData{});
    EXPECT_TRUE(person.reads("signing in asks for one as before"));
}

TEST_F(MailLinkPage, OfALinkThatIsNotWholeSendsNothing) {
    person.open("/confirm", api::PageData{});
    EXPECT_FALSE(person.sees(Role::Button, "Confirm address"));
    EXPECT_TRUE(person.reads("This link is not whole"));
}

TEST_F(MailLinkPage, IsSentToWhoHasForgottenThePassword) {
    api::PageData data;
    data.sends_mail = true;
    person.open("/login", data);
    person.type("email", "ana@example.com");
    person.press(Role::Link, "Forgot your password?");
    EXPECT_EQ(person.model().route.page, model::Page::ForgotPassword);
    person.press(Role::Button, "Send the link");
    const auto* request = person.browser().pending("/api/auth/forgot-password");
    ASSERT_NE(request, nullptr);
    EXPECT_EQ(request->body, R"({"email":"ana@example.com"})");
    person.answer("/api/auth/forgot-password", api::Empty{}, 202);
    EXPECT_TRUE(person.sees(Role::Heading, "Look into your mails"));
    EXPECT_FALSE(person.sees(Role::Button, "Send the link"));
}

TEST_F(MailLinkPage, IsNotAskedForWithoutAnAddress) {
    api::PageData data;
    data.sends_mail = true;
    person.open("/forgot", data);
    person.press(Role::Button, "Send the link");
    EXPECT_FALSE(person.asked("/api/auth/forgot-password"));
    EXPECT_FALSE(person.get(Role::TextField, "E-mail").field.error.empty());
}

TEST_F(MailLinkPage, SaysWhenTheStudioSendsNoMail) {
    person.open("/forgot", api::PageData{});
    EXPECT_TRUE(person.reads("server sends no mail"));
    EXPECT_TRUE(person.reads("Have you a passkey?")) << "a way in all the same";
    EXPECT_FALSE(person.sees(Role::Button, "Send the link"));
}

TEST_F(MailLinkPage, EndsMailsOfOneKindByTheButtonAlone) {
    person.open("/unsubscribe#a-token", api::PageData{});
    EXPECT_FALSE(person.asked("/api/unsubscribe/a-token"));
    person.press(Role::Button, "End these mails");
    person.answer("/api/unsubscribe/a-token", api::Empty{}, 204);
    EXPECT_TRUE(person.sees(Role::Heading, "These mails have ended"));
}

}  // namespace
}  // namespace lsl::app
