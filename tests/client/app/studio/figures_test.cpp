#include <gtest/gtest.h>

#include "tests/client/person.h"

#include "shared/wire/chapter_api.h"
#include "shared/wire/figures_api.h"

// Pages of figures: of a class, of the studio, and what a class that is over tells.

namespace lsl::app {
namespace {

using domain::StaffRole;
using ui::Role;

const std::string figured_class = "/api/instructor/streams/01900000-0000-7000-8000-000000000001";
const std::string figures_path = figured_class + "/figures";
const std::string attendance_path = figured_class + "/attendance";

class FiguresPages : public testing::Test {
  protected:
    void open(const model::Route& route, std::vector<domain::HeldRole> roles = the_owner()) {
        api::PageData data;
        data.roles = std::move(roles);
        data.session = ana();
        person.open(model::url_of(route), data);
    }
    void open_class(std::vector<domain::HeldRole> roles = the_owner()) {
        open(model::figures_page(id_number(1)), std::move(roles));
        person.answer(figured_class, api::OneInstructorStream{own(over())});
    }
    wire::PublicStream over() {
        return ended(a_class(1, "Reggaeton Burn", person.now() - hours(2)), person.now());
    }
    wire::ClassFigures figures() {
        wire::ClassFigures all;
        all.stream_id = id_number(1);
        all.title = "Reggaeton Burn";
        all.began_at = person.now() - hours(1);
        all.length_ms = 3'600'000;
        all.enrolled = 64;
        all.attended = 38;
        all.later = 11;
        all.no_shows = 15;
        all.returning = 29;
        all.peak = 36;
        all.peak_at = *all.began_at + minutes(12);
        all.average = 22.44;
        all.first_time = 7;
        all.watch_seconds = 148'800;
        all.messages = 214;
        all.reactions = 1180;
        for (int i = 0; i < 360; ++i) {
            wire::FiguresStep step;
            step.at_ms = i * 10'000;
            step.viewers = i == 72 ? 36 : 30;
            step.stayed = 0.9;
            all.curve.push_back(step);
        }
        all.money = {.charged = 3200, .refunded = 50, .revenue = 3150, .hosting_cost = 0};
        return all;
    }
    Person person;
};

TEST_F(FiguresPages, OfAClassTellWhoCameAndWhatItEarned) {
    open_class();
    person.answer(figures_path, figures());
    EXPECT_TRUE(person.sees(Role::Heading, "Figures of Reggaeton Burn"));
    EXPECT_TRUE(person.reads("At most 36 watched at the same time"));
    EXPECT_TRUE(person.reads("38 of 64 came"));
    EXPECT_TRUE(person.sees(Role::Slider, "Watching at the same time"));
    EXPECT_TRUE(person.reads("214 messages, 1,180 reactions"));
    EXPECT_TRUE(person.reads("3,150"));
    EXPECT_TRUE(person.reads("22.4"));
    EXPECT_TRUE(person.reads("On average at the same time"));
    EXPECT_TRUE(person.sees(Role::Button, "What is Average watching?"));
    EXPECT_TRUE(person.reads("For the first time with you"));
    EXPECT_FALSE(person.sees(Role::Button, "Show more"));
}

TEST_F(FiguresPages, NamesAreShownWhenSomebodyAsks) {
    open_class();
    person.answer(figures_path, figures());
    EXPECT_FALSE(person.asked(attendance_path));
    person.press(Role::Button, "See the names");
    ASSERT_TRUE(person.asked(attendance_path));
    api::GetAttendance::Response people;
    people.people.push_back({.user_id = {},
                             .display_name = "Lena",
                             .enrolled_at = person.now(),
                             .attendance = "live",
                             .first_at_ms = 0,
                             .live_seconds = 3000,
                             .replay_seconds = 0});
    person.answer(attendance_path, people);
    EXPECT_TRUE(person.sees(Role::ListItem, "Lena"));
}

TEST_F(FiguresPages, APressLeadsToTheReplayThere) {
    open_class();
    auto all = figures();
    all.recording_offset_ms = 2000;
    person.answer(figures_path, all);
    person.listener().on_slider(person.get(Role::Slider, "Watching at the same time").id, 139);
    person.settle();
    person.press(Role::Button, "Play from 23:08");
    EXPECT_EQ(person.browser().history.back(), model::url_of(model::watch_page(id_number(1))));
    EXPECT_TRUE(person.model().watching.as_viewer);
    person.answer(
        "/api/streams/01900000-0000-7000-8000-000000000001/playback",
        api::GetPlayback::Response{"file", "/recordings/v1", "", person.now() + hours(1), ""});
    EXPECT_EQ(person.browser().played_from_s, 1388);
    EXPECT_EQ(person.model().practice.left_at_s, std::nullopt);
}

TEST_F(FiguresPages, OfAClassHaveItsChaptersBelowTheCurves) {
    open_class();
    auto all = figures();
    person.answer(figures_path, all);
    api::ListChapters::Response chapters;
    for (int i = 0; i < 2; ++i) {
        wire::ChapterRow& row = chapters.chapters.emplace_back();
        row.title = i == 0 ? "Warm-up" : "Reggaeton";
        row.at = *all.began_at + minutes(10 * (i + 1));
    }
    const float before = person.get(Role::Group, "Watching at the same time").rect.height;
    person.answer("/api/streams/01900000-0000-7000-8000-000000000001/chapters", chapters);
    EXPECT_GT(person.get(Role::Group, "Watching at the same time").rect.height, before);
    const auto told_at = [&](double step) {
        person.listener().on_slider(person.get(Role::Slider, "Watching at the same time").id, step);
        person.settle();
        return person.get(Role::Slider, "Watching at the same time").value;
    };
    EXPECT_EQ(told_at(30).find("Warm-up"), std::string::npos) << "before the first of them";
    EXPECT_NE(told_at(60).find("Warm-up"), std::string::npos);
    EXPECT_NE(told_at(200).find("Reggaeton"), std::string::npos);
}

TEST_F(FiguresPages, GrowWhileTheClassIsLive) {
    open_class();
    auto all = figures();
    all.is_live = true;
    person.answer(figures_path, all);
    EXPECT_FALSE(person.asked(figures_path));
    person.wait(seconds(21));
    ASSERT_TRUE(person.asked(figures_path));
    all.attended = 39;
    person.answer(figures_path, all);
    EXPECT_TRUE(person.reads("39 of 64 came"));
}

TEST_F(FiguresPages, WithoutMoneyShowNone) {
    open_class({{StaffRole::CoInstructor, id_number(1)}});
    auto all = figures();
    all.money.reset();
    person.answer(figures_path, all);
    EXPECT_TRUE(person.sees(Role::Button, "What is Not yet?"));
    EXPECT_TRUE(person.reads("38 of 64 came"));
    EXPECT_FALSE(person.reads("Earned"));
    EXPECT_FALSE(person.reads("3,150"));
}

TEST_F(FiguresPages, ThatCannotBeHadSaySo) {
    open_class();
    person.refuse(figures_path, 503, "unavailable", "Later.");
    EXPECT_TRUE(person.reads("The figures can't be shown"));
    person.press(Role::Button, "Try again");
    EXPECT_TRUE(person.asked(figures_path));
}

TEST_F(FiguresPages, OfTheStudioListClassesThatOpenTheirs) {
    open(model::page(model::Page::StudioFigures));
    api::GetStudioFigures::Response all;
    all.from = "2026-08-25";
    all.to = "2026-11-23";
    all.by = "class";
    wire::FiguresRow row;
    row.stream_id = id_number(1);
    row.title = "Reggaeton Burn";
    row.begins = person.now() - days(1);
    row.classes = 1;
    row.enrolled = 64;
    row.attended = row.people = 38;
    row.peak = 36;
    row.money = {.charged = 3200, .refunded = 50, .revenue = 3150, .hosting_cost = 0};
    all.rows = {row};
    all.total = row;
    person.answer("/api/instructor/figures", all);
    EXPECT_TRUE(person.sees(Role::Heading, "Figures"));
    EXPECT_TRUE(person.reads("3,150"));
    person.press(Role::Link, "Reggaeton Burn");
    EXPECT_EQ(person.browser().history.back(), model::url_of(model::figures_page(id_number(1))));
}

TEST_F(FiguresPages, OfTheStudioAreAddedUpByWeekAndMonth) {
    open(model::page(model::Page::StudioFigures));
    api::GetStudioFigures::Response all;
    all.by = "class";
    wire::FiguresRow row;
    row.stream_id = id_number(1);
    row.title = "Reggaeton Burn";
    row.begins = person.now() - days(1);
    row.classes = 1;
    row.money = {.charged = 3200, .refunded = 50, .revenue = 3150, .hosting_cost = 0};
    all.rows = {row};
    all.total = row;
    person.answer("/api/instructor/figures", all);
    EXPECT_TRUE(person.get(Role::Button, "Class").selected);
    person.press(Role::Button, "Week");
    all.by = "week";
    all.rows.front().stream_id.reset();
    all.rows.front().title.clear();
    all.rows.front().classes = 3;
    person.answer("/api/instructor/figures?by=week", all);
    EXPECT_TRUE(person.get(Role::Button, "Week").selected);
    EXPECT_TRUE(person.reads("Week from"));
    EXPECT_TRUE(person.reads("3 classes"));
    EXPECT_FALSE(person.sees(Role::Link, "Week from"));
    person.press(Role::Button, "CSV");
    ASSERT_FALSE(person.browser().downloads.empty());
    EXPECT_NE(person.browser().downloads.back().find("by=week"), std::string::npos);
}

TEST_F(FiguresPages, AChoiceThatIsMadeWhileAnotherIsReadIsReadAfterwards) {
    open(model::page(model::Page::StudioFigures));
    api::GetStudioFigures::Response all;
    all.by = "class";
    all.rows.emplace_back().stream_id = id_number(1);
    person.answer("/api/instructor/figures", all);
    person.press(Role::Button, "Week");
    person.press(Role::Button, "Month");
    person.answer("/api/instructor/figures?by=week", all);
    EXPECT_TRUE(person.asked("/api/instructor/figures?by=month"));
}

TEST_F(FiguresPages, OfAClassHaveTheChatsCurve) {
    open_class();
    auto all = figures();
    all.curve[10].messages = 7;
    all.curve[10].reactions = 96;
    person.answer(figures_path, all);
    person.press(Role::Button, "CSV \u00B7 Chat and energy");
    ASSERT_FALSE(person.browser().downloads.empty());
    EXPECT_NE(person.browser().downloads.back().find("table=chat"), std::string::npos);
}

TEST_F(FiguresPages, OfAClassHaveTheTableOfMoneyForWhoIsToldOfIt) {
    open_class();
    person.answer(figures_path, figures());
    person.press(Role::Button, "CSV \u00B7 Money");
    ASSERT_FALSE(person.browser().downloads.empty());
    EXPECT_NE(person.browser().downloads.back().find("table=money"), std::string::npos);
}

TEST_F(FiguresPages, AClassThatIsOverTellsWhoCame) {
    open(model::broadcast_page(id_number(1)));
    person.answer(figured_class, api::OneInstructorStream{own(over())});
    person.answer(figures_path, figures());
    EXPECT_TRUE(person.sees(Role::Heading, "That was it, well danced"));
    EXPECT_TRUE(person.reads("of 64 came"));
    EXPECT_TRUE(person.reads("26 more can watch the replay"));
    EXPECT_TRUE(person.reads("7 for the first time with you"));
    EXPECT_TRUE(person.sees(Role::Link, "All figures"));
    for (const std::string_view name : {"Came", "Earned", "Watching at the same time", "Enrolled",
                                        "Revenue", "Watched at once"}) {
        EXPECT_TRUE(person.sees(Role::Button, "What is " + std::string(name) + "?")) << name;
    }
}

TEST_F(FiguresPages, HaveASignAtEachThatTellsWhatItMeans) {
    open_class();
    auto all = figures();
    all.efforts = {2, 21, 9, 1};
    person.answer(figures_path, all);
    for (const std::string_view name :
         {"Peak", "Watch time", "Came", "Came again", "Rehearsed", "Earned",
          "Watching at the same time", "Joined and left", "Who stayed", "Where people rehearse",
          "Chat and energy", "Who came", "Money"}) {
        EXPECT_TRUE(person.sees(Role::Button, "What is " + std::string(name) + "?")) << name;
    }
    EXPECT_FALSE(person.reads("It can be more than came"));
    person.press(Role::Button, "What is Peak?");
    EXPECT_TRUE(person.sees(Role::Group, "What is Peak?"));
    EXPECT_TRUE(person.sees(Role::Text, "It can be more than came"));
    EXPECT_TRUE(person.get(Role::Button, "What is Peak?").expanded);
    person.key("Escape");
    EXPECT_FALSE(person.sees(Role::Group, "What is Peak?"));
    person.press(Role::Button, "What is Came?");
    person.press(Role::Button, "What is Who stayed?");
    EXPECT_FALSE(person.sees(Role::Group, "What is Came?")) << "one at a time";
    EXPECT_TRUE(person.sees(Role::Group, "What is Who stayed?"));
}

TEST_F(FiguresPages, OfHostingAreMoneyBesideTheTokens) {
    open_class();
    auto all = figures();
    person.answer(figures_path, all);
    EXPECT_FALSE(person.reads("Hosting")) << "it costs nothing here";
    open_class();
    all.money->hosting_cost = 0.84;
    person.answer(figures_path, all);
    EXPECT_TRUE(person.reads("Hosting"));
    EXPECT_TRUE(person.reads("$0.84"));
    EXPECT_TRUE(person.reads("3,150")) << "it is not taken from the tokens";
}

TEST_F(FiguresPages, AClassToWhichNobodyCameHasKindWordsAndNoZeros) {
    open(model::broadcast_page(id_number(1)));
    person.answer(figured_class, api::OneInstructorStream{own(over())});
    wire::ClassFigures none;
    none.stream_id = id_number(1);
    none.began_at = person.now() - hours(1);
    person.answer(figures_path, none);
    EXPECT_TRUE(person.reads("Nobody came this time"));
    EXPECT_FALSE(person.reads("well danced"));
}

}  // namespace
}  // namespace lsl::app
