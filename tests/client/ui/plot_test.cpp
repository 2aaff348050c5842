#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "client/ui/widgets/plot.h"
#include "tests/client/screen.h"

namespace lsl::ui {
namespace {

class Plots : public testing::Test {
  protected:
    Screen::View view() {
        return [this](Ui& ui) {
            Plot plot;
            plot.title = "Watching at the same time";
            plot.values = values;
            plot.color = rgb(0xFF0000);
            plot.peak = 2;
            plot.peak_text = "most 36";
            const std::array plots = {plot};
            const PlotStack stack{
                .name = "Watching",
                .summary = "At most 36 at 18:42.",
                .table_name = "In words",
                .plots = plots,
                .marks = marks,
                .steps = values.size(),
                .told =
                    [this](std::size_t step) {
                        return std::vector<std::string>{
                            "step " + std::to_string(step),
                            std::to_string(static_cast<int>(values[step])) + " watching"};
                    },
                .beside_title =
                    [&ui](std::size_t number, const Rect& place) {
                        const std::string name = "About plot " + std::to_string(number);
                        ui.node({.id = ui.claim(name),
                                 .role = Role::Button,
                                 .name = name,
                                 .rect = place});
                    },
                .table = table,
                .empty_text = "Nobody has watched yet"};
            result = plot_stack(ui, {40, 40, 700, plot_stack_height(stack)}, stack);
        };
    }
    const Node& crosshair() { return screen.get(Role::Slider, "Watching"); }

    Screen screen;
    std::vector<double> values = {8, 30, 36, 31, 20};
    std::vector<PlotMark> marks = {{0, "18:30"}, {4, "19:30"}};
    std::vector<std::string> table = {"18:30: 36 watching", "19:00: 31 watching"};
    PlotResult result;
};

TEST_F(Plots, AreASentenceASliderAndATableForWhoSeesNoPicture) {
    screen.frame(view());
    EXPECT_TRUE(screen.shows("At most 36 at 18:42."));
    EXPECT_EQ(crosshair().maximum, 4);
    EXPECT_EQ(crosshair().step, 1);
    EXPECT_NE(screen.find(Role::ListItem, "19:00: 31 watching"), nullptr);
    EXPECT_EQ(result.at, std::nullopt);
}

TEST_F(Plots, WhatStandsBehindATitleIsOnTopOfTheCrosshair) {
    screen.frame(view());
    std::size_t slider = 0, about = 0;
    for (std::size_t i = 0; i < screen.output.tree.size(); ++i) {
        if (screen.output.tree[i].role == Role::Slider) slider = i;
        if (screen.output.tree[i].name == "About plot 0") about = i;
    }
    EXPECT_GT(about, slider) << "what comes later in the tree takes the press";
    values = {0, 0};
    screen.frame(view());
    EXPECT_NE(screen.find(Role::Button, "About plot 0"), nullptr) << "without a crosshair, too";
}

TEST_F(Plots, TheKeyboardMovesTheCrosshairAndHearsTheValues) {
    screen.frame(view());
    screen.ui.interaction.set_value(crosshair().id, 2);
    screen.frame(view());
    EXPECT_EQ(result.at, 2u);
    EXPECT_EQ(crosshair().value, "step 2, 36 watching");
    screen.ui.interaction.set_value(crosshair().id, 99);
    screen.frame(view());
    EXPECT_EQ(result.at, 4u);
}

TEST_F(Plots, ThePointerMovesTheCrosshair) {
    screen.frame(view());
    screen.point_at(crosshair(), view());
    screen.frame(view());
    EXPECT_EQ(result.at, 2u) << "the middle of five";
}

TEST_F(Plots, WithoutValuesSaySoAndDrawNoLine) {
    values = {0, 0, 0, 0, 0};
    screen.frame(view());
    EXPECT_TRUE(screen.shows("Nobody has watched yet"));
    EXPECT_EQ(screen.find(Role::Slider, "Watching"), nullptr);
    values.clear();
    screen.frame(view());
    EXPECT_TRUE(screen.shows("Nobody has watched yet"));
}

TEST_F(Plots, FromTheRightRunOnFromTheLeft) {
    screen.input.right_to_left = true;
    screen.frame(view());
    const Rect place = crosshair().rect;
    screen.move_to(place.x + 1, place.y + place.height / 2, view());
    screen.frame(view());
    EXPECT_EQ(result.at, 0u);
}

TEST(PlotScale, EndsInARoundNumberThatHasRoom) {
    EXPECT_EQ(round_top(0), 1);
    EXPECT_EQ(round_top(1), 1);
    EXPECT_EQ(round_top(3), 4);
    EXPECT_EQ(round_top(36), 40);
    EXPECT_EQ(round_top(40), 40);
    EXPECT_EQ(round_top(61), 80);
    EXPECT_EQ(round_top(812), 1000);
}

}  // namespace
}  // namespace lsl::ui
