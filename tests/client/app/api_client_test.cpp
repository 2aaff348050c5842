#include "client/net/api_client.h"

#include <gtest/gtest.h>

#include <optional>

#include "client/net/server_events.h"
#include "client/platform/null/fake_browser.h"
#include "tests/client/person.h"

namespace lsl::net {
namespace {

class Calls : public testing::Test, public platform::Listener {
  protected:
    Calls() : browser_(platform::fresh_fake_browser()) { browser_.listener = this; }

    void on_http(const platform::HttpAnswer& answer) override { client_.on_http(answer); }

    template <class Endpoint>
    void call(const Place& place, const typename Endpoint::Request& request,
              std::optional<Result<typename Endpoint::Response>>& into) {
        client_.send(make_call<Endpoint>(place, request,
                                         [&into](Result<typename Endpoint::Response> answer) {
                                             into.emplace(std::move(answer));
                                         }));
    }

    platform::FakeBrowser& browser_;
    ApiClient client_;
};

TEST_F(Calls, SendTheEndpointsMethodPathAndBody) {
    std::optional<Result<api::Session>> answer;
    call<api::Login>({}, {"ana@example.com", "secret"}, answer);
    ASSERT_EQ(browser_.requests.size(), 1u);
    EXPECT_EQ(browser_.requests[0].method, "POST");
    EXPECT_EQ(browser_.requests[0].path, "/api/auth/login");
    EXPECT_EQ(browser_.requests[0].body, R"({"email":"ana@example.com","password":"secret"})");
    EXPECT_FALSE(answer.has_value());
    EXPECT_FALSE(client_.quiet());
}

TEST_F(Calls, FillTheIdAndTheCursorIntoThePath) {
    EXPECT_EQ(path_of(api::GetStream::path, at(app::id_number(3))),
              "/api/streams/01900000-0000-7000-8000-000000000003");
    EXPECT_EQ(path_of(api::ListStreams::path, after("a+b=")), "/api/streams?cursor=a%2Bb%3D");
}

TEST_F(Calls, HandOnTheAnswer) {
    std::optional<Result<api::Me::Response>> answer;
    call<api::Me>({}, {}, answer);
    browser_.answer("/api/me", 200, wire::to_json(app::ana(77)));
    ASSERT_TRUE(answer && answer->has_value());
    EXPECT_EQ((*answer)->token_balance, 77);
    EXPECT_TRUE(client_.quiet());
}

TEST_F(Calls, HandOnTheServersOwnSentence) {
    std::optional<Result<api::Enroll::Response>> answer;
    call<api::Enroll>(at(app::id_number(1)), {}, answer);
    browser_.answer("/api/streams/01900000-0000-7000-8000-000000000001/enroll", 402,
                    R"({"error":"You need 10 more.","code":"insufficient_tokens"})");
    ASSERT_TRUE(answer && !answer->has_value());
    EXPECT_EQ(answer->error().code, ErrorCode::PaymentRequired);
    EXPECT_EQ(answer->error().word, "insufficient_tokens");
    EXPECT_EQ(answer->error().message, "You need 10 more.");
}

TEST_F(Calls, TellOfALostConnectionInASentence) {
    std::optional<Result<api::Me::Response>> answer;
    call<api::Me>({}, {}, answer);
    browser_.answer("/api/me", 0, "");
    ASSERT_TRUE(answer && !answer->has_value());
    EXPECT_EQ(answer->error().code, ErrorCode::Unavailable);
    EXPECT_NE(answer->error().message.find("Check your connection"), std::string::npos);
}

TEST_F(Calls, KeepWhenToTryAgain) {
    std::optional<Result<api::Me::Response>> answer;
    call<api::Me>({}, {}, answer);
    browser_.answer("/api/me", 429, R"({"error":"Too many tries.","code":"too_many"})", 30);
    ASSERT_TRUE(answer && !answer->has_value());
    EXPECT_EQ(answer->error().code, ErrorCode::TooMany);
    EXPECT_EQ(answer->error().retry_after_seconds, 30);
}

TEST_F(Calls, AnUnreadableAnswerIsAnErrorAndNoCrash) {
    std::optional<Result<api::Me::Response>> answer;
    call<api::Me>({}, {}, answer);
    browser_.answer("/api/me", 200, "<html>proxy</html>");
    ASSERT_TRUE(answer && !answer->has_value());
    EXPECT_EQ(answer->error().code, ErrorCode::Internal);
}

TEST_F(Calls, AnEmptyAnswerIsEnoughWhereNothingIsPromised) {
    std::optional<Result<api::Empty>> answer;
    call<api::Logout>({}, {}, answer);
    browser_.answer("/api/auth/logout", 204, "");
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->has_value());
}

TEST(ServerEvents, AreReadByName) {
    wire::WalletChanged event;
    event.balance = 12;
    const auto read = parse_event("wallet", wire::to_json(event));
    ASSERT_TRUE(read);
    EXPECT_EQ(std::get<wire::WalletChanged>(*read).balance, 12);
}

TEST(ServerEvents, OfOtherVersionsAreLeftAlone) {
    EXPECT_FALSE(parse_event("fireworks", "{}"));
    EXPECT_FALSE(parse_event("wallet", "not json"));
    EXPECT_EQ(event_names().size(), 8u);
}

}  // namespace
}  // namespace lsl::net
