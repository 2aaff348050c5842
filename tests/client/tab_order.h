#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/model/messages.h"
#include "tests/client/person.h"
#include "translations.h"

namespace lsl::app {

inline constexpr float touching = 6;  ///< targets of small buttons grow towards one another

inline bool takes_focus(const ui::Node& node) {
    using ui::Role;
    constexpr std::array roles = {Role::Link,   Role::Button,    Role::Switch,   Role::Tab,
                                  Role::Slider, Role::TextField, Role::TextArea, Role::Select};
    return std::find(roles.begin(), roles.end(), node.role) != roles.end();
}

/// The tree of a screen, as somebody sees it who reads from the left.
class ReadScreen {
  public:
    ReadScreen(const Person& person, float width, bool right_to_left)
        : tree_(person.tree()), width_(right_to_left ? width : 0) {
        for (const ui::Node& node : tree_) by_id_[node.id] = &node;
    }

    /// Pairs of neighbours in Tab's order that stand the other way round.
    std::vector<std::string> faults() const {
        std::vector<std::string> found;
        const ui::Node* before = nullptr;
        for (const ui::Node& node : tree_) {
            if (!takes_focus(node)) continue;
            if (before != nullptr && stands_wrong(*before, node)) {
                found.push_back("\"" + node.name + "\" after \"" + before->name + "\"");
            }
            before = &node;
        }
        return found;
    }

  private:
    ui::Rect place(const ui::Node& node) const {
        ui::Rect rect = node.rect;
        if (width_ > 0) rect.x = width_ - ui::right(rect);
        return rect;
    }
    /// What scrolls by itself stands where it is, however far its contents reach.
    const ui::Node& scrolled_whole(const ui::Node& node, const ui::Node& other) const {
        const ui::Node* whole = &node;
        for (auto at = by_id_.find(node.parent); at != by_id_.end();
             at = by_id_.find(at->second->parent)) {
            if (at->second->scroll_height > 0 && !holds(*at->second, other)) whole = at->second;
        }
        return *whole;
    }
    bool holds(const ui::Node& container, const ui::Node& node) const {
        for (auto at = by_id_.find(node.parent); at != by_id_.end();
             at = by_id_.find(at->second->parent)) {
            if (at->second == &container) return true;
        }
        return false;
    }
    /// The second one is read before the first: in one line and further at the start, or above it
    /// and not in a column of its own beside it.
    bool stands_wrong(const ui::Node& first_node, const ui::Node& second_node) const {
        // Bars, sheets and messages lie over the page: their place in it means nothing.
        if (first_node.fixed != second_node.fixed) return false;
        if (root_of(first_node) != root_of(second_node)) return false;
        const ui::Rect first = place(scrolled_whole(first_node, second_node));
        const ui::Rect second = place(scrolled_whole(second_node, first_node));
        const float shared =
            std::min(ui::bottom(first), ui::bottom(second)) - std::max(first.y, second.y);
        const bool one_line = 2 * shared >= std::min(first.height, second.height) && shared > 0;
        if (one_line) return ui::right(second) <= first.x + touching;
        return ui::bottom(second) <= first.y + touching && second.x < ui::right(first) - touching;
    }
    std::uint32_t root_of(const ui::Node& node) const {
        const ui::Node* root = &node;
        while (root->parent != 0 && by_id_.contains(root->parent)) root = by_id_.at(root->parent);
        return root->id;
    }

    const ui::SemanticTree& tree_;
    std::map<std::uint32_t, const ui::Node*> by_id_;
    float width_;  ///< of a screen that is read from the right; else 0
};

struct Size {
    float width, height;
};

class TabOrder : public testing::Test {
  protected:
    void open(std::string_view url, const api::PageData& data) {
        person->open(url, data);
        if (!arabic) return;
        ASSERT_TRUE(person->browser().answer("/messages/ar.txt", 200, model::translation("ar")));
        person->settle();
    }
    template <class Response>
    void answer(std::string_view path, const Response& response) {
        person->answer(path, response);
    }
    UtcTime now() const { return person->now(); }
    api::PageData ana_at_home() const {
        api::PageData data;
        data.session = ana();
        return data;
    }
    api::PageData owner_at_home() const {
        api::PageData data = ana_at_home();
        data.roles = the_owner();
        return data;
    }
    /// On each kind of screen, in a language from the left and in one from the right.
    void expect_order(std::string_view screen, const std::function<void()>& show) {
        for (const Size& size :
             {Size{1280, 860}, Size{1024, 768}, Size{768, 1024}, Size{390, 844}, Size{844, 390}}) {
            for (const bool from_the_right : {false, true}) {
                arabic = from_the_right;
                person = std::make_unique<Person>();
                person->browser().viewport.width = size.width;
                person->browser().viewport.height = size.height;
                person->browser().languages = arabic ? "ar" : "en";
                show();
                const ReadScreen read(*person, size.width, arabic);
                for (const std::string& fault : read.faults()) {
                    ADD_FAILURE() << screen << " at " << size.width << " x " << size.height
                                  << (arabic ? " in Arabic: " : ": ") << fault;
                }
                for (const ui::Node& node : person->tree()) {
                    if (takes_focus(node)) {
                        EXPECT_GE(node.rect.width, 24)
                            << node.name << " of " << screen << " at " << size.width;
                    }
                }
                EXPECT_GT(std::count_if(person->tree().begin(), person->tree().end(), takes_focus),
                          0)
                    << screen;
            }
        }
    }

    const std::string own_class = "/api/instructor/streams/01900000-0000-7000-8000-000000000001";
    std::unique_ptr<Person> person;
    bool arabic = false;
};

}  // namespace lsl::app
