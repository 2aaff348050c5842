// RFC 8291's own example, byte for byte, and what a browser sends that is none.
#include "server/push/encryption.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "server/base64/base64.h"

namespace lsl::push {
namespace {

// RFC 8291, section 5 and appendix A.
constexpr std::string_view example_text = "When I grow up, I want to be a watermelon";
constexpr std::string_view server_number = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
constexpr std::string_view server_point =
    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
constexpr std::string_view browser_point =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
constexpr std::string_view browser_auth = "BTBZMqHH6r4Tts7J_aSIgg";
constexpr std::string_view example_salt = "DGv6ra1nlYgDCS1FRnbzlw";
constexpr std::string_view example_body =
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN";

TEST(PushEncryptionTest, TheExampleOfTheRfcByteForByte) {
    const auto browser = parse_browser_keys(browser_point, browser_auth);
    ASSERT_TRUE(browser);
    const auto ours = curve_key_of(*from_base64url(server_number), *from_base64url(server_point));
    ASSERT_TRUE(ours);
    const auto out = sealed_with(*browser, example_text, *ours, *from_base64url(example_salt));
    ASSERT_TRUE(out);
    EXPECT_EQ(to_base64url(*out), example_body);
}

TEST(PushEncryptionTest, EachMessageHasAKeyAndASaltOfItsOwn) {
    const auto browser = *parse_browser_keys(browser_point, browser_auth);
    std::set<std::string> salts, keys;
    for (int i = 0; i < 8; ++i) {
        const std::string out = *sealed(browser, example_text);
        salts.insert(out.substr(0, 16));
        keys.insert(out.substr(21, point_octets));
    }
    EXPECT_EQ(salts.size(), 8u);
    EXPECT_EQ(keys.size(), 8u);
}

TEST(PushEncryptionTest, WhatFitsFitsAndOneOctetMoreIsRefused) {
    const auto browser = *parse_browser_keys(browser_point, browser_auth);
    EXPECT_EQ(sealed(browser, std::string(longest_push_text, 'a'))->size(), 4096u);
    EXPECT_FALSE(sealed(browser, std::string(longest_push_text + 1, 'a')));
}

TEST(PushEncryptionTest, KeysThatAreNoneAreRefused) {
    const std::string point = *from_base64url(browser_point);
    std::string off_the_curve = point;
    off_the_curve.back() = static_cast<char>(off_the_curve.back() ^ 1);
    std::string compressed = point.substr(0, 33);
    compressed.front() = 0x02;
    for (const std::string& bad : {std::string(), std::string(point_octets, '\0'), off_the_curve,
                                   compressed, point + '\0', point.substr(1)}) {
        const auto parsed = parse_browser_keys(to_base64url(bad), browser_auth);
        ASSERT_FALSE(parsed);
        EXPECT_EQ(parsed.error().field, "keys");
    }
    EXPECT_FALSE(parse_browser_keys(browser_point, ""));
    EXPECT_FALSE(parse_browser_keys(browser_point, "BTBZMqHH6r4Tts7J_aSI"));
    EXPECT_FALSE(parse_browser_keys("not base64!", browser_auth));
    // Some browsers fill up to a multiple of four.
    EXPECT_TRUE(parse_browser_keys(std::string(browser_point) + "=", browser_auth));
}

}  // namespace
}  // namespace lsl::push
