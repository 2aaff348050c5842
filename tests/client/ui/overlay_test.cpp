#include "client/ui/widgets/overlay.h"

#include <gtest/gtest.h>

#include <string>

#include "client/ui/widgets/widgets.h"
#include "tests/client/screen.h"

namespace lsl::ui {
namespace {

struct OverlayTest : testing::Test {
    Screen screen;
    Answer answer = Answer::None;
    bool open = true;
    int beneath = 0;
    Screen::View view = [this](Ui& ui) {
        beneath += button(ui, {10, 10, 100, 44}, {.label = "Beneath"}) ? 1 : 0;
        if (open) {
            answer = ask(ui, {.key = "end",
                              .title = "End the class?",
                              .text = "The replay follows in a moment.",
                              .confirm = "End class",
                              .danger = true});
        }
    };
};

TEST_F(OverlayTest, ADialogIsNamedFixedAndGetsTheFocus) {
    screen.frame(view);
    const Node& dialog = screen.get(Role::Dialog, "End the class?");
    EXPECT_TRUE(dialog.fixed);
    EXPECT_EQ(screen.output.focus, dialog.id);
    screen.settle(view);
    EXPECT_FALSE(screen.output.paint_again);
    const Rect box = screen.get(Role::Dialog, "End the class?").rect;
    EXPECT_NEAR(centre_y(box), 400, 1) << "in the middle once its height is known";
    EXPECT_EQ(screen.output.focus, std::nullopt);
    const Node& confirm = screen.get(Role::Button, "End class");
    EXPECT_LT(bottom(confirm.rect), bottom(box));
    EXPECT_EQ(confirm.parent, screen.get(Role::Dialog, "End the class?").id);
}

TEST_F(OverlayTest, ADialogIsAnswered) {
    screen.settle(view);
    screen.click(Role::Button, "End class", view);
    EXPECT_EQ(answer, Answer::Confirm);
    screen.click(Role::Button, "Cancel", view);
    EXPECT_EQ(answer, Answer::Cancel);
}

TEST_F(OverlayTest, WhatConfirmsStandsLastOrFirstWhereBothDoNotFitBesideOneAnother) {
    screen.settle(view);
    const Rect yes = screen.get(Role::Button, "End class").rect;
    const Rect no = screen.get(Role::Button, "Cancel").rect;
    EXPECT_EQ(yes.y, no.y);
    EXPECT_GE(yes.x, right(no));
    screen.input.width = 240;
    screen.settle(view);
    EXPECT_LE(bottom(screen.get(Role::Button, "End class").rect),
              screen.get(Role::Button, "Cancel").rect.y);
}

TEST_F(OverlayTest, TheEnterKeyInAFieldNeverDoesWhatIsDangerous) {
    for (const ButtonKind kind : {ButtonKind::Accent, ButtonKind::Danger}) {
        screen.settle([&](Ui& ui) {
            Column column(ui, 0, 0, 400);
            decide(column, {.label = "Send", .kind = kind, .submits = true}, {.label = "Cancel"});
        });
        EXPECT_EQ(screen.get(Role::Button, "Send").submits, kind != ButtonKind::Danger);
    }
}

TEST_F(OverlayTest, EscapeAndATapBesideCloseIt) {
    screen.settle(view);
    screen.ui.interaction.press_escape();
    screen.frame(view);
    EXPECT_EQ(answer, Answer::Cancel);
    screen.frame(view);
    EXPECT_EQ(answer, Answer::None);
    screen.move_to(20, 700, view);
    screen.press_down(view);
    EXPECT_EQ(answer, Answer::None) << "it may become a scroll";
    screen.move_to(20, 640, view);
    screen.let_go(view);
    EXPECT_EQ(answer, Answer::None) << "it was no tap";
    screen.press_down(view);
    screen.let_go(view);
    EXPECT_EQ(answer, Answer::Cancel);
}

TEST_F(OverlayTest, NothingBeneathADialogIsPressed) {
    screen.settle(view);
    screen.click(Role::Button, "Beneath", view);
    EXPECT_EQ(beneath, 0);
}

/// A form of ten fields and a button, in a dialog on a small phone.
struct TallDialog : testing::Test {
    Screen screen{320, 480};
    bool sent = false;
    Screen::View view = [this](Ui& ui) {
        Dialog dialog(ui, {.key = "edit", .title = "Change the class"});
        for (int i = 0; i < 10; ++i) {
            label(ui, dialog.column.after(0).take(60), "Field " + std::to_string(i), {});
        }
        sent = dialog.column.after(0).button({.label = "Save"});
        dialog.finish();
    };
};

TEST_F(TallDialog, FitsTheScreenAndScrolls) {
    screen.settle(view);
    const Node dialog = screen.get(Role::Dialog, "Change the class");
    EXPECT_GE(dialog.rect.y, 0);
    EXPECT_LE(bottom(dialog.rect), 480);
    const Node save = screen.get(Role::Button, "Save");
    EXPECT_GE(dialog.rect.y + dialog.scroll_height, bottom(save.rect))
        << "all of it can be reached";
    screen.click(Role::Button, "Save", view);
    EXPECT_FALSE(sent) << "it is below the edge of the screen";

    screen.ui.interaction.set_scroll(dialog.id, dialog.scroll_height - dialog.rect.height);
    screen.settle(view);
    const float up = dialog.scroll_height - dialog.rect.height;
    screen.move_to(centre_x(save.rect), centre_y(save.rect) - up, view);
    screen.press_down(view);
    screen.let_go(view);
    EXPECT_TRUE(sent) << "scrolled into sight it is pressed where it is seen";
    EXPECT_EQ(screen.get(Role::Button, "Save").rect, save.rect) << "the browser does the scrolling";
}

TEST_F(TallDialog, StaysAboveASoftKeyboard) {
    screen.input.keyboard = 200;
    screen.settle(view);
    EXPECT_LE(bottom(screen.get(Role::Dialog, "Change the class").rect), 280);
}

TEST_F(OverlayTest, ADialogThatFitsDoesNotScroll) {
    screen.settle(view);
    EXPECT_EQ(screen.get(Role::Dialog, "End the class?").scroll_height, 0);
}

TEST_F(OverlayTest, PressingAMessageOverItDoesNotCloseADialog) {
    const Toast list[] = {{.key = 1, .text = "Link copied"}};
    const Screen::View both = [&](Ui& ui) {
        view(ui);
        toasts(ui, list);
    };
    screen.settle(both);
    screen.point_at(screen.get(Role::Status, "Link copied"), both);
    screen.press_down(both);
    EXPECT_EQ(answer, Answer::None);
}

TEST_F(OverlayTest, OnAPhoneItIsASheetAtTheBottom) {
    screen.input.width = 390;
    screen.input.height = 844;
    screen.input.safe_area.bottom = 34;
    screen.settle(view);
    const Rect box = screen.get(Role::Dialog, "End the class?").rect;
    EXPECT_EQ(box.width, 390);
    EXPECT_EQ(bottom(box), 844);
    EXPECT_LE(bottom(screen.get(Role::Button, "Cancel").rect), 844 - 34);
}

TEST_F(OverlayTest, AMenuChoosesAndCloses) {
    bool menu_open = true;
    std::optional<std::size_t> chosen;
    const MenuItem items[] = {{.text = "Account", .href = "/account"}, {.text = "Sign out"}};
    const Screen::View menus = [&](Ui& ui) {
        if (auto now = menu(ui, "account", {1200, 10, 40, 40}, items, menu_open)) chosen = now;
    };
    screen.settle(menus);
    EXPECT_EQ(screen.get(Role::Link, "Account").href, "/account");
    EXPECT_LE(right(screen.get(Role::List, "Menu").rect), 1280);
    screen.click(Role::Button, "Sign out", menus);
    EXPECT_EQ(chosen, 1u);
    EXPECT_FALSE(menu_open);
    screen.frame(menus);
    EXPECT_EQ(screen.find(Role::List, "Menu"), nullptr);
}

TEST_F(OverlayTest, AMenuClosesByAPressElsewhereButLeavesItsAnchorToTheCaller) {
    bool menu_open = true;
    const MenuItem items[] = {{.text = "One"}};
    const Screen::View menus = [&](Ui& ui) { menu(ui, "m", {1200, 10, 40, 40}, items, menu_open); };
    screen.settle(menus);
    screen.move_to(1210, 20, menus);
    screen.press_down(menus);
    EXPECT_TRUE(menu_open);
    screen.let_go(menus);
    screen.move_to(300, 300, menus);
    screen.press_down(menus);
    EXPECT_FALSE(menu_open);
}

TEST_F(OverlayTest, AToastIsAStatusAndAsksToBeTakenAwayInTime) {
    const Toast list[] = {{.key = 7, .text = "Link copied", .tone = Tone::Success, .until = 4}};
    std::optional<ToastEvent> event;
    const Screen::View toast_view = [&](Ui& ui) {
        if (auto now = toasts(ui, list)) event = now;
    };
    screen.settle(toast_view);
    EXPECT_TRUE(screen.get(Role::Status, "Link copied").fixed);
    EXPECT_FALSE(screen.output.paint_again);
    EXPECT_EQ(screen.output.wake_at, 4);
    screen.click(Role::Button, "Close", toast_view);
    ASSERT_TRUE(event);
    EXPECT_EQ(event->key, 7u);
    EXPECT_FALSE(event->action);
}

TEST_F(OverlayTest, AFailureToastAlertsAndItsActionIsTold) {
    const Toast list[] = {{.key = 3,
                           .text = "The class could not be saved.",
                           .tone = Tone::Danger,
                           .action = "Try again",
                           .until = 9}};
    std::optional<ToastEvent> event;
    const Screen::View toast_view = [&](Ui& ui) {
        if (auto now = toasts(ui, list)) event = now;
    };
    screen.settle(toast_view);
    EXPECT_NE(screen.find(Role::Alert, "The class could not be saved."), nullptr);
    screen.click(Role::Button, "Try again", toast_view);
    ASSERT_TRUE(event);
    EXPECT_TRUE(event->action);
}

}  // namespace
}  // namespace lsl::ui
