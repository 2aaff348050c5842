// The time that the studio's figures are told of, and the one before it.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shared/wire/figures_api.h"
#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

const std::string all_figures = "/api/instructor/figures";

std::string date(UtcTime day) { return to_iso8601(day).substr(0, 10); }

class FigurePeriods : public testing::Test {
  protected:
    void open(const std::string& url) {
        api::PageData data;
        data.roles = the_owner();
        data.session = ana();
        person.open(url, data);
    }
    /// Four weeks of it, the newest first, of which each earned that much.
    api::GetStudioFigures::Response weeks(UtcTime from, std::int64_t earned) {
        api::GetStudioFigures::Response all;
        all.from = date(from);
        all.to = date(from + days(28));
        all.by = "week";
        for (int week = 3; week >= 0; --week) {
            wire::FiguresRow& row = all.rows.emplace_back();
            row.begins = std::chrono::floor<days>(from) + days(7 * week);
            row.classes = 1;
            row.money = {.charged = earned, .refunded = 0, .revenue = earned, .hosting_cost = 0};
        }
        all.total = all.rows.front();
        all.total.money.revenue = 4 * earned;
        return all;
    }
    std::string four_weeks_of(UtcTime from) const {
        return "from=" + date(from) + "&to=" + date(from + days(28));
    }
    Person person;
};

TEST_F(FigurePeriods, AreChosenAndStandInTheAddress) {
    open("/instructor/figures");
    person.answer(all_figures, api::GetStudioFigures::Response{});
    EXPECT_TRUE(person.get(Role::Button, "3 months").selected);
    EXPECT_TRUE(person.reads("No class in this time"));
    person.press(Role::Button, "4 weeks");
    EXPECT_EQ(person.browser().history.back(), "/instructor/figures?period=4-weeks");
    const UtcTime tomorrow = std::chrono::floor<days>(person.now()) + days(1);
    EXPECT_TRUE(person.asked(all_figures + "?" + four_weeks_of(tomorrow - days(28))));
    EXPECT_TRUE(person.get(Role::Button, "4 weeks").selected);
    person.press(Role::Button, "CSV");
    ASSERT_FALSE(person.browser().downloads.empty());
    EXPECT_NE(person.browser().downloads.back().find(four_weeks_of(tomorrow - days(28))),
              std::string::npos);
}

TEST_F(FigurePeriods, ComeBackWithTheAddress) {
    open("/instructor/figures?period=12-months");
    EXPECT_TRUE(person.model().route == model::parse_route("/instructor/figures?period=12-months"));
    const UtcTime tomorrow = std::chrono::floor<days>(person.now()) + days(1);
    EXPECT_TRUE(person.asked(all_figures + "?from=" + date(tomorrow - days(365)) +
                             "&to=" + date(tomorrow)));
}

TEST_F(FigurePeriods, ThatMeanNothingAreTheUsualOne) {
    open("/instructor/figures?period=forever");
    EXPECT_TRUE(person.asked(all_figures));
}

TEST_F(FigurePeriods, AreComparedWithAsLongATimeBefore) {
    open("/instructor/figures");
    person.answer(all_figures, api::GetStudioFigures::Response{});
    person.press(Role::Button, "4 weeks");
    const UtcTime from = std::chrono::floor<days>(person.now()) + days(1) - days(28);
    const UtcTime before = from - days(28);
    person.answer(all_figures + "?" + four_weeks_of(from), weeks(from, 300));
    EXPECT_FALSE(person.reads("in the same time before")) << "it is not known yet";
    person.answer(all_figures + "?" + four_weeks_of(before), weeks(before, 200));
    EXPECT_TRUE(person.reads("50 % more than in the same time before"));
    EXPECT_TRUE(person.sees(Role::ListItem, "before: "))
        << "behind each bar, in words for who sees none";
}

TEST_F(FigurePeriods, WithLessOrNothingBeforeSaySo) {
    open("/instructor/figures");
    const UtcTime from = std::chrono::floor<days>(person.now()) - days(27);
    const UtcTime before = from - days(28);
    person.answer(all_figures, weeks(from, 300));
    person.answer(all_figures + "?" + four_weeks_of(before), weeks(before, 600));
    EXPECT_TRUE(person.reads("50 % less than in the same time before"));
    open("/instructor/figures");
    person.answer(all_figures, weeks(from, 300));
    person.answer(all_figures + "?" + four_weeks_of(before), weeks(before, 0));
    EXPECT_TRUE(person.reads("Nothing in the same time before"));
}

/// The titles of the table's rows, from above; the plot's rows in words say more.
std::vector<std::string> titles(const Person& person) {
    std::vector<std::string> titles;
    for (const ui::Node& node : person.tree()) {
        const bool is_title = node.name.size() == std::string_view("Class 1").size();
        if (node.role == Role::ListItem && is_title) titles.push_back(node.name);
    }
    return titles;
}

TEST_F(FigurePeriods, HaveATableThatIsSortedByTheHeadsOfItsColumns) {
    open("/instructor/figures");
    api::GetStudioFigures::Response all;
    all.by = "class";
    for (int i = 1; i <= 3; ++i) {
        wire::FiguresRow& row = all.rows.emplace_back();
        row.stream_id = id_number(i);
        row.title = "Class " + std::to_string(i);
        row.begins = person.now() - days(i);
        row.attended = i == 2 ? 40 : i;
        row.money.charged = row.money.revenue = i == 3 ? 900 : i;
    }
    all.total.money.charged = all.total.money.revenue = 903;
    person.answer(all_figures, all);
    using Titles = std::vector<std::string>;
    const Titles newest_first = {"Class 1", "Class 2", "Class 3"};
    EXPECT_EQ(titles(person), newest_first);
    person.press(Role::Button, "Sort by Came");
    EXPECT_EQ(titles(person), (Titles{"Class 2", "Class 3", "Class 1"}));
    EXPECT_TRUE(person.get(Role::Button, "Came, sorted, highest first").selected);
    person.press(Role::Button, "Came, sorted, highest first");
    EXPECT_EQ(titles(person), (Titles{"Class 1", "Class 3", "Class 2"}));
    person.press(Role::Button, "Sort by Earned");
    EXPECT_EQ(titles(person), (Titles{"Class 3", "Class 2", "Class 1"}));
    person.press(Role::Button, "Sort by Date");
    EXPECT_EQ(titles(person), newest_first);
}

}  // namespace
}  // namespace lsl::app
