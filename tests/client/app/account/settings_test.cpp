#include <gtest/gtest.h>

#include <algorithm>

#include "shared/wire/account_api.h"
#include "tests/client/person.h"

// A person's own account: what is changed by a password, where they are signed in, what they take
// along, and the end of it.

namespace lsl::app {
namespace {

using ui::Role;

const std::string sessions_path = "/api/me/sessions", calendar_path = "/api/me/calendar";

wire::SessionInfo signed_in_at(int number, std::string device, UtcTime used, bool current = false) {
    wire::SessionInfo info;
    info.id = {id_number(number).uuid};
    info.device = std::move(device);
    info.created_at = used - days(2);
    info.last_seen_at = used;
    info.current = current;
    return info;
}

class SettingsPage : public testing::Test {
  protected:
    void open(bool confirmed = true, bool mail = true) {
        api::PageData data;
        data.session = ana();
        data.session->user.email_verified = confirmed;
        data.sends_mail = mail;
        person.open("/settings", data);
        tell_sessions();
        person.answer(calendar_path, api::CalendarAddress{"https://studio.example/calendar/a.ics"});
    }
    void tell_sessions(bool others = true) {
        api::ListSessions::Response list;
        list.sessions.push_back(signed_in_at(1, "Firefox on Linux", person.now(), true));
        if (others) {
            list.sessions.push_back(signed_in_at(2, "Safari on iPhone", person.now() - hours(2)));
        }
        person.answer(sessions_path, list);
    }
    std::string body(std::string_view path) {
        const auto* request = person.browser().pending(path);
        return request == nullptr ? "nothing was asked" : request->body;
    }
    Person person;
};

TEST_F(SettingsPage, IsForPeopleWhoAreSignedIn) {
    person.open("/settings", api::PageData{});
    EXPECT_EQ(person.model().route.page, model::Page::SignIn);
    EXPECT_EQ(person.model().route.next, "/settings");
}

TEST_F(SettingsPage, ShowsTheAccountAndItsDevices) {
    open();
    EXPECT_TRUE(person.sees(Role::Heading, "Settings"));
    EXPECT_TRUE(person.reads("ana@example.com"));
    EXPECT_TRUE(person.reads("confirmed"));
    EXPECT_TRUE(person.sees(Role::ListItem, "Firefox on Linux"));
    EXPECT_TRUE(person.sees(Role::Button, "End: Safari on iPhone"));
    EXPECT_FALSE(person.sees(Role::Button, "End: Firefox on Linux"));
}

TEST_F(SettingsPage, ChangesThePasswordByTheOldOne) {
    open();
    person.press(Role::Button, "Change: Password");
    person.type("oldPassword", "the one from before");
    person.type("newPassword", "short");
    person.press_in_dialog("Save password");
    EXPECT_FALSE(person.asked("/api/auth/change-password"));
    person.type("newPassword", "quite another one");
    person.press_in_dialog("Save password");
    EXPECT_EQ(body("/api/auth/change-password"),
              R"({"newPassword":"quite another one","oldPassword":"the one from before"})");
    person.refuse("/api/auth/change-password", 403, "wrong_password", "This is not your password.",
                  "oldPassword");
    EXPECT_EQ(person.get(Role::TextField, "Your present password").field.error,
              "This is not your password.");
    person.type("oldPassword", "really the one from before");
    person.press_in_dialog("Save password");
    person.answer("/api/auth/change-password", api::Empty{}, 204);
    EXPECT_FALSE(person.sees(Role::Dialog, "Another password"));
    EXPECT_TRUE(person.reads("Your new password is saved."));
    tell_sessions(false);
    EXPECT_FALSE(person.reads("Safari on iPhone"));
}

TEST_F(SettingsPage, ChangesTheAddressByALinkToTheNewOne) {
    open();
    person.press(Role::Button, "Change: E-mail");
    person.type("email", "ana@new.example");
    person.type("password", "the right one");
    person.press_in_dialog("Send the link");
    EXPECT_EQ(body("/api/auth/change-email"),
              R"({"email":"ana@new.example","password":"the right one"})");
    person.answer("/api/auth/change-email", api::Empty{}, 202);
    EXPECT_TRUE(person.reads("Look into the mails of the new address"));
    // It is not theirs yet.
    EXPECT_TRUE(person.reads("ana@example.com"));
}

TEST_F(SettingsPage, AsksForAnotherMailToConfirmTheAddress) {
    open(false);
    EXPECT_TRUE(person.reads("Confirm your address"));
    person.press(Role::Button, "Send it again");
    person.refuse("/api/auth/resend-verification", 429, "rate_limited", "That was too often.");
    EXPECT_TRUE(person.reads("That was too often."));
    person.press(Role::Button, "Send it again");
    person.answer("/api/auth/resend-verification", api::Empty{}, 202);
    EXPECT_TRUE(person.reads("Another mail to ana@example.com is on its way."));
    EXPECT_FALSE(person.sees(Role::Button, "Send it again"));
}

TEST_F(SettingsPage, OffersNothingThatNeedsMailWhereThereIsNone) {
    open(false, false);
    EXPECT_FALSE(person.reads("Confirm your address"));
    EXPECT_FALSE(person.sees(Role::Button, "Change: E-mail"));
    EXPECT_TRUE(person.reads("server sends no mail"));
    EXPECT_TRUE(person.sees(Role::Button, "Change: Password"));
}

TEST_F(SettingsPage, EndsOneDeviceOrAllOthers) {
    open();
    const std::string one = sessions_path + "/" + id_number(2).to_string();
    person.press(Role::Button, "End: Safari on iPhone");
    ASSERT_TRUE(person.asked(one));
    EXPECT_EQ(person.browser().pending(one)->method, "DELETE");
    person.answer(one, api::Empty{}, 204);
    tell_sessions();
    person.press(Role::Button, "End all others");
    person.answer(sessions_path + "/others", api::Empty{}, 204);
    EXPECT_TRUE(person.reads("All other devices are signed out."));
    tell_sessions(false);
    EXPECT_FALSE(person.sees(Role::Button, "End all others"));
}

TEST_F(SettingsPage, MakesAnotherCalendarAddressAfterAQuestion) {
    open();
    person.press(Role::Button, "Make another one");
    person.press_in_dialog("Make another one");
    person.answer("/api/me/calendar/rotate", api::CalendarAddress{"https://studio.example/b.ics"});
    EXPECT_FALSE(person.sees(Role::Dialog, "Make another address?"));
    EXPECT_EQ(person.model().settings.calendar.value, "https://studio.example/b.ics");
}

TEST_F(SettingsPage, WhoTeachesHasACalendarOfThatToo) {
    api::PageData data;
    data.session = ana();
    data.roles = the_owner();
    data.sends_mail = true;
    person.open("/settings", data);
    const std::string taught = "/api/instructor/calendar";
    person.answer(taught, api::CalendarAddress{"https://studio.example/calendar/taught.ics"});
    EXPECT_EQ(person.model().settings.taught_calendar.value,
              "https://studio.example/calendar/taught.ics");
    EXPECT_TRUE(person.reads("Classes that you teach"));
    EXPECT_FALSE(person.asked(taught)) << "once is enough";
    person.press(Role::Button, "Make another one");
    person.press_in_dialog("Make another one");
    person.answer(taught + "/rotate", api::CalendarAddress{"https://studio.example/next.ics"});
    EXPECT_EQ(person.model().settings.taught_calendar.value, "https://studio.example/next.ics");
}

TEST_F(SettingsPage, WhoTeachesNothingIsAskedForNone) {
    open();
    EXPECT_FALSE(person.asked("/api/instructor/calendar"));
    EXPECT_FALSE(person.reads("Classes that you teach"));
}

TEST_F(SettingsPage, GivesAllDataAsAFile) {
    open();
    person.press(Role::Button, "Download my data");
    const auto& files = person.browser().downloads;
    EXPECT_NE(std::find(files.begin(), files.end(), "/api/me/export"), files.end());
}

TEST_F(SettingsPage, DeletesTheAccountByThePasswordAlone) {
    open();
    person.press(Role::Button, "Delete my account");
    EXPECT_TRUE(person.reads("What stays"));
    person.press_in_dialog("Delete for good");
    EXPECT_FALSE(person.asked("/api/me"));
    person.type("password", "the right one");
    person.press_in_dialog("Delete for good");
    EXPECT_EQ(body("/api/me"), R"({"password":"the right one"})");
    EXPECT_EQ(person.browser().pending("/api/me")->method, "DELETE");
    person.answer("/api/me", api::Empty{}, 204);
    EXPECT_TRUE(person.reads("Your account is deleted."));
    EXPECT_EQ(person.model().route.page, model::Page::Classes);
    EXPECT_FALSE(person.model().signed_in());
}

TEST_F(SettingsPage, SpeaksAnotherLanguage) {
    open();
    person.type("language", "de");
    EXPECT_EQ(person.browser().storage["language"], "de");
}

TEST_F(SettingsPage, OfASessionThatIsOverLeadsToSigningIn) {
    open();
    person.press(Role::Button, "End: Safari on iPhone");
    person.refuse(sessions_path + "/" + id_number(2).to_string(), 401, "unauthenticated",
                  "Sign in first.");
    EXPECT_EQ(person.model().route.page, model::Page::SignIn);
}

}  // namespace
}  // namespace lsl::app
