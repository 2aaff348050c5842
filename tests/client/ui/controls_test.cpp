#include <gtest/gtest.h>

#include "client/ui/widgets/widgets.h"
#include "tests/client/screen.h"

namespace lsl::ui {
namespace {

struct ControlsTest : testing::Test {
    Screen screen;
    int pressed = 0;
    Button spec{.label = "Enroll"};
    Rect place{100, 100, 120, 44};
    Screen::View view = [this](Ui& ui) { pressed += button(ui, place, spec) ? 1 : 0; };
};

TEST_F(ControlsTest, AButtonIsPressedByThePointerOnce) {
    screen.frame(view);
    screen.click(Role::Button, "Enroll", view);
    EXPECT_EQ(pressed, 1);
    screen.frame(view);
    EXPECT_EQ(pressed, 1);
}

TEST_F(ControlsTest, AFirstTouchWithoutHoverPresses) {
    screen.input.pointer = PointerKind::Touch;
    screen.frame(view);
    screen.click(Role::Button, "Enroll", view);
    EXPECT_EQ(pressed, 1);
}

TEST_F(ControlsTest, LettingGoElsewhereIsNoPress) {
    screen.frame(view);
    screen.point_at(screen.get(Role::Button, "Enroll"), view);
    screen.press_down(view);
    screen.move_to(600, 600, view);
    screen.let_go(view);
    EXPECT_EQ(pressed, 0);
}

TEST_F(ControlsTest, APressThatBecameAScrollIsNoPress) {
    screen.frame(view);
    screen.point_at(screen.get(Role::Button, "Enroll"), view);
    screen.press_down(view);
    screen.ui.interaction.cancel_press();
    screen.let_go(view);
    EXPECT_EQ(pressed, 0);
}

TEST_F(ControlsTest, KeyboardAndScreenReaderPressByTheNodesId) {
    screen.frame(view);
    screen.ui.interaction.activate(screen.get(Role::Button, "Enroll").id);
    screen.frame(view);
    EXPECT_EQ(pressed, 1);
    screen.frame(view);
    EXPECT_EQ(pressed, 1);
}

TEST_F(ControlsTest, DisabledAndBusyButtonsTakeNoPress) {
    for (const bool busy : {false, true}) {
        spec.disabled = !busy;
        spec.busy = busy;
        screen.frame(view);
        const Node& node = screen.get(Role::Button, "Enroll");
        EXPECT_EQ(node.disabled, !busy);
        EXPECT_EQ(node.busy, busy);
        screen.click(Role::Button, "Enroll", view);
        screen.ui.interaction.activate(screen.get(Role::Button, "Enroll").id);
        screen.frame(view);
        EXPECT_EQ(pressed, 0);
    }
}

TEST_F(ControlsTest, ADisabledButtonShieldsTheCardBeneathIt) {
    int card = 0;
    spec.disabled = true;
    const Screen::View cards = [&](Ui& ui) {
        card += area_link(ui, {50, 50, 400, 300}, "Salsa", "/streams/1/watch", 16).clicked ? 1 : 0;
        button(ui, place, spec);
    };
    screen.frame(cards);
    screen.click(Role::Button, "Enroll", cards);
    EXPECT_EQ(card, 0);
    screen.click(Role::Link, "Salsa", cards);
    EXPECT_EQ(card, 1);
}

TEST_F(ControlsTest, AButtonOnACardPressesTheButtonAlone) {
    int card = 0;
    const Screen::View cards = [&](Ui& ui) {
        card += area_link(ui, {50, 50, 400, 300}, "Salsa", "/streams/1/watch", 16).clicked ? 1 : 0;
        pressed += button(ui, place, spec) ? 1 : 0;
    };
    screen.frame(cards);
    screen.click(Role::Button, "Enroll", cards);
    EXPECT_EQ(pressed, 1);
    EXPECT_EQ(card, 0);
}

TEST_F(ControlsTest, ACardStaysLitWhileThePointerIsOnItsButton) {
    bool lit = false;
    const Screen::View cards = [&](Ui& ui) {
        lit = area_link(ui, {50, 50, 400, 300}, "Salsa", "/streams/1/watch", 16).hovered;
        button(ui, place, spec);
    };
    screen.frame(cards);
    screen.point_at(screen.get(Role::Button, "Enroll"), cards);
    EXPECT_TRUE(lit);
    screen.move_to(700, 700, cards);
    EXPECT_FALSE(lit);
}

TEST_F(ControlsTest, AButtonWithAnAddressIsALink) {
    spec.href = "/streams/7/watch";
    screen.frame(view);
    EXPECT_EQ(screen.get(Role::Link, "Enroll").href, "/streams/7/watch");
}

TEST_F(ControlsTest, ScrolledPagesArePressedWhereTheyAreSeen) {
    place.y = 2000;
    screen.input.scroll_y = 1700;
    screen.frame(view);
    EXPECT_EQ(screen.get(Role::Button, "Enroll").rect.y, 2000);
    screen.click(Role::Button, "Enroll", view);
    EXPECT_EQ(pressed, 1);
}

TEST_F(ControlsTest, ABarOverThePageTakesThePointer) {
    place.y = 10;
    int bar = 0;
    const Screen::View both = [&](Ui& ui) {
        pressed += button(ui, place, spec) ? 1 : 0;
        LayerScope layer(ui, Layer::Bar);
        layer.block({0, 0, ui.width(), 64});
        bar += button(ui, {600, 10, 100, 44}, {.label = "Account"}) ? 1 : 0;
    };
    screen.frame(both);
    EXPECT_TRUE(screen.get(Role::Button, "Account").fixed);
    screen.click(Role::Button, "Enroll", both);
    EXPECT_EQ(pressed, 0);
    screen.click(Role::Button, "Account", both);
    EXPECT_EQ(bar, 1);
}

TEST_F(ControlsTest, TargetsAreNeverSmallerThanAFinger) {
    bool on = false;
    double value = 0;
    screen.frame([&](Ui& ui) {
        button(ui, {10, 10, 30, 38}, {.label = "A", .size = ButtonSize::Small});
        icon_button(ui, {100, 10, 24, 24}, {.icon = icon::play, .name = "Play"});
        toggle_switch(ui, 200, 10, "Keep", on);
        slider(ui, {300, 10, 200, 20}, {.name = "Seek"}, value);
        token_pill(ui, {10, 100, 90, 34}, "120", "120 tokens", "/account");
        avatar_button(ui, 300, 100, 34, "Ana Novak", "Account", true);
    });
    for (const Node& node : screen.output.tree) {
        if (node.role == Role::Status) continue;  // The place of announcements is not drawn.
        EXPECT_GE(node.rect.width, 44) << node.name;
        EXPECT_GE(node.rect.height, 44) << node.name;
    }
    EXPECT_TRUE(screen.get(Role::Button, "Account").expanded) << "its menu is open";
}

TEST_F(ControlsTest, HoverLightsUpAndComesToRest) {
    screen.settle(view);
    EXPECT_FALSE(screen.output.paint_again);
    screen.point_at(screen.get(Role::Button, "Enroll"), view);
    EXPECT_TRUE(screen.output.paint_again);
    EXPECT_EQ(screen.output.cursor, Cursor::Pointer);
    screen.settle(view);
    EXPECT_FALSE(screen.output.paint_again);
    EXPECT_EQ(screen.output.wake_at, Motion::never);
}

TEST_F(ControlsTest, TheFocusRingIsForTheKeyboard) {
    const auto vertices = [&] {
        screen.frame(view);
        return ImGui::GetDrawData()->TotalVtxCount;
    };
    screen.frame(view);
    const Id id = screen.get(Role::Button, "Enroll").id;
    const int plain = vertices();
    screen.ui.interaction.set_focus(id, false);
    EXPECT_EQ(vertices(), plain);
    screen.ui.interaction.set_focus(id, true);
    EXPECT_GT(vertices(), plain);
}

TEST_F(ControlsTest, AnIconButtonSaysItsNameWhileThePointerRests) {
    const Screen::View icons = [](Ui& ui) {
        icon_button(ui, {100, 100, 44, 44}, {.icon = icon::maximize, .name = "Fullscreen"});
    };
    screen.settle(icons);
    const int plain = ImGui::GetDrawData()->TotalVtxCount;
    screen.point_at(screen.get(Role::Button, "Fullscreen"), icons);
    screen.settle(icons);
    EXPECT_LT(screen.output.wake_at, screen.input.now + 0.6) << "wakes to show the tooltip";
    screen.input.now += 1;
    screen.settle(icons);
    EXPECT_GT(ImGui::GetDrawData()->TotalVtxCount, plain + 20);
    EXPECT_EQ(screen.output.wake_at, Motion::never);
}

TEST_F(ControlsTest, ASwitchFlips) {
    bool on = true;
    const Screen::View switches = [&](Ui& ui) {
        switch_card(ui, {100, 100, 600, 80}, "Keep for the workout catalogue", "After two months.",
                    on);
    };
    screen.frame(switches);
    EXPECT_TRUE(screen.get(Role::Switch, "Keep for the workout catalogue").selected);
    screen.click(Role::Switch, "Keep for the workout catalogue", switches);
    EXPECT_FALSE(on);
    screen.frame(switches);
    EXPECT_FALSE(screen.get(Role::Switch, "Keep for the workout catalogue").selected);
}

TEST_F(ControlsTest, ASliderIsDraggedSteppedAndLetGo) {
    double at = 0;
    SliderResult last;
    const Slider spec_{.name = "Seek", .maximum = 100, .step = 5};
    const Screen::View sliders = [&](Ui& ui) { last = slider(ui, {100, 100, 200, 44}, spec_, at); };
    screen.frame(sliders);
    screen.move_to(150, 120, sliders);
    EXPECT_EQ(last.hovered, 25.0);
    EXPECT_EQ(at, 0);
    screen.press_down(sliders);
    EXPECT_EQ(at, 25);
    screen.move_to(250, 400, sliders);  // drags on outside its row
    EXPECT_EQ(at, 75);
    EXPECT_TRUE(last.dragging);
    screen.move_to(900, 400, sliders);
    EXPECT_EQ(at, 100);
    screen.let_go(sliders);
    EXPECT_TRUE(last.finished);
    screen.frame(sliders);
    EXPECT_FALSE(last.finished);

    screen.ui.interaction.set_value(screen.get(Role::Slider, "Seek").id, 40);
    screen.frame(sliders);
    EXPECT_EQ(at, 40);
    EXPECT_TRUE(last.changed && last.finished);
    EXPECT_EQ(screen.get(Role::Slider, "Seek").now, 40);
}

TEST_F(ControlsTest, TypedTextArrivesInTheDraft) {
    std::string draft = "ana@";
    bool changed = false;
    const TextField email{.label = "E-mail",
                          .field = {.type = "email", .name = "email", .autocomplete = "username"}};
    const Screen::View form = [&](Ui& ui) {
        changed = text_field(ui, 100, 100, 300, email, draft).changed;
    };
    screen.frame(form);
    const Node node = screen.get(Role::TextField, "E-mail");
    EXPECT_EQ(node.value, "ana@");
    EXPECT_EQ(node.field.autocomplete, "username");
    screen.ui.interaction.edit(node.id, "ana@example.com");
    screen.frame(form);
    EXPECT_TRUE(changed);
    EXPECT_EQ(draft, "ana@example.com");
    EXPECT_EQ(screen.get(Role::TextField, "E-mail").value, "ana@example.com");
    screen.frame(form);
    EXPECT_FALSE(changed);
}

TEST_F(ControlsTest, AWrongFieldSaysWhyAndGrows) {
    std::string draft;
    TextField price_field{.label = "Price", .field = {.name = "price"}, .prefix = "◆"};
    float height = 0;
    const Screen::View form = [&](Ui& ui) {
        height = text_field(ui, 100, 100, 200, price_field, draft).height;
        EXPECT_EQ(height, text_field_height(ui, 200, price_field));
    };
    screen.frame(form);
    const float plain = height;
    EXPECT_GT(screen.get(Role::TextField, "Price").rect.x, 100)
        << "the sign stands before the text";
    price_field.field.error = "A price can't be below 0.";
    screen.frame(form);
    EXPECT_GT(height, plain);
    EXPECT_EQ(screen.get(Role::TextField, "Price").field.error, "A price can't be below 0.");
}

TEST_F(ControlsTest, ASecretIsHiddenUntilRevealedAndCopiedWithoutRevealing) {
    bool revealed = false, copied = false;
    const Screen::View secret = [&](Ui& ui) {
        copied =
            copy_field(ui, 100, 100, 400, "Token", "s3cr3t", true, revealed, false).copy || copied;
    };
    screen.frame(secret);
    EXPECT_FALSE(screen.shows("s3cr3t"));
    screen.click(Role::Button, "Copy", secret);
    EXPECT_TRUE(copied);
    EXPECT_FALSE(screen.shows("s3cr3t"));
    screen.click(Role::Button, "Show", secret);
    screen.frame(secret);
    EXPECT_TRUE(screen.shows("s3cr3t"));
    EXPECT_NE(screen.find(Role::Button, "Hide"), nullptr);
}

TEST_F(ControlsTest, TabsChange) {
    int tab = 0;
    const Screen::View view_tabs = [&](Ui& ui) {
        static constexpr std::string_view names[] = {"Live", "Replays"};
        tab = tabs(ui, 100, 100, 400, names, tab);
    };
    screen.frame(view_tabs);
    screen.click(Role::Tab, "Replays", view_tabs);
    screen.frame(view_tabs);
    EXPECT_EQ(tab, 1);
    EXPECT_TRUE(screen.get(Role::Tab, "Replays").selected);
    EXPECT_FALSE(screen.get(Role::Tab, "Live").selected);
}

}  // namespace
}  // namespace lsl::ui
