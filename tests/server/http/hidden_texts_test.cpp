// What was held back, taken away or noted for the team is in no answer to anybody else: every route
// of the whole API is asked, by everybody who is not of the team.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/wire/access.h"
#include "tests/server/http/staffed_class.h"

namespace lsl::http {
namespace {

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;
using lsl::testing::HttpConnection;

constexpr std::string_view json_type = "Content-Type: application/json";
/// In every text that nobody but staff may read.
constexpr std::string_view marker = "hidden-7731";

class HiddenTextsTest : public lsl::testing::StaffedClassTest {
  protected:
    void SetUp() override {
        settings_.limit_writes_per_person = 100'000;
        settings_.limit_accounts_per_address = 1'000;
        StaffedClassTest::SetUp();
        if (!server_) return;
        room_ = "/api/streams/" + stream_;
        EXPECT_EQ(owner().request("POST", "/api/instructor/streams/" + stream_ + "/start").status,
                  200);
        for (const char* name : {"vera", "emil", "anton", "rita", "gina"}) {
            people_.emplace(name,
                            std::string_view(name) == "gina" ? staff("guest", name) : viewer(name));
        }
        for (const char* name : {"emil", "anton", "rita"}) {
            EXPECT_EQ(who(name).request("POST", room_ + "/enroll").status, 201);
        }
        moderator_ = staff("moderator", "mona");
    }
    HttpClient& who(const std::string& name) { return people_.at(name); }
    /// A message of that kind; its id.
    std::string say(HttpClient& by, const std::string& text, const std::string& kind = "message") {
        const HttpAnswer answer =
            by.post(room_ + "/chat", R"({"kind":")" + kind + R"(","message":")" + text + "\"}");
        EXPECT_EQ(answer.status, 201) << answer.body;
        return member(answer.body, "id");
    }
    HttpAnswer put(HttpClient& by, const std::string& path, const std::string& json) {
        return by.request("PUT", path, json, {std::string(json_type)});
    }
    /// Everything that there is to hide, written by Anton.
    void hide_much() {
        HttpClient& anton = who("anton");
        const std::string hidden(marker);
        visible_ = say(anton, "can be read");
        removed_ = say(anton, hidden + " taken away");
        EXPECT_EQ(moderator_->request("DELETE", room_ + "/chat/" + removed_).status, 200);
        const std::string question = say(anton, hidden + " taken back", "question");
        EXPECT_EQ(anton.request("DELETE", room_ + "/chat/" + question).status, 200);
        EXPECT_EQ(moderator_
                      ->request("PATCH", room_ + "/chat/settings", R"({"blockedWords":["hidden"]})",
                                {std::string(json_type)})
                      .status,
                  200);
        held_ = say(anton, hidden + " held");
        gone_ = say(anton, hidden + " held, then gone");
        EXPECT_EQ(moderator_->request("DELETE", room_ + "/chat/" + gone_).status, 200);
        EXPECT_EQ(who("rita")
                      .post(room_ + "/chat/" + visible_ + "/report",
                            "{\"reason\":\"" + hidden + " report\"}")
                      .status,
                  200);
        anton_id_ = id_of(anton);
        EXPECT_EQ(put(*moderator_, room_ + "/people/" + anton_id_ + "/note",
                      "{\"text\":\"" + hidden + " note\"}")
                      .status,
                  200);
        EXPECT_EQ(moderator_
                      ->post(room_ + "/chat/timeouts", "{\"reason\":\"" + hidden +
                                                           " pause\",\"seconds\":1,\"userId\":\"" +
                                                           anton_id_ + "\"}")
                      .status,
                  200);
    }
    /// The route's path, about that message.
    std::string filled(std::string path, const std::string& message) const {
        const bool of_a_class = path.find("/streams/{id}") != path.npos;
        const std::map<std::string, std::string> known = {{"{id}", of_a_class ? stream_ : message},
                                                          {"{message}", message},
                                                          {"{user}", anton_id_},
                                                          {"{person}", anton_id_}};
        for (auto open = path.find('{'); open != path.npos; open = path.find('{')) {
            const auto close = path.find('}', open);
            const auto value = known.find(path.substr(open, close - open + 1));
            path.replace(open, close - open + 1, value == known.end() ? message : value->second);
        }
        return path;
    }
    /// One for each message, where the route is about one.
    std::vector<std::string> paths_of(const api::AccessRule& rule) const {
        std::vector<std::string> messages = {visible_};
        if (rule.path.find("{message}") != rule.path.npos) {
            messages.insert(messages.end(), {removed_, held_, gone_});
        }
        std::vector<std::string> paths;
        for (const std::string& message : messages) {
            paths.push_back(filled(std::string(rule.path), message));
        }
        return paths;
    }
    /// Nothing of the account or the place goes, so that everybody is who they were.
    static bool is_left_out(const api::AccessRule& rule) {
        const std::string_view path = rule.path;
        return path == "/api/events" || path.starts_with("/api/auth/") ||
               path.starts_with("/api/instructor/log") ||
               (rule.method == "DELETE" && (path == "/api/me" || path.ends_with("/enrollment") ||
                                            path.starts_with("/api/me/sessions")));
    }
    /// Asks all routes as that person, with bodies that routes take and with none.
    std::string routes_that_tell(HttpClient& asker) {
        std::string telling;
        const auto look = [&](const api::AccessRule& rule, const HttpAnswer& answer) {
            const std::string all = answer.head + answer.body;
            if (all.find(marker) == all.npos) return;
            telling += std::string(rule.method) + " " + std::string(rule.path) + "\n";
        };
        for (const api::AccessRule& rule : api::access_list) {
            if (is_left_out(rule)) continue;
            for (const std::string& path : paths_of(rule)) {
                if (rule.method == "GET") {
                    look(rule, asker.get(path));
                    continue;
                }
                for (const char* body : {"{}", R"({"vote":true})", R"({"message":"me too"})"}) {
                    look(rule, asker.request(rule.method, path, body, {std::string(json_type)}));
                }
            }
        }
        return telling;
    }
    /// The first frames of the room.
    std::string heard_by(HttpClient& listener) {
        HttpConnection connection(port());
        connection.send("GET /api/events?stream=" + stream_ +
                        " HTTP/1.1\r\nHost: localhost\r\nCookie: " + listener.cookie_header() +
                        "\r\n\r\n");
        std::string heard = connection.read_until("event: room", std::chrono::seconds(5));
        return heard + connection.read_until("\n\n", std::chrono::seconds(2));
    }

