#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>

#include "server/system_clock.h"
#include "tests/fakes/checks/http_client.h"
#include "tests/fakes/cloudflare/stand_in.h"
#include "tests/server/temporary_folder.h"

namespace lsl::fakes {

using Json = nlohmann::json;

/// Somebody with an account at the stand-in, who speaks HTTP only.
class Customer : public ::testing::Test {
  protected:
    Customer() { open(); }

    void open() {
        options.folder = folder.path();
        auto started = StandIn::start(options, clock);
        EXPECT_TRUE(started) << started.error().detail;
        stand_in = std::move(started.value());
    }
    void restart() {
        options.port = static_cast<std::uint16_t>(std::stoi(url("").substr(17)));
        stand_in.reset();
        open();
    }

    std::string url(const std::string& path) const { return stand_in->url() + path; }
    std::string stream(const std::string& path) const {
        return stand_in->api_base() + "/accounts/" + options.account_id + "/stream" + path;
    }
    Headers bearer() const { return {{"Authorization", "Bearer " + options.api_token}}; }
    Answer api(const std::string& method, const std::string& path, const Json& body = nullptr,
               Headers more = {}) const {
        more.merge(bearer());
        return call(method, stream(path), more, body.is_null() ? "" : body.dump());
    }
    Answer control(const std::string& path, const Json& body) const {
        return call("POST", url("/__stand_in/" + path), {}, body.dump());
    }
    Json new_input(const Json& fields = {{"meta", {{"name", "Yoga"}}}}) const {
        return api("POST", "/live_inputs", fields).json()["result"];
    }
    std::string state_of(const std::string& video) const {
        return api("GET", "/" + video).json()["result"]["status"]["state"];
    }
    std::string log_text() const {
        std::ifstream file(stand_in->log_file());
        return {std::istreambuf_iterator<char>(file), {}};
    }

    template <class Done>
    static bool wait_until(Done done) {
        for (int i = 0; i < 500; ++i) {
            if (done()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return false;
    }

    lsl::testing::TemporaryFolder folder;
    SystemClock clock;
    StandInOptions options;
    std::unique_ptr<StandIn> stand_in;
};

/// `code` of the first error in an envelope of failure; 0 when it is none.
inline int failure_code(const Answer& answer) {
    const Json body = answer.json();
    if (!body.is_object() || body["success"] != false || !body["result"].is_null()) return 0;
    return body["errors"][0]["code"];
}

}  // namespace lsl::fakes
