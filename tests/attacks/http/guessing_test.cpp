// Guessing of passwords and tokens, from one address and from very many.

#include <set>

#include "server/config/address_range.h"
#include "tests/server/http/server_fixture.h"

namespace lsl::testing {
namespace {

constexpr std::string_view offer = "v=0\r\n";

/// The server stands behind a proxy of its own machine, which says where each request is from.
class GuessingAttack : public ServerTest {
  protected:
    void SetUp() override {
        settings_.trusted_proxies = {config::AddressRange::parse("127.0.0.0/8").value()};
        start();
    }
    static std::string from(const std::string& address) { return "X-Forwarded-For: " + address; }
    static std::string credentials(const std::string& name, const std::string& password) {
        return R"({"email":")" + name + R"(@example.com","password":")" + password +
               R"(","displayName":"A person"})";
    }
    static HttpAnswer post(HttpClient& client, std::string_view path, const std::string& body,
                           const std::string& address) {
        return client.request("POST", path, body,
                              {"Content-Type: application/json", from(address)});
    }
    int log_in(HttpClient& client, const std::string& password, const std::string& address,
               const std::string& name = "ana") {
        return post(client, "/api/auth/login", credentials(name, password), address).status;
    }
    int log_in(const std::string& password, const std::string& address,
               const std::string& name = "ana") {
        HttpClient fresh = client();
        return log_in(fresh, password, address, name);
    }
    HttpClient sign_up(const std::string& name, const std::string& address) {
        HttpClient person = client();
        EXPECT_EQ(post(person, "/api/auth/register", credentials(name, "a long password"), address)
                      .status,
                  201);
        return person;
    }
    int register_from(const std::string& name, const std::string& address) {
        HttpClient person = client();
        return post(person, "/api/auth/register", credentials(name, "a long password"), address)
            .status;
    }
};

TEST_F(GuessingAttack, ASiteOfManyIpv6NetworksIsOneGuesser) {
    sign_up("ana", "198.51.100.1");
    int guesses = 0;
    for (int network = 0; network < 200; ++network) {
        const std::string address = "2001:db8:7:" + std::to_string(network) + "::1";
        if (log_in("wrong password", address) == 401) ++guesses;
    }
    EXPECT_EQ(guesses, 20);
}

TEST_F(GuessingAttack, AThousandAddressesGetFewGuessesAtOneAccount) {
    HttpClient ana = sign_up("ana", "198.51.100.1");
    int guesses = 0;
    for (int i = 0; i < 1000; ++i) {
        const std::string address = "10." + std::to_string(i / 250) + ".7." + std::to_string(i);
        if (log_in("wrong password", address) == 401) ++guesses;
    }
    EXPECT_LE(guesses, 40);
    EXPECT_EQ(log_in(ana, "a long password", "198.51.100.1"), 200)
        << "the browser that she signed in with before";
    EXPECT_EQ(log_in(ana, "a long password", "203.0.113.200"), 200) << "wherever it is";
}

TEST_F(GuessingAttack, AnAccountIsOneHoweverItsAddressIsTyped) {
    sign_up("ana", "198.51.100.1");
    int guesses = 0;
    for (int i = 0; i < 60; ++i) {
        for (const char* name : {"ana", "ANA", " aNa", "\\u0061na"}) {
            if (log_in("wrong password", "203.0.113.9", name) == 401) ++guesses;
        }
    }
    EXPECT_EQ(guesses, 20);
}

TEST_F(GuessingAttack, AnAddressIsOneHoweverAProxyWritesIt) {
    int made = 0;
    for (int i = 0; i < 12; ++i) {
        for (const char* address : {"203.0.113.7", "::ffff:203.0.113.7", "::FFFF:cb00:7107",
                                    "[::ffff:203.0.113.7]:4711"}) {
            const std::string name = "coins" + std::to_string(made) + "x" + std::to_string(i);
            if (register_from(name, address) == 201) ++made;
        }
    }
    EXPECT_EQ(made, 20);
}

TEST_F(GuessingAttack, AKnownDeviceIsNoWayToGuess) {
    HttpClient ana = sign_up("ana", "198.51.100.1");
    for (int i = 0; i < 20; ++i) {
        ASSERT_EQ(log_in(ana, "wrong password", "198.51.100.1"), 401) << i;
    }
    EXPECT_EQ(log_in(ana, "a long password", "198.51.100.1"), 429);
    // Nor at somebody else's account.
    HttpClient ben = sign_up("ben", "198.51.100.2");
    int guesses = 0;
    for (int i = 0; i < 60; ++i) {
        if (log_in(ben, "wrong password", "198.51.100.2", "eve") == 401) ++guesses;
    }
    EXPECT_EQ(guesses, 20);
}

