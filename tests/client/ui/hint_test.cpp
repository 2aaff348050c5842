#include "client/ui/widgets/hint.h"

#include <gtest/gtest.h>

#include "client/ui/widgets/button.h"
#include "tests/client/screen.h"

namespace lsl::ui {
namespace {

struct Hints : testing::Test {
    Screen screen{320, 568};
    Rect place{280, 60, 26, 26};
    Screen::View view = [this](Ui& ui) {
        button(ui, {10, 300, 100, 44}, {.label = "Elsewhere"});
        hint(ui, place, {.name = "What is Peak?", .text = "The most people at the same moment."});
    };
    bool is_open() const { return screen.find(Role::Group, "What is Peak?") != nullptr; }
    void press() {
        screen.click(Role::Button, "What is Peak?", view);
        screen.settle(view);
    }
};

TEST_F(Hints, TellMoreOnAPressAndAreClosedByAnother) {
    screen.settle(view);
    const Node& sign = screen.get(Role::Button, "What is Peak?");
    EXPECT_TRUE(sign.has_popup);
    EXPECT_FALSE(sign.expanded);
    EXPECT_GE(sign.rect.width, 44);
    EXPECT_GE(sign.rect.height, 44);
    press();
    ASSERT_TRUE(is_open());
    EXPECT_TRUE(screen.get(Role::Button, "What is Peak?").expanded);
    const Rect card = screen.get(Role::Group, "What is Peak?").rect;
    EXPECT_GE(card.x, 0) << "within a narrow screen";
    EXPECT_LE(right(card), 320);
    EXPECT_TRUE(screen.shows("The most people at the same moment."));
    press();
    EXPECT_FALSE(is_open());
    EXPECT_FALSE(screen.get(Role::Button, "What is Peak?").expanded);
}

TEST_F(Hints, SayTheirTextToReadersOnceWhenTheyOpen) {
    screen.settle(view);
    screen.ui.interaction.activate(screen.get(Role::Button, "What is Peak?").id);
    screen.frame(view);
    EXPECT_NE(screen.find(Role::Status, "The most people at the same moment."), nullptr);
    screen.input.now += 5;
    screen.frame(view);
    EXPECT_EQ(screen.find(Role::Status, "The most people at the same moment."), nullptr);
    EXPECT_TRUE(is_open());
}

TEST_F(Hints, AreClosedByEscapeAndByAPressElsewhere) {
    screen.settle(view);
    press();
    screen.ui.interaction.press_escape();
    screen.settle(view);
    EXPECT_FALSE(is_open());
    press();
    screen.click(Role::Button, "Elsewhere", view);
    screen.settle(view);
    EXPECT_FALSE(is_open());
    press();
    screen.click(Role::Group, "What is Peak?", view);
    screen.settle(view);
    EXPECT_TRUE(is_open()) << "a press on the card is none elsewhere";
}

TEST_F(Hints, AreClosedWhenTheKeyboardGoesOn) {
    screen.settle(view);
    const Id sign = screen.get(Role::Button, "What is Peak?").id;
    screen.ui.interaction.set_focus(sign, true);
    screen.ui.interaction.activate(sign);
    screen.settle(view);
    EXPECT_TRUE(is_open());
    screen.ui.interaction.set_focus(screen.get(Role::Button, "Elsewhere").id, true);
    screen.settle(view);
    EXPECT_FALSE(is_open());
}

TEST_F(Hints, StandAboveTheirSignAtTheFootOfAScreen) {
    place.y = 530;
    screen.settle(view);
    press();
    ASSERT_TRUE(is_open());
    EXPECT_LE(bottom(screen.get(Role::Group, "What is Peak?").rect), place.y + 26);
}

}  // namespace
}  // namespace lsl::ui
