#pragma once

#include <optional>
#include <string>

#include "server/store/connection.h"
#include "server/store/sqlite/sqlite_connection.h"
#include "tests/server/http/server_fixture.h"

namespace lsl::testing {

/// A class of the studio, and people who come to it by invitations.
class StaffedClassTest : public ServerTest {
  protected:
    void SetUp() override {
        ServerTest::SetUp();
        if (server_) stream_ = member(create_class(owner()), "id");
    }
    HttpClient& owner() {
        if (!owner_) owner_ = instructor();
        return *owner_;
    }
    static std::string create_class(HttpClient& by) { return ServerTest::create_class(by); }

    std::string staff_path() const { return "/api/instructor/streams/" + stream_ + "/staff"; }
    HttpAnswer invite(const std::string& role, const std::string& email = {}) {
        const std::string address = email.empty() ? "" : "\"email\":\"" + email + "\",";
        return owner().post(staff_path(), "{" + address + "\"role\":\"" + role + "\"}");
    }
    /// The token in an invitation's link.
    static std::string token_of(const HttpAnswer& invitation) {
        const std::string url = member(invitation.body, "url");
        return url.substr(url.find('#') + 1);
    }
    static HttpAnswer accept(HttpClient& who, const std::string& token) {
        return who.request("POST", "/api/invitations/" + token + "/accept");
    }
    /// Somebody new with this role on the class.
    HttpClient staff(const std::string& role, const std::string& name) {
        HttpClient who = viewer(name);
        EXPECT_EQ(accept(who, token_of(invite(role))).status, 200) << role;
        return who;
    }
    static std::string id_of(HttpClient& who) { return member(who.get("/api/me").body, "id"); }
    /// The server's database, from beside it.
    store::Connection beside(store::OpenAs as) const {
        return store::Connection(
            store::sqlite::SqliteConnection::open(folder_.path() / "leansporty.db", as).value());
    }
    static std::string code_of(const HttpAnswer& answer) { return member(answer.body, "code"); }

    std::string stream_;

  private:
    std::optional<HttpClient> owner_;
};

}  // namespace lsl::testing
