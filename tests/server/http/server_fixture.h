#pragma once

#include <memory>
#include <mutex>
#include <string>

#include <gtest/gtest.h>

#include "server/server.h"
#include "server/system_clock.h"
#include "tests/server/http/http_client.h"
#include "tests/server/temporary_folder.h"

namespace lsl::testing {

inline constexpr std::string_view instructor_token = "q8Zr2mVx0Lc7Tn4KpW9s-instructor";
inline constexpr std::string_view cron_secret = "w5Yt1nBx8Jd3Rq6MhF2v-cron";

/// The real server on free ports of 127.0.0.1 with a data folder of its own. Passwords are hashed
/// at the least cost, so that tests do not wait for them.
class ServerTest : public ::testing::Test {
  protected:
    void SetUp() override { start(); }

    void start() {
        settings_.port = 0;
        settings_.media_udp_port = 0;
        settings_.media_public_addresses = {"127.0.0.1"};
        settings_.data_dir = folder_.path();
        settings_.instructor_access_token = instructor_token;
        settings_.cron_secret = cron_secret;
        settings_.secrets_key = "n4Xk9Tq2Zs7Bv1Lw-secrets";
        ServerOptions options;
        options.password_cost = password_cost_;
        options.picture_program = LSL_SERVER_PROGRAM;
        options.log = [this](std::string_view line) {
            const std::lock_guard lock(log_mutex_);
            log_.append(line).append("\n");
        };
        auto started = Server::start(settings_, clock_, std::move(options));
        ASSERT_TRUE(started) << started.error().message << started.error().detail;
        server_ = std::move(*started);
    }

    std::uint16_t port() const { return server_->http_port(); }
    HttpClient client() const { return HttpClient(port()); }
    HttpClient instructor() const {
        HttpClient in = client();
        in.post("/api/instructor/login", "{\"token\":\"" + std::string(instructor_token) + "\"}");
        return in;
    }
    HttpClient viewer(const std::string& name = "ana") const {
        HttpClient in = client();
        in.post("/api/auth/register", "{\"email\":\"" + name +
                                          "@example.com\",\"password\":"
                                          "\"a long password\",\"displayName\":\"" +
                                          name + "\"}");
        return in;
    }
    /// The text of a member in an answer, e.g. id.
    static std::string member(const std::string& json, const std::string& name) {
        const std::size_t at = json.find("\"" + name + "\":\"");
        if (at == std::string::npos) return {};
        const std::size_t start = at + name.size() + 4;
        return json.substr(start, json.find('"', start) - start);
    }
    /// The JSON of a new class, with publish URL and token.
    static std::string create_class(HttpClient& instructor, const std::string& title = "Salsa") {
        return instructor
            .post("/api/instructor/streams/create",
                  "{\"title\":\"" + title + "\",\"scheduledStartTime\":\"2030-01-01T10:00:00Z\"," +
                      "\"priceInTokens\":20}")
            .body;
    }
    std::string log() const {
        const std::lock_guard lock(log_mutex_);
        return log_;
    }

    TemporaryFolder folder_;
    SystemClock clock_;
    config::Settings settings_;
    services::PasswordCost password_cost_{1, 8192};
    mutable std::mutex log_mutex_;
    std::string log_;
    std::unique_ptr<Server> server_;
};

}  // namespace lsl::testing
