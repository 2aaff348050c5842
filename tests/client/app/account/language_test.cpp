#include <gtest/gtest.h>

#include "client/model/messages.h"
#include "tests/client/person.h"
#include "translations.h"

namespace lsl::app {
namespace {

using ui::Role;

/// A person whose browser asks for that language, and whose server has its file.
void open_in(Person& person, const std::string& tag, std::string_view url) {
    person.browser().languages = tag + "-XX,en";
    person.open(url, nobody());
    ASSERT_TRUE(person.browser().answer("/messages/" + tag + ".txt", 200, model::translation(tag)));
    person.settle();
}

TEST(Language, IsTheFirstOfThePersonsThatIsThere) {
    EXPECT_EQ(model::best_language("de-AT,en").tag, "de");
    EXPECT_EQ(model::best_language("fr-FR, ar, en").tag, "ar");
    EXPECT_EQ(model::best_language("fr").tag, "en");
    EXPECT_EQ(model::best_language("").tag, "en");
}

TEST(Language, OfTheBrowserIsSpokenFromTheFirstScreenOn) {
    Person person;
    person.browser().languages = "de-AT,en";
    person.open("/login", nobody());
    EXPECT_TRUE(person.tree().empty()) << "nothing is shown in the wrong language";
    ASSERT_TRUE(person.browser().answer("/messages/de.txt", 200, model::translation("de")));
    person.settle();
    EXPECT_TRUE(person.sees(Role::Button, "Anmelden"));
    EXPECT_EQ(person.browser().language, "de");
    EXPECT_FALSE(person.browser().right_to_left);
}

TEST(Language, WithoutItsFileIsEnglish) {
    Person person;
    person.browser().languages = "de";
    person.open("/login", nobody());
    ASSERT_TRUE(person.browser().answer("/messages/de.txt", 0, ""));
    person.settle();
    EXPECT_TRUE(person.sees(Role::Button, "Sign in"));
    EXPECT_EQ(person.browser().language, "en");
}

TEST(Language, HalfAFileIsNotSpoken) {
    Person person;
    person.browser().languages = "de";
    person.open("/login", nobody());
    ASSERT_TRUE(person.browser().answer("/messages/de.txt", 200, "Anmelden\nKonto\n"));
    person.settle();
    EXPECT_TRUE(person.sees(Role::Button, "Sign in"));
}

TEST(Language, ChosenInTheMenuIsKept) {
    Person person;
    person.open("/streams", nobody());
    person.press(Role::Button, "Language");
    person.press(Role::Button, "Deutsch");
    ASSERT_TRUE(person.browser().answer("/messages/de.txt", 200, model::translation("de")));
    person.settle();
    EXPECT_TRUE(person.sees(Role::Link, "Anmelden"));
    EXPECT_EQ(person.browser().storage["language"], "de");
    person.press(Role::Button, "Sprache");
    person.press(Role::Button, "English");
    EXPECT_TRUE(person.sees(Role::Link, "Sign in"));
    EXPECT_EQ(person.browser().language, "en");
}

TEST(Language, FromTheRightMirrorsWhatIsShown) {
    Person left, right;
    left.open("/streams", nobody());
    const ui::Rect brand = left.get(Role::Link, "LeanSporty").rect;
    EXPECT_LT(brand.x, 100);
    open_in(right, "ar", "/streams");
    EXPECT_TRUE(right.browser().right_to_left);
    const ui::Rect mirrored = right.get(Role::Link, "LeanSporty").rect;
    EXPECT_FLOAT_EQ(mirrored.x + mirrored.width, right.browser().viewport.width - brand.x);
    // The finger meets what the eye sees.
    right.press(Role::Link, "تسجيل الدخول");
    EXPECT_EQ(right.browser().history.back(), "/login");
}

TEST(Language, ExplainsErrorsOfTheServerThatItKnows) {
    Person person;
    open_in(person, "de", "/login");
    person.type("email", "ana@example.com");
    person.type("password", "wrong-password");
    person.press(Role::Button, "Anmelden");
    person.refuse("/api/auth/login", 401, "wrong_credentials", "E-mail or password is not right.");
    EXPECT_TRUE(person.sees(Role::Alert, "E-Mail-Adresse oder Passwort stimmt nicht."));
    person.press(Role::Button, "Anmelden");
    person.refuse("/api/auth/login", 409, "never_heard_of", "Something the client doesn't know.");
    EXPECT_TRUE(person.sees(Role::Alert, "Something the client doesn't know."));
}

TEST(Language, ExplainsFieldsInItsOwnWords) {
    Person person;
    open_in(person, "de", "/login");
    person.press(Role::Button, "Anmelden");
    EXPECT_EQ(person.get(Role::TextField, "E-Mail").field.error,
              "Gib eine E-Mail-Adresse ein wie ana@example.com.");
}

class MessagesTest : public testing::Test {
  protected:
    MessagesTest() { platform::fresh_fake_browser(); }
    void speak(std::string_view tag) {
        const model::Language& language = model::best_language(tag);
        ASSERT_TRUE(messages.load(language, {std::string(model::translation(tag))}));
        platform::set_language(language.tag, language.right_to_left);
    }
    BrowserWords words;
    model::Messages messages{words};
};

namespace msg = model::msg;

TEST_F(MessagesTest, HaveThePluralFormsOfTheirLanguage) {
    EXPECT_EQ(messages.say(msg::WordingTokens{1}), "1 token");
    EXPECT_EQ(messages.say(msg::WordingTokens{1200}), "1,200 tokens");
    EXPECT_EQ(messages.say(msg::DialogCancelPeople{0}), "This can't be taken back.");
    EXPECT_EQ(messages.say(msg::WordingClockInWords{0, 12, 5}), "12 minutes 5 seconds");
    speak("ar");
    EXPECT_EQ(messages.say(msg::WordingTokens{1}), "رمز واحد");
    EXPECT_EQ(messages.say(msg::WordingTokens{2}), "رمزان");
    EXPECT_EQ(messages.say(msg::WordingTokens{5}), "5 رموز");
    EXPECT_EQ(messages.say(msg::WordingTokens{11}), "11 رمزًا");
    EXPECT_EQ(messages.say(msg::WordingTokens{100}), "100 رمز");
}

TEST_F(MessagesTest, IsolateNamesOfTheOtherDirection) {
    EXPECT_EQ(messages.say(msg::ToastIsLive{"Salsa"}), "Salsa is live now.");
    EXPECT_EQ(messages.say(msg::ToastIsLive{"سالسا"}), "\u2068سالسا\u2069 is live now.");
    speak("ar");
    EXPECT_EQ(messages.say(msg::TitleLive{"Salsa"}), "مباشر: \u2068Salsa\u2069");
    EXPECT_EQ(messages.say(msg::TitleLive{"سالسا"}), "مباشر: سالسا");
}

TEST_F(MessagesTest, OfEveryLanguageFitTheirPlaceholders) {
    for (const model::Language& language : model::languages) {
        if (language.tag == "en") continue;
        EXPECT_TRUE(messages.load(language, {std::string(model::translation(language.tag))}))
            << language.tag;
        EXPECT_NE(messages.say(msg::LedgerEnrollment{"\x01"}).find('\x01'), std::string::npos);
    }
}

}  // namespace
}  // namespace lsl::app
