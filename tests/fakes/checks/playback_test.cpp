// Point 8 of section 13, and how browsers of other origins meet the delivery domain.
#include "tests/fakes/checks/customer.h"
#include "tests/fakes/cloudflare/signing.h"

namespace lsl::fakes {
namespace {

constexpr std::int64_t day_s = 24 * 3600;

class Tokens : public Customer {
  protected:
    Tokens() {
        key = api("POST", "/keys").json()["result"];
        pem = decode_base64(key["pem"]);
        uid = new_input({{"recording", {{"requireSignedURLs", true}}}})["uid"];
    }
    std::int64_t now() const {
        return std::chrono::floor<std::chrono::seconds>(clock.utc()).time_since_epoch().count();
    }
    Json claims() const {
        return {{"sub", uid}, {"kid", key["id"]}, {"exp", now() + 600}, {"nbf", now() - 5}};
    }
    std::string sign(const Json& with) const { return sign_token(key["id"], pem, with); }
    int manifest(const std::string& id) const {
        return call("GET", url("/" + id + "/manifest/video.m3u8")).status;
    }
    int play(const std::string& id) const {
        return call("POST", url("/" + id + "/webRTC/play"), {{"Content-Type", "application/sdp"}},
                    "v=0")
            .status;
    }

    Json key;
    std::string pem;
    std::string uid;
};

TEST_F(Tokens, AreReadAsTheContractWritesThem) {
    const std::string vector =
        "eyJhbGciOiJSUzI1NiIsImtpZCI6IjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmIn0."
        "eyJzdWIiOiI2YjllNjhiMDdkZmVlOGNjMmQxMTZlNGM1MWQ2YTk1NyIsImtpZCI6IjAxMjM0NTY3ODlhYmNkZWYw"
        "MTIzNDU2Nzg5YWJjZGVmIiwiZXhwIjoxNzM1NjkzMjAwLCJuYmYiOjE3MzU2ODk2MDB9";
    const ParsedToken token = parse_token(vector + ".AAAA");
    EXPECT_EQ(token.header["alg"], "RS256");
    EXPECT_EQ(token.claims["sub"], "6b9e68b07dfee8cc2d116e4c51d6a957");
    EXPECT_EQ(token.claims["exp"], 1735693200);
    EXPECT_EQ(token.signing_input, vector);
}

TEST_F(Tokens, TakeThePlaceOfTheId) {
    EXPECT_EQ(manifest(uid), 401);
    EXPECT_EQ(play(uid), 401);
    const std::string token = sign(claims());
    EXPECT_EQ(manifest(token), 204);  // idle
    EXPECT_EQ(play(token), 204);
    const std::string open = new_input()["uid"];
    EXPECT_EQ(manifest(open), 204);
    EXPECT_EQ(manifest("0123456789abcdef0123456789abcdef"), 404);
}

TEST_F(Tokens, AreRefusedForWhateverIsWrong) {
    const auto with = [&](const char* claim, const Json& value) {
        Json changed = claims();
        changed[claim] = value;
        return manifest(sign(changed));
    };
    EXPECT_EQ(with("sub", uid), 204);
    EXPECT_EQ(with("sub", "0123456789abcdef0123456789abcdef"), 404);
    EXPECT_EQ(with("sub", new_input({{"recording", {{"requireSignedURLs", true}}}})["uid"]), 204);
    EXPECT_EQ(with("exp", now() - 1), 401);
    EXPECT_EQ(with("exp", now() + day_s + 60), 401);
    EXPECT_EQ(with("exp", std::to_string(now() + 60)), 401);
    EXPECT_EQ(with("nbf", now() + 60), 401);
    EXPECT_EQ(with("kid", "another"), 401);
    std::string forged = sign(claims());
    forged[forged.size() - 10] = forged[forged.size() - 10] == 'A' ? 'B' : 'A';
    EXPECT_EQ(manifest(forged), 401);
    const std::string token = sign(claims());
    std::string unsigned_token = token.substr(0, token.rfind('.') + 1);
    EXPECT_EQ(manifest(unsigned_token), 401);
    EXPECT_EQ(manifest("a.b.c"), 401);
}

TEST_F(Tokens, ExpireByTheStandInsClock) {
    const std::string token = sign(claims());
    control("settings", {{"clock_offset_s", 601}});
    EXPECT_EQ(manifest(token), 401);
}

TEST_F(Tokens, DieWithTheirKey) {
    const std::string token = sign(claims());
    restart();
    EXPECT_EQ(manifest(token), 204);
    const Answer deleted = api("DELETE", "/keys/" + key["id"].get<std::string>());
    EXPECT_TRUE(deleted.json()["result"].is_string());
    EXPECT_EQ(manifest(token), 401);
    EXPECT_EQ(api("GET", "/keys").json()["result"], Json::array());
}

TEST_F(Tokens, OfTheServerAreNotForWebRtc) {
    const std::string path = "/" + uid + "/token";
    EXPECT_EQ(api("POST", path, {{"exp", now() + day_s + 60}}).status, 400);
    const std::string token = api("POST", path).json()["result"]["token"];
    EXPECT_EQ(manifest(token), 204);
    EXPECT_EQ(play(token), 401);
}

TEST_F(Tokens, TheKeyIsShownOnceInBothForms) {
    EXPECT_TRUE(pem.starts_with("-----BEGIN RSA PRIVATE KEY-----"));
    const Json jwk = Json::parse(decode_base64(key["jwk"]));
    for (const char* member : {"n", "e", "d", "p", "q", "dp", "dq", "qi"}) {
        EXPECT_FALSE(jwk[member].get<std::string>().empty()) << member;
    }
    EXPECT_EQ(jwk["kid"], key["id"]);
    const Json listed = api("GET", "/keys").json()["result"];
    EXPECT_EQ(listed, Json::array({{{"id", key["id"]}, {"created", key["created"]}}}));
}

class Origins : public Customer {};

TEST_F(Origins, AreAllowedBeforeAndInTheAnswer) {
    const std::string play = url("/" + new_input()["uid"].get<std::string>() + "/webRTC/play");
    const Headers from{{"Origin", "https://app.example"},
                       {"Access-Control-Request-Method", "POST"},
                       {"Access-Control-Request-Headers", "content-type"}};
    const Answer asked = call("OPTIONS", play, from);
    EXPECT_EQ(asked.status, 204);
    EXPECT_EQ(asked.headers.at("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(asked.headers.at("Access-Control-Allow-Headers"), "content-type");
    EXPECT_NE(asked.headers.at("Access-Control-Allow-Methods").find("DELETE"), std::string::npos);
    const Answer answer = call("POST", play, {{"Content-Type", "application/sdp"}}, "v=0");
    EXPECT_NE(answer.headers.at("Access-Control-Expose-Headers").find("Location"),
              std::string::npos);
    EXPECT_FALSE(api("GET", "/live_inputs").headers.contains("Access-Control-Allow-Origin"));
}

TEST_F(Origins, MayBeLimited) {
    const std::string uid =
        new_input({{"recording", {{"allowedOrigins", {"app.example"}}}}})["uid"];
    const std::string manifest = url("/" + uid + "/manifest/video.m3u8");
    EXPECT_EQ(call("GET", manifest, {{"Origin", "https://app.example"}}).status, 204);
    EXPECT_EQ(call("GET", manifest, {{"Origin", "https://other.example"}}).status, 403);
}

}  // namespace
}  // namespace lsl::fakes
