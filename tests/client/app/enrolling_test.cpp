#include <gtest/gtest.h>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

const std::string enroll_path = "/api/streams/01900000-0000-7000-8000-000000000001/enroll";

class Enrolling : public testing::Test {
  protected:
    api::PageData page(std::optional<api::Session> session, wire::PublicStream row) {
        api::PageData data;
        data.session = std::move(session);
        data.streams.emplace();
        auto& list = row.stream.status == domain::StreamStatus::Live
                         ? data.streams->live_streams
                         : data.streams->upcoming_streams;
        list.push_back(row);
        data.enrollments.emplace();
        return data;
    }
    wire::PublicStream salsa(std::int64_t price = 40) {
        return a_class(1, "Salsa Basics", person.now() + hours(6), price);
    }
    api::Enroll::Response enrolled(const wire::PublicStream& row, std::int64_t balance) {
        api::Enroll::Response answer;
        answer.enrollment = place_in(row, row.stream.price_in_tokens);
        answer.token_balance = balance;
        return answer;
    }
    std::string key_of_last_request() {
        for (const auto& [name, value] : person.browser().requests.back().headers) {
            if (name == "Idempotency-Key") return value;
        }
        return {};
    }

    Person person;
};

TEST_F(Enrolling, WhoLacksTokensIsToldWhomToAsk) {
    api::PageData data = page(ana(10), salsa());
    data.studio_contact = "mailto:hello@studio.example";
    person.open("/streams", data);
    person.press(Role::Button, "Enroll in Salsa Basics");
    person.press(Role::Link, "Ask the studio for tokens");
    EXPECT_EQ(person.browser().left_to.back(), "mailto:hello@studio.example");
    EXPECT_TRUE(person.sees(Role::Dialog, "Enroll in this class")) << "the page stays as it is";
    EXPECT_FALSE(person.asked(enroll_path));
}

TEST_F(Enrolling, WithoutSomebodyToAskThereIsNoLink) {
    person.open("/streams", page(ana(10), salsa()));
    person.press(Role::Button, "Enroll in Salsa Basics");
    EXPECT_TRUE(person.reads("Ask the studio for more."));
    EXPECT_FALSE(person.sees(Role::Link, "Ask the studio for tokens"));
}

TEST_F(Enrolling, APaidClassAsksFirstAndSaysWhatItCosts) {
    person.open("/streams", page(ana(120), salsa()));
    person.press(Role::Button, "Enroll in Salsa Basics");
    EXPECT_TRUE(person.sees(Role::Dialog, "Enroll in this class"));
    EXPECT_TRUE(person.reads("\u25C6 80")) << "the balance afterwards";
    EXPECT_FALSE(person.asked(enroll_path));
    EXPECT_TRUE(person.browser().scroll_locked);
}

TEST_F(Enrolling, ConfirmingPaysAndShowsThePlace) {
    person.open("/streams", page(ana(120), salsa()));
    person.press(Role::Button, "Enroll in Salsa Basics");
    person.press(Role::Button, "Enroll for \u25C6 40");
    ASSERT_TRUE(person.asked(enroll_path));
    EXPECT_FALSE(key_of_last_request().empty());
    EXPECT_TRUE(person.get(Role::Button, "Enroll for \u25C6 40").busy);
    person.answer(enroll_path, enrolled(salsa(), 80), 201);
    EXPECT_FALSE(person.sees(Role::Dialog, ""));
    EXPECT_TRUE(person.sees(Role::Text, "Enrolled"));
    EXPECT_TRUE(person.reads("80 tokens"));
    EXPECT_TRUE(person.reads("You're enrolled. Start:"));
    EXPECT_TRUE(person.sees(Role::Link, "Details of Salsa Basics"));
}

TEST_F(Enrolling, TryingAgainKeepsTheKeySoThatNobodyPaysTwice) {
    person.open("/streams", page(ana(120), salsa()));
    person.press(Role::Button, "Enroll in Salsa Basics");
    person.press(Role::Button, "Enroll for \u25C6 40");
    const std::string key = key_of_last_request();
    person.browser().answer(enroll_path, 0, "");
    person.settle();
    EXPECT_TRUE(person.reads("Check your connection"));
    person.press(Role::Button, "Try again");
    EXPECT_TRUE(person.asked(enroll_path));
    EXPECT_EQ(key_of_last_request(), key);
}

TEST_F(Enrolling, TheServersRefusalStandsInTheDialog) {
    person.open("/streams", page(ana(120), salsa()));
    person.press(Role::Button, "Enroll in Salsa Basics");
    person.press(Role::Button, "Enroll for \u25C6 40");
    person.refuse(enroll_path, 409, "class_over", "This class is over.");
    EXPECT_TRUE(person.sees(Role::Dialog, "Enroll"));
    EXPECT_TRUE(person.reads("This class is over."));
    person.press(Role::Button, "Cancel");
    EXPECT_FALSE(person.sees(Role::Dialog, ""));
}

