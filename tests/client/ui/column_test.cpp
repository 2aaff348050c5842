// Columns, the cards in them, and areas that scroll by themselves.
#include "client/ui/layout/column.h"

#include <gtest/gtest.h>

#include <string>

#include "client/ui/widgets/widgets.h"
#include "tests/client/screen.h"

namespace lsl::ui {
namespace {

struct ColumnTest : testing::Test {
    Screen screen;
    /// Draws once.
    template <class Content>
    void draw(const Content& content) {
        screen.frame([&](Ui& ui) { content(ui); });
    }
};

TEST_F(ColumnTest, ThingsStandAGapApartAndNothingIsLeftBehindTheLast) {
    draw([](Ui& ui) {
        Column column(ui, 10, 20, 300, space::m);
        EXPECT_EQ(column.take(40), (Rect{10, 20, 300, 40}));
        EXPECT_EQ(column.take(40), (Rect{10, 72, 300, 40}));
        EXPECT_EQ(column.bottom(), 112);
        EXPECT_EQ(column.after(space::xxl).take(10).y, 136);
        EXPECT_EQ(column.take(10).y, 158) << "after() is for the next thing alone";
    });
}

TEST_F(ColumnTest, ADistanceThatNothingFollowsTakesNoRoom) {
    draw([](Ui& ui) {
        Column column(ui, 0, 0, 300);
        column.take(10);
        column.after(space::xxxl);
        EXPECT_EQ(column.bottom(), 10);
        EXPECT_EQ(column.next(), 42);
    });
}

TEST_F(ColumnTest, AButtonIsAsWideAsTheColumnOrAsItsWords) {
    screen.frame([&](Ui& ui) {
        Column column(ui, 10, 0, 300);
        column.button({.label = "Save"});
        column.button({.label = "More"}, Fit::Content, Align::Centre);
    });
    const Rect wide = screen.get(Role::Button, "Save").rect;
    const Rect narrow = screen.get(Role::Button, "More").rect;
    EXPECT_EQ(wide.width, 300);
    EXPECT_LT(narrow.width, 150);
    EXPECT_NEAR(centre_x(narrow), 160, 0.5f);
    EXPECT_EQ(narrow.y, bottom(wide) + space::l);
}

TEST_F(ColumnTest, PartsBesideOneAnotherAreJoinedBelowTheLongest) {
    draw([](Ui& ui) {
        Column column(ui, 0, 0, 316);
        std::vector<Column> parts = column.split({2, 1}, space::l);
        EXPECT_EQ(parts[0].width(), 200);
        EXPECT_EQ(parts[1].x(), 216);
        EXPECT_EQ(parts[1].width(), 100);
        parts[0].take(30);
        parts[1].take(50);
        column.join(parts);
        EXPECT_EQ(column.bottom(), 50);
        EXPECT_EQ(column.next(), 50 + space::l);
    });
}

TEST_F(ColumnTest, APanelIsAsHighAsItsContentInTheFrameBefore) {
    float end = 0, content = 60;
    const Screen::View view = [&](Ui& ui) {
        Column column(ui, 0, 0, 300);
        column.panel("facts", [&](Column& inside) {
            EXPECT_EQ(inside.x(), space::panel_inset);
            inside.take(content);
        });
        end = column.bottom();
    };
    screen.frame(view);
    EXPECT_EQ(end, 60 + 2 * space::panel_inset);
    EXPECT_TRUE(screen.output.paint_again) << "its surface is drawn with last frame's height";
    screen.frame(view);
    EXPECT_FALSE(screen.output.paint_again);
    content = 90;
    screen.frame(view);
    EXPECT_EQ(end, 90 + 2 * space::panel_inset);
}

/// Twelve lines of a chat in a window for six of them, on a page that is scrolled itself.
struct ScrollAreaTest : testing::Test {
    Screen screen{400, 600};
    int lines = 12;
    int presses = 0;  ///< of line 8
    Screen::View view = [this](Ui& ui) {
        ui.extend_page(2000);
        ScrollArea area(ui, Role::Log, "Chat", {20, 300, 200, 264}, 0, 0);
        for (int i = 0; i < lines; ++i) {
            const std::string text = "Line " + std::to_string(i);
            if (area.column.button({.label = text}) && i == 8) ++presses;
        }
    };
};

TEST_F(ScrollAreaTest, ShowsAPartAndTellsHowMuchThereIs) {
    screen.settle(view);
    const Node area = screen.get(Role::Log, "Chat");
    EXPECT_EQ(area.rect, (Rect{20, 300, 200, 264}));
    EXPECT_EQ(area.scroll_height, 12 * 44);
    EXPECT_FALSE(area.fixed) << "it moves with the page";
    EXPECT_EQ(screen.get(Role::Button, "Line 8").parent, area.id);
}

TEST_F(ScrollAreaTest, WhatIsPressedIsWhatIsSeen) {
    screen.settle(view);
    screen.click(Role::Button, "Line 8", view);
    EXPECT_EQ(presses, 0) << "it is below the window";
    screen.ui.interaction.set_scroll(screen.get(Role::Log, "Chat").id, 200);
    screen.input.scroll_y = 100;
    screen.settle(view);
    const Rect line = screen.get(Role::Button, "Line 8").rect;
    EXPECT_EQ(line.y, 300 + 8 * 44) << "the browser does the scrolling";
    screen.move_to(centre_x(line), centre_y(line) - 200 - 100, view);
    screen.press_down(view);
    screen.let_go(view);
    EXPECT_EQ(presses, 1);
}

TEST_F(ScrollAreaTest, WhatFitsDoesNotScroll) {
    lines = 3;
    screen.settle(view);
    EXPECT_EQ(screen.get(Role::Log, "Chat").scroll_height, 0);
    EXPECT_FALSE(screen.output.paint_again);
}

}  // namespace
}  // namespace lsl::ui
