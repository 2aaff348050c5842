// Chapters: marked on the stage by keys and by touch, shown beside a recording, and addresses that
// open it at a place.

#include <gtest/gtest.h>

#include "shared/wire/chapter_api.h"
#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

const std::string marked_class = "/api/streams/01900000-0000-7000-8000-000000000001";
const std::string chapters_path = marked_class + "/chapters";

ChapterId chapter_number(int number) { return ChapterId{id_number(number).uuid}; }

wire::ChapterRow a_chapter(int number, std::string title, UtcTime at,
                           std::optional<std::int64_t> position_ms = {}) {
    return {.id = chapter_number(number),
            .kind = title == "Warm-up" ? domain::ChapterKind::WarmUp : domain::ChapterKind::Phrase,
            .title = std::move(title),
            .at = at,
            .position_ms = position_ms};
}

class MarkingChapters : public testing::Test {
  protected:
    /// A console of the live class, on a device that sends nothing.
    void open_console(float width = 1280, float height = 720) {
        person.browser().viewport.width = width;
        person.browser().viewport.height = height;
        api::PageData data;
        data.roles = the_owner();
        person.open(model::url_of(model::broadcast_page(id_number(1))), data);
        person.answer("/api/instructor/streams/01900000-0000-7000-8000-000000000001",
                      api::OneInstructorStream{own(live(a_class(1, "Morning Dance", person.now()),
                                                        person.now() - minutes(24)))});
        person.answer(chapters_path, api::ListChapters::Response{});
    }
    /// The server takes what was marked last.
    void taken(int number, const std::string& title) {
        person.answer(chapters_path, api::OneChapter{a_chapter(number, title, person.now())}, 201);
    }
    void expect_button_within(float height) {
        const ui::Node button = person.get(Role::Button, "Mark Warm-up (Page Down)");
        EXPECT_LE(button.rect.y + button.rect.height, height);
        EXPECT_GE(button.rect.height, 44) << "a finger's size";
    }
    /// Others begin with the same words.
    void press_named_exactly(std::string_view name) {
        const ui::SemanticTree shown = person.tree();
        for (const ui::Node& node : shown) {
            if (node.role == Role::Button && node.name == name) return person.press(node);
        }
        ADD_FAILURE() << "nothing is called just " << name;
    }
    std::string latest() const {
        const auto* rows = person.model().chapters.of(id_number(1));
        return rows == nullptr || rows->empty() ? "" : rows->back().title;
    }

    Person person;
};

TEST_F(MarkingChapters, PageDownMarksTheNextOneAndDigitsACertainOne) {
    open_console();
    EXPECT_TRUE(person.key("PageDown"));
    EXPECT_EQ(latest(), "Warm-up") << "before the server has it";
    taken(11, "Warm-up");
    EXPECT_TRUE(person.key("PageDown"));
    taken(12, "Phrase 1");
    EXPECT_TRUE(person.key("9"));
    taken(13, "Cool-down");
    EXPECT_EQ(latest(), "Cool-down");
    EXPECT_EQ(person.model().chapters.list.value->size(), 3u);
    EXPECT_FALSE(person.key("0"));
}

TEST_F(MarkingChapters, PageUpTakesTheLastOneBackAndItCanBePutBack) {
    open_console();
    person.key("PageDown");
    taken(11, "Warm-up");
    EXPECT_TRUE(person.key("PageUp"));
    person.answer(chapters_path + "/" + chapter_number(11).to_string(), api::Empty{}, 204);
    EXPECT_EQ(latest(), "");
    EXPECT_TRUE(person.reads("Taken back: Warm-up"));
    person.activate(Role::Button, "Put back: Warm-up");
    EXPECT_EQ(latest(), "Warm-up");
    EXPECT_TRUE(person.asked(chapters_path));
}

TEST_F(MarkingChapters, WhatWasMarkedOrTakenAwayIsUndoneInTheMessage) {
    open_console();
    person.key("PageDown");
    taken(11, "Warm-up");
    ASSERT_TRUE(person.reads("Marked: Warm-up"));
    person.press(Role::Button, "Undo");
    EXPECT_FALSE(person.reads("Marked: Warm-up")) << "its message has gone with it";
    person.answer(chapters_path + "/" + chapter_number(11).to_string(), api::Empty{}, 204);
    EXPECT_EQ(latest(), "");
    ASSERT_TRUE(person.reads("Taken back: Warm-up"));
    press_named_exactly("Put back");
    EXPECT_EQ(latest(), "Warm-up");
    EXPECT_TRUE(person.asked(chapters_path));
}

TEST_F(MarkingChapters, AMessageCanBeUndoneForEightSeconds) {
    open_console();
    person.key("PageDown");
    taken(11, "Warm-up");
    person.wait(seconds(7));
    EXPECT_TRUE(person.sees(Role::Button, "Undo"));
    person.wait(seconds(1));
    EXPECT_FALSE(person.sees(Role::Button, "Undo"));
}

TEST_F(MarkingChapters, APhoneHearsNothingOfKeys) {
    person.browser().viewport.coarse_pointer = true;
    open_console(390, 844);
    EXPECT_FALSE(person.reads("Page Down"));
    EXPECT_TRUE(person.reads("The button with the flag"));
    person.press(Role::Button, "Mark Warm-up");
    EXPECT_EQ(latest(), "Warm-up");
}

TEST_F(MarkingChapters, APressIsAsGoodAsAKey) {
    open_console(390, 844);
    person.press(Role::Button, "Mark Warm-up (Page Down)");
    taken(11, "Warm-up");
    EXPECT_TRUE(person.sees(Role::Button, "Mark Phrase 1 (Page Down)"));
}

TEST_F(MarkingChapters, TheButtonIsOnTheFirstScreenOfAPhone) {
    open_console(390, 844);
    expect_button_within(844);
}

