// What only a part says comes with the part, in the language that is spoken.
#include <gtest/gtest.h>

#include "client/model/messages.h"
#include "tests/client/person.h"
#include "translations.h"

namespace lsl::app {
namespace {

using platform::Part;
using ui::Role;
namespace msg = model::msg;

constexpr std::size_t program = 0;
constexpr std::size_t file_of(Part part) { return 1 + static_cast<std::size_t>(part); }

/// The lines of one message file, of a text that has all messages.
std::string lines_of(std::string_view all, std::size_t file) {
    std::size_t line = 0;
    std::string lines;
    for (std::size_t at = 0; at < all.size(); ++line) {
        const std::size_t end = all.find('\n', at) + 1;
        if (line >= msg::begins[file] && line < msg::begins[file + 1]) {
            lines += all.substr(at, end - at);
        }
        at = end;
    }
    return lines;
}
std::string german(std::size_t file) { return lines_of(model::translation("de"), file); }

class PartWords : public testing::Test {
  protected:
    PartWords() { platform::fresh_fake_browser(); }
    /// German, with the program's texts alone.
    bool load_german(model::Texts texts = {}) {
        texts[program] = german(program);
        return messages.load(model::best_language("de"), std::move(texts));
    }
    BrowserWords words;
    model::Messages messages{words};
};

TEST_F(PartWords, AreSaidOnceTheyAreThere) {
    ASSERT_TRUE(load_german());
    EXPECT_EQ(messages.say(msg::common_cancel), "Abbrechen");
    EXPECT_EQ(messages.say(msg::studio_create_class), "");
    ASSERT_TRUE(
        messages.load_part(static_cast<std::size_t>(Part::Studio), german(file_of(Part::Studio))));
    EXPECT_EQ(messages.say(msg::studio_create_class), "Kurs anlegen");
    EXPECT_EQ(messages.say(msg::practice_title), "");
    EXPECT_EQ(messages.say(msg::common_cancel), "Abbrechen");
}

TEST_F(PartWords, InEnglishAreBetterThanNone) {
    ASSERT_TRUE(load_german());
    ASSERT_TRUE(messages.load_part(static_cast<std::size_t>(Part::Studio),
                                   lines_of(model::english_texts, file_of(Part::Studio))));
    EXPECT_EQ(messages.say(msg::studio_create_class), "Create a class");
    EXPECT_EQ(messages.language().tag, "de");
}

TEST_F(PartWords, ThatAreIncompleteAreNotTaken) {
    ASSERT_TRUE(load_german());
    const auto studio = static_cast<std::size_t>(Part::Studio);
    std::string lines = german(file_of(Part::Studio));
    ASSERT_TRUE(messages.load_part(studio, lines));
    lines.pop_back();
    EXPECT_FALSE(messages.load_part(studio, lines));
    EXPECT_FALSE(messages.load_part(studio, "<html>\n"));
    EXPECT_FALSE(messages.load_part(studio, ""));
    EXPECT_FALSE(messages.load_part(msg::parts.size(), ""));
    model::Texts texts;
    texts[file_of(Part::Studio)] = lines;
    EXPECT_FALSE(load_german(std::move(texts)));
    EXPECT_FALSE(messages.load(model::best_language("ar"), {})) << "only English needs no file";
    EXPECT_EQ(messages.say(msg::studio_create_class), "Kurs anlegen");
    EXPECT_EQ(messages.language().tag, "de");
}

TEST_F(PartWords, ChangeWithTheLanguage) {
    model::Texts texts;
    texts[file_of(Part::Player)] = german(file_of(Part::Player));
    ASSERT_TRUE(load_german(std::move(texts)));
    EXPECT_EQ(messages.say(msg::practice_title), "Üben");
    model::Texts english;
    english[file_of(Part::Player)] = lines_of(model::english_texts, file_of(Part::Player));
    ASSERT_TRUE(messages.load(model::languages.front(), std::move(english)));
    EXPECT_EQ(messages.say(msg::practice_title), "Practice");
    EXPECT_EQ(messages.say(msg::common_cancel), "Cancel");
}

/// A visitor whose browser fetches what parts say, and has the player.
class ChangedLanguage : public testing::Test {
  protected:
    ChangedLanguage() {
        person.browser().words_by_part = true;
        person.browser().parts = {Part::Player};
        person.open("/streams", nobody());
        person.press(Role::Button, "Language");
        person.press(Role::Button, "Deutsch");
    }
    bool answer(std::string_view path, std::string_view text, int status = 200) {
        const bool asked = person.browser().answer(path, status, text);
        person.settle();
        return asked;
    }
    Person person;
};

TEST_F(ChangedLanguage, IsSpokenOnceThePartsThatAreHereHaveTheirWords) {
    EXPECT_EQ(person.browser().pending("/messages/de-studio.txt"), nullptr);
    ASSERT_TRUE(answer("/messages/de.txt", german(program)));
    EXPECT_TRUE(person.sees(Role::Link, "Sign in")) << "not half of it";
    EXPECT_EQ(person.browser().language, "en");
    ASSERT_TRUE(answer("/messages/de-player.txt", german(file_of(Part::Player))));
    EXPECT_TRUE(person.sees(Role::Link, "Anmelden"));
    EXPECT_EQ(person.browser().language, "de");
    // The program has its own English, the part hasn't.
    person.press(Role::Button, "Sprache");
    person.press(Role::Button, "English");
    EXPECT_TRUE(person.sees(Role::Link, "Anmelden"));
    ASSERT_TRUE(
        answer("/messages/en-player.txt", lines_of(model::english_texts, file_of(Part::Player))));
    EXPECT_TRUE(person.sees(Role::Link, "Sign in"));
}

TEST_F(ChangedLanguage, WaitsForAPartThatCameMeanwhile) {
    ASSERT_TRUE(answer("/messages/de.txt", german(program)));
    person.browser().parts.insert(Part::Studio);
    EXPECT_TRUE(person.listener().on_part_words(
        Part::Studio, lines_of(model::english_texts, file_of(Part::Studio))));
    ASSERT_TRUE(answer("/messages/de-player.txt", german(file_of(Part::Player))));
    EXPECT_TRUE(person.sees(Role::Link, "Sign in"));
    ASSERT_TRUE(answer("/messages/de-studio.txt", german(file_of(Part::Studio))));
    EXPECT_TRUE(person.sees(Role::Link, "Anmelden"));
}

TEST_F(ChangedLanguage, IsNotSpokenWithoutAPartsWords) {
    ASSERT_TRUE(answer("/messages/de-player.txt", "", 0));
    ASSERT_TRUE(answer("/messages/de.txt", german(program)));
    EXPECT_TRUE(person.sees(Role::Link, "Sign in"));
    EXPECT_EQ(person.browser().language, "en");
    EXPECT_FALSE(person.listener().on_part_words(Part::Studio, "half a line"));
}

}  // namespace
}  // namespace lsl::app
