#include <gtest/gtest.h>

#include "client/ui/widgets/hold_button.h"
#include "client/ui/widgets/stereo_meter.h"
#include "tests/client/screen.h"

namespace lsl::ui {
namespace {

class HoldButtons : public testing::Test {
  protected:
    Screen::View view() {
        return [this](Ui& ui) {
            const Hold told =
                hold_button(ui, {20, 20, 220, 64},
                            {.label = "End class", .hint = "hold for 2 seconds", .key = "end"});
            if (told == Hold::Pressed) ++asked;
            if (told == Hold::Done) ++done;
        };
    }
    /// Frames as they are painted while something moves.
    void wait(double seconds) {
        for (double passed = 0; passed < seconds; passed += 0.05) {
            screen.input.now += 0.05;
            screen.frame(view());
        }
    }

    Screen screen;
    int asked = 0, done = 0;
};

TEST_F(HoldButtons, HeldToTheEndItIsDoneOnce) {
    screen.frame(view());
    screen.point_at(screen.get(Role::Button, "End class"), view());
    screen.press_down(view());
    wait(1.8);
    EXPECT_EQ(done, 0);
    EXPECT_TRUE(screen.output.paint_again) << "its border fills";
    wait(3);
    EXPECT_EQ(done, 1);
    screen.let_go(view());
    wait(0.2);
    EXPECT_EQ(done, 1);
    EXPECT_EQ(asked, 0);
}

TEST_F(HoldButtons, LetGoTooEarlyItAsks) {
    screen.frame(view());
    screen.point_at(screen.get(Role::Button, "End class"), view());
    screen.press_down(view());
    wait(1);
    screen.let_go(view());
    wait(2);
    EXPECT_EQ(done, 0);
    EXPECT_EQ(asked, 1);
}

TEST_F(HoldButtons, AFingerThatSlidesAwayDoesNothing) {
    screen.frame(view());
    screen.point_at(screen.get(Role::Button, "End class"), view());
    screen.press_down(view());
    wait(1);
    screen.move_to(600, 600, view());
    wait(2);
    screen.let_go(view());
    wait(0.2);
    EXPECT_EQ(done, 0);
    EXPECT_EQ(asked, 0);
}

TEST_F(HoldButtons, KeysAndReadersAreAsked) {
    screen.frame(view());
    screen.ui.interaction.activate(screen.get(Role::Button, "End class").id);
    screen.frame(view());
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(done, 0);
}

TEST(StereoMeters, SayAWordAndLightALampThatCanBePutOut) {
    Screen screen;
    std::string_view count;
    bool pressed = false;
    const Screen::View view = [&](Ui& ui) {
        pressed = stereo_meter(ui, {20, 20, 112, 400},
                               {.name = "Sound: good",
                                .left = {"L", 0.3f, 0.6f},
                                .right = {"R", 0.2f, 0.4f},
                                .clip = "clip",
                                .clip_count = count});
    };
    screen.frame(view);
    EXPECT_NE(screen.find(Role::Image, "Sound: good"), nullptr);
    EXPECT_EQ(screen.find(Role::Button, "Too loud once"), nullptr);
    count = "Too loud once";
    screen.frame(view);
    screen.point_at(screen.get(Role::Button, "Too loud once"), view);
    screen.press_down(view);
    screen.let_go(view);
    screen.frame(view);
    screen.ui.interaction.activate(screen.get(Role::Button, "Too loud once").id);
    screen.frame(view);
    EXPECT_TRUE(pressed);
}

TEST(StereoMeters, LeftStaysLeftWhereLayoutsRunFromTheRight) {
    for (const bool right_to_left : {false, true}) {
        Screen screen;
        screen.input.right_to_left = right_to_left;
        const Screen::View view = [&](Ui& ui) {
            stereo_meter(ui, {20, 20, 112, 400},
                         {.name = "Sound: good", .left = {"L"}, .right = {"R"}, .clip = "clip"});
        };
        screen.frame(view);
        // Nothing but the bars, and the scale at their right: the leftmost vertex is the left
        // lamp's.
        float scale = 0;
        for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists) {
            for (const ImDrawVert& vertex : list->VtxBuffer) scale = std::max(scale, vertex.pos.x);
        }
        const float place = right_to_left ? 1280 - 20 - 112 : 20;
        EXPECT_GT(scale, place + 34 + 10 + 34 + 8) << "the scale is at the right of both bars";
    }
}

}  // namespace
}  // namespace lsl::ui
