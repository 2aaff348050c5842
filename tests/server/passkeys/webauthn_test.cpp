// What browsers hand over about passkeys, right and changed in one place each.
#include "server/passkeys/webauthn.h"

#include <gtest/gtest.h>

#include <string>

#include "server/passkeys/attestation.h"
#include "tests/server/passkey_device.h"

namespace lsl::passkeys {
namespace {

using lsl::testing::PasskeyDevice;

const Site site{"http://localhost:8080", "localhost"};

Result<NewPasskey> make(const PasskeyDevice& device) {
    const auto client =
        read_client_data(device.client_data("webauthn.create", "abc"), Ceremony::Create, site);
    if (!client) return client.error();
    return check_new(site, *client, device.attestation());
}

Result<std::int64_t> sign_in(const PasskeyDevice& device, const PublicKey& key) {
    const std::string json = device.client_data("webauthn.get", "abc");
    const auto client = read_client_data(json, Ceremony::Get, site);
    if (!client) return client.error();
    const std::string data = device.authenticator_data(false);
    const std::string signature = device.signature(data, json);
    return check_assertion(site, *client, key, {data, signature});
}

TEST(Webauthn, APasskeyIsMadeAndSignsIn) {
    PasskeyDevice device;
    const auto made = make(device);
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(made->credential_id, device.credential_id);
    EXPECT_EQ(made->key.algorithm, es256);
    EXPECT_EQ(made->key.bytes.size(), 64u);
    EXPECT_EQ(made->sign_count, 1);
    device.count = 7;
    const auto count = sign_in(device, made->key);
    ASSERT_TRUE(count) << count.error().detail;
    EXPECT_EQ(*count, 7);
}

TEST(Webauthn, WhatIsChangedInOnePlaceIsRefused) {
    PasskeyDevice device;
    const PublicKey key = make(device).value().key;
    const auto refused = [&](auto change) {
        const auto origin = device.origin;
        const auto rp_id = device.rp_id;
        const auto flags = device.flags;
        change(device);
        const bool both = !make(device) && !sign_in(device, key);
        device.origin = origin;
        device.rp_id = rp_id;
        device.flags = flags;
        device.cross_origin = false;
        return both;
    };
    EXPECT_TRUE(refused([](PasskeyDevice& d) { d.origin = "https://localhost:8080"; }));
    EXPECT_TRUE(refused([](PasskeyDevice& d) { d.origin = "http://localhost:8081"; }));
    EXPECT_TRUE(refused([](PasskeyDevice& d) { d.rp_id = "example.com"; }));
    EXPECT_TRUE(refused([](PasskeyDevice& d) { d.flags = 0x04; }));  // nobody there
    EXPECT_TRUE(refused([](PasskeyDevice& d) { d.flags = 0x01; }));  // nobody verified
    EXPECT_TRUE(refused([](PasskeyDevice& d) { d.flags = 0x15; }));  // a copy of what has none
    EXPECT_TRUE(refused([](PasskeyDevice& d) { d.cross_origin = true; }));
    EXPECT_TRUE(make(device));
    EXPECT_TRUE(sign_in(device, key));
}

TEST(Webauthn, NeitherCeremonyStandsInForTheOther) {
    const PasskeyDevice device;
    EXPECT_FALSE(
        read_client_data(device.client_data("webauthn.get", "abc"), Ceremony::Create, site));
    EXPECT_FALSE(
        read_client_data(device.client_data("webauthn.create", "abc"), Ceremony::Get, site));
    EXPECT_FALSE(read_client_data("{}", Ceremony::Get, site));
}

TEST(Webauthn, AnotherKeyAndAnotherAlgorithmDoNotVerify) {
    const PasskeyDevice device;
    const PasskeyDevice foreign;
    PublicKey key = make(device).value().key;
    EXPECT_FALSE(sign_in(foreign, key));
    key.algorithm = ed25519;
    EXPECT_FALSE(sign_in(device, key));
    key.algorithm = rs256;
    EXPECT_FALSE(sign_in(device, key));
    key = {es256, std::string(64, '\1')};  // on no curve
    EXPECT_FALSE(sign_in(device, key));
}

TEST(Webauthn, ACutOrLongerAttestationIsNone) {
    const std::string whole = PasskeyDevice().attestation();
    ASSERT_TRUE(authenticator_data_of(whole));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(authenticator_data_of(std::string_view(whole).substr(0, size))) << size;
    }
    EXPECT_FALSE(authenticator_data_of(whole + '\0'));
}

TEST(Webauthn, ACountGoesOnlyUp) {
    EXPECT_TRUE(may_follow(0, 0));
    EXPECT_TRUE(may_follow(5, 4));
    EXPECT_FALSE(may_follow(4, 4));
    EXPECT_FALSE(may_follow(3, 4));
    EXPECT_FALSE(may_follow(0, 4));
}

}  // namespace
}  // namespace lsl::passkeys
