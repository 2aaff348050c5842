// Links that mails carry, calendars that programs fetch, and the list of sign-ins: what somebody
// makes of them who is not meant. Beside each attack the person whose they are goes on.

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/services/accounts/secrets.h"
#include "server/services/notices/unsubscribe_links.h"
#include "server/store/database.h"
#include "server/store/people/mail_tokens_store.h"
#include "tests/server/http/staffed_class.h"

namespace lsl::attacks {
namespace {

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;
using store::TokenPurpose;
using Json = nlohmann::json;

constexpr const char* first_password = "a long password";
constexpr const char* next_password = "quite another one";

struct TokenUse {
    TokenPurpose purpose;
    const char* path;
};
constexpr TokenUse uses_of_tokens[] = {{TokenPurpose::Confirm, "/api/auth/verify-email"},
                                       {TokenPurpose::Reset, "/api/auth/reset-password"},
                                       {TokenPurpose::Undo, "/api/auth/undo-email"}};

class AccountPages : public lsl::testing::StaffedClassTest {
  protected:
    void SetUp() override {
        settings_.limit_writes_per_person = 100'000;
        StaffedClassTest::SetUp();
    }
    UserId user_of(HttpClient& who) { return *UserId::parse(id_of(who)); }
    /// As a mail would carry it: the database knows its hash alone.
    std::string token_for(UserId user, TokenPurpose purpose, const std::string& email) {
        std::string token = services::random_secret();
        store::Connection file = beside(store::OpenAs::Writer);
        const UtcTime now = clock_.utc();
        EXPECT_TRUE(
            store::MailTokensStore(file).insert({.token_hash = services::sha256_hex(token),
                                                 .user = user,
                                                 .purpose = purpose,
                                                 .email = email,
                                                 .created_at = now,
                                                 .expires_at = now + std::chrono::hours(1)}));
        return token;
    }
    HttpAnswer spend(std::string_view path, const std::string& token,
                     const std::vector<std::string>& headers = {}, const char* from = "127.0.0.1") {
        std::vector<std::string> all{"Content-Type: application/json"};
        all.insert(all.end(), headers.begin(), headers.end());
        HttpClient nobody(port(), from);
        return nobody.request("POST", path,
                              Json{{"token", token}, {"password", next_password}}.dump(), all);
    }
    int sign_in(const std::string& name, const char* password) {
        HttpClient fresh = client();
        return fresh
            .post("/api/auth/login",
                  Json{{"email", name + "@example.com"}, {"password", password}}.dump())
            .status;
    }
    static std::string path_of(const HttpAnswer& address) {
        const std::string url = Json::parse(address.body)["url"];
        return url.substr(url.find("/calendar/"));
    }
    static Json settings_of(HttpClient& who) {
        return Json::parse(who.get("/api/me/notices/settings").body);
    }
};

TEST_F(AccountPages, ThePagesOfLinksAreInNoFrameAndTellNobodyWhereTheyWereOpened) {
    for (const char* path : {"/confirm", "/reset", "/undo-email", "/unsubscribe", "/invitation",
                             "/settings", "/notices"}) {
        const HttpAnswer page = client().get(path);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_EQ(page.header("X-Frame-Options"), "DENY") << path;
        EXPECT_NE(page.header("Content-Security-Policy").find("frame-ancestors 'none'"),
                  std::string::npos)
            << path;
        EXPECT_EQ(page.header("Referrer-Policy"), "same-origin") << path;
    }
}

TEST_F(AccountPages, AFetchedLinkSpendsNothing) {
    HttpClient browser = viewer("ana");
    const UserId ana = user_of(browser);
    for (const TokenUse& use : uses_of_tokens) {
        const std::string token = token_for(ana, use.purpose, "ana@example.com");
        for (const char* method : {"GET", "HEAD", "OPTIONS"}) {
            for (const std::string& path :
                 {std::string(use.path), std::string(use.path) + "?token=" + token,
                  "/confirm?token=" + token, "/reset/" + token}) {
                HttpClient scanner = client();
                static_cast<void>(scanner.request(method, path));
            }
        }
        EXPECT_EQ(spend(use.path, token).status, 204) << use.path;
    }
}

TEST_F(AccountPages, APageElsewhereCannotSpendALink) {
    HttpClient browser = viewer("ana");
    const UserId ana = user_of(browser);
    for (const TokenUse& use : uses_of_tokens) {
        const std::string token = token_for(ana, use.purpose, "ana@example.com");
        for (const char* origin :
             {"https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"}) {
            EXPECT_EQ(spend(use.path, token, {std::string("Origin: ") + origin}).status, 403)
                << origin;
        }
        // A form of another page can send no JSON.
        HttpClient form = client();
        EXPECT_EQ(form.request("POST", use.path, "token=" + token + "&password=" + next_password,
                               {"Content-Type: application/x-www-form-urlencoded"})
                      .status,
                  415);
        EXPECT_EQ(spend(use.path, token).status, 204) << "the person's own press";
    }
}

TEST_F(AccountPages, ALinkIsGoodForItsOwnPageAlone) {
    HttpClient browser = viewer("ana");
    const UserId ana = user_of(browser);
    for (const TokenUse& made : uses_of_tokens) {
        const std::string token = token_for(ana, made.purpose, "ana@example.com");
        for (const TokenUse& tried : uses_of_tokens) {
            if (tried.purpose == made.purpose) continue;
            EXPECT_EQ(spend(tried.path, token).status, 410) << tried.path;
        }
        EXPECT_EQ(spend(made.path, token).status, 204) << made.path;
    }
}

TEST_F(AccountPages, OfManyPressesAtOnceOneResets) {
    HttpClient ana = viewer("ana");
    const std::string token = token_for(user_of(ana), TokenPurpose::Reset, "ana@example.com");
    std::atomic<int> done = 0, refused = 0;
    {
        std::vector<std::jthread> racers;
        for (int i = 0; i < 12; ++i) {
            racers.emplace_back([&] {
                const int status = spend("/api/auth/reset-password", token).status;
                if (status == 204) ++done;
                if (status == 410) ++refused;
            });
        }
    }
    EXPECT_EQ(done, 1);
    EXPECT_EQ(refused, 11);
    EXPECT_EQ(ana.get("/api/me").status, 401) << "sessions from before are over";
    EXPECT_EQ(sign_in("ana", first_password), 401);
    EXPECT_EQ(sign_in("ana", next_password), 200);
}

TEST_F(AccountPages, GuessesOfLinksFindNothingAndShutNobodyOut) {
    HttpClient ana = viewer("ana");
    const std::string token = token_for(user_of(ana), TokenPurpose::Reset, "ana@example.com");
    std::set<int> answers;
    for (int i = 0; i < 400; ++i) {
        std::string guess = token;
        guess[static_cast<std::size_t>(i) % guess.size()] ^= 1;
        answers.insert(
            spend("/api/auth/reset-password", i % 2 == 0 ? guess : guess + "A", {}, "127.0.0.66")
                .status);
    }
    for (const int status : answers) EXPECT_TRUE(status == 410 || status == 429) << status;
    EXPECT_EQ(spend("/api/auth/reset-password", token).status, 204);
}

TEST_F(AccountPages, HostileTokensAreRefusedLikeWrongOnes) {
    const std::string odd[] = {"",
                               " ",
                               "' OR 1=1 --",
                               std::string(10'000, 'A'),
                               std::string("a\0b", 3),
                               "\xff\xfe",
                               "../../etc/passwd",
                               "%00"};
    for (const TokenUse& use : uses_of_tokens) {
        for (const std::string& token : odd) {
            HttpClient nobody = client();
            const std::string body = Json{{"token", token}, {"password", next_password}}.dump(
                -1, ' ', false, Json::error_handler_t::replace);
            const int status = nobody.post(use.path, body).status;
            EXPECT_TRUE(status == 410 || status == 422 || status == 413) << status;
        }
    }
    for (const char* path : {"/api/unsubscribe/%00", "/api/unsubscribe/%2e%2e", "/calendar/.ics",
                             "/calendar/%ff%fe.ics", "/calendar/..%2f..%2fetc.ics"}) {
        HttpClient nobody = client();
        const bool feed = std::string_view(path).starts_with("/calendar");
        const int status = nobody.request(feed ? "GET" : "POST", path).status;
        EXPECT_TRUE(status == 404 || status == 400) << path << " " << status;
    }
}

TEST_F(AccountPages, NobodyEndsMailsOfSomebodyElse) {
    HttpClient ana = viewer("ana"), eve = viewer("eve");
    const auto opened = store::Database::open(folder_.path() / "leansporty.db");
    ASSERT_TRUE(opened);
    const auto links = services::UnsubscribeLinks::open(**opened, clock_);
    ASSERT_TRUE(links);
    const auto post = [&](const std::string& token, const std::vector<std::string>& headers = {}) {
        HttpClient nobody = client();
        return nobody.request("POST", "/api/unsubscribe/" + token, "List-Unsubscribe=One-Click",
                              headers);
    };
    const Json before = settings_of(ana);
    const std::string of_eve = links->token(user_of(eve), domain::NoticeEvent::Enrolled);
    // Her own link with Ana's id in it, with another event, cut and made longer.
    std::string bytes = services::from_base64url(of_eve);
    const Uuid target = user_of(ana).uuid;
    bytes.replace(1, target.bytes.size(), reinterpret_cast<const char*>(target.bytes.data()),
                  target.bytes.size());
    std::vector<std::string> forged{services::to_base64url(bytes), of_eve.substr(1),
                                    of_eve.substr(0, of_eve.size() - 4), of_eve + "AAAA"};
    bytes = services::from_base64url(of_eve);
    for (const char kind : {'\x04', '\x7e', '\x7f', '\xff'}) {
        bytes.front() = kind;
        forged.push_back(services::to_base64url(bytes));
    }
    for (const std::string& token : forged) EXPECT_EQ(post(token).status, 404) << token;
    EXPECT_EQ(settings_of(ana), before);
    EXPECT_TRUE(settings_of(eve)["events"]["enrolled"]["mail"]);
    // Mails that tell what was paid for cannot be ended at all.
    const std::string moved = links->token(user_of(ana), domain::NoticeEvent::Moved);
    EXPECT_EQ(post(moved).status, 404);
    // A real link: not by fetching, not by a page elsewhere.
    const std::string of_ana = links->token(user_of(ana), domain::NoticeEvent::Enrolled);
    HttpClient scanner = client();
    EXPECT_EQ(scanner.get("/api/unsubscribe/" + of_ana).status, 405);
    EXPECT_EQ(scanner.request("HEAD", "/api/unsubscribe/" + of_ana).status, 405);
    EXPECT_EQ(post(of_ana, {"Origin: https://evil.example"}).status, 403);
    EXPECT_EQ(settings_of(ana), before);
    EXPECT_EQ(post(of_ana).status, 204);
    EXPECT_FALSE(settings_of(ana)["events"]["enrolled"]["mail"]);
}

TEST_F(AccountPages, ACalendarsAddressIsNotMadeFromAnother) {
    HttpClient ana = viewer("ana"), eve = viewer("eve");
    const std::string of_ana = path_of(ana.get("/api/me/calendar"));
    const std::string of_eve = path_of(eve.get("/api/me/calendar"));
    const std::string prefix = "/calendar/", ending = ".ics";
    const std::string secret =
        of_eve.substr(prefix.size(), of_eve.size() - prefix.size() - ending.size());
    const auto status_of = [&](const std::string& bytes) {
        return HttpClient(port(), "127.0.0.66")
            .get(prefix + services::to_base64url(bytes) + ending)
            .status;
    };
    const std::string bytes = services::from_base64url(secret);
    ASSERT_EQ(status_of(bytes), 200);
    // Each bit of it.
    for (std::size_t bit = 0; bit < bytes.size() * 8; bit += 3) {
        std::string other = bytes;
        other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << (bit % 8)));
        const int status = status_of(other);
        ASSERT_TRUE(status == 404 || status == 429) << bit;
    }
    // Ana's id in Eve's address.
    std::string other = bytes;
    const Uuid target = user_of(ana).uuid;
    other.replace(1, target.bytes.size(), reinterpret_cast<const char*>(target.bytes.data()),
                  target.bytes.size());
    EXPECT_NE(status_of(other), 200);
    const HttpAnswer own = client().get(of_ana);
    EXPECT_EQ(own.status, 200) << "hers goes on";
    EXPECT_NE(own.header("Cache-Control").find("private"), std::string::npos);
    // A renewed address ends the former one, also for who fetches it with her cookies.
    EXPECT_EQ(ana.post("/api/me/calendar/rotate").status, 200);
    EXPECT_EQ(ana.get(of_ana).status, 404);
    EXPECT_EQ(client().get(of_eve).status, 200) << "and nobody else's";
}

TEST_F(AccountPages, TheListOfSignInsShowsAndEndsOnesOwnAlone) {
    HttpClient ana = viewer("ana"), eve = viewer("eve");
    const Json of_ana = Json::parse(ana.get("/api/me/sessions").body)["sessions"];
    ASSERT_EQ(of_ana.size(), 1u);
    const std::string id = of_ana[0]["id"];
    // What the list shows opens nothing.
    for (const std::string& name : {std::string("session"), std::string("lsl_session")}) {
        HttpClient thief = client();
        thief.cookies.push_back(name + "=" + id);
        EXPECT_EQ(thief.get("/api/me").status, 401);
    }
    for (const std::string& cookie : ana.cookies) {
        HttpClient thief = client();
        thief.cookies.push_back(cookie.substr(0, cookie.find('=') + 1) + id);
        EXPECT_EQ(thief.get("/api/me").status, 401);
    }
    EXPECT_EQ(eve.request("DELETE", "/api/me/sessions/" + id).status, 404);
    EXPECT_EQ(eve.request("DELETE", "/api/me/sessions/others").status, 204);
    EXPECT_EQ(Json::parse(eve.get("/api/me/sessions").body)["sessions"].size(), 1u);
    HttpClient nobody = client();
    EXPECT_EQ(nobody.request("DELETE", "/api/me/sessions/" + id).status, 401);
    // A page elsewhere signs nobody out.
    HttpClient lured = ana;
    EXPECT_EQ(
        lured.request("DELETE", "/api/me/sessions/" + id, "", {"Origin: https://evil.example"})
            .status,
        403);
    EXPECT_EQ(ana.get("/api/me").status, 200);
}

TEST_F(AccountPages, ASessionThatSomebodyPlantedIsNotTheOneOfTheSignIn) {
    HttpClient eve = viewer("eve");
    viewer("ana");
    HttpClient ana = client();
    ana.cookies = eve.cookies;  // planted before she signs in
    ASSERT_EQ(ana.post("/api/auth/login",
                       Json{{"email", "ana@example.com"}, {"password", first_password}}.dump())
                  .status,
              200);
    EXPECT_EQ(Json::parse(ana.get("/api/me").body)["user"]["email"], "ana@example.com");
    const HttpAnswer of_eve = eve.get("/api/me");
    EXPECT_TRUE(of_eve.status == 401 ||
                Json::parse(of_eve.body)["user"]["email"] == "eve@example.com")
        << "what was planted never becomes hers";
}

}  // namespace
}  // namespace lsl::attacks
