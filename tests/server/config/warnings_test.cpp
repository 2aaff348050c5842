#include "server/config/warnings.h"

#include <gtest/gtest.h>

namespace lsl::config {
namespace {

std::string warned(const std::vector<std::pair<std::string, std::string>>& values) {
    Variables variables;
    for (const auto& [name, value] : values) variables[name] = {value, "a test"};
    const auto settings = read_settings(variables);
    if (!settings) return settings.error().message;
    std::string all;
    for (const std::string& warning : warnings_about(*settings)) all += warning + "\n";
    return all;
}

constexpr const char* secret = "q8Zr2mVx0Lc7Tn4KpW9sHb5Gd1Jy6Fu3";

TEST(WarningsTest, NoneForALocalServerOrAProxyThatIsNamed) {
    EXPECT_EQ(warned({}), "");
    EXPECT_EQ(warned({{"DEMO", "1"}, {"PUBLIC_URL", "http://localhost:8080"}}), "");
    EXPECT_EQ(
        warned({{"PUBLIC_URL", "https://live.example.com"}, {"TRUSTED_PROXIES", "127.0.0.1"}}), "");
}

TEST(WarningsTest, PlainHttpOnAPublicAddress) {
    EXPECT_NE(
        warned({{"HOST", "0.0.0.0"}, {"INSTRUCTOR_ACCESS_TOKEN", secret}, {"CRON_SECRET", secret}})
            .find("plain http"),
        std::string::npos);
    EXPECT_NE(warned({{"PUBLIC_URL", "http://live.example.com"}, {"TRUSTED_PROXIES", "127.0.0.1"}})
                  .find("plain http"),
              std::string::npos);
}

TEST(WarningsTest, AProxyThatIsNotNamedAndOneThatIsEverybody) {
    EXPECT_NE(warned({{"PUBLIC_URL", "https://live.example.com"}}).find("TRUSTED_PROXIES is empty"),
              std::string::npos);
    for (const char* all : {"0.0.0.0/0", "::/0"}) {
        EXPECT_NE(warned({{"PUBLIC_URL", "https://live.example.com"}, {"TRUSTED_PROXIES", all}})
                      .find("every address"),
                  std::string::npos)
            << all;
    }
}

TEST(WarningsTest, ADemoThatOthersCanReach) {
    EXPECT_NE(warned({{"PUBLIC_URL", "https://live.example.com"},
                      {"TRUSTED_PROXIES", "127.0.0.1"},
                      {"DEMO", "1"}})
                  .find("DEMO"),
              std::string::npos);
}

}  // namespace
}  // namespace lsl::config
