#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "shared/wire/account_api.h"
#include "tests/client/person.h"

// Signing in by more than a password: the code of an app after it, a passkey instead of it, and
// what the page of settings does with both.

namespace lsl::app {
namespace {

using ui::Role;

const std::string login_path = "/api/auth/login", code_path = "/api/auth/second-factor";
const std::string passkeys_path = "/api/me/passkeys", codes_path = "/api/me/second-factor";
const std::string options_path = "/api/auth/passkey/options";

/// What web/passkeys.js tells; `more` are members that an outcome has.
std::string told(std::string_view outcome, std::string_view id = {}, std::string_view made = {}) {
    return R"({"able":true,"attestationObject":")" + std::string(made) +
           R"(","authenticatorData":"data","clientDataJSON":"client","id":")" + std::string(id) +
           R"(","outcome":")" + std::string(outcome) +
           R"(","signature":"sign","transports":["internal"],"userHandle":"hand"})";
}

class Factors : public testing::Test {
  protected:
    std::string body(std::string_view path) {
        const auto* request = person.browser().pending(path);
        return request == nullptr ? "nothing was asked" : request->body;
    }
    void browser_tells(const std::string& json) {
        person.listener().on_desk(platform::Part::Account, json);
        person.settle();
    }
    std::string last_wish() {
        const auto& said = person.browser().account_desk;
        return said.empty() ? "nothing was said" : said.back();
    }

    Person person;
};

class SignInFactors : public Factors {
  protected:
    void open() { person.open("/login?next=/account", nobody()); }
    void give_password() {
        person.type("email", "mia@example.com");
        person.type("password", "secret-enough");
        person.press(Role::Button, "Sign in");
        person.refuse(login_path, 401, "second_factor_required", "Enter the code of your app.");
    }
};

TEST_F(SignInFactors, ACodeIsAskedForAfterThePassword) {
    open();
    give_password();
    EXPECT_TRUE(person.sees(Role::Heading, "One more step"));
    EXPECT_FALSE(person.sees(Role::Alert, "")) << "nothing went wrong";
    const ui::Node field = person.get(Role::TextField, "Code");
    EXPECT_EQ(field.field.autocomplete, "one-time-code");
    EXPECT_EQ(field.field.input_mode, "numeric");
    EXPECT_EQ(person.browser().focused_node, field.id);
    person.type("code", " 123456 ");
    person.press(Role::Button, "Sign in");
    EXPECT_EQ(body(code_path), R"({"code":"123456"})");
    person.answer(code_path, ana());
    EXPECT_EQ(person.browser().history.back(), "/account");
    EXPECT_TRUE(person.model().signed_in());
}

TEST_F(SignInFactors, AWrongCodeIsSaidUnderItsField) {
    open();
    give_password();
    person.press(Role::Button, "Sign in");
    EXPECT_FALSE(person.asked(code_path));
    EXPECT_EQ(person.get(Role::TextField, "Code").field.error, "Enter the code.");
    person.type("code", "000000");
    person.press(Role::Button, "Sign in");
    person.refuse(code_path, 401, "wrong_code", "This code is not right, or it was used before.",
                  "code");
    EXPECT_EQ(person.get(Role::TextField, "Code").field.error,
              "This code is not right, or it was used before.");
    EXPECT_FALSE(person.model().signed_in());
}

TEST_F(SignInFactors, ARecoveryCodeStandsIn) {
    open();
    give_password();
    person.type("code", "12");
    person.activate(Role::Button, "Use a recovery code");
    const ui::Node field = person.get(Role::TextField, "Recovery code");
    EXPECT_EQ(field.value, "");
    EXPECT_EQ(field.field.autocomplete, "off");
    EXPECT_EQ(person.browser().focused_node, field.id);
    person.type("code", "ABCD-EFGH-IJKL-MNOP-QRST-UVWX");
    person.press(Role::Button, "Sign in");
    EXPECT_EQ(body(code_path), R"({"code":"ABCD-EFGH-IJKL-MNOP-QRST-UVWX"})");
}

