#include "server/http/edge/client_address.h"

#include <gtest/gtest.h>

namespace lsl::http {
namespace {

bool is_trusted(std::string_view address) { return address.starts_with("10."); }

Request forwarded(const std::string& peer, std::vector<std::string> lines) {
    Request request;
    request.peer_address = peer;
    for (std::string& line : lines) {
        request.headers.push_back({"X-Forwarded-For", std::move(line)});
    }
    return request;
}

TEST(ClientAddressTest, ForwardedAddressesCountFromTrustedProxiesAlone) {
    const std::string chain = "6.6.6.6, 203.0.113.7, 10.0.0.2";
    EXPECT_EQ(client_address(forwarded("198.51.100.1", {chain}), is_trusted), "198.51.100.1");
    EXPECT_EQ(client_address(forwarded("10.0.0.1", {chain}), is_trusted), "203.0.113.7")
        << "what the client wrote is not believed";
    EXPECT_EQ(client_address(forwarded("10.0.0.1", {}), is_trusted), "10.0.0.1");
    EXPECT_EQ(
        client_address(forwarded("10.0.0.1", {"6.6.6.6", "203.0.113.7,10.0.0.2"}), is_trusted),
        "203.0.113.7")
        << "several lines are one list";
}

TEST(ClientAddressTest, EntriesHaveOneForm) {
    for (const auto& [entry, address] : std::vector<std::pair<std::string, std::string>>{
             {"203.0.113.7", "203.0.113.7"},
             {"203.0.113.7:4711", "203.0.113.7"},
             {"2001:DB8:0::7", "2001:db8::7"},
             {"[2001:db8::7]", "2001:db8::7"},
             {"[2001:db8::7]:4711", "2001:db8::7"},
             {"[::ffff:203.0.113.7]:4711", "203.0.113.7"},
             {"::ffff:203.0.113.7", "203.0.113.7"},
             {"fe80::7%eth0", "fe80::7"},
         }) {
        EXPECT_EQ(forwarded_address(entry), address) << entry;
        EXPECT_EQ(client_address(forwarded("10.0.0.1", {entry}), is_trusted), address) << entry;
    }
}

TEST(ClientAddressTest, WhatIsNoAddressCountsAsTheProxyThatWroteIt) {
    for (const std::string& entry : std::vector<std::string>{
             "", "unknown", "_hidden", "203.0.113", "203.0.113.7.8", "010.0.0.1", "[2001:db8::7",
             "[]:80", "::g", "1.2.3.4 5", std::string(5000, '1')}) {
        EXPECT_EQ(forwarded_address(entry), std::nullopt) << entry;
        EXPECT_EQ(client_address(forwarded("10.0.0.1", {entry}), is_trusted), "10.0.0.1") << entry;
    }
}

TEST(ClientAddressTest, AChainWithoutEndIsReadFromItsEndOnly) {
    std::string chain = "203.0.113.7";
    for (int i = 0; i < 10'000; ++i) chain += ",10.0.0.9";
    EXPECT_EQ(client_address(forwarded("10.0.0.1", {chain}), is_trusted), "10.0.0.9");
}

TEST(ClientAddressTest, AForgottenProxyIsNoticed) {
    for (const char* peer : {"127.0.0.1", "::1", "192.168.1.1", "172.16.9.9", "fd00::1"}) {
        EXPECT_TRUE(is_unheard_proxy(forwarded(peer, {"203.0.113.7"}), is_trusted)) << peer;
        EXPECT_FALSE(is_unheard_proxy(forwarded(peer, {}), is_trusted)) << peer;
    }
    for (const char* peer : {"10.0.0.1", "198.51.100.1", "172.32.0.1", "2001:db8::1"}) {
        EXPECT_FALSE(is_unheard_proxy(forwarded(peer, {"203.0.113.7"}), is_trusted)) << peer;
    }
}

}  // namespace
}  // namespace lsl::http
