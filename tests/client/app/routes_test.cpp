#include "client/model/route.h"

#include <gtest/gtest.h>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using model::Page;
using model::parse_route;
using model::Route;
using model::url_of;

TEST(Routes, EveryPageHasAnAddressThatLeadsBackToIt) {
    Route returning = model::page(Page::SignIn);
    returning.next = "/streams/01900000-0000-7000-8000-000000000001/watch?a=1&b=2";
    Route creating = model::page(Page::CreateAccount);
    creating.next = "/account";
    Route searching = model::page(Page::Workouts);
    searching.search = "salsa & \u010Da-\u010Da +1";
    const Route answering = model::sign_in_from(model::invitation_page("a_Token-1"));
    for (const Route& route : {searching,
                               model::workout_page({id_number(9).uuid}),
                               model::page(Page::Classes),
                               model::page(Page::MyClasses),
                               model::page(Page::Workouts),
                               model::page(Page::SignIn),
                               model::page(Page::CreateAccount),
                               model::page(Page::Account),
                               model::page(Page::Settings),
                               model::page(Page::Notices),
                               model::page(Page::ForgotPassword),
                               model::page(Page::StudioSignIn),
                               model::page(Page::StudioClasses),
                               model::page(Page::StudioCreate),
                               model::page(Page::Gallery),
                               model::watch_page(id_number(7)),
                               model::broadcast_page(id_number(8)),
                               model::people_page(id_number(8)),
                               model::check_page(id_number(8)),
                               model::figures_page(id_number(8)),
                               model::page(Page::StudioFigures),
                               model::invitation_page("a_Token-1"),
                               model::page(Page::Invitation),
                               answering,
                               returning,
                               creating}) {
        EXPECT_EQ(parse_route(url_of(route)), route) << url_of(route);
    }
}

TEST(Routes, TheRootLeadsToClasses) {
    EXPECT_EQ(parse_route("/").page, Page::Classes);
    EXPECT_EQ(parse_route("").page, Page::Classes);
    EXPECT_EQ(parse_route("/streams/").page, Page::Classes);
    EXPECT_EQ(parse_route("/streams?when=today#top").page, Page::Classes);
}

TEST(Routes, UnknownPathsAndMalformedIdsAreNotFound) {
    EXPECT_EQ(parse_route("/nowhere").page, Page::NotFound);
    EXPECT_EQ(parse_route("/streams/12/watch").page, Page::NotFound);
    EXPECT_EQ(parse_route("/streams//watch").page, Page::NotFound);
    EXPECT_EQ(parse_route("/instructor/streams/x/broadcast").page, Page::NotFound);
    EXPECT_EQ(parse_route("/workouts/x").page, Page::NotFound);
    EXPECT_EQ(parse_route("/workouts?q=two+words").search, "two words");
}

TEST(Routes, ATokenStaysInTheFragmentWhichIsSentToNobody) {
    EXPECT_EQ(parse_route("/invitation#a_Token-1").token, "a_Token-1");
    const std::string url = url_of(model::sign_in_from(model::invitation_page("a_Token-1")));
    EXPECT_EQ(url, "/login?next=/invitation#a_Token-1");
    EXPECT_EQ(parse_route(url).next, "/invitation#a_Token-1");
    EXPECT_EQ(parse_route("/invitation#../../streams").token, "")
        << "it goes into the path of a request";
    EXPECT_EQ(parse_route("/invitation#" + std::string(200, 'a')).token, "");
    EXPECT_EQ(parse_route("/streams#a").token, "");
}

TEST(Routes, SignInReturnsOnlyToThisSite) {
    EXPECT_EQ(parse_route("/login?next=%2Faccount").next, "/account");
    EXPECT_EQ(parse_route("/login?next=//evil.example").next, "");
    EXPECT_EQ(parse_route("/login?next=%2F%5Cevil.example").next, "");
    EXPECT_EQ(parse_route("/login?next=https://evil.example").next, "");
    EXPECT_EQ(parse_route("/login?next=/%09/evil.example").next, "");
    EXPECT_EQ(parse_route("/login?next=/%0A%5Cevil.example").next, "");
}

TEST(Routes, SignInRemembersThePageThatAskedForIt) {
    EXPECT_EQ(model::sign_in_from(model::page(Page::Account)).next, "/account");
    EXPECT_EQ(model::sign_in_from(model::page(Page::Classes)).next, "");
    EXPECT_EQ(model::studio_sign_in_from(model::page(Page::StudioCreate)).next,
              "/instructor/streams/create");
}

}  // namespace
}  // namespace lsl::app
