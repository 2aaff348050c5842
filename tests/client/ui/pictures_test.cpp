#include <gtest/gtest.h>

#include <set>

#include "client/ui/widgets/widgets.h"
#include "tests/client/screen.h"

namespace lsl::ui {
namespace {

bool quiet(const FrameOutput& out) { return !out.paint_again && out.wake_at == Motion::never; }

TEST(Pictures, ATitleAlwaysGivesTheSameArtwork) {
    EXPECT_EQ(artwork("Morning Dance Workout").from, artwork("Morning Dance Workout").from);
    std::set<std::pair<int, int>> different;
    for (int i = 0; i < 200; ++i) {
        const Artwork art = artwork("Class " + std::to_string(i));
        different.insert({art.from.r * 256 + art.from.g, static_cast<int>(art.second.x * 100)});
    }
    EXPECT_EQ(different.size(), 24u);
}

TEST(Pictures, ArtworkStaysInsideItsBox) {
    Screen screen;
    const Rect box{200.3f, 100.7f, 253, 143};
    for (const float density : {1.0f, 2.0f}) {
        for (const char* title : {"Morning Dance Workout", "Salsa", "Wake-up Afrobeat", "b", "c"}) {
            screen.input.density = density;
            screen.frame([&](Ui& ui) { draw_artwork(ui, box, title, 12); });
            const ImDrawList* list = ImGui::GetDrawData()->CmdLists[0];
            ASSERT_GT(list->VtxBuffer.Size, 100);
            for (const ImDrawVert& v : list->VtxBuffer) {
                const Rect allowed = inset(box, -1.1f);
                EXPECT_TRUE(contains(allowed, v.pos.x, v.pos.y)) << v.pos.x << ' ' << v.pos.y;
                const bool in_corner = (v.pos.x < box.x + 2 || v.pos.x > right(box) - 2) &&
                                       (v.pos.y < box.y + 2 || v.pos.y > bottom(box) - 2);
                EXPECT_FALSE(in_corner) << "corners are round";
            }
        }
    }
}

TEST(Pictures, TheLiveDotPaintsOnlyWhileItIsSeen) {
    Screen screen;
    float y = 100;
    const Screen::View view = [&](Ui& ui) { live_badge(ui, 100, y); };
    screen.frame(view);
    EXPECT_FALSE(quiet(screen.output));
    EXPECT_NE(screen.find(Role::Text, "LIVE"), nullptr);
    y = 5000;
    screen.frame(view);
    EXPECT_TRUE(quiet(screen.output)) << "off screen";
    y = 100;
    screen.input.reduced_motion = true;
    screen.frame(view);
    EXPECT_TRUE(quiet(screen.output)) << "reduced motion";
}

TEST(Pictures, APageThatStandsStillAsksForNothing) {
    Screen screen;
    bool on = true;
    std::string text;
    double value = 0.5;
    const Screen::View view = [&](Ui& ui) {
        surface(ui, {10, 10, 400, 300});
        picture(ui, {20, 20, 253, 143}, "", "Salsa", 12);
        picture_badge(ui, 30, 30, "60 min");
        button(ui, {20, 200, 100, 44}, {.label = "Enroll"});
        text_field(ui, 20, 320, 300, {.label = "Title"}, text);
        toggle_switch(ui, 20, 420, "Keep", on);
        slider(ui, {20, 480, 200, 44}, {.name = "Volume"}, value);
        level_meter(ui, {20, 540, 386, 12}, "Microphone", 0.5);
        stat_tile(ui, {20, 560, 100, 68}, "64", "enrolled");
    };
    screen.settle(view);
    EXPECT_TRUE(quiet(screen.output));
}

TEST(Pictures, ASkeletonAndASpinnerRestUnderReducedMotion) {
    Screen screen;
    const Screen::View view = [](Ui& ui) {
        skeleton(ui, {10, 10, 300, 20});
        spinner(ui, Rect{10, 50, 100, 100}, "Loading classes");
    };
    screen.frame(view);
    EXPECT_FALSE(quiet(screen.output));
    EXPECT_TRUE(screen.get(Role::Status, "Loading classes").busy);
    screen.input.reduced_motion = true;
    screen.frame(view);
    EXPECT_TRUE(quiet(screen.output));
}

TEST(Pictures, AnImageFadesInOverTheArtwork) {
    Screen screen;
    const Screen::View view = [](Ui& ui) {
        picture(ui, {10, 10, 253, 143}, "/thumbnails/1.webp", "Salsa", 12, "Salsa dancers");
    };
    screen.images.next = {};
    screen.settle(view);
    EXPECT_TRUE(quiet(screen.output)) << "loading asks for no frame: the platform tells";
    const int artwork_only = ImGui::GetDrawData()->TotalVtxCount;
    screen.images.next = {ImageState::Loaded, 7, 640, 480};
    screen.frame(view);
    EXPECT_TRUE(screen.output.paint_again);
    screen.settle(view);
    EXPECT_LT(ImGui::GetDrawData()->TotalVtxCount, artwork_only) << "the artwork is gone";
    EXPECT_EQ(screen.get(Role::Image, "Salsa dancers").rect.width, 253);
}

TEST(Pictures, StepsSayTheirState) {
    Screen screen;
    screen.frame([](Ui& ui) {
        const Step steps[] = {{"Camera and microphone", StepState::Done},
                              {"Connected to the studio", StepState::Current},
                              {"Go live", StepState::Later}};
        EXPECT_EQ(step_list(ui, 10, 10, 300, steps), 2 * 34 + 22);
    });
    EXPECT_EQ(screen.get(Role::Text, "Camera and microphone").description, "done");
    EXPECT_EQ(screen.get(Role::Text, "Connected to the studio").description, "next");
}

TEST(Pictures, AFailureOffersAWayOut) {
    Screen screen;
    bool again = false;
    const Screen::View view = [&](Ui& ui) {
        again =
            error_state(ui, 0, 100, 800, "Classes didn't load", "Check your connection.").action;
    };
    screen.frame(view);
    EXPECT_NE(screen.find(Role::Alert, "Classes didn't load"), nullptr);
    screen.click(Role::Button, "Try again", view);
    EXPECT_TRUE(again);
}

TEST(Pictures, InitialsAreTwoLettersOfTheName) {
    EXPECT_EQ(initials("Ana Novak"), "AN");
    EXPECT_EQ(initials("mila  kovač"), "MK");
    EXPECT_EQ(initials("山田 花子"), "山花");
    EXPECT_EQ(initials("One Two Three"), "OT");
    EXPECT_EQ(initials(""), "");
}

}  // namespace
}  // namespace lsl::ui
