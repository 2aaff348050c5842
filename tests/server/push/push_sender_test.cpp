// What leaves for a push service, and what its answers mean, over loopback.
#include "server/push/push_sender.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/server/push/push_service.h"

namespace lsl::push {
namespace {

bool is_nowhere_public(const sockaddr_storage&) { return false; }

class PushSenderTest : public ::testing::Test {
  protected:
    Delivery delivery(const std::string& path) const {
        Delivery one;
        one.endpoint = *parse_endpoint(service.url(path), {*parse_push_host(service.host())});
        one.authorization = "vapid t=a.b.c, k=d";
        one.body = std::string("\0\x01\xff", 3);
        one.ttl = std::chrono::seconds(90);
        return one;
    }
    Outcome::Kind kind_of(const std::string& path) {
        return sender.send({delivery(path)}).at(0).kind;
    }

    lsl::testing::PushService service;
    HttpSender sender{is_nowhere_public};
};

TEST_F(PushSenderTest, ARequestHasWhatTheRfcAsksFor) {
    Delivery one = delivery("/status/201");
    one.urgent = true;
    one.topic = "01890a5dac96774bbcceb302099a8057";
    EXPECT_EQ(sender.send({one}).at(0).kind, Outcome::Kind::Sent);
    ASSERT_EQ(service.seen().size(), 1u);
    const lsl::testing::PushService::Seen request = service.seen().front();
    EXPECT_EQ(request.body, one.body);
    EXPECT_EQ(request.headers.at("ttl"), "90");
    EXPECT_EQ(request.headers.at("urgency"), "high");
    EXPECT_EQ(request.headers.at("topic"), one.topic);
    EXPECT_EQ(request.headers.at("content-encoding"), "aes128gcm");
    EXPECT_EQ(request.headers.at("authorization"), one.authorization);
    EXPECT_FALSE(request.headers.contains("expect"));
}

TEST_F(PushSenderTest, AnswersMeanWhatTheyMean) {
    using Kind = Outcome::Kind;
    for (const auto& [status, kind] : std::map<int, Kind>{{200, Kind::Sent},
                                                          {201, Kind::Sent},
                                                          {202, Kind::Sent},
                                                          {204, Kind::Sent},
                                                          {400, Kind::Refused},
                                                          {401, Kind::Us},
                                                          {403, Kind::Us},
                                                          {404, Kind::Gone},
                                                          {410, Kind::Gone},
                                                          {413, Kind::Refused},
                                                          {429, Kind::Later},
                                                          {500, Kind::Later},
                                                          {503, Kind::Later}}) {
        EXPECT_EQ(kind_of("/status/" + std::to_string(status)), kind) << status;
    }
    EXPECT_EQ(sender.send({delivery("/status/429")}).at(0).retry_after, std::chrono::seconds(120));
}

TEST_F(PushSenderTest, NobodyFollowsARedirect) {
    EXPECT_EQ(kind_of("/status/301"), Outcome::Kind::Refused);
    EXPECT_EQ(service.seen().size(), 1u);
}

TEST_F(PushSenderTest, AnAddressOfThisMachineIsRefusedToOthers) {
    Delivery one = delivery("/status/201");
    one.endpoint.may_be_loopback = false;
    // As the address of a known service would be whose name leads here.
    one.endpoint.url.replace(0, 4, "https");
    EXPECT_EQ(sender.send({one}).at(0).kind, Outcome::Kind::Later);
    EXPECT_TRUE(service.seen().empty());
}

TEST_F(PushSenderTest, ManyLeaveAtOnceAndEachHasItsOwnAnswer) {
    std::vector<Delivery> all;
    for (int i = 0; i < 50; ++i)
        all.push_back(delivery(i % 2 == 0 ? "/status/201" : "/status/410"));
    const auto outcomes = sender.send(all);
    ASSERT_EQ(outcomes.size(), all.size());
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        EXPECT_EQ(outcomes[i].kind, i % 2 == 0 ? Outcome::Kind::Sent : Outcome::Kind::Gone) << i;
    }
}

TEST_F(PushSenderTest, WhoCannotBeReachedIsTriedLater) {
    service.stop();
    EXPECT_EQ(kind_of("/status/201"), Outcome::Kind::Later);
}

}  // namespace
}  // namespace lsl::push
