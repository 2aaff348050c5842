// Signing in by passkeys, and the code that staff are asked for after their password.
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/services/accounts/factors/totp.h"
#include "server/services/accounts/secrets.h"
#include "tests/server/http/staffed_class.h"
#include "tests/server/passkey_device.h"

namespace lsl::http {
namespace {

using Json = nlohmann::json;
using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;
using lsl::testing::PasskeyDevice;
using services::to_base64url;

Json parsed(const HttpAnswer& answer) { return Json::parse(answer.body, nullptr, false); }

std::string base32_decoded(const std::string& text) {
    const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string bytes;
    unsigned held = 0;
    int bits = 0;
    for (const char c : text) {
        held = (held << 5 | static_cast<unsigned>(letters.find(c))) & 0xfffu;
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(held >> bits & 0xffu);
    }
    return bytes;
}

class FactorsTest : public lsl::testing::StaffedClassTest {
  protected:
    void SetUp() override {
        StaffedClassTest::SetUp();
        device_.origin = server_->public_url();
    }
    HttpAnswer begin(HttpClient& who, const std::string& password = "a long password") {
        return who.post("/api/me/passkeys/options", Json{{"password", password}}.dump());
    }
    HttpAnswer add(HttpClient& who, const std::string& challenge) {
        const std::string client = device_.client_data("webauthn.create", challenge);
        return who.post("/api/me/passkeys",
                        Json{{"attestationObject", to_base64url(device_.attestation())},
                             {"clientDataJSON", to_base64url(client)},
                             {"name", "phone"}}
                            .dump());
    }
    /// With a passkey in `device_`.
    HttpClient with_passkey(const std::string& name) {
        HttpClient who = viewer(name);
        const Json options = parsed(begin(who));
        handle_ = options["user_handle"];
        EXPECT_EQ(add(who, options["challenge"]).status, 201);
        return who;
    }
    std::string challenge() {
        return parsed(client().post("/api/auth/passkey/options"))["challenge"];
    }
    HttpAnswer sign_in(HttpClient& who, const std::string& challenge) {
        const std::string said = device_.client_data("webauthn.get", challenge);
        const std::string data = device_.authenticator_data(false);
        return who.post("/api/auth/passkey",
                        Json{{"authenticatorData", to_base64url(data)},
                             {"clientDataJSON", to_base64url(said)},
                             {"id", to_base64url(device_.credential_id)},
                             {"signature", to_base64url(device_.signature(data, said))},
                             {"userHandle", handle_}}
                            .dump());
    }
    HttpAnswer sign_in(HttpClient& who) {
        ++device_.count;
        return sign_in(who, challenge());
    }
    static HttpAnswer by_password(HttpClient& who, const std::string& name) {
        return who.post(
            "/api/auth/login",
            Json{{"email", name + "@example.com"}, {"password", "a long password"}}.dump());
    }
    static HttpAnswer give_code(HttpClient& who, const std::string& code) {
        return who.post("/api/auth/second-factor", Json{{"code", code}}.dump());
    }
    std::string code(int steps = 0) const {
        return services::totp_code(secret_, services::totp_step(clock_.utc()) + steps);
    }
    /// Recovery codes.
    std::vector<std::string> switch_on(HttpClient& who) {
        const Json begun =
            parsed(who.post("/api/me/second-factor", Json{{"password", "a long password"}}.dump()));
        secret_ = base32_decoded(begun["secret"]);
        const HttpAnswer on =
            who.post("/api/me/second-factor/confirm", Json{{"code", code(-1)}}.dump());
        EXPECT_EQ(on.status, 200) << on.body;
        return parsed(on)["recovery_codes"].get<std::vector<std::string>>();
    }

