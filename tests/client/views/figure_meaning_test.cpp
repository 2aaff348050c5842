#include "client/views/figures/figure_meaning.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/client/person.h"

namespace lsl::views {
namespace {

std::vector<Counted> all_figures() {
    std::vector<Counted> all;
    for (int i = 0; i <= static_cast<int>(last_counted); ++i)
        all.push_back(static_cast<Counted>(i));
    return all;
}

TEST(FigureMeanings, EachFigureHasANameAndASentenceOfItsOwn) {
    app::Person person;
    person.open("/streams", api::PageData{});
    std::set<std::string_view> texts;
    for (const Counted one : all_figures()) {
        const Meaning meaning = meaning_of(one);
        const std::string_view name = person.model().say(meaning.name);
        const std::string_view text = person.model().say(meaning.text);
        EXPECT_FALSE(name.empty()) << static_cast<int>(one);
        EXPECT_GT(text.size(), name.size()) << name;
        EXPECT_NE(text.find(": "), std::string_view::npos) << name << " is not named in it";
        EXPECT_TRUE(texts.insert(text).second) << name << " means the same as another figure";
    }
}

}  // namespace
}  // namespace lsl::views
