// In which order what is on screen is read, and Tab goes through it.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "client/ui/widgets/widgets.h"
#include "tests/client/screen.h"

namespace lsl::ui {
namespace {

/// The tree without the place of announcements, which stands at its end on every page.
SemanticTree content_of(const SemanticTree& tree) {
    SemanticTree content = tree;
    if (!content.empty() && content.back().role == Role::Status) content.pop_back();
    return content;
}

std::vector<std::string> order_of(const SemanticTree& tree) {
    std::vector<std::string> names;
    for (const Node& node : content_of(tree)) names.push_back(node.name);
    return names;
}

using Names = std::vector<std::string>;

/// A line that is drawn from its end, as lines with buttons are.
void a_line(Ui& ui) {
    Slices line({20, 100, 600, 44}, space::s);
    button(ui, line.right(100), {.label = "Enroll"});
    icon_button(ui, line.right(size::button_small), {.icon = icon::calendar_plus, .name = "Save"});
    label(ui, line.rest, "40 tokens", {});
}

TEST(ReadingOrder, InALineIsThatOfThePlaces) {
    for (const bool right_to_left : {false, true}) {
        Screen screen;
        screen.input.right_to_left = right_to_left;
        const FrameOutput& shown = screen.frame([](Ui& ui) {
            const NodeScope page(ui, Role::Main, "Page");
            heading(ui, 20, 40, 300, "Title", 1, {.role = TextRole::PageTitle});
            a_line(ui);
        });
        EXPECT_EQ(order_of(shown.tree), (Names{"Page", "Title", "40 tokens", "Save", "Enroll"}))
            << (right_to_left ? "from the right" : "from the left");
        EXPECT_EQ(screen.get(Role::Text, "40 tokens").rect.x > 640, right_to_left);
    }
}

TEST(ReadingOrder, WhatIsInAContainerGoesWithIt) {
    Screen screen;
    const FrameOutput& shown = screen.frame([](Ui& ui) {
        const NodeScope page(ui, Role::Main, "Page");
        {
            const NodeScope end(ui, Role::Group, "At the end");
            button(ui, {400, 100, 100, 44}, {.label = "First"});
            button(ui, {510, 100, 100, 44}, {.label = "Second"});
        }
        button(ui, {20, 100, 100, 44}, {.label = "At the start"});
        button(ui, {20, 200, 100, 44}, {.label = "Below"});
    });
    EXPECT_EQ(order_of(shown.tree),
              (Names{"Page", "At the start", "At the end", "First", "Second", "Below"}));
    const SemanticTree content = content_of(shown.tree);
    for (std::size_t i = 1; i < content.size(); ++i) {
        const auto parent_at = [&] {
            std::size_t at = 0;
            while (at < i && content[at].id != content[i].parent) ++at;
            return at;
        };
        EXPECT_LT(parent_at(), i) << "a parent comes before " << content[i].name;
    }
}

TEST(ReadingOrder, ColumnsAreReadOneAfterTheOther) {
    Screen screen;
    const FrameOutput& shown = screen.frame([](Ui& ui) {
        const NodeScope page(ui, Role::Main, "Page");
        Column body(ui, 20, 20, 800);
        std::vector<Column> parts = body.split({1, 1});
        parts.front().button({.label = "A1"});
        parts.front().button({.label = "A2"});
        parts.back().button({.label = "B1"});
        parts.back().button({.label = "B2"});
        body.join(parts);
        body.button({.label = "C"});
    });
    EXPECT_EQ(order_of(shown.tree), (Names{"Page", "A1", "A2", "B1", "B2", "C"}));
}

TEST(ReadingOrder, ACardIsReadBeforeWhatIsInIt) {
    Screen screen;
    const FrameOutput& shown = screen.frame([](Ui& ui) {
        const NodeScope page(ui, Role::Main, "Page");
        area_link(ui, {20, 60, 620, 120}, "Salsa Basics", "/streams/1/watch", radius::card);
        a_line(ui);
    });
    EXPECT_EQ(order_of(shown.tree), (Names{"Page", "Salsa Basics", "40 tokens", "Save", "Enroll"}));
}

}  // namespace
}  // namespace lsl::ui
