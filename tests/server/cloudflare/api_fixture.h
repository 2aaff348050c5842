#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "server/cloudflare/api_calls.h"
#include "server/cloudflare/stream_api.h"
#include "tests/server/cloudflare/scripted_service.h"
#include "tests/server/moving_clock.h"

namespace lsl::testing {

/// The client and the service that it talks to. Pauses move the clock instead of taking time.
class ApiTest : public ::testing::Test {
  protected:
    static constexpr const char* token = "secret-api-token";

    cloudflare::ApiOptions options() {
        cloudflare::ApiOptions options;
        options.account_id = "acc";
        options.api_token = token;
        options.api_base = service_.url() + "/client/v4";
        options.http.whole = std::chrono::seconds(5);
        options.wait = [this](std::chrono::milliseconds time) {
            pauses_.push_back(time);
            clock_.advance(time);
        };
        return options;
    }

    static std::string enveloped(const std::string& result) {
        return R"({"success":true,"errors":[],"messages":[],"result":)" + result + "}";
    }
    static std::string failure(int code, const std::string& message) {
        return R"({"success":false,"result":null,"messages":[],"errors":[{"code":)" +
               std::to_string(code) + R"(,"message":")" + message + R"("}]})";
    }
    static std::string everything(const Error& error) {
        return error.word + "|" + error.message + "|" + error.field + "|" + error.detail;
    }

    ScriptedService service_;
    MovingClock clock_;
    std::vector<std::chrono::milliseconds> pauses_;
    cloudflare::ApiCalls calls_{clock_, options()};
    cloudflare::StreamApi api_{calls_};
};

}  // namespace lsl::testing