TEST_F(MarkingChapters, TheButtonIsOnTheFirstScreenOfADesk) {
    open_console(1280, 720);
    expect_button_within(720);
}

TEST_F(MarkingChapters, AChapterIsRenamedMovedAndRemovedInTheList) {
    open_console();
    person.key("PageDown");
    taken(11, "Warm-up");
    const std::string one = chapters_path + "/" + chapter_number(11).to_string();
    person.press(Role::Button, "Rename Warm-up");
    person.type("chapter", "Isolations");
    person.press(Role::Button, "Save the name");
    person.answer(one, api::OneChapter{a_chapter(11, "Isolations", person.now())});
    EXPECT_EQ(latest(), "Isolations");
    person.press(Role::Button, "Isolations: 5 seconds earlier");
    EXPECT_TRUE(person.asked(one));
    person.answer(one, api::OneChapter{a_chapter(11, "Isolations", person.now() - seconds(5))});
    person.press(Role::Button, "Remove Isolations");
    person.answer(one, api::Empty{}, 204);
    EXPECT_EQ(latest(), "");
}

TEST_F(MarkingChapters, WhatTheServerRefusesIsGoneAndSaid) {
    open_console();
    person.key("PageDown");
    person.refuse(chapters_path, 409, "too_many_chapters", "A class has up to 100 chapters.");
    EXPECT_EQ(latest(), "");
    EXPECT_TRUE(person.reads("A class has up to 100 chapters."));
}

TEST_F(MarkingChapters, KeysInAFieldAreTheFields) {
    open_console();
    platform::KeyEvent typed;
    typed.key = "1";
    typed.in_field = true;
    EXPECT_FALSE(person.listener().on_key(typed));
    typed.in_field = false;
    typed.modifiers.control = true;
    EXPECT_FALSE(person.listener().on_key(typed));
    EXPECT_EQ(latest(), "");
}

class WatchingChapters : public testing::Test {
  protected:
    void open(const std::string& query = {}) {
        const wire::PublicStream row =
            ended(a_class(1, "Morning Dance", person.now() - hours(3)), person.now() - hours(2));
        api::PageData data;
        data.session = ana(120);
        data.stream = row;
        data.enrollments.emplace();
        data.enrollments->enrollments.push_back(place_in(row));
        person.open(model::url_of(model::watch_page(id_number(1))) + query, data);
        person.answer(marked_class + "/playback",
                      api::GetPlayback::Response{"file", "/recordings/abc", "",
                                                 person.now() + minutes(5), ""});
        platform::PlayerState state;
        state.phase = platform::PlayerPhase::Playing;
        state.picture = true;
        state.duration_s = 3600;
        person.listener().on_player(state);
        person.settle();
    }
    void have_chapters() {
        person.answer(chapters_path,
                      api::ListChapters::Response{{a_chapter(11, "Warm-up", person.now(), 2000),
                                                   a_chapter(12, "Phrase 1", person.now(), 62'000),
                                                   a_chapter(13, "Not recorded", person.now())}});
    }
    const media::PlayerPractice& told() { return person.browser().practice; }

    Person person;
};

TEST_F(WatchingChapters, APressGoesThereAndALoopIsOnePressAway) {
    open();
    have_chapters();
    EXPECT_FALSE(person.reads("Not recorded"));
    person.press(Role::Button, "Phrase 1, at");
    EXPECT_EQ(person.browser().sought_s, 62);
    person.press(Role::Button, "Loop Warm-up");
    EXPECT_EQ(told().from_s, 2);
    EXPECT_EQ(told().to_s, 62);
    EXPECT_EQ(person.browser().sought_s, 2);
}

TEST_F(WatchingChapters, LinksLeadBackToTheirPlaces) {
    open();
    have_chapters();
    const std::string page = model::url_of(model::watch_page(id_number(1)));
    person.press(Role::Button, "Copy a link to Phrase 1");
    EXPECT_TRUE(person.browser().copied.ends_with(page + "?t=62")) << person.browser().copied;
    person.press(Role::Button, "Loop Warm-up");
    person.press(Role::Button, "Copy a link to this loop");
    EXPECT_TRUE(person.browser().copied.ends_with(page + "?t=2&loop=2-62"))
        << person.browser().copied;
}

TEST_F(WatchingChapters, AnAddressOpensTheRecordingThere) {
    open("?t=83.5");
    EXPECT_EQ(person.browser().played_from_s, 83.5);
    EXPECT_EQ(told().to_s, 0);
}

TEST_F(WatchingChapters, AnAddressWithALoopPlaysIt) {
    open("?loop=83.2-97.6");
    EXPECT_NEAR(person.browser().played_from_s, 83.2, 0.001);
    EXPECT_NEAR(told().from_s, 83.2, 0.001);
    EXPECT_NEAR(told().to_s, 97.6, 0.001);
}

TEST_F(WatchingChapters, WhatASentenceLeavesBehindAnAddressDoesNoHarm) {
    open("?utm=x&t=83s).");
    EXPECT_EQ(person.browser().played_from_s, 83);
}

TEST_F(WatchingChapters, AnAddressIsOfItsOwnPageAlone) {
    open("?t=83");
    EXPECT_EQ(person.model().watching.address, "") << "it was taken up";
    person.listener().on_route("/streams?t=9", 0);
    person.settle();
    EXPECT_EQ(person.model().watching.from_s, std::nullopt);
}

TEST_F(WatchingChapters, NonsenseInAnAddressIsTheBeginning) {
    open("?t=-5&loop=9-3");
    EXPECT_EQ(person.browser().played_from_s, 0);
    EXPECT_EQ(told().to_s, 0);
}

}  // namespace
}  // namespace lsl::app