TEST_F(GuessingAttack, AnAddressMakesTwentyAccounts) {
    for (int i = 0; i < 20; ++i) {
        ASSERT_EQ(register_from("coins" + std::to_string(i), "203.0.113.7"), 201) << i;
    }
    EXPECT_EQ(register_from("coins20", "203.0.113.7"), 429);
    EXPECT_EQ(register_from("coins21", "203.0.113.7:4711"), 429) << "a port is no new address";
    EXPECT_EQ(register_from("coins22", "203.0.113.8"), 201);
}

TEST_F(GuessingAttack, APortInForwardedForIsNoNewAddress) {
    for (const char* address : {"203.0.113.7:", "[2001:db8:8::1]:"}) {
        int refused = 0;
        for (int i = 0; i < 120; ++i) {
            const int status = log_in("wrong password", address + std::to_string(1024 + i),
                                      "user" + std::to_string(i));
            if (status == 429) ++refused;
        }
        EXPECT_EQ(refused, 20) << address;
    }
}

TEST_F(GuessingAttack, TheCommonestPasswordsAreRefused) {
    for (const std::string common :
         {"password", "12345678", "Password1", "PASSWORD123", "qwertyuiop", "football", "iloveyou",
          "aaaaaaaa", "abcdefgh", "87654321", "abcabcabcabc"}) {
        HttpClient person = client();
        const HttpAnswer answer =
            post(person, "/api/auth/register", credentials("ana", common), "198.51.100.1");
        EXPECT_EQ(answer.status, 422) << common;
        EXPECT_EQ(member(answer.body, "field"), "password") << common;
        EXPECT_EQ(member(answer.body, "code"), "password_weak") << common;
    }
}

/// Behind a proxy that nobody told the server about everybody has one address.
class OneAddressForAll : public ServerTest {
  protected:
    HttpAnswer publish(const std::string& path, const std::string& token) {
        return client().request(
            "POST", path, offer,
            {"Authorization: Bearer " + token, "Content-Type: application/sdp"});
    }
    int cron(std::string_view secret) {
        return client()
            .request("POST", "/api/cron/cleanup-recordings", "",
                     {"Authorization: Bearer " + std::string(secret)})
            .status;
    }
    int enter_studio(std::string_view token) {
        HttpClient person = client();
        return person.post("/api/instructor/login", "{\"token\":\"" + std::string(token) + "\"}")
            .status;
    }
};

TEST_F(OneAddressForAll, RightTokensAreNotRefusedForTheGuessesOfOthers) {
    HttpClient in = instructor();
    const std::string one = create_class(in);
    const std::string path = "/whip/" + member(one, "live_input_id");
    const std::string token = member(one, "webrtc_token");

    int last = 0;
    for (int i = 0; i < 310; ++i) last = publish(path, "guess" + std::to_string(i)).status;
    EXPECT_EQ(last, 429) << "who guesses is slowed down";
    EXPECT_EQ(cron("guess"), 429);
    for (int i = 0; i < 110; ++i) last = enter_studio("guess" + std::to_string(i));
    EXPECT_EQ(last, 429);

    EXPECT_NE(publish(path, token).status, 429) << "an encoder's token";
    EXPECT_EQ(cron(cron_secret), 200);
    EXPECT_EQ(enter_studio(instructor_token), 200);
}

TEST_F(OneAddressForAll, ALinkOfTheTeamOpensAfterTheGuessesOfOthers) {
    HttpClient in = instructor();
    const std::string id = member(create_class(in), "id");
    const HttpAnswer invited =
        in.post("/api/instructor/streams/" + id + "/staff", R"({"role":"moderator"})");
    const std::string url = member(invited.body, "url");
    const std::string token = url.substr(url.find('#') + 1);
    HttpClient carl = viewer("carl");
    const auto accept = [&](HttpClient& who, const std::string& with) {
        return who.post("/api/invitations/" + with + "/accept").status;
    };
    HttpClient eve = viewer("eve");
    int wrong = 0;
    for (int i = 0; i < 310; ++i) wrong += accept(eve, "guess" + std::to_string(i)) == 200;
    for (int i = 0; i < 310; ++i) {
        HttpClient stranger = client();
        wrong += accept(stranger, "guess" + std::to_string(i)) == 200;
    }
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(accept(carl, token), 200);
}

TEST_F(OneAddressForAll, AProxyThatNobodyNamedIsToldOnce) {
    for (int i = 0; i < 3; ++i) {
        client().request("GET", "/api/streams", "", {"X-Forwarded-For: 203.0.113.7"});
    }
    const std::string text = log();
    const auto at = text.find("TRUSTED_PROXIES");
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(text.find("TRUSTED_PROXIES", at + 1), std::string::npos);
}

}  // namespace
}  // namespace lsl::testing
