// Every intent has its reducer, and none is dropped in silence.
#include "client/app/reducers.h"

#include <gtest/gtest.h>

#include "tests/client/person.h"

#include <type_traits>
#include <utility>
#include <variant>

namespace lsl::app {
namespace {

template <class Wish>
constexpr bool is_reduced = requires(State& state, Effects& effects) {
    reduce(state, std::declval<const Wish&>(), effects);
};

template <class... Wishes>
constexpr bool all_are_reduced(std::variant<Wishes...>*) {
    return (is_reduced<Wishes> && ...);
}

template <class... Subjects>
constexpr bool all_of_all_subjects_are_reduced(std::variant<Subjects...>*) {
    return (all_are_reduced(static_cast<Subjects*>(nullptr)) && ...);
}

/// As a view would add it.
struct AskForSomethingNew {};
struct ConfirmSomethingNew {
    StreamId id;
};

// An overload that takes whatever is left would make `update` compile with an intent that nobody
// answers.
static_assert(all_of_all_subjects_are_reduced(static_cast<model::Intent*>(nullptr)));
static_assert(!is_reduced<AskForSomethingNew> && !is_reduced<ConfirmSomethingNew>);
static_assert(!is_reduced<model::Intent> && !is_reduced<model::PageIntent> &&
              !is_reduced<std::monostate>);

TEST(Reducers, MoreOfTheStudiosListIsAskedForOnceAndOnlyThere) {
    Person instructor;
    api::PageData data;
    data.roles = the_owner();
    instructor.open("/instructor/streams", data);
    api::ListInstructorStreams::Response list;
    list.streams = {own(a_class(1, "Salsa", instructor.now() + hours(2)))};
    list.next_cursor = "further";
    instructor.answer("/api/instructor/streams", list);
    instructor.press(ui::Role::Button, "Show more classes");
    EXPECT_TRUE(instructor.asked("/api/instructor/streams?cursor=further"));
    // The viewers' list has pages, too, and is none of this page's business.
    EXPECT_FALSE(instructor.asked("/api/streams?cursor=further"));
}

}  // namespace
}  // namespace lsl::app