    PasskeyDevice device_;
    std::string handle_, secret_;
};

TEST_F(FactorsTest, APasskeyOpensTheSameSessionAsAPassword) {
    HttpClient ana = with_passkey("ana");
    EXPECT_EQ(parsed(ana.get("/api/me/passkeys"))["passkeys"].size(), 1u);
    HttpClient elsewhere = client();
    const HttpAnswer in = sign_in(elsewhere);
    ASSERT_EQ(in.status, 200) << in.body;
    EXPECT_EQ(parsed(in)["user"]["email"], "ana@example.com");
    EXPECT_EQ(elsewhere.get("/api/me").status, 200);
}

TEST_F(FactorsTest, AChallengeIsGoodOnceAndForItsPerson) {
    HttpClient ana = with_passkey("ana");
    const std::string once = challenge();
    HttpClient elsewhere = client();
    ++device_.count;
    EXPECT_EQ(sign_in(elsewhere, once).status, 200);
    ++device_.count;
    const HttpAnswer twice = sign_in(elsewhere, once);
    EXPECT_EQ(twice.status, 401);
    EXPECT_EQ(code_of(twice), "passkey_not_valid");
    EXPECT_EQ(sign_in(elsewhere, "made-up").status, 401);
    HttpClient ben = viewer("ben");
    const std::string of_ana = parsed(begin(ana))["challenge"];
    device_.credential_id = "another passkey";
    EXPECT_EQ(add(ben, of_ana).status, 422);
}

TEST_F(FactorsTest, ForeignAndChangedPasskeysAreRefused) {
    with_passkey("ana");
    HttpClient elsewhere = client();
    const std::string handle = handle_;
    handle_ = to_base64url("somebody else");
    EXPECT_EQ(sign_in(elsewhere).status, 401);
    handle_ = handle;
    device_.flags = 0x01;
    EXPECT_EQ(sign_in(elsewhere).status, 401);
    device_.flags = 0x05;
    device_.origin = "http://evil.example";
    EXPECT_EQ(sign_in(elsewhere).status, 401);
    device_.origin = server_->public_url();
    device_.credential_id = "nobody's";
    EXPECT_EQ(sign_in(elsewhere).status, 401);
}

TEST_F(FactorsTest, ACountThatWentBackLetsNobodyIn) {
    with_passkey("ana");
    HttpClient elsewhere = client();
    ASSERT_EQ(sign_in(elsewhere).status, 200);
    device_.count = 1;
    HttpClient copy = client();
    EXPECT_EQ(sign_in(copy, challenge()).status, 401);
    EXPECT_EQ(copy.get("/api/me").status, 401);
}

TEST_F(FactorsTest, PasskeysAreTheirPersonsToNameAndRemove) {
    HttpClient ana = with_passkey("ana");
    HttpClient ben = viewer("ben");
    const std::string path =
        "/api/me/passkeys/" +
        parsed(ana.get("/api/me/passkeys"))["passkeys"][0]["id"].get<std::string>();
    const std::vector<std::string> json{"Content-Type: application/json"};
    const std::string password = Json{{"password", "a long password"}}.dump();
    EXPECT_EQ(ben.request("PATCH", path, R"({"name":"mine"})", json).status, 404);
    EXPECT_EQ(ana.request("PATCH", path, R"({"name":"key"})", json).status, 204);
    EXPECT_EQ(ana.request("PATCH", path, R"({"name":" "})", json).status, 422);
    EXPECT_EQ(ben.request("DELETE", path, password, json).status, 404);
    EXPECT_EQ(ana.request("DELETE", path, R"({"password":"not mine"})", json).status, 403);
    EXPECT_EQ(ana.request("DELETE", path, password, json).status, 204);
    HttpClient elsewhere = client();
    EXPECT_EQ(sign_in(elsewhere).status, 401);
    EXPECT_EQ(code_of(begin(ana, "not mine")), "wrong_password");
}

TEST_F(FactorsTest, StaffAreAskedForACodeAndEachIsGoodOnce) {
    HttpClient mia = staff("moderator", "mia");
    switch_on(mia);
    HttpClient elsewhere = client();
    const HttpAnswer asked = by_password(elsewhere, "mia");
    EXPECT_EQ(asked.status, 401);
    EXPECT_EQ(code_of(asked), "second_factor_required");
    EXPECT_EQ(elsewhere.get("/api/me").status, 401);
    EXPECT_EQ(code_of(give_code(elsewhere, code(-1))), "wrong_code");  // it confirmed
    EXPECT_EQ(give_code(elsewhere, code()).status, 200);
    EXPECT_EQ(elsewhere.get("/api/me").status, 200);
    EXPECT_EQ(code_of(give_code(elsewhere, code(1))), "second_factor_expired");
}

TEST_F(FactorsTest, ANewSecretComesAsTextAsAnAddressAndAsAPicture) {
    HttpClient mia = staff("moderator", "mia");
    const Json begun =
        parsed(mia.post("/api/me/second-factor", Json{{"password", "a long password"}}.dump()));
    const std::string secret = begun["secret"], url = begun["url"];
    EXPECT_EQ(url.rfind("otpauth://totp/", 0), 0u);
    EXPECT_NE(url.find("secret=" + secret), std::string::npos);
    ASSERT_GT(begun["qr"].size(), 20u);
    for (const Json& row : begun["qr"])
        EXPECT_EQ(row.get<std::string>().size(), begun["qr"].size());
}

TEST_F(FactorsTest, ARecoveryCodeStandsInOnce) {
    HttpClient mia = staff("moderator", "mia");
    const auto codes = switch_on(mia);
    ASSERT_EQ(codes.size(), 10u);
    HttpClient first = client();
    by_password(first, "mia");
    EXPECT_EQ(give_code(first, codes[3]).status, 200);
    HttpClient second = client();
    by_password(second, "mia");
    EXPECT_EQ(code_of(give_code(second, codes[3])), "wrong_code");
    EXPECT_EQ(parsed(mia.get("/api/me/second-factor"))["recovery_codes_left"], 9);
}

TEST_F(FactorsTest, FiveWrongCodesCloseTheWay) {
    HttpClient mia = staff("moderator", "mia");
    switch_on(mia);
    HttpClient elsewhere = client();
    by_password(elsewhere, "mia");
    for (int i = 0; i < 5; ++i) EXPECT_EQ(give_code(elsewhere, "12345").status, 401);
    EXPECT_EQ(give_code(elsewhere, code()).status, 429);
}

TEST_F(FactorsTest, CodesAreForTheTeam) {
    HttpClient ana = viewer("ana");
    const std::string password = Json{{"password", "a long password"}}.dump();
    EXPECT_EQ(parsed(ana.get("/api/me/second-factor"))["offered"], false);
    EXPECT_EQ(code_of(ana.post("/api/me/second-factor", password)), "not_staff");
}

TEST_F(FactorsTest, TheEndOfAnAccountTakesAllOfItAlong) {
    HttpClient ana = with_passkey("ana");
    EXPECT_EQ(parsed(ana.get("/api/me/export"))["passkeys"].size(), 1u);
    EXPECT_EQ(ana.request("DELETE", "/api/me", Json{{"password", "a long password"}}.dump(),
                          {"Content-Type: application/json"})
                  .status,
              204);
    HttpClient elsewhere = client();
    EXPECT_EQ(sign_in(elsewhere).status, 401);
}

}  // namespace
}  // namespace lsl::http
