// The bells on a class's page, and the teachers whom a person follows.

#include <gtest/gtest.h>

#include "shared/wire/notice_api.h"
#include "tests/client/person.h"

namespace lsl::app {
namespace {

using platform::PushAnswered;
using platform::PushWish;
using ui::Role;

const std::string belled_class = "/api/streams/01900000-0000-7000-8000-000000000001";
const std::string bells_path = belled_class + "/bells", belled_place = belled_class + "/enrollment";
const std::string followed_path = "/api/me/followed";

class ClassBells : public testing::Test {
  protected:
    wire::PublicStream salsa() const { return a_class(1, "Salsa Basics", person.now() + days(2)); }
    void open(std::optional<api::Session> who, const wire::PublicStream& row) {
        api::PageData data;
        data.session = std::move(who);
        data.stream = row;
        person.open(model::url_of(model::watch_page(id_number(1))), data);
    }
    void open_without_place() {
        open(ana(), salsa());
        person.refuse(belled_place, 404, "not_found", "You have no place.");
    }
    void stand(bool of_class, bool of_teacher) {
        person.answer(bells_path, api::Bells{of_class, of_teacher});
    }
    std::string body(std::string_view path) {
        const auto* request = person.browser().pending(path);
        return request == nullptr ? "nothing was asked" : request->body;
    }
    bool is_on(std::string_view name) { return person.get(Role::Switch, name).selected; }
    mutable Person person;
};

TEST_F(ClassBells, VisitorsHaveNone) {
    open(std::nullopt, salsa());
    EXPECT_FALSE(person.asked(bells_path));
    EXPECT_FALSE(person.sees(Role::Switch, "Notices of this class"));
}

TEST_F(ClassBells, AreShownOnceTheyAreKnown) {
    open_without_place();
    EXPECT_FALSE(person.sees(Role::Switch, "Notices of this class"));
    stand(false, true);
    EXPECT_FALSE(is_on("Notices of this class"));
    EXPECT_TRUE(is_on("Follow Mila Kova\u010D"));
    EXPECT_FALSE(person.asked(bells_path)) << "once is enough";
}

TEST_F(ClassBells, AreChangedByAPressAndKeptByTheServer) {
    open_without_place();
    stand(false, false);
    person.press(Role::Switch, "Notices of this class");
    EXPECT_EQ(body(bells_path), R"({"class":true,"teacher":null})");
    EXPECT_TRUE(is_on("Notices of this class")) << "shown at once";
    stand(true, false);
    person.press(Role::Switch, "Follow Mila");
    EXPECT_EQ(body(bells_path), R"({"class":null,"teacher":true})");
    person.refuse(bells_path, 503, "unavailable", "Not now.");
    EXPECT_TRUE(person.reads("Not now."));
    stand(true, false);
    EXPECT_FALSE(is_on("Follow Mila")) << "it is read again";
}

TEST_F(ClassBells, TheBrowserAsksOnAPressThatTurnsOneOn) {
    open_without_place();
    stand(true, false);
    person.listener().on_push({PushAnswered::Off, ""});
    person.settle();
    person.press(Role::Switch, "Notices of this class");
    EXPECT_EQ(person.browser().push_wishes, std::vector{PushWish::Renew});
    stand(false, false);
    person.press(Role::Switch, "Follow Mila");
    EXPECT_EQ(person.browser().push_wishes.back(), PushWish::On);
}

TEST_F(ClassBells, APlaceThatIsTakenChangesHowTheyStand) {
    open_without_place();
    stand(false, false);
    wire::EnrollmentChanged taken;
    taken.enrollment = place_in(salsa());
    person.hears(taken);
    EXPECT_TRUE(person.asked(bells_path));
    stand(true, false);
    EXPECT_TRUE(is_on("Notices of this class"));
}

TEST_F(ClassBells, OfAClassThatIsOverOnlyTheTeacherIsFollowed) {
    open(ana(), ended(salsa(), person.now() - hours(1)));
    person.refuse(belled_place, 404, "not_found", "You have no place.");
    stand(false, false);
    EXPECT_FALSE(person.sees(Role::Switch, "Notices of this class"));
    EXPECT_TRUE(person.sees(Role::Switch, "Follow Mila"));
}

TEST_F(ClassBells, TheSettingsListWhomOneFollows) {
    api::PageData data;
    data.session = ana();
    data.sends_mail = true;
    person.open("/settings", data);
    EXPECT_FALSE(person.reads("Teachers you follow"));
    api::ListFollowed::Response list;
    list.teachers.push_back({FollowedId{id_number(21).uuid}, "Mila", person.now() - days(1)});
    list.teachers.push_back({FollowedId{id_number(22).uuid}, "Tom", person.now() - days(2)});
    person.answer(followed_path, list);
    EXPECT_TRUE(person.sees(Role::Heading, "Teachers you follow"));
    person.press(Role::Button, "Unfollow: Mila");
    person.answer(followed_path + "/" + id_number(21).to_string(), api::Empty{}, 204);
    EXPECT_FALSE(person.sees(Role::ListItem, "Mila"));
    EXPECT_TRUE(person.sees(Role::ListItem, "Tom"));
}

}  // namespace
}  // namespace lsl::app
