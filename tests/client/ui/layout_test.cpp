#include "client/ui/layout/layout.h"

#include <gtest/gtest.h>

#include "client/ui/core/scopes.h"
#include "client/ui/layout/column.h"
#include "client/ui/widgets/button.h"
#include "tests/client/screen.h"

namespace lsl::ui {
namespace {

TEST(Layout, SlicesTakeFromEverySideAndKeepTheGap) {
    Slices slices({0, 0, 100, 50}, 10);
    EXPECT_EQ(slices.left(20), (Rect{0, 0, 20, 50}));
    EXPECT_EQ(slices.right(20), (Rect{80, 0, 20, 50}));
    EXPECT_EQ(slices.top(10), (Rect{30, 0, 40, 10}));
    EXPECT_EQ(slices.rest, (Rect{30, 20, 40, 30}));
}

TEST(Layout, AStackEndsAtTheBottomOfItsLastBox) {
    Stack stack(10, 20, 100, 8);
    EXPECT_EQ(stack.end(), 20);
    EXPECT_EQ(stack.take(30), (Rect{10, 20, 100, 30}));
    EXPECT_EQ(stack.take(30).y, 58);
    EXPECT_EQ(stack.end(), 88);
}

TEST(Layout, AGridGivesEveryRowTheHeightOfItsHighestCell) {
    Grid grid(0, 0, 320, 3, 10);
    EXPECT_EQ(grid.cell(50), (Rect{0, 0, 100, 50}));
    EXPECT_EQ(grid.cell(80), (Rect{110, 0, 100, 80}));
    EXPECT_EQ(grid.cell(60).x, 220);
    EXPECT_EQ(grid.cell(20), (Rect{0, 90, 100, 20}));
    EXPECT_EQ(grid.end(), 110);
}

struct Width {
    float viewport;
    int columns;
    float content;
    Breakpoint breakpoint;
};

TEST(Layout, ColumnsAndMarginsFollowTheWidth) {
    for (const Width& w :
         {Width{320, 1, 288, Breakpoint::Phone}, Width{599, 1, 567, Breakpoint::Phone},
          Width{600, 2, 536, Breakpoint::Tablet}, Width{840, 3, 776, Breakpoint::Tablet},
          Width{1024, 3, 960, Breakpoint::Desktop}, Width{1120, 4, 1056, Breakpoint::Desktop},
          Width{1280, 4, 1152, Breakpoint::Desktop}, Width{2560, 4, 1152, Breakpoint::Desktop}}) {
        Screen screen(w.viewport);
        screen.frame([&](Ui& ui) {
            const Page page(ui);
            EXPECT_EQ(ui.columns(), w.columns) << w.viewport;
            EXPECT_EQ(ui.breakpoint(), w.breakpoint) << w.viewport;
            EXPECT_EQ(page.width(), w.content) << w.viewport;
            EXPECT_EQ(page.x(), (w.viewport - w.content) / 2) << w.viewport;
        });
    }
}

TEST(Layout, ThePageTellsItsHeightWithRoomForTheTabBar) {
    Screen phone(390, 844);
    phone.input.safe_area.bottom = 34;
    phone.frame([](Ui& ui) {
        Page page(ui);
        EXPECT_EQ(page.next(), 56 + 16);
        page.until(1000);
        page.end(40);
    });
    EXPECT_EQ(phone.output.page_height, 1000 + 40 + 68 + 34);
}

TEST(Layout, LargerTextLaysOutLikeASmallerScreenAndSpeaksInCssPixels) {
    Screen screen(1280, 800);
    screen.input.zoom = 2;
    screen.input.scroll_y = 100;
    int pressed = 0;
    const Screen::View view = [&](Ui& ui) {
        EXPECT_EQ(ui.width(), 640);
        EXPECT_EQ(ui.columns(), 2);
        EXPECT_EQ(ui.frame().scroll_y, 50);
        pressed += button(ui, {100, 300, 120, 44}, {.label = "Enroll"}) ? 1 : 0;
        ui.extend_page(1000);
        ui.show_video("player", {10, 20, 160, 90}, 12);
    };
    screen.frame(view);
    EXPECT_EQ(screen.get(Role::Button, "Enroll").rect, (Rect{200, 600, 240, 88}));
    EXPECT_EQ(screen.output.page_height, 2000);
    EXPECT_EQ(screen.output.videos[0].rect, (Rect{20, 40, 320, 180}));
    EXPECT_EQ(screen.output.videos[0].radius, 24);
    screen.click(Role::Button, "Enroll", view);
    EXPECT_EQ(pressed, 1);
}

TEST(Layout, AContainerCoversItsChildren) {
    Screen screen;
    screen.frame([](Ui& ui) {
        NodeScope list(ui, Role::List, "Classes");
        for (std::int64_t i = 0; i < 3; ++i) {
            IdScope row(ui, i);
            NodeScope item(ui, Role::ListItem, {});
            ui.node({.id = ui.claim("title"),
                     .role = Role::Text,
                     .name = "Title",
                     .rect = {10, 100.0f * static_cast<float>(i), 50, 20}});
        }
    });
    const Node& list = screen.get(Role::List, "Classes");
    EXPECT_EQ(list.rect, (Rect{10, 0, 50, 220}));
    EXPECT_EQ(list.parent, 0u);
    int items = 0;
    for (const Node& node : screen.output.tree) items += node.parent == list.id ? 1 : 0;
    EXPECT_EQ(items, 3);
}

TEST(Layout, IdsStayTheSameFromFrameToFrameAndAreNeverShared) {
    Screen screen;
    const auto view = [](Ui& ui) {
        for (int i = 0; i < 3; ++i) {
            ui.node({.id = ui.claim("same"), .role = Role::Text, .name = "same"});
        }
    };
    const SemanticTree first = screen.frame(view).tree;
    const SemanticTree second = screen.frame(view).tree;
    EXPECT_EQ(first, second);
    EXPECT_NE(first[0].id, first[1].id);
    EXPECT_NE(first[1].id, first[2].id);
}

TEST(Layout, OfALongColumnOnlyTheLinesAroundTheScreenAreMade) {
    Screen screen;
    screen.frame([](Ui& ui) {
        const Lines lines = lines_in_reach(ui, 100, 400, 2500);
        EXPECT_EQ(lines.first, 0);
        EXPECT_GE(100 + 400 * static_cast<float>(lines.last), ui.height());
        EXPECT_LE(lines.last, 12);
        EXPECT_EQ(lines_in_reach(ui, 100, 400, 2).last, 2);
        // Far above the screen: nothing but what lies near its upper edge.
        const Lines far = lines_in_reach(ui, -400 * 1000, 400, 2500);
        EXPECT_LE(far.first, 1000);
        EXPECT_GE(far.first, 990);
        EXPECT_GE(far.last, 1000);
        const Lines gone = lines_in_reach(ui, -400 * 1000, 400, 100);
        EXPECT_EQ(gone.first, 100);
        EXPECT_EQ(gone.last, 100);
    });
}

TEST(Layout, ACellIsWhereTheGridWouldPutIt) {
    Grid grid(10, 20, 320, 3, 10);
    for (int i = 0; i < 7; ++i) {
        const Rect expected = Grid(10, 20, 320, 3, 10).cell_at(i, 50);
        EXPECT_EQ(grid.cell(50), expected) << i;
    }
}

TEST(SideBySide, OnADesktopAndOnATabletThatLiesButOnNoPhone) {
    struct Shape {
        float width, height;
        bool two;
    };
    for (const Shape& shape :
         {Shape{1280, 800, true}, Shape{1180, 820, true}, Shape{1024, 768, true},
          Shape{820, 600, true}, Shape{820, 1180, false}, Shape{844, 390, false},
          Shape{390, 844, false}}) {
        Screen screen(shape.width, shape.height);
        screen.frame([&](Ui& ui) {
            const Page page(ui);
            EXPECT_EQ(side_by_side(ui, page.width()), shape.two)
                << shape.width << " x " << shape.height;
        });
    }
}

}  // namespace
}  // namespace lsl::ui
