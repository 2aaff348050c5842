#include "server/media/transport/ice_agent.h"

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <map>
#include <random>

namespace lsl::media {
namespace {

using namespace std::chrono_literals;

const Address kHome = Address::v4({192, 0, 2, 1}, 1000);
const Address kAway = Address::v4({198, 51, 100, 1}, 2000);

/// One agent with what it needs around it.
struct Side {
    explicit Side(unsigned seed, std::string ufrag, std::string pwd)
        : random([state = std::mt19937_64(seed)](MutableBytes bytes) mutable {
              for (std::byte& b : bytes) b = static_cast<std::byte>(state() & 0xff);
          }),
          ice({std::move(ufrag), std::move(pwd)}),
          agent(ice, random) {}

    void start(const Side& peer, const std::vector<IceCandidate>& candidates, MonoTime now) {
        agent.start(peer.ice.local().ufrag, peer.ice.local().pwd, candidates, now);
    }
    void handle(Bytes datagram, const Address& from, MonoTime now) {
        StunMessage message;
        ASSERT_EQ(parse_stun(datagram, message), StunVerdict::Ok);
        if (message.type == StunClass::Request) {
            std::vector<Address> forgotten;
            agent.on_request(message, from, {now, out, drops}, forgotten);
            if (message.use_candidate) ++nominations_received;
        } else {
            agent.on_response(message, from, {now, out, drops});
        }
    }

    RandomBytes random;
    IceLite ice;
    IceAgent agent;
    Outbox out;
    DropCounters drops;
    int nominations_received = 0;
};

/// Carries datagrams between two agents, 20 ms each way, to the addresses that `reaches` allows.
struct Wire {
    struct UnderWay {
        MonoTime at;
        Side* to;
        Address from;
        std::vector<std::byte> bytes;
    };
    void collect(Side& from, const Address& own, Side& to, const Address& other) {
        for (const auto& datagram : from.out.datagrams()) {
            sent[datagram.to.port].push_back(now);
            const Bytes bytes = from.out.bytes(datagram);
            if (datagram.to != other || (loses && loses(bytes))) continue;
            under_way.push_back({now + 20ms, &to, own, {bytes.begin(), bytes.end()}});
        }
        from.out.clear();
    }
    void run(Side& home, Side* away, std::chrono::microseconds span) {
        for (const MonoTime end = now + span; now < end; now = now + 1ms) {
            while (!under_way.empty() && under_way.front().at <= now) {
                const UnderWay arrived = under_way.front();
                under_way.pop_front();
                arrived.to->handle(arrived.bytes, arrived.from, now);
            }
            // Nothing is done before it is due: a wrong deadline shows.
            if (home.agent.deadline() <= now) home.agent.on_timer({now, home.out, home.drops});
            if (away != nullptr && away->agent.deadline() <= now) {
                away->agent.on_timer({now, away->out, away->drops});
            }
            if (away != nullptr) collect(home, kHome, *away, kAway);
            if (away == nullptr) collect(home, kHome, home, Address{});
            if (away != nullptr) collect(*away, kAway, home, kHome);
        }
    }

