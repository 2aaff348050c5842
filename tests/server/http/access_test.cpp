#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "shared/wire/access.h"
#include "tests/server/http/staffed_class.h"

namespace lsl::http {
namespace {

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;
using lsl::testing::HttpConnection;

/// What each kind of caller hears of each route: "." is let in (and may hear later that a value or
/// a state does not fit), 1 is 401, 3 is 403. Written down apart from the list that routes go by.
struct Expected {
    const char* method;
    const char* path;
    const char* of_each;  ///< in the order of `kinds`
};
constexpr const char* kinds[] = {"visitor",
                                 "viewer",
                                 "enrolled viewer",
                                 "guest",
                                 "moderator",
                                 "co-instructor",
                                 "owner",
                                 "owner and account",
                                 "staff of another class",
                                 "former staff"};

constexpr Expected table[] = {
    {"POST", "/api/auth/register", ".........."},
    {"POST", "/api/auth/login", ".........."},
    {"POST", "/api/auth/logout", ".........."},
    {"POST", "/api/instructor/login", ".........."},
    {"POST", "/api/instructor/logout", ".........."},
    {"GET", "/api/me", "1........."},

    {"POST", "/api/auth/verify-email", ".........."},
    {"POST", "/api/auth/resend-verification", "1.....1..."},
    {"POST", "/api/auth/forgot-password", ".........."},
    {"POST", "/api/auth/reset-password", ".........."},
    {"POST", "/api/auth/change-password", "1.....1..."},
    {"POST", "/api/auth/change-email", "1.....1..."},
    {"POST", "/api/auth/undo-email", ".........."},
    {"POST", "/api/auth/passkey/options", ".........."},
    {"POST", "/api/auth/passkey", ".........."},
    {"POST", "/api/auth/second-factor", ".........."},
    {"GET", "/api/me/passkeys", "1.....1..."},
    {"POST", "/api/me/passkeys", "1.....1..."},
    {"POST", "/api/me/passkeys/options", "1.....1..."},
    {"PATCH", "/api/me/passkeys/{id}", "1.....1..."},
    {"DELETE", "/api/me/passkeys/{id}", "1.....1..."},
    {"GET", "/api/me/second-factor", "1.....1..."},
    {"POST", "/api/me/second-factor", "1.....1..."},
    {"POST", "/api/me/second-factor/confirm", "1.....1..."},
    {"POST", "/api/me/second-factor/recovery-codes", "1.....1..."},
    {"DELETE", "/api/me/second-factor", "1.....1..."},
    {"GET", "/api/me/sessions", "1........."},
    {"DELETE", "/api/me/sessions/{id}", "1........."},
    {"GET", "/api/me/export", "1........."},
    {"GET", "/api/me/calendar", "1.....1..."},
    {"POST", "/api/me/calendar/rotate", "1.....1..."},
    {"GET", "/api/instructor/calendar", "1333.....3"},
    {"POST", "/api/instructor/calendar/rotate", "1333.....3"},
    {"GET", "/calendar/{name}", ".........."},
    {"DELETE", "/api/me", "1.....1..."},
    {"GET", "/api/me/notices/settings", "1.....1..."},
    {"PUT", "/api/me/notices/settings", "1.....1..."},
    {"GET", "/api/me/notices", "1.....1..."},
    {"POST", "/api/me/notices/read", "1.....1..."},
    {"GET", "/api/push/key", ".........."},
    {"POST", "/api/me/notices/test", "1.....1..."},
    {"GET", "/api/me/followed", "1.....1..."},
    {"DELETE", "/api/me/followed/{id}", "1.....1..."},
    {"POST", "/api/me/push", "1.....1..."},
    {"DELETE", "/api/me/push", "1.....1..."},
    {"POST", "/api/unsubscribe/{token}", ".........."},

    {"GET", "/api/streams", ".........."},
    {"GET", "/api/streams/{id}", ".........."},
    {"GET", "/api/streams/{id}/calendar.ics", ".........."},
    {"GET", "/api/streams/{id}/frame.jpg", ".........."},
    {"GET", "/api/workouts", ".........."},
    {"GET", "/api/workouts/{id}", ".........."},
    {"GET", "/api/events", ".........."},
    {"GET", "/thumbnails/{name}", ".........."},

    {"GET", "/api/enrollments", "1.....1..."},
    {"GET", "/api/streams/{id}/enrollment", "1.....1..."},
    {"DELETE", "/api/streams/{id}/enrollment", "1.....1..."},
    {"GET", "/api/streams/{id}/bells", "1.....1..."},
    {"PUT", "/api/streams/{id}/bells", "1.....1..."},
    {"POST", "/api/streams/{id}/enroll", "1.....1..."},
    {"GET", "/api/wallet", "1.....1..."},
    {"GET", "/api/streams/{id}/playback", "13......33"},
    {"POST", "/api/streams/{id}/watching", "1........."},
    {"PUT", "/api/streams/{id}/progress", "1.....1..."},
    {"GET", "/api/streams/{id}/practice", "13.3331333"},
    {"PUT", "/api/streams/{id}/practice", "1.....1..."},
    {"GET", "/api/streams/{id}/chapters", "13......33"},
    {"GET", "/api/streams/{id}/chapters.vtt", "13......33"},
    {"POST", "/api/streams/{id}/chapters", "1333....33"},
    {"PATCH", "/api/streams/{id}/chapters/{chapter}", "1333....33"},
    {"DELETE", "/api/streams/{id}/chapters/{chapter}", "1333....33"},
    {"GET", "/api/workouts/{id}/playback", "1........."},

    {"GET", "/api/instructor/streams", "1333.....3"},
    {"POST", "/api/instructor/streams/create", "133333..33"},
    {"GET", "/api/instructor/streams/{id}", "1333....33"},
    {"PATCH", "/api/instructor/streams/{id}", "13333...33"},
    {"POST", "/api/instructor/streams/{id}/thumbnail", "13333...33"},
    {"POST", "/api/instructor/streams/{id}/start", "13333...33"},
    {"POST", "/api/instructor/streams/{id}/back-to-planned", "13333...33"},
    {"POST", "/api/instructor/streams/{id}/end", "13333...33"},
    {"PUT", "/api/instructor/streams/{id}/sending", "13333...33"},
    {"POST", "/api/instructor/streams/{id}/check", "13333...33"},
    {"POST", "/api/instructor/streams/{id}/inputs/main/rotate-token", "13333...33"},
    {"POST", "/api/instructor/streams/{id}/cancel", "133333..33"},
    {"POST", "/api/instructor/streams/{id}/refund", "133333..33"},
    {"GET", "/api/instructor/streams/{id}/staff", "13333...33"},
    {"POST", "/api/instructor/streams/{id}/staff", "133333..33"},
    {"DELETE", "/api/instructor/streams/{id}/staff/{person}", "133.....33"},
    {"GET", "/api/invitations/{token}", ".........."},
    {"POST", "/api/invitations/{token}/accept", "1........."},
    {"POST", "/api/invitations/{token}/decline", "1........."},
    {"GET", "/api/instructor/streams/{id}/figures", "13333...33"},
    {"GET", "/api/instructor/streams/{id}/figures.csv", "13333...33"},
    {"GET", "/api/instructor/streams/{id}/attendance", "13333...33"},
    {"GET", "/api/instructor/figures", "133333..33"},
    {"GET", "/api/instructor/figures.csv", "133333..33"},
    {"POST", "/api/instructor/grants", "133333..33"},
    {"GET", "/api/instructor/jobs", "133333..33"},
    {"POST", "/api/instructor/jobs/{id}/confirm", "133333..33"},

    {"GET", "/api/streams/{id}/chat", "13......33"},
    {"POST", "/api/streams/{id}/chat", "1........."},
    {"DELETE", "/api/streams/{id}/chat/{message}", "1........."},
    {"POST", "/api/streams/{id}/chat/{message}/vote", "1........."},
    {"POST", "/api/streams/{id}/chat/{message}/report", "1........."},
    {"POST", "/api/streams/{id}/chat/{message}/pin", "1333....33"},
    {"POST", "/api/streams/{id}/chat/{message}/unpin", "1333....33"},
    {"POST", "/api/streams/{id}/chat/{message}/answer", "1333....33"},
    {"POST", "/api/streams/{id}/chat/{message}/allow", "1333....33"},
    {"GET", "/api/streams/{id}/chat/settings", "1333....33"},
    {"PATCH", "/api/streams/{id}/chat/settings", "1333....33"},
    {"POST", "/api/streams/{id}/chat/timeouts", "1333....33"},
    {"POST", "/api/streams/{id}/chat/restored", "1333....33"},
    {"GET", "/api/streams/{id}/chat/reports", "1333....33"},
    {"POST", "/api/streams/{id}/chat/reports/{report}", "1333....33"},
    {"GET", "/api/streams/{id}/people/{user}/note", "1333....33"},
    {"PUT", "/api/streams/{id}/people/{user}/note", "1333....33"},
    {"GET", "/api/streams/{id}/chat/questions", "1333....33"},
    {"GET", "/api/streams/{id}/chat/replay", "13......33"},
    {"GET", "/api/streams/{id}/chat/energy", "13......33"},
    {"POST", "/api/streams/{id}/reactions", "1........."},
    {"PUT", "/api/streams/{id}/wish", "1........."},
    {"DELETE", "/api/streams/{id}/wish", "1333....33"},
    {"PUT", "/api/streams/{id}/effort", "1........."},
    {"GET", "/api/streams/{id}/present", "13......33"},
    {"PUT", "/api/streams/{id}/present", "1........."},
    {"POST", "/api/streams/{id}/polls", "1333....33"},
    {"PUT", "/api/streams/{id}/polls/{poll}/vote", "1........."},
    {"POST", "/api/streams/{id}/polls/{poll}/close", "1333....33"},

    {"GET", "/api/cron/cleanup-recordings", "1111111111"},
    {"POST", "/api/cron/cleanup-recordings", "1111111111"},
    {"GET", "/api/cron/migrate-streams-to-workouts", "1111111111"},
    {"POST", "/api/cron/migrate-streams-to-workouts", "1111111111"},

    {"GET", "/recordings/{video}", "1........."},
    {"OPTIONS", "/whip/{live_input}", ".........."},
    {"GET", "/whip/{live_input}", ".........."},
    {"POST", "/whip/{live_input}", "1111111111"},
    {"OPTIONS", "/whip/{live_input}/{session}", ".........."},
    {"GET", "/whip/{live_input}/{session}", ".........."},
    {"PATCH", "/whip/{live_input}/{session}", "1111111111"},
    {"DELETE", "/whip/{live_input}/{session}", "1111111111"},
    {"OPTIONS", "/whep/{playback}", ".........."},
    {"GET", "/whep/{playback}", ".........."},
    {"POST", "/whep/{playback}", "1111111111"},
    {"OPTIONS", "/whep/{playback}/{session}", ".........."},
    {"GET", "/whep/{playback}/{session}", ".........."},
    {"PATCH", "/whep/{playback}/{session}", "1111111111"},
    {"DELETE", "/whep/{playback}/{session}", "1111111111"},
    {"OPTIONS", "/whep/{playback}/{session}/layer", ".........."},
    {"POST", "/whep/{playback}/{session}/layer", "1111111111"},
    {"OPTIONS", "/whep/{playback}/{session}/sse", ".........."},
    {"POST", "/whep/{playback}/{session}/sse", "1111111111"},
    {"OPTIONS", "/whep/{playback}/{session}/sse/{stream}", ".........."},
    {"GET", "/whep/{playback}/{session}/sse/{stream}", ".........."},
    {"DELETE", "/whep/{playback}/{session}/sse/{stream}", ".........."},

    {"GET", "/healthz", ".........."},
    {"GET", "/api/openapi.json", ".........."},
    {"GET", "/metrics", ".........."},  // on the server's own machine
};

/// Only there while the secret for them is set.
bool is_webhook(std::string_view path) { return path.starts_with("/api/webhooks/"); }

const Expected* expectation(std::string_view method, std::string_view path) {
    for (const Expected& one : table) {
        if (one.method == method && one.path == path) return &one;
    }
    return nullptr;
}

std::string filled(std::string path, const std::string& stream) {
    constexpr const char* nothing = "01890a5d-ac96-774b-bcce-b302099a8057";
    const bool of_a_class = path.find("/streams/{id}") != path.npos;
    for (auto open = path.find('{'); open != path.npos; open = path.find('{')) {
        const auto close = path.find('}', open);
        const bool id = path.substr(open, close - open + 1) == "{id}" && of_a_class;
        path.replace(open, close - open + 1, id ? stream : nothing);
    }
    return path;
}

class AccessTest : public lsl::testing::StaffedClassTest {
  protected:
    void SetUp() override {
        settings_.limit_writes_per_person = 100'000;
        settings_.limit_accounts_per_address = 1'000;
        StaffedClassTest::SetUp();
    }
    std::vector<HttpClient> everybody() {
        std::vector<HttpClient> all;
        all.push_back(client());
        all.push_back(viewer("vera"));
        HttpClient& enrolled = all.emplace_back(viewer("emil"));
        EXPECT_EQ(enrolled.request("POST", "/api/streams/" + stream_ + "/enroll").status, 201);
        all.push_back(staff("guest", "gina"));
        all.push_back(staff("moderator", "mona"));
        all.push_back(staff("co_instructor", "cora"));
        all.push_back(instructor());
        HttpClient& both = all.emplace_back(viewer("bella"));
        both.cookies.push_back(instructor().cookies.front());
        all.push_back(staff_of_another_class());
        HttpClient& former = all.emplace_back(staff("co_instructor", "fred"));
        EXPECT_EQ(owner().request("DELETE", staff_path() + "/" + id_of(former)).status, 204);
        return all;
    }
    HttpClient staff_of_another_class() {
        const std::string here = std::exchange(stream_, member(create_class(owner()), "id"));
        HttpClient who = staff("co_instructor", "olga");
        stream_ = here;
        return who;
    }
    /// With a body that no route takes, so that nothing changes: access is looked at first.
    int status_of(HttpClient& who, const Expected& route) {
        const std::string path = filled(route.path, stream_);
        if (path == "/api/events") return status_of_events(who);
        if (std::string_view(route.method) == "GET") return who.get(path).status;
        if (std::string_view(route.method) == "OPTIONS") return who.request("OPTIONS", path).status;
        HttpClient keeps_its_cookies = who;
        return keeps_its_cookies.request(route.method, path, "x", {"Content-Type: text/plain"})
            .status;
    }
    int status_of_events(HttpClient& who) {
        HttpConnection connection(port());
        connection.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n" +
                        (who.cookies.empty() ? "" : "Cookie: " + who.cookie_header() + "\r\n") +
                        "\r\n");
        const std::string head = connection.read_until("event: hello", std::chrono::seconds(5));
        return head.find(" 200 ") != head.npos ? 200 : 0;
    }
};

TEST_F(AccessTest, EveryKindOfCallerIsLetInAsTheTableSays) {
    std::vector<HttpClient> callers = everybody();
    ASSERT_EQ(callers.size(), std::size(kinds));
    for (const Expected& route : table) {
        std::string heard;
        for (HttpClient& who : callers) {
            const int status = status_of(who, route);
            EXPECT_TRUE(status >= 200 && status < 500) << status << " " << route.path;
            heard += status == 401 ? '1' : status == 403 ? '3' : '.';
        }
        for (std::size_t i = 0; i < heard.size(); ++i) {
            EXPECT_EQ(heard[i], route.of_each[i])
                << route.method << " " << route.path << " by " << kinds[i];
        }
    }
}

TEST_F(AccessTest, EveryRuleIsWalked) {
    for (const api::AccessRule& rule : api::access_list) {
        if (is_webhook(rule.path)) continue;
        EXPECT_NE(expectation(rule.method, rule.path), nullptr)
            << rule.method << " " << rule.path << " is missing in this test's table";
    }
}

TEST_F(AccessTest, EveryRouteHasARuleAndEveryRuleARoute) {
    const auto document = nlohmann::json::parse(client().get("/api/openapi.json").body);
    std::set<std::string> routes;
    for (const auto& [path, operations] : document["paths"].items()) {
        for (const auto& [method, operation] : operations.items()) {
            std::string name = method;
            for (char& c : name) c = static_cast<char>(c & ~0x20);
            routes.insert(name + " " + path);
        }
    }
    std::set<std::string> rules;
    for (const api::AccessRule& rule : api::access_list) {
        if (is_webhook(rule.path)) continue;
        rules.insert(std::string(rule.method) + " " + std::string(rule.path));
    }
    EXPECT_EQ(routes, rules);
}

}  // namespace
}  // namespace lsl::http
