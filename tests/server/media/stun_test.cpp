#include "server/media/transport/stun.h"

#include <gtest/gtest.h>

#include <vector>

namespace lsl::media {
namespace {

/// RFC 5769 2.1: a request with username "evtj:h6vY" and password "VOkJxbRl1RmTxUk/WvJxBt".
const std::vector<std::uint8_t> kRfc5769Request{
    0x00, 0x01, 0x00, 0x58, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86,
    0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x10, 0x53, 0x54, 0x55, 0x4e, 0x20, 0x74, 0x65, 0x73,
    0x74, 0x20, 0x63, 0x6c, 0x69, 0x65, 0x6e, 0x74, 0x00, 0x24, 0x00, 0x04, 0x6e, 0x00, 0x01, 0xff,
    0x80, 0x29, 0x00, 0x08, 0x93, 0x2f, 0xf9, 0xb1, 0x51, 0x26, 0x3b, 0x36, 0x00, 0x06, 0x00, 0x09,
    0x65, 0x76, 0x74, 0x6a, 0x3a, 0x68, 0x36, 0x76, 0x59, 0x20, 0x20, 0x20, 0x00, 0x08, 0x00, 0x14,
    0x9a, 0xea, 0xa7, 0x0c, 0xbf, 0xd8, 0xcb, 0x56, 0x78, 0x1e, 0xf2, 0xb5, 0xb2, 0xd3, 0xf2, 0x49,
    0xc1, 0xb5, 0x71, 0xa2, 0x80, 0x28, 0x00, 0x04, 0xe5, 0x7a, 0x3b, 0xcf};

Bytes view(const std::vector<std::uint8_t>& bytes) { return std::as_bytes(std::span(bytes)); }

TEST(Stun, ReadsTheSampleRequestOfRfc5769) {
    StunMessage message;
    ASSERT_EQ(parse_stun(view(kRfc5769Request), message), StunVerdict::Ok);
    EXPECT_EQ(message.type, StunClass::Request);
    EXPECT_EQ(message.method, kStunBinding);
    EXPECT_EQ(message.username, "evtj:h6vY");
    EXPECT_TRUE(message.controlled);
    EXPECT_TRUE(stun_integrity_holds(message, "VOkJxbRl1RmTxUk/WvJxBt"));
    EXPECT_FALSE(stun_integrity_holds(message, "VOkJxbRl1RmTxUk/WvJxBu"));
}

TEST(Stun, AnyFlippedBitBeforeTheFingerprintIsNoticed) {
    const std::size_t fingerprint = kRfc5769Request.size() - 8;
    for (std::size_t bit = 0; bit < fingerprint * 8; ++bit) {
        auto damaged = kRfc5769Request;
        damaged[bit / 8] = static_cast<std::uint8_t>(damaged[bit / 8] ^ (1u << (bit % 8)));
        StunMessage message;
        const bool accepted = parse_stun(view(damaged), message) == StunVerdict::Ok &&
                              stun_integrity_holds(message, "VOkJxbRl1RmTxUk/WvJxBt");
        EXPECT_FALSE(accepted) << bit;
    }
}

TEST(Stun, RefusesEveryTruncation) {
    for (std::size_t size = 0; size < kRfc5769Request.size(); ++size) {
        StunMessage message;
        EXPECT_NE(parse_stun(view(kRfc5769Request).first(size), message), StunVerdict::Ok);
    }
}

TEST(Stun, AnswersCarryTheMappedAddressOfBothFamilies) {
    const std::array<std::byte, 12> transaction{std::byte{1}, std::byte{2}, std::byte{3}};
    for (const char* ip : {"192.0.2.1", "2001:db8:1234:5678:11:2233:4455:6677"}) {
        const Address address = *Address::parse(ip, 32853);
        std::array<std::byte, 128> buffer;
        const std::size_t size = write_binding_success(buffer, transaction, address, "secret");
        ASSERT_GT(size, 0u);
        StunMessage message;
        ASSERT_EQ(parse_stun(Bytes(buffer).first(size), message), StunVerdict::Ok);
        EXPECT_EQ(message.type, StunClass::Success);
        EXPECT_EQ(message.mapped, address);
        EXPECT_TRUE(
            std::equal(transaction.begin(), transaction.end(), message.transaction().begin()));
        EXPECT_TRUE(stun_integrity_holds(message, "secret"));
    }
}

TEST(Stun, WritesRequestsAndErrorsThatItReads) {
    std::array<std::byte, 256> buffer;
    BindingRequest request;
    request.username = "remote:local";
    request.password = "password";
    request.priority = 1;
    request.tie_breaker = 5;
    request.use_candidate = true;
    std::size_t size = write_binding_request(buffer, request);
    StunMessage message;
    ASSERT_EQ(parse_stun(Bytes(buffer).first(size), message), StunVerdict::Ok);
    EXPECT_TRUE(message.use_candidate);
    EXPECT_TRUE(message.controlling);
    EXPECT_FALSE(message.controlled);

    size = write_binding_error(buffer, request.transaction, 487, "Role Conflict", "password");
    ASSERT_EQ(parse_stun(Bytes(buffer).first(size), message), StunVerdict::Ok);
    EXPECT_EQ(message.type, StunClass::Error);
    EXPECT_EQ(message.error_code, 487);
    EXPECT_EQ(write_binding_error(MutableBytes(buffer).first(30), request.transaction, 487, "",
                                  "password"),
              0u);
}

}  // namespace
}  // namespace lsl::media