    MonoTime now{1'000'000};
    std::deque<UnderWay> under_way;
    std::function<bool(Bytes)> loses;
    std::map<std::uint16_t, std::vector<MonoTime>> sent;  ///< by the port of the receiver
};

Side home_side() { return Side(1, "home", "homehomehomehomehomehome"); }
Side away_side() { return Side(2, "away", "awayawayawayawayawayaway"); }

TEST(IceAgent, TwoFullAgentsThatBothControlAgreeOnOneAndNominateOnce) {
    for (const bool home_first : {true, false}) {
        Side home(home_first ? 1 : 2, "home", "homehomehomehomehomehome");
        Side away(home_first ? 2 : 1, "away", "awayawayawayawayawayaway");
        Wire wire;
        home.start(away, {{kAway, host_priority(0)}}, wire.now);
        away.start(home, {{kHome, host_priority(0)}}, wire.now);
        wire.run(home, &away, 1s);
        EXPECT_NE(home.agent.controlling(), away.agent.controlling());
        EXPECT_TRUE(home.agent.concluded());
        EXPECT_TRUE(away.agent.concluded());
        EXPECT_EQ(home.ice.selected(), kAway);
        EXPECT_EQ(away.ice.selected(), kHome);
        EXPECT_EQ(home.nominations_received + away.nominations_received, 1);
    }
}

TEST(IceAgent, ChecksThatComeBeforeTheAnswerAreAnsweredAndReturned) {
    Side home = home_side();
    Side away = away_side();
    Wire wire;
    away.start(home, {{kHome, host_priority(0)}}, wire.now);
    wire.run(home, &away, 200ms);
    EXPECT_TRUE(home.ice.knows(kAway));
    EXPECT_FALSE(home.ice.selected());
    // The answer names no candidate: the peer is found by its checks.
    home.start(away, {}, wire.now);
    wire.run(home, &away, 1s);
    EXPECT_EQ(home.ice.selected(), kAway);
    EXPECT_TRUE(home.agent.concluded());
}

TEST(IceAgent, ChecksAreSpacedAndRepeatedLessAndLessOften) {
    Side home = home_side();
    Side away = away_side();
    Wire wire;
    const auto at = [](std::uint16_t port) { return Address::v4({203, 0, 113, 1}, port); };
    home.start(away, {{at(1), 30}, {at(2), 20}, {at(3), 10}}, wire.now);
    const MonoTime began = wire.now;
    wire.run(home, nullptr, 19s);
    // The best candidate first, then one every 50 ms.
    for (std::uint16_t port = 1; port <= 3; ++port) {
        ASSERT_EQ(wire.sent[port].size(), 7u) << port;
        EXPECT_EQ(wire.sent[port][0] - began, (port - 1) * 50ms);
    }
    const std::vector<std::chrono::microseconds> steps{500ms, 1s, 2s, 2s, 2s, 2s};
    for (std::size_t i = 0; i < steps.size(); ++i) {
        EXPECT_EQ(wire.sent[1][i + 1] - wire.sent[1][i], steps[i]) << i;
    }
    EXPECT_FALSE(home.agent.failed());
    wire.run(home, nullptr, 2s);
    EXPECT_TRUE(home.agent.failed());
}

TEST(IceAgent, PairThatWorksIsUsedAtOnceAndNominatedWhenNoBetterOneDoes) {
    Side home = home_side();
    Side away = away_side();
    Wire wire;
    const Address dead = Address::v4({203, 0, 113, 1}, 9);
    away.start(home, {}, wire.now);  // never checks on its own, only when we do
    home.start(away, {{dead, host_priority(0)}, {kAway, host_priority(1)}}, wire.now);
    wire.run(home, &away, 95ms);
    EXPECT_EQ(home.ice.selected(), kAway);
    EXPECT_FALSE(home.agent.concluded());
    wire.run(home, &away, 200ms);
    EXPECT_TRUE(home.agent.concluded());
}

TEST(IceAgent, ConsentIsAskedEveryFourToSixSecondsAndEndsThirtyAfterTheLastAnswer) {
    Side home = home_side();
    Side away = away_side();
    Wire wire;
    away.start(home, {}, wire.now);
    home.start(away, {{kAway, host_priority(0)}}, wire.now);
    wire.run(home, &away, 1s);
    ASSERT_TRUE(home.agent.concluded());
    wire.sent.clear();
    wire.run(home, &away, 60s);
    EXPECT_FALSE(home.agent.failed());
    // Ours and our answers to theirs both go to kAway: count the gaps of what is a check.
    EXPECT_GE(wire.sent[kAway.port].size(), 10u);
    int checks = 0;
    wire.loses = [&](Bytes bytes) {
        StunMessage message;
        parse_stun(bytes, message);
        if (message.type == StunClass::Request && message.username.starts_with("away")) ++checks;
        return message.type != StunClass::Request;
    };
    const MonoTime began = wire.now;
    while (!home.agent.failed() && wire.now - began < 60s) wire.run(home, &away, 100ms);
    EXPECT_TRUE(home.agent.failed());
    EXPECT_GE(wire.now - began, 24s);  // the last answer may have come a period before
    EXPECT_LE(wire.now - began, 31s);
    EXPECT_GE(checks, 4);
    EXPECT_LE(checks, 8);
}

TEST(IceAgent, AnswersThatAreNotAuthenticNotOursOrFromElsewhereChangeNothing) {
    Side home = home_side();
    Side away = away_side();
    Wire wire;
    home.start(away, {{kAway, host_priority(0)}}, wire.now);
    home.agent.on_timer({wire.now, home.out, home.drops});
    ASSERT_EQ(home.out.datagrams().size(), 1u);
    StunMessage check;
    ASSERT_EQ(parse_stun(home.out.bytes(home.out.datagrams().front()), check), StunVerdict::Ok);
    EXPECT_EQ(check.username, "away:home");
    EXPECT_TRUE(check.controlling);
    EXPECT_FALSE(check.use_candidate);
    EXPECT_NE(check.priority, 0u);

    const auto answer = [&](Bytes transaction, std::string_view pwd, const Address& from) {
        std::array<std::byte, 128> buffer;
        const auto size = write_binding_success(buffer, transaction, kHome, pwd);
        home.handle(Bytes(buffer).first(size), from, wire.now);
    };
    const std::string& pwd = away.ice.local().pwd;
    const std::array<std::byte, 12> foreign{};
    answer(foreign, pwd, kAway);
    EXPECT_EQ(home.drops.of(Drop::StunUnexpected), 1);
    answer(check.transaction(), "guessedguessedguessed", kAway);
    EXPECT_EQ(home.drops.of(Drop::StunNotAuthentic), 1);
    EXPECT_FALSE(home.ice.selected());
    answer(check.transaction(), pwd, Address::v4({203, 0, 113, 66}, 6));
    EXPECT_FALSE(home.ice.selected());
    EXPECT_FALSE(home.agent.concluded());
}

TEST(IceAgent, StrangersWithThePasswordCannotMakeItCheckWithoutEnd) {
    Side home = home_side();
    Side away = away_side();
    Wire wire;
    home.start(away, {}, wire.now);
    for (std::uint16_t port = 1; port <= 1000; ++port) {
        BindingRequest request;
        store16(request.transaction.data(), port);
        request.username = "home:away";
        request.password = home.ice.local().pwd;
        request.controlling = false;
        request.tie_breaker = 1;
        std::array<std::byte, 256> buffer;
        const auto size = write_binding_request(buffer, request);
        home.handle(Bytes(buffer).first(size), Address::v4({203, 0, 113, 5}, port), wire.now);
        home.out.clear();
    }
    wire.run(home, nullptr, 19s);
    EXPECT_LE(wire.sent.size(), IceAgent::kMaxPairs);
}

TEST(IceCandidate, WhatCannotBeCheckedFromHereIsLeftOut) {
    const auto host = parse_candidate("1 1 udp 2130706431 192.0.2.7 8189 typ host");
    ASSERT_TRUE(host);
    EXPECT_EQ(host->address, Address::v4({192, 0, 2, 7}, 8189));
    EXPECT_EQ(host->priority, 2130706431u);
    EXPECT_TRUE(parse_candidate("f 1 UDP 1 2001:db8::1 1 typ srflx raddr 0.0.0.0 rport 0"));
    for (const char* other :
         {"", "1 1 udp", "1 2 udp 1 192.0.2.7 8189 typ host", "1 1 tcp 1 192.0.2.7 9 typ host",
          "1 1 udp 1 abcd.local 8189 typ host", "1 1 udp 1 192.0.2.7 0 typ host",
          "1 1 udp x 192.0.2.7 1 typ host", "1 1 udp 1 0.0.0.0 1 typ host",
          "1 1 udp 1 192.0.2.7 70000 typ host"}) {
        EXPECT_FALSE(parse_candidate(other)) << other;
    }
}

}  // namespace
}  // namespace lsl::media