    std::map<std::string, HttpClient> people_;
    std::optional<HttpClient> moderator_;
    std::string room_, anton_id_, visible_, removed_, held_, gone_;
};

TEST_F(HiddenTextsTest, AreInNoAnswerToWhoIsNotOfTheTeam) {
    hide_much();
    HttpClient nobody = client();
    EXPECT_EQ(routes_that_tell(nobody), "");
    for (const char* name : {"vera", "emil", "gina"}) {
        EXPECT_EQ(routes_that_tell(who(name)), "") << name;
    }
    for (const char* name : {"emil", "gina"}) {
        const std::string heard = heard_by(who(name));
        EXPECT_NE(heard.find("event: room"), heard.npos) << name;
        EXPECT_EQ(heard.find(marker), heard.npos) << name;
    }
}

TEST_F(HiddenTextsTest, AreNotInWhatIsAskedOfAClassThatIsOver) {
    hide_much();
    EXPECT_EQ(owner().request("POST", "/api/instructor/streams/" + stream_ + "/end").status, 200);
    for (const char* name : {"vera", "emil", "gina"}) {
        EXPECT_EQ(routes_that_tell(who(name)), "") << name;
    }
}

/// Otherwise the walk would find nothing wherever it looked.
TEST_F(HiddenTextsTest, AreWhatTheTeamReads) {
    hide_much();
    EXPECT_NE(heard_by(*moderator_).find(marker), std::string::npos);
    // Who wrote it reads what waits, and nothing that was taken away.
    const std::string own = who("anton").get(room_ + "/chat").body;
    EXPECT_NE(own.find(std::string(marker) + " held"), own.npos);
    EXPECT_EQ(own.find(std::string(marker) + " taken"), own.npos);
    EXPECT_EQ(own.find("then gone"), own.npos);
    const std::string telling = routes_that_tell(*moderator_);
    for (const char* route :
         {"GET /api/streams/{id}/chat\n", "GET /api/streams/{id}/chat/reports\n",
          "GET /api/streams/{id}/people/{user}/note\n"}) {
        EXPECT_NE(telling.find(route), telling.npos) << route << telling;
    }
}

}  // namespace
}  // namespace lsl::http