TEST_F(Enrolling, APriceThatWasRaisedMeanwhileIsShownAndAskedAgain) {
    person.open("/streams", page(ana(120), salsa()));
    person.press(Role::Button, "Enroll in Salsa Basics");
    person.press(Role::Button, "Enroll for \u25C6 40");
    EXPECT_EQ(person.browser().requests.back().body, R"({"expectedPrice":40})");
    const std::string key = key_of_last_request();
    person.browser().answer(enroll_path, 409,
                            R"({"error":"The price has changed.","code":"price_changed",)"
                            R"("price_in_tokens":60})");
    person.settle();
    EXPECT_TRUE(person.reads("The price has changed."));
    EXPECT_TRUE(person.reads("\u25C6 60")) << "the balance afterwards";
    person.press(Role::Button, "Enroll for \u25C6 60");
    EXPECT_EQ(person.browser().requests.back().body, R"({"expectedPrice":60})");
    EXPECT_NE(key_of_last_request(), key) << "another request";
}

TEST_F(Enrolling, TooFewTokensIsSaidBeforeAnythingIsSent) {
    person.open("/streams", page(ana(10), salsa()));
    person.press(Role::Button, "Enroll in Salsa Basics");
    EXPECT_TRUE(person.reads("This class costs 40 tokens and you have 10."));
    EXPECT_FALSE(person.sees(Role::Button, "Enroll for"));
    EXPECT_FALSE(person.asked(enroll_path));
}

TEST_F(Enrolling, AFreeClassNeedsNoQuestion) {
    person.open("/streams", page(ana(0), salsa(0)));
    person.press(Role::Button, "Enroll in Salsa Basics");
    EXPECT_TRUE(person.asked(enroll_path));
    EXPECT_TRUE(person.get(Role::Button, "Enroll in Salsa Basics").busy);
    person.answer(enroll_path, enrolled(salsa(0), 0), 201);
    EXPECT_TRUE(person.sees(Role::Text, "Enrolled"));
}

TEST_F(Enrolling, APressByKeyboardDoesTheSame) {
    person.open("/streams", page(ana(0), salsa(0)));
    person.activate(Role::Button, "Enroll in Salsa Basics");
    EXPECT_TRUE(person.asked(enroll_path));
    EXPECT_EQ(std::count_if(person.browser().requests.begin(), person.browser().requests.end(),
                            [](const auto& request) { return request.path == enroll_path; }),
              1);
}

TEST_F(Enrolling, ALiveClassIsWatchedAtOnce) {
    const wire::PublicStream row = live(salsa(), person.now() - minutes(12));
    person.open("/streams", page(ana(120), row));
    person.press(Role::Button, "Enroll for \u25C6 40 and watch");
    person.press_in_dialog("Enroll for \u25C6 40");
    person.answer(enroll_path, enrolled(row, 80), 201);
    EXPECT_EQ(person.browser().history.back(), model::url_of(model::watch_page(id_number(1))));
    EXPECT_TRUE(person.asked("/api/streams/01900000-0000-7000-8000-000000000001/playback"));
}

TEST_F(Enrolling, AVisitorSignsInFirstAndComesBackToTheQuestion) {
    person.open("/streams", page(std::nullopt, salsa()));
    person.press(Role::Button, "Enroll in Salsa Basics");
    EXPECT_EQ(person.browser().history.back(), "/login");
    person.type("email", "ana@example.com");
    person.type("password", "secret-enough");
    person.press(Role::Button, "Sign in");
    person.answer("/api/auth/login", ana(120));
    EXPECT_EQ(person.browser().history.back(), "/streams");
    EXPECT_TRUE(person.sees(Role::Dialog, "Enroll in this class"));
}

TEST_F(Enrolling, GivingUpAPlaceAsksAndReturnsTheTokens) {
    const wire::PublicStream row = salsa();
    api::PageData data;
    data.session = ana(80);
    data.stream = row;
    data.enrollments.emplace();
    data.enrollments->enrollments.push_back(place_in(row));
    person.open(model::url_of(model::watch_page(id_number(1))), data);
    person.press(Role::Button, "Give up my place");
    EXPECT_TRUE(person.sees(Role::Dialog, "Give up your place?"));
    person.press_in_dialog("Give up my place");
    const std::string path = "/api/streams/01900000-0000-7000-8000-000000000001/enrollment";
    ASSERT_EQ(person.browser().requests.back().method, "DELETE");
    api::Withdraw::Response answer;
    answer.token_balance = 120;
    // The news may come before the answer.
    person.hears(wire::EnrollmentGone{row.stream.id});
    person.answer(path, answer);
    EXPECT_TRUE(person.reads("\u25C6 40 are back"));
    EXPECT_TRUE(person.sees(Role::Button, "Enroll for \u25C6 40"));
    EXPECT_EQ(person.model().balance(), 120);
}

TEST_F(Enrolling, TheCalendarFileIsNamedAfterTheClass) {
    person.open("/streams", page(ana(), salsa()));
    person.press(Role::Button, "Add Salsa Basics to your calendar");
    ASSERT_EQ(person.browser().downloads.size(), 1u);
    EXPECT_NE(person.browser().downloads[0].find("calendar.ics"), std::string::npos);
}

}  // namespace
}  // namespace lsl::app