TEST_F(SignInFactors, WhoTookTooLongBeginsWithThePasswordAgain) {
    open();
    give_password();
    person.type("code", "123456");
    person.press(Role::Button, "Sign in");
    person.refuse(code_path, 401, "second_factor_expired",
                  "That took too long. Sign in with your password again.");
    EXPECT_TRUE(person.sees(Role::Alert, "That took too long."));
    EXPECT_EQ(person.get(Role::TextField, "E-mail").value, "mia@example.com");
    EXPECT_EQ(person.get(Role::TextField, "Password").value, "");
    EXPECT_EQ(person.browser().focused_node, person.get(Role::TextField, "Password").id);
}

TEST_F(SignInFactors, ThereIsAWayBack) {
    open();
    give_password();
    person.press(Role::Button, "Back to the password");
    EXPECT_TRUE(person.sees(Role::TextField, "Password"));
    EXPECT_FALSE(person.sees(Role::Heading, "One more step"));
}

TEST_F(SignInFactors, APasskeyIsOfferedWhereTheBrowserHasThem) {
    open();
    EXPECT_FALSE(person.sees(Role::Button, "Use a passkey"));
    browser_tells(told(""));
    EXPECT_TRUE(person.sees(Role::Button, "Use a passkey"));
}

TEST_F(SignInFactors, APasskeySignsInByItself) {
    open();
    browser_tells(told(""));
    person.press(Role::Button, "Use a passkey");
    person.answer(options_path, api::PasskeyOptions::Response{"challenge", "studio.example"});
    EXPECT_EQ(last_wish(), R"({"get":{"challenge":"challenge","rp_id":"studio.example"}})");
    EXPECT_TRUE(person.get(Role::Button, "Use a passkey").busy);
    browser_tells(told("got", "key"));
    EXPECT_EQ(body("/api/auth/passkey"),
              R"({"authenticatorData":"data","clientDataJSON":"client","id":"key",)"
              R"("signature":"sign","userHandle":"hand"})");
    person.answer("/api/auth/passkey", ana());
    EXPECT_EQ(person.browser().history.back(), "/account");
}

TEST_F(SignInFactors, AClosedQuestionIsNoFault) {
    open();
    browser_tells(told(""));
    person.press(Role::Button, "Use a passkey");
    person.answer(options_path, api::PasskeyOptions::Response{"challenge", "studio.example"});
    browser_tells(told("unused"));
    EXPECT_FALSE(person.get(Role::Button, "Use a passkey").busy);
    EXPECT_FALSE(person.sees(Role::Alert, ""));
    EXPECT_TRUE(person.sees(Role::Status, "No passkey was used."));
    EXPECT_FALSE(person.asked("/api/auth/passkey"));
}

TEST_F(SignInFactors, APasskeyThatIsRefusedSaysSo) {
    open();
    browser_tells(told(""));
    person.press(Role::Button, "Use a passkey");
    person.answer(options_path, api::PasskeyOptions::Response{"challenge", "studio.example"});
    browser_tells(told("got", "key"));
    person.refuse("/api/auth/passkey", 401, "passkey_not_valid",
                  "This passkey was not accepted. Try it once more.");
    EXPECT_TRUE(person.sees(Role::Alert, "This passkey was not accepted."));
    EXPECT_FALSE(person.get(Role::Button, "Use a passkey").busy);
    person.press(Role::Button, "Use a passkey");
    person.answer(options_path, api::PasskeyOptions::Response{"challenge", "studio.example"});
    browser_tells(told("address"));
    EXPECT_TRUE(person.sees(Role::Alert, "another address"));
}

TEST_F(SignInFactors, WhatTheBrowserSaysOnAnotherPageIsNotHeard) {
    open();
    browser_tells(told(""));
    person.press(Role::Button, "Use a passkey");
    person.answer(options_path, api::PasskeyOptions::Response{"challenge", "studio.example"});
    person.press(Role::Link, "Create an account");
    browser_tells(told("got", "key"));
    EXPECT_FALSE(person.asked("/api/auth/passkey"));
}

