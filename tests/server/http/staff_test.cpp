#include <chrono>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/services/accounts/secrets.h"
#include "tests/server/http/staffed_class.h"

// People and roles, sentence by sentence: invitations, who may what, and what each sees.

namespace lsl::http {
namespace {

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;
using lsl::testing::HttpConnection;
using Json = nlohmann::json;

class StaffTest : public lsl::testing::StaffedClassTest {
  protected:
    std::string class_path() const { return "/api/instructor/streams/" + stream_; }
    HttpAnswer patch(HttpClient& who, const std::string& body) {
        return who.request("PATCH", class_path(), body, {"Content-Type: application/json"});
    }
    Json row(HttpClient& who) {
        const HttpAnswer answer = who.get(class_path());
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Json::parse(answer.body)["stream"];
    }
    /// As if the link had been made eight days ago.
    void make_old(const std::string& token) {
        store::Connection database = beside(store::OpenAs::Writer);
        auto statement =
            database.prepare("UPDATE staff_invitations SET expires_at = ? WHERE token_hash = ?");
        statement.bind(clock_.utc() - std::chrono::days(1), services::sha256_hex(token));
        ASSERT_TRUE(statement.run());
    }
};

TEST_F(StaffTest, TheAccessTokenOpensASessionOfTheOwnersAccount) {
    const Json me = Json::parse(owner().get("/api/me").body);
    EXPECT_EQ(me["user"]["display_name"], "Studio");
    EXPECT_EQ(me["user"]["email_verified"], false);
    EXPECT_EQ(me["roles"], Json::parse(R"([{"role":"owner","stream_id":null}])"));
    HttpClient elsewhere = instructor();
    EXPECT_EQ(id_of(elsewhere), me["user"]["id"]) << "one account";
}

TEST_F(StaffTest, OfTwoCookiesTheAnswersAreTheUnion) {
    HttpClient both = viewer("bella");
    EXPECT_EQ(both.get("/api/instructor/jobs").status, 403);
    both.cookies.push_back(instructor().cookies.front());
    const Json me = Json::parse(both.get("/api/me").body);
    EXPECT_EQ(me["user"]["email"], "bella@example.com") << "the account's session comes first";
    EXPECT_EQ(me["roles"][0]["role"], "owner");
    EXPECT_EQ(both.get("/api/instructor/jobs").status, 200);
    EXPECT_EQ(both.get("/api/wallet").status, 200);
}

TEST_F(StaffTest, AnInvitationIsALinkForOnePerson) {
    const HttpAnswer made = invite("moderator", "mona@example.com");
    ASSERT_EQ(made.status, 201) << made.body;
    const Json invitation = Json::parse(made.body)["invitation"];
    EXPECT_EQ(invitation["email"], "mona@example.com");
    EXPECT_EQ(invitation["role"], "moderator");
    EXPECT_TRUE(invitation["id"].is_string());
    EXPECT_TRUE(
        invitation["url"].get<std::string>().starts_with(server_->public_url() + "/invitation#"));
    const auto expires = parse_iso8601(invitation["expires_at"].get<std::string>());
    ASSERT_TRUE(expires);
    EXPECT_NEAR(static_cast<double>((*expires - clock_.utc()).count()), 7 * 86'400e3, 60e3);

    HttpClient mona = viewer("mona");
    const HttpAnswer accepted = accept(mona, token_of(made));
    ASSERT_EQ(accepted.status, 200) << accepted.body;
    const Json staff = Json::parse(accepted.body)["staff"];
    EXPECT_EQ(staff["user_id"], id_of(mona));
    EXPECT_EQ(staff["stream_id"], stream_);
    EXPECT_EQ(staff["role"], "moderator");
    EXPECT_EQ(accept(mona, token_of(made)).body, accepted.body) << "again by the same person";
    const Json me = Json::parse(mona.get("/api/me").body);
    EXPECT_EQ(me["roles"], Json::array({{{"role", "moderator"}, {"stream_id", stream_}}}));
}

TEST_F(StaffTest, ALinkWithoutAnAddressIsForWhoeverComesFirst) {
    const HttpAnswer made = invite("guest");
    EXPECT_TRUE(Json::parse(made.body)["invitation"]["email"].is_null());
    HttpClient nobody = client(), gina = viewer("gina"), ben = viewer("ben");
    EXPECT_EQ(accept(nobody, token_of(made)).status, 401);
    EXPECT_EQ(accept(gina, token_of(made)).status, 200);
    const HttpAnswer late = accept(ben, token_of(made));
    EXPECT_EQ(late.status, 410);
    EXPECT_EQ(code_of(late), "invitation_used");
    EXPECT_EQ(accept(ben, "made-up").status, 404);
}

TEST_F(StaffTest, ALinkForAnAddressIsForItsAccountAlone) {
    const std::string token = token_of(invite("moderator", "MONA@example.com"));
    HttpClient ben = viewer("ben");
    const HttpAnswer wrong = accept(ben, token);
    EXPECT_EQ(wrong.status, 403);
    EXPECT_EQ(code_of(wrong), "wrong_account");
    HttpClient mona = viewer("mona");
    EXPECT_EQ(accept(mona, token).status, 200) << "the link was still good";
}

TEST_F(StaffTest, ALinkTellsWhatItIsAbout) {
    const std::string token = token_of(invite("moderator", "mona@example.com"));
    const std::string path = "/api/invitations/" + token;
    HttpClient nobody = client(), ben = viewer("ben"), mona = viewer("mona");
    const HttpAnswer told = nobody.get(path);
    ASSERT_EQ(told.status, 200) << told.body;
    const Json offer = Json::parse(told.body)["invitation"];
    EXPECT_EQ(offer["stream_id"], stream_);
    EXPECT_EQ(offer["title"], row(owner())["title"]);
    EXPECT_EQ(offer["role"], "moderator");
    EXPECT_EQ(offer["invited_by"], "Studio");
    EXPECT_EQ(offer["accepted"], false);
    EXPECT_EQ(told.body.find('@'), std::string::npos) << "whose it is, is nobody else's business";
    EXPECT_EQ(code_of(ben.get(path)), "wrong_account");
    EXPECT_EQ(mona.get(path).body, told.body);

    ASSERT_EQ(accept(mona, token).status, 200);
    EXPECT_EQ(Json::parse(mona.get(path).body)["invitation"]["accepted"], true);
    EXPECT_EQ(code_of(nobody.get(path)), "invitation_used");
    owner().request("DELETE", staff_path() + "/" + id_of(mona));
    EXPECT_EQ(code_of(mona.get(path)), "invitation_used");
    EXPECT_EQ(nobody.get("/api/invitations/made-up").status, 404);
}

TEST_F(StaffTest, ALinkThatWasDeclinedIsVoid) {
    const std::string token = token_of(invite("moderator", "mona@example.com"));
    const std::string path = "/api/invitations/" + token + "/decline";
    HttpClient nobody = client(), ben = viewer("ben"), mona = viewer("mona");
    EXPECT_EQ(nobody.request("POST", path).status, 401);
    EXPECT_EQ(code_of(ben.request("POST", path)), "wrong_account");
    EXPECT_EQ(mona.request("POST", path).status, 204);
    EXPECT_EQ(accept(mona, token).status, 404);
    EXPECT_EQ(mona.request("POST", path).status, 404);
    EXPECT_EQ(Json::parse(owner().get(staff_path()).body)["invitations"].size(), 0u);

    const std::string taken = token_of(invite("moderator", "mona@example.com"));
    ASSERT_EQ(accept(mona, taken).status, 200);
    EXPECT_EQ(code_of(mona.request("POST", "/api/invitations/" + taken + "/decline")),
              "invitation_used");
}

TEST_F(StaffTest, ALinkIsGoodForSevenDays) {
    const std::string token = token_of(invite("guest"));
    make_old(token);
    HttpClient gina = viewer("gina");
    const HttpAnswer late = accept(gina, token);
    EXPECT_EQ(late.status, 410);
    EXPECT_EQ(code_of(late), "invitation_expired");
    EXPECT_EQ(code_of(gina.get("/api/invitations/" + token)), "invitation_expired");
    EXPECT_EQ(Json::parse(owner().get(staff_path()).body)["invitations"].size(), 0u);
}

TEST_F(StaffTest, ASecondLinkForAnAddressReplacesTheFirst) {
    const std::string first = token_of(invite("moderator", "mona@example.com"));
    const std::string second = token_of(invite("co_instructor", "mona@example.com"));
    HttpClient mona = viewer("mona");
    EXPECT_EQ(accept(mona, first).status, 404);
    EXPECT_EQ(accept(mona, second).status, 200);
    EXPECT_EQ(row(mona)["id"], stream_);
}

TEST_F(StaffTest, OnlyRolesThatCanBeGivenAreInvitedTo) {
    for (const char* role : {"owner", "admin", ""}) {
        const HttpAnswer refused = invite(role);
        EXPECT_EQ(refused.status, 422) << role;
        EXPECT_EQ(member(refused.body, "field"), "role");
    }
    EXPECT_EQ(invite("guest", "no address").status, 422);
    HttpClient mona = staff("moderator", "mona");
    const HttpAnswer again = invite("moderator", "mona@example.com");
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(code_of(again), "already_staff");
    EXPECT_EQ(accept(mona, token_of(invite("co_instructor", "mona@example.com"))).status, 200);
    EXPECT_TRUE(row(mona).contains("webrtc_token")) << "the new role took the old one's place";
    EXPECT_EQ(Json::parse(mona.get("/api/me").body)["roles"].size(), 1u);
}

TEST_F(StaffTest, TheOwnerNeedsNoInvitation) {
    const HttpAnswer refused = accept(owner(), token_of(invite("guest")));
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(code_of(refused), "already_staff");
}

TEST_F(StaffTest, TheListTellsAddressesToTheOwnerAlone) {
    HttpClient cora = staff("co_instructor", "cora");
    ASSERT_EQ(invite("guest", "gina@example.com").status, 201);
    const Json to_owner = Json::parse(owner().get(staff_path()).body);
    ASSERT_EQ(to_owner["staff"].size(), 2u);
    EXPECT_EQ(to_owner["staff"][0]["role"], "owner");
    EXPECT_TRUE(to_owner["staff"][0]["invited_by"].is_null());
    EXPECT_EQ(to_owner["staff"][1]["display_name"], "cora");
    EXPECT_EQ(to_owner["staff"][1]["email"], "cora@example.com");
    EXPECT_EQ(to_owner["staff"][1]["invited_by"], to_owner["staff"][0]["user_id"]);
    EXPECT_EQ(to_owner["invitations"][0]["email"], "gina@example.com");
    EXPECT_EQ(to_owner["invitations"][0].count("url"), 0u) << "told once";
    const HttpAnswer to_cora = cora.get(staff_path());
    EXPECT_EQ(to_cora.status, 200);
    EXPECT_EQ(to_cora.body.find('@'), std::string::npos) << to_cora.body;
    EXPECT_EQ(Json::parse(to_cora.body)["invitations"].size(), 1u);
}

TEST_F(StaffTest, PeopleAndLinksAreTakenBack) {
    HttpClient mona = staff("moderator", "mona");
    ASSERT_EQ(mona.get(class_path()).status, 200);
    const std::string mona_path = staff_path() + "/" + id_of(mona);
    EXPECT_EQ(owner().request("DELETE", mona_path).status, 204);
    const HttpAnswer refused = mona.get(class_path());
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(code_of(refused), "not_staff");
    EXPECT_EQ(owner().request("DELETE", mona_path).status, 404);

    const HttpAnswer made = invite("guest");
    EXPECT_EQ(owner().request("DELETE", staff_path() + "/" + member(made.body, "id")).status, 204);
    EXPECT_EQ(accept(mona, token_of(made)).status, 404);
    EXPECT_EQ(owner().request("DELETE", staff_path() + "/nonsense").status, 404);
}

TEST_F(StaffTest, WhoWasRemovedDoesNotComeBackByTheOldLink) {
    const std::string token = token_of(invite("moderator"));
    HttpClient mona = viewer("mona");
    ASSERT_EQ(accept(mona, token).status, 200);
    owner().request("DELETE", staff_path() + "/" + id_of(mona));
    EXPECT_EQ(accept(mona, token).status, 410);
    EXPECT_EQ(mona.get(class_path()).status, 403);
}

TEST_F(StaffTest, PeopleMayRemoveThemselvesAndNobodyElse) {
    HttpClient cora = staff("co_instructor", "cora"), gina = staff("guest", "gina");
    const HttpAnswer refused = cora.request("DELETE", staff_path() + "/" + id_of(gina));
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(code_of(refused), "forbidden");
    EXPECT_EQ(gina.request("DELETE", staff_path() + "/" + id_of(gina)).status, 204);
    EXPECT_EQ(cora.request("DELETE", staff_path() + "/" + id_of(cora)).status, 204);
    EXPECT_EQ(cora.get(class_path()).status, 403);
}

TEST_F(StaffTest, TheLastOwnerStays) {
    const HttpAnswer refused = owner().request("DELETE", staff_path() + "/" + id_of(owner()));
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(code_of(refused), "last_owner");
}

TEST_F(StaffTest, ARemovedPersonsEventStreamEndsAtOnce) {
    HttpClient mona = staff("moderator", "mona");
    HttpConnection stream(port());
    stream.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\nCookie: " + mona.cookie_header() +
                "\r\n\r\n");
    ASSERT_NE(stream.read_until("event: hello", std::chrono::seconds(5)), "");
    owner().request("DELETE", staff_path() + "/" + id_of(mona));
    EXPECT_TRUE(stream.closes_within(std::chrono::seconds(2)));
}

TEST_F(StaffTest, ACoInstructorRunsTheClassWithoutItsMoney) {
    HttpClient cora = staff("co_instructor", "cora");
    const Json seen = row(cora);
    EXPECT_TRUE(seen["webrtc_token"].is_string());
    EXPECT_EQ(seen["statistics"].count("revenue"), 0u);
    EXPECT_EQ(seen["statistics"].count("hosting_cost"), 0u);
    EXPECT_EQ(seen["statistics"]["enrollments"], 0);
    EXPECT_EQ(row(owner())["statistics"]["revenue"], 0);

    EXPECT_EQ(patch(cora, R"({"title":"Salsa for two"})").status, 200);
    for (const char* mixed :
         {R"({"title":"Cheap","priceInTokens":1})", R"({"title":"Gone","keepForCatalog":false})"}) {
        const HttpAnswer refused = patch(cora, mixed);
        EXPECT_EQ(refused.status, 403) << mixed;
        EXPECT_EQ(code_of(refused), "forbidden");
    }
    EXPECT_EQ(row(owner())["title"], "Salsa for two") << "nothing of a mixed change is done";
    EXPECT_EQ(cora.request("POST", class_path() + "/inputs/main/rotate-token").status, 200);
    EXPECT_EQ(cora.request("POST", class_path() + "/cancel").status, 403);
    const HttpAnswer started = cora.request("POST", class_path() + "/start");
    EXPECT_EQ(started.status, 200);
    EXPECT_EQ(started.body.find("revenue"), std::string::npos);
    EXPECT_EQ(cora.request("POST", class_path() + "/end").status, 200);
    EXPECT_EQ(cora.request("POST", class_path() + "/refund").status, 403);
}

TEST_F(StaffTest, AModeratorReadsTheClassWithoutItsPublishToken) {
    HttpClient mona = staff("moderator", "mona");
    const HttpAnswer answer = mona.get(class_path());
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.find("webrtc_"), std::string::npos) << answer.body;
    EXPECT_EQ(answer.body.find("live_input_id"), std::string::npos) << "it is half of the secret";
    EXPECT_EQ(answer.body.find("revenue"), std::string::npos);
    EXPECT_EQ(patch(mona, R"({"title":"Mine"})").status, 403);
    EXPECT_EQ(mona.request("POST", class_path() + "/start").status, 403);
}

TEST_F(StaffTest, ListsLeaveOtherClassesOut) {
    HttpClient mona = staff("moderator", "mona"), ana = viewer("ana"),
               gina = staff("guest", "gina");
    create_class(owner());
    const Json all = Json::parse(owner().get("/api/instructor/streams").body);
    EXPECT_EQ(all["streams"].size(), 2u);
    const HttpAnswer answer = mona.get("/api/instructor/streams");
    const Json own = Json::parse(answer.body);
    ASSERT_EQ(own["streams"].size(), 1u);
    EXPECT_EQ(own["streams"][0]["id"], stream_);
    EXPECT_EQ(own["totals"]["classes"], 1);
    EXPECT_EQ(answer.body.find("webrtc_"), std::string::npos);
    EXPECT_EQ(answer.body.find("revenue"), std::string::npos);
    EXPECT_EQ(code_of(ana.get("/api/instructor/streams")), "not_staff");
    EXPECT_EQ(code_of(gina.get("/api/instructor/streams")), "forbidden");
}

TEST_F(StaffTest, AStaffListIsReadPageByPage) {
    HttpClient mona = staff("moderator", "mona");
    for (int i = 0; i < 4; ++i) {
        stream_ = member(create_class(owner()), "id");
        ASSERT_EQ(accept(mona, token_of(invite("moderator"))).status, 200);
    }
    std::vector<std::string> seen;
    std::string cursor;
    for (int page = 0; page < 5; ++page) {
        const Json part =
            Json::parse(mona.get("/api/instructor/streams?limit=2&cursor=" + cursor).body);
        for (const Json& one : part["streams"]) seen.push_back(one["id"]);
        if (part["next_cursor"].is_null()) break;
        cursor = part["next_cursor"];
    }
    EXPECT_EQ(seen.size(), 5u);
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 5u);
}

