#include <gtest/gtest.h>

#include "tests/client/person.h"

// Tokens that the studio gives to a person, by a form over the list of classes.

namespace lsl::app {
namespace {

using ui::Role;

const std::string grants_path = "/api/instructor/grants";

class Granting : public testing::Test {
  protected:
    void SetUp() override {
        api::PageData data;
        data.roles = the_owner();
        person.open("/instructor/streams", data);
        api::ListInstructorStreams::Response classes;
        classes.streams = {own(a_class(1, "Morning Dance", person.now() + hours(3)))};
        person.answer("/api/instructor/streams", classes);
        person.press(Role::Button, "Give tokens");
    }
    void fill(std::string_view tokens) {
        person.type("email", "mona@example.com");
        person.type("tokens", tokens);
        person.type("reason", "For helping out");
    }
    std::string key() {
        const auto* request = person.browser().pending(grants_path);
        return request == nullptr ? std::string() : request->headers.at(0).second;
    }
    Person person;
};

TEST_F(Granting, SaysWhatThePersonHasNow) {
    fill("50");
    person.press_in_dialog("Give tokens");
    const auto* request = person.browser().pending(grants_path);
    ASSERT_NE(request, nullptr);
    EXPECT_EQ(request->body,
              R"({"email":"mona@example.com","reason":"For helping out","tokens":50})");
    EXPECT_NE(key(), "");
    api::GrantTokens::Response answer;
    answer.token_balance = 150;
    person.answer(grants_path, answer, 201);
    EXPECT_FALSE(person.sees(Role::Dialog, "Give tokens"));
    EXPECT_TRUE(person.reads("mona@example.com has \u25C6 150 now."));
}

TEST_F(Granting, NamesWhatIsMissingWithoutAskingTheServer) {
    person.press_in_dialog("Give tokens");
    EXPECT_FALSE(person.asked(grants_path));
    for (const char* field : {"E-mail", "Tokens", "Reason"}) {
        EXPECT_FALSE(person.get(Role::TextField, field).field.error.empty()) << field;
    }
    fill("0");
    person.press_in_dialog("Give tokens");
    EXPECT_FALSE(person.get(Role::TextField, "Tokens").field.error.empty());
}

TEST_F(Granting, AnUnknownAddressStandsUnderItsField) {
    fill("50");
    person.press_in_dialog("Give tokens");
    person.refuse(grants_path, 404, "no_such_person", "Nobody has an account with this address.",
                  "email");
    EXPECT_EQ(person.get(Role::TextField, "E-mail").field.error,
              "Nobody has an account with this address.");
}

TEST_F(Granting, TheSameTriedAgainGivesOnce) {
    fill("50");
    person.press_in_dialog("Give tokens");
    const std::string first = key();
    person.refuse(grants_path, 503, "unavailable", "Try again in a moment.");
    EXPECT_TRUE(person.sees(Role::Alert, "Try again in a moment."));
    person.press_in_dialog("Give tokens");
    EXPECT_EQ(key(), first);
    person.refuse(grants_path, 503, "unavailable", "Try again in a moment.");
    person.type("tokens", "60");
    person.press_in_dialog("Give tokens");
    EXPECT_NE(key(), first) << "another sum is another grant";
}

TEST(Grants, ThePersonReadsTheReason) {
    Person person;
    api::PageData data;
    data.session = ana();
    person.open("/account", data);
    api::GetWallet::Response wallet;
    domain::WalletEntry entry;
    entry.delta = 50;
    entry.reason = domain::WalletReason::Grant;
    entry.note = "For helping out";
    wallet.entries = {entry};
    person.answer("/api/wallet", wallet);
    EXPECT_TRUE(person.reads("From the studio \u00B7 For helping out"));
}

}  // namespace
}  // namespace lsl::app