class SettingsFactors : public Factors {
  protected:
    void open(bool staff = false, bool on = false) {
        api::PageData data;
        data.session = ana();
        person.open("/settings", data);
        api::ListSessions::Response sessions;
        wire::SessionInfo here;
        here.id = {id_number(1).uuid};
        here.device = "Firefox on Linux";
        here.current = true;
        sessions.sessions = {here};
        person.answer("/api/me/sessions", sessions);
        browser_tells(told(""));
        person.answer(codes_path, api::GetSecondFactor::Response{staff, on, on ? 2 : 0});
    }
    void tell_passkeys(std::initializer_list<std::string> names) {
        api::ListPasskeys::Response list;
        int number = 0;
        for (const std::string& name : names) {
            list.passkeys.push_back(
                {{id_number(++number).uuid}, name, person.now() - days(3), std::nullopt});
        }
        person.answer(passkeys_path, list);
    }
    api::NewPasskeyOptions::Response options() const {
        return {"challenge",       "studio.example", "studio.example", "handle",
                "ana@example.com", "Ana Novak",      {"old"}};
    }
};

TEST_F(SettingsFactors, APasskeyIsMadeByThePassword) {
    open();
    tell_passkeys({});
    person.press(Role::Button, "Add a passkey");
    EXPECT_EQ(person.get(Role::TextField, "Name").value, "Firefox on Linux");
    person.press_in_dialog("Make the passkey");
    EXPECT_FALSE(person.asked(passkeys_path + "/options"));
    person.type("name", "My laptop");
    person.type("password", "the right one");
    person.press_in_dialog("Make the passkey");
    EXPECT_EQ(body(passkeys_path + "/options"), R"({"password":"the right one"})");
    person.answer(passkeys_path + "/options", options());
    EXPECT_EQ(last_wish(),
              R"({"make":{"challenge":"challenge","display_name":"Ana Novak","exclude":["old"],)"
              R"("rp_id":"studio.example","rp_name":"studio.example","user_handle":"handle",)"
              R"("user_name":"ana@example.com"}})");
    EXPECT_TRUE(person.sees(Role::Status, "Your browser asks now."));
    browser_tells(told("made", "", "attested"));
    EXPECT_EQ(body(passkeys_path),
              R"({"attestationObject":"attested","clientDataJSON":"client","name":"My laptop",)"
              R"("transports":["internal"]})");
    person.answer(passkeys_path, wire::PasskeyInfo{}, 201);
    EXPECT_FALSE(person.sees(Role::Dialog, "Add a passkey"));
    tell_passkeys({"My laptop"});
    EXPECT_TRUE(person.sees(Role::ListItem, "My laptop"));
}

TEST_F(SettingsFactors, WhyNoneWasMadeIsSaidInTheDialog) {
    open();
    tell_passkeys({});
    person.press(Role::Button, "Add a passkey");
    person.type("password", "not mine");
    person.press_in_dialog("Make the passkey");
    person.refuse(passkeys_path + "/options", 403, "wrong_password", "This is not your password.",
                  "password");
    EXPECT_EQ(person.get(Role::TextField, "Your present password").field.error,
              "This is not your password.");
    for (const auto& [outcome, sentence] :
         {std::pair("unused", "No passkey was made."), std::pair("known", "has a passkey for your"),
          std::pair("impossible", "Set up a screen lock")}) {
        person.type("password", "the right one");
        person.press_in_dialog("Make the passkey");
        person.answer(passkeys_path + "/options", options());
        browser_tells(told(outcome));
        EXPECT_TRUE(person.reads(sentence)) << outcome;
        EXPECT_FALSE(person.asked(passkeys_path)) << outcome;
    }
}

TEST_F(SettingsFactors, PasskeysAreRenamedAndRemoved) {
    open();
    tell_passkeys({"Old phone", "Laptop"});
    const std::string one = passkeys_path + "/" + id_number(1).to_string();
    person.press(Role::Button, "Rename: Old phone");
    person.type("name", "Very old phone");
    person.press_in_dialog("Rename");
    EXPECT_EQ(person.browser().pending(one)->method, "PATCH");
    EXPECT_EQ(body(one), R"({"name":"Very old phone"})");
    person.answer(one, api::Empty{}, 204);
    tell_passkeys({"Very old phone", "Laptop"});
    person.press(Role::Button, "Remove: Very old phone");
    EXPECT_TRUE(person.sees(Role::Dialog, "Remove Very old phone?"));
    EXPECT_TRUE(person.reads("Your password and your other passkeys still do."));
    person.type("password", "the right one");
    person.press_in_dialog("Remove");
    EXPECT_EQ(person.browser().pending(one)->method, "DELETE");
    EXPECT_EQ(body(one), R"({"password":"the right one"})");
    person.answer(one, api::Empty{}, 204);
    EXPECT_TRUE(person.reads("The passkey is removed."));
    tell_passkeys({"Laptop"});
    EXPECT_FALSE(person.sees(Role::ListItem, "Very old phone"));
}

