#include "server/config/variables.h"

#include <gtest/gtest.h>

namespace lsl::config {
namespace {

const std::vector<std::string_view> known{"PORT", "HOST", "MEDIA_UDP_PORT", "PEM"};

TEST(VariablesTest, FlagsTakeBothSpellings) {
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"--media-udp-port", "9000"},
                                               {"--MEDIA_UDP_PORT", "9000"},
                                               {"--media-udp-port=9000"}}) {
        const auto line = parse_command_line(words, known);
        ASSERT_TRUE(line);
        EXPECT_EQ(line->variables.at("MEDIA_UDP_PORT").value, "9000");
    }
}

TEST(VariablesTest, WhatIsNoSettingIsRefused) {
    EXPECT_EQ(parse_command_line({"--prot", "1"}, known).error().message,
              "There is no setting --prot; --help lists them.");
    EXPECT_EQ(parse_command_line({"--port"}, known).error().message, "--port needs a value.");
    EXPECT_FALSE(parse_command_line({"8080"}, known));
    EXPECT_FALSE(parse_command_line({"--"}, known));
}

TEST(VariablesTest, HelpAndVersionNeedNoValue) {
    EXPECT_TRUE(parse_command_line({"--help"}, known)->help);
    EXPECT_TRUE(parse_command_line({"--port", "1", "--version"}, known)->version);
}

TEST(VariablesTest, AFileHasCommentsQuotesAndExports) {
    const auto variables = parse_dotenv(
        "# settings\n\nPORT=9000 # the port\r\nexport HOST = '127.0.0.2 # not a comment'\n"
        "PEM=\"line one\\nline \\\"two\\\"\"\nOTHER=1\nMEDIA_UDP_PORT=\n",
        known);
    ASSERT_TRUE(variables);
    EXPECT_EQ(variables->at("PORT").value, "9000");
    EXPECT_EQ(variables->at("PORT").origin, "line 3 of .env");
    EXPECT_EQ(variables->at("HOST").value, "127.0.0.2 # not a comment");
    EXPECT_EQ(variables->at("PEM").value, "line one\nline \"two\"");
    EXPECT_EQ(variables->size(), 3u) << "foreign names and empty values are left out";
}

TEST(VariablesTest, ABrokenFileNamesTheLine) {
    EXPECT_EQ(parse_dotenv("PORT=1\nnonsense\n", known).error().message,
              "NAME=value was expected on line 2 of .env.");
    EXPECT_FALSE(parse_dotenv("PORT='9000\n", known));
}

TEST(VariablesTest, FlagsWinOverTheEnvironmentAndThatOverTheFile) {
    const char* environment[] = {"PORT=2", "HOST=", "PATH=/bin", nullptr};
    const auto file = parse_dotenv("PORT=3\nHOST=::1\n", known);
    const auto flags = parse_command_line({"--port", "1"}, known);
    const auto from_environment = parse_environment(environment, known);
    EXPECT_EQ(merged(flags->variables, merged(from_environment, *file)).at("PORT").value, "1");
    const Variables both = merged(from_environment, *file);
    EXPECT_EQ(both.at("PORT").value, "2");
    EXPECT_EQ(both.at("HOST").value, "::1") << "an empty variable is none";
    EXPECT_EQ(both.size(), 2u);
}

}  // namespace
}  // namespace lsl::config
