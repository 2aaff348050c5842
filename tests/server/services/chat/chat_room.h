#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/store/people/staff_store.h"
#include "tests/server/services/studio.h"

namespace lsl::testing {

/// A live class with people in its room.
class ChatRoomTest : public ::testing::Test {
  protected:
    ChatRoomTest() {
        made_ = studio_.create(0);
        class_ = studio_.id(made_);
        owner_ = studio_.accounts->owner_login(instructor_token, {}).value();
        EXPECT_TRUE(studio_.streams->start(class_));
    }

    services::Caller owner() {
        auto person = studio_.accounts->person_of(owner_);
        if (!person) {  // hours passed
            owner_ = studio_.accounts->owner_login(instructor_token, {}).value();
            person = studio_.accounts->person_of(owner_);
        }
        return services::caller_of({}, person.value());
    }
    services::Caller caller(UserId user) {
        return services::caller_of(
            studio_.accounts->person_of(studio_.session_tokens.at(user)).value(), {});
    }
    /// Somebody with a place in the class.
    UserId enrolled(const std::string& name = "ana") {
        const UserId user = studio_.viewer(name);
        EXPECT_TRUE(studio_.enrollments->enroll(user, class_, {}, {}));
        return user;
    }
    UserId staff(domain::StaffRole role, const std::string& name) {
        const UserId user = studio_.viewer(name);
        const auto done = studio_.database->write([&](store::Connection& tx) {
            return store::StaffStore(tx).insert({.id = user.uuid,
                                                 .stream_id = made_.stream.id,
                                                 .user_id = user,
                                                 .role = role,
                                                 .invited_by = std::nullopt,
                                                 .accepted_at = studio_.clock.utc()});
        });
        EXPECT_TRUE(done);
        return user;
    }
    Result<services::Chat::Sent> send(const services::Caller& who, const std::string& text,
                                      api::SendMessage::Request rest = {}) {
        rest.message = text;
        return studio_.community->chat.send(who, class_, rest);
    }
    /// The message's id.
    std::string said(const services::Caller& who, const std::string& text,
                     api::SendMessage::Request rest = {}) {
        const auto sent = send(who, text, std::move(rest));
        EXPECT_TRUE(sent) << (sent ? "" : sent.error().word);
        return sent ? sent->response.message.id.to_string() : std::string();
    }
    api::GetChat::Response page(const services::Caller& who, services::Chat::PageWords words = {}) {
        return studio_.community->chat.page(who, class_, words).value();
    }
    /// The page as one line: "1 hello, 2 (removed), - held one".
    std::string texts(const services::Caller& who, services::Chat::PageWords words = {}) {
        std::string line;
        for (const auto& message : page(who, words).messages) {
            if (!line.empty()) line += ", ";
            line += message.seq ? std::to_string(*message.seq) : "-";
            line += " " +
                    (message.is_deleted && message.message.empty() ? "(removed)" : message.message);
        }
        return line;
    }
    void settings(const api::ChangeChatSettings::Request& change) {
        EXPECT_TRUE(studio_.community->moderation.change_settings(owner(), class_, change));
    }
    void live_for(std::chrono::milliseconds time) { studio_.clock.advance(time); }

    Studio studio_;
    domain::StudioClass made_;
    std::string class_;
    std::string owner_;
};

}  // namespace lsl::testing