TEST_F(SettingsFactors, PasskeysThatCannotBeReadAreAskedForAgain) {
    open();
    person.refuse(passkeys_path, 500, "internal", "Something went wrong.");
    EXPECT_TRUE(person.reads("Your passkeys can't be shown"));
    person.press(Role::Button, "Try again");
    EXPECT_TRUE(person.asked(passkeys_path));
}

TEST_F(SettingsFactors, CodesAreForTheTeam) {
    open(false);
    tell_passkeys({});
    EXPECT_FALSE(person.sees(Role::Heading, "Two-step codes"));
}

TEST_F(SettingsFactors, CodesAreTurnedOnInThreeSteps) {
    open(true);
    tell_passkeys({});
    person.press(Role::Button, "Turn on");
    person.type("password", "the right one");
    person.press_in_dialog("Next");
    EXPECT_EQ(body(codes_path), R"({"password":"the right one"})");
    person.answer(codes_path,
                  api::BeginSecondFactor::Response{
                      "ABCDEFGHIJ", "otpauth://totp/x?secret=ABCDEFGHIJ", {"101", "010", "101"}});
    EXPECT_TRUE(person.sees(Role::Image, "QR code"));
    EXPECT_TRUE(person.sees(Role::Text, "ABCD EFGH IJ"));
    EXPECT_EQ(person.browser().focused_node, person.get(Role::TextField, "Code").id);
    person.press_in_dialog("Copy");
    EXPECT_EQ(person.browser().copied, "ABCDEFGHIJ");
    person.type("code", "000000");
    person.press_in_dialog("Turn on");
    person.refuse(codes_path + "/confirm", 422, "wrong_code", "This code is not right.", "code");
    EXPECT_EQ(person.get(Role::TextField, "Code").field.error, "This code is not right.");
    person.type("code", "123456");
    person.press_in_dialog("Turn on");
    EXPECT_EQ(body(codes_path + "/confirm"), R"({"code":"123456"})");
    person.answer(codes_path + "/confirm", api::RecoveryCodes{{"AAAA-BBBB", "CCCC-DDDD"}});
    EXPECT_TRUE(person.sees(Role::Dialog, "Your recovery codes"));
    EXPECT_TRUE(person.reads("CCCC-DDDD"));
    person.press_in_dialog("Copy");
    EXPECT_EQ(person.browser().copied, "AAAA-BBBB\nCCCC-DDDD");
    person.key("Escape");
    EXPECT_TRUE(person.sees(Role::Dialog, "Your recovery codes")) << "they are shown this once";
    person.press_in_dialog("I have kept them");
    EXPECT_FALSE(person.reads("CCCC-DDDD"));
    EXPECT_TRUE(person.reads("On, 2 recovery codes left"));
}

TEST_F(SettingsFactors, CodesAreRenewedAndTurnedOffByThePassword) {
    open(false, true);  // no longer of the team
    tell_passkeys({});
    person.press(Role::Button, "New recovery codes");
    person.type("password", "the right one");
    person.press_in_dialog("New recovery codes");
    person.answer(codes_path + "/recovery-codes", api::RecoveryCodes{{"EEEE-FFFF"}});
    EXPECT_TRUE(person.reads("EEEE-FFFF"));
    person.press_in_dialog("I have kept them");
    person.press(Role::Button, "Turn off");
    person.type("password", "the right one");
    person.press_in_dialog("Turn off");
    EXPECT_EQ(person.browser().pending(codes_path)->method, "DELETE");
    person.answer(codes_path, api::Empty{}, 204);
    EXPECT_TRUE(person.reads("From now on your password alone signs you in."));
    EXPECT_FALSE(person.sees(Role::Heading, "Two-step codes"));
}

}  // namespace
}  // namespace lsl::app
