// After a class: what it took of those who watched, and the questions that were left open.

#include <gtest/gtest.h>

#include "shared/wire/figures_api.h"
#include "tests/client/room.h"

namespace lsl::app {
namespace {

using ui::Role;

const std::string effort_path = room_class + "/effort";
const std::string questions_path = room_class + "/chat/questions";

class AfterClass : public testing::Test {
  protected:
    wire::PublicStream over() {
        return ended(a_class(1, "Morning Dance", person.now() - hours(3)), person.now() - hours(2));
    }
    void watched(bool live) {
        api::PageData data;
        data.session = ana();
        data.stream = over();
        wire::EnrollmentRow place = place_in(*data.stream);
        place.enrollment.watched_live = live;
        data.enrollments.emplace();
        data.enrollments->enrollments.push_back(place);
        person.open(model::url_of(model::watch_page(id_number(1))), data);
    }
    /// The teacher at the page of the class that is over.
    void taught(const wire::ClassFigures& figures) {
        api::PageData data;
        data.roles = the_owner();
        person.open(model::url_of(model::broadcast_page(id_number(1))), data);
        person.answer("/api/instructor/streams/" + id_number(1).to_string(),
                      api::OneInstructorStream{own(over())});
        person.answer("/api/instructor/streams/" + id_number(1).to_string() + "/figures", figures);
    }
    wire::ClassFigures figures() {
        wire::ClassFigures all;
        all.stream_id = id_number(1);
        all.began_at = person.now() - hours(3);
        all.length_ms = 3'600'000;
        all.enrolled = 64;
        all.attended = 38;
        all.peak = 36;
        all.efforts = {2, 21, 9, 1};
        all.wishes = {{"slower", 19, 1'390'000}};
        all.reactions = 96;
        wire::FiguresStep step;
        step.at_ms = 3'460'000;
        step.reactions = 96;
        step.taps.emplace().fire = 91;
        all.curve = {wire::FiguresStep{}, step};
        return all;
    }
    api::ListQuestions::Response one_question() {
        api::ListQuestions::Response list;
        wire::MessageRow& question =
            list.messages.emplace_back(room_message(4, "Left or right foot first?"));
        question.kind = domain::MessageKind::Question;
        question.votes = 14;
        question.position_ms = 1'390'000;
        list.people = {{kofi_in_room.to_string(), {"Kofi", "viewer"}}};
        return list;
    }
    std::string body_of(const std::string& path) {
        const auto* request = person.browser().pending(path);
        EXPECT_NE(request, nullptr) << path;
        return request == nullptr ? std::string() : request->body;
    }
    Person person;
};

TEST_F(AfterClass, WhoWatchedTellsWhatItTookInOneTap) {
    watched(true);
    EXPECT_TRUE(person.reads("Mila Kova\u010D sees sums, never names."));
    person.press(Role::Button, "Just right");
    EXPECT_EQ(body_of(effort_path), R"({"effort":2})");
    EXPECT_TRUE(person.browser().answer(effort_path, 204, ""));
    person.settle();
    EXPECT_TRUE(person.get(Role::Button, "Just right").selected);
    person.press(Role::Button, "Too much");
    EXPECT_EQ(body_of(effort_path), R"({"effort":4})");
    EXPECT_FALSE(person.get(Role::Button, "Just right").selected);
}

TEST_F(AfterClass, WhatWasRefusedIsNotShownAsTold) {
    watched(true);
    person.press(Role::Button, "Easy");
    person.refuse(effort_path, 503, "", "The studio can't be reached.");
    EXPECT_FALSE(person.get(Role::Button, "Easy").selected);
    EXPECT_TRUE(person.reads("The studio can't be reached."));
}

TEST_F(AfterClass, WhoWasNotThereIsNotAsked) {
    watched(false);
    EXPECT_FALSE(person.sees(Role::Group, "How much energy did it take?"));
}

TEST_F(AfterClass, TheTapFitsANarrowPhone) {
    person.browser().viewport.width = 320;
    person.browser().viewport.height = 640;
    watched(true);
    for (const std::string_view name : {"Easy", "Just right", "A lot", "Too much"}) {
        const ui::Node tile = person.get(Role::Button, name);
        EXPECT_GE(tile.rect.x, 0);
        EXPECT_LE(tile.rect.x + tile.rect.width, 320) << name;
        EXPECT_GE(tile.rect.height, 44) << name;
    }
}

TEST_F(AfterClass, TheTeacherSeesSumsAndMoments) {
    taught(figures());
    person.answer(questions_path, one_question());
    EXPECT_TRUE(person.reads("How it felt"));
    EXPECT_TRUE(person.reads("Just right"));
    EXPECT_TRUE(person.reads("19 people wanted: Slower, at 23:10"));
    EXPECT_TRUE(person.sees(Role::Text, "91")) << "of one of the signs";
    EXPECT_TRUE(person.reads("96 reactions in ten seconds at 57:40"));
    EXPECT_TRUE(person.reads("1 question is still open"));
    EXPECT_TRUE(person.reads("Left or right foot first?"));
    EXPECT_TRUE(person.reads("at 23:10"));
}

TEST_F(AfterClass, AQuestionIsAnsweredOnThePageAndGoes) {
    taught(figures());
    person.answer(questions_path, one_question());
    person.press(Role::Button, "Answer: Left or right foot first?");
    person.type("answer", "The left one");
    person.press(Role::Button, "Send the answer");
    const std::string sent = body_of(room_class + "/chat");
    EXPECT_NE(sent.find(R"("message":"The left one")"), std::string::npos) << sent;
    EXPECT_NE(sent.find("\"replyTo\":\"" + id_number(4).to_string() + "\""), std::string::npos);
    person.answer(room_class + "/chat", api::OneMessage{room_message(9, "The left one")}, 201);
    wire::MessageRow answered = one_question().messages.front();
    answered.answered_at = person.now();
    person.answer(room_class + "/chat/" + id_number(4).to_string() + "/answer",
                  api::OneMessage{answered});
    EXPECT_TRUE(person.reads("Answered. Whoever asked is told."));
    EXPECT_FALSE(person.reads("Left or right foot first?"));
}

TEST_F(AfterClass, AnAnswerThatFailedIsSentAgainUnderTheSameName) {
    taught(figures());
    person.answer(questions_path, one_question());
    person.press(Role::Button, "Answer: Left or right foot first?");
    person.type("answer", "The left one");
    person.press(Role::Button, "Send the answer");
    const std::string first = body_of(room_class + "/chat");
    person.refuse(room_class + "/chat", 503, "", "The studio can't be reached.");
    EXPECT_TRUE(person.reads("The studio can't be reached."));
    person.press(Role::Button, "Send the answer");
    EXPECT_EQ(body_of(room_class + "/chat"), first);
}

TEST_F(AfterClass, AQuestionThatWasAnsweredAloudIsSettled) {
    taught(figures());
    person.answer(questions_path, one_question());
    person.press(Role::Button, "Answer: Left or right foot first?");
    person.press(Role::Button, "Mark answered");
    EXPECT_TRUE(person.asked(room_class + "/chat/" + id_number(4).to_string() + "/answer"));
}

TEST_F(AfterClass, WithoutOpenQuestionsNothingIsSaidOfThem) {
    taught(figures());
    person.answer(questions_path, api::ListQuestions::Response{});
    EXPECT_FALSE(person.reads("still open"));
}

}  // namespace
}  // namespace lsl::app