TEST_F(StaffTest, ClassesThatThereAreNotAreNotFound) {
    HttpClient mona = staff("moderator", "mona"), ana = viewer("ana");
    for (const char* id : {"nonsense", "01890a5d-ac96-774b-bcce-b302099a8057"}) {
        const std::string path = std::string("/api/instructor/streams/") + id;
        for (HttpClient* who : {&mona, &ana, &owner()}) {
            EXPECT_EQ(who->get(path).status, 404) << id;
        }
    }
}

TEST_F(StaffTest, StaffWatchWhatAnEnrolledViewerMay) {
    HttpClient gina = staff("guest", "gina"), ana = viewer("ana");
    const std::string playback = "/api/streams/" + stream_ + "/playback";
    EXPECT_EQ(code_of(gina.get(playback)), "not_live");
    owner().request("POST", class_path() + "/start");
    const HttpAnswer watching = gina.get(playback);
    EXPECT_EQ(watching.status, 200);
    EXPECT_EQ(member(watching.body, "kind"), "whep");
    EXPECT_EQ(code_of(ana.get(playback)), "not_enrolled");
    EXPECT_EQ(row(owner())["statistics"]["enrollments"], 0) << "staff count nowhere";
    owner().request("DELETE", staff_path() + "/" + id_of(gina));
    EXPECT_EQ(code_of(gina.get(playback)), "not_enrolled");
}

TEST_F(StaffTest, RolesSurviveARestart) {
    HttpClient mona = staff("moderator", "mona");
    const std::vector<std::string> cookies = mona.cookies, owners = owner().cookies;
    server_.reset();
    start();
    HttpClient later = client();
    later.cookies = cookies;
    EXPECT_EQ(row(later)["id"], stream_);
    later.cookies = owners;
    EXPECT_EQ(later.get("/api/instructor/jobs").status, 200);
}

}  // namespace
}  // namespace lsl::http
