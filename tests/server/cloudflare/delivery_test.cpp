#include "server/cloudflare/delivery.h"

#include <gtest/gtest.h>

#include "server/cloudflare/web_url.h"

namespace lsl::cloudflare {
namespace {

TEST(Delivery, ComesFromTheCustomerCode) {
    const auto base = DeliveryBase::of_customer("abc123");
    ASSERT_TRUE(base);
    EXPECT_EQ(base->origin(), "https://customer-abc123.cloudflarestream.com");
    EXPECT_FALSE(DeliveryBase::of_customer(""));
    EXPECT_FALSE(DeliveryBase::of_customer("a/b"));
    EXPECT_FALSE(DeliveryBase::of_customer("a.evil.example"));
}

TEST(Delivery, ComesFromAUrlOfTheApi) {
    const auto base = DeliveryBase::of_url("http://127.0.0.1:8123/i1/webRTC/play", "i1");
    ASSERT_TRUE(base);
    EXPECT_EQ(base->text(), "http://127.0.0.1:8123");
    EXPECT_EQ(base->origin(), "http://127.0.0.1:8123");
    EXPECT_EQ(base->whep("i2"), "http://127.0.0.1:8123/i2/webRTC/play");
    EXPECT_FALSE(DeliveryBase::of_url("http://127.0.0.1:8123/i1/webRTC/play", "i2"));
    EXPECT_FALSE(DeliveryBase::of_url("http://127.0.0.1:8123/i1/webRTC/play", ""));
    EXPECT_FALSE(DeliveryBase::of_url("", "i1"));
}

TEST(Delivery, HasAUrlForEveryResource) {
    const DeliveryBase base = *DeliveryBase::of_customer("c");
    const std::string at = "https://customer-c.cloudflarestream.com/v1/";
    EXPECT_EQ(base.hls("v1"), at + "manifest/video.m3u8");
    EXPECT_EQ(base.hls("v1", {true, true}),
              at + "manifest/video.m3u8?protocol=llhls&dvrEnabled=true");
    EXPECT_EQ(base.dash("v1"), at + "manifest/video.mpd");
    EXPECT_EQ(base.iframe("v1"), at + "iframe");
    EXPECT_EQ(base.watch_page("v1"), at + "watch");
    EXPECT_EQ(base.whep("v1"), at + "webRTC/play");
    EXPECT_EQ(base.thumbnail("v1"), at + "thumbnails/thumbnail.jpg");
    EXPECT_EQ(base.lifecycle("v1"), at + "lifecycle");
    EXPECT_EQ(base.views("v1"), at + "views");
    ThumbnailOptions options;
    options.time_seconds = 1;
    options.height = 270;
    options.fit = "crop";
    EXPECT_EQ(base.thumbnail("v1", options),
              at + "thumbnails/thumbnail.jpg?time=1s&height=270&fit=crop");
}

TEST(Delivery, SendsOnlyTheIframeOptionsThatAreSet) {
    const DeliveryBase base = *DeliveryBase::of_customer("c");
    IframeOptions options;
    options.autoplay = true;
    options.muted = true;
    options.controls = false;
    options.poster = "https://a.example/p.jpg?x=1&y=2";
    options.primary_color = "#f00";
    options.start_seconds = 90;
    EXPECT_EQ(base.iframe("v1", options),
              "https://customer-c.cloudflarestream.com/v1/iframe?autoplay=true&muted=true&"
              "controls=false&poster=https%3A%2F%2Fa.example%2Fp.jpg%3Fx%3D1%26y%3D2&"
              "primaryColor=%23f00&startTime=90");
}

TEST(Delivery, KeepsTokensAndEncodesTheRest) {
    const DeliveryBase base = *DeliveryBase::of_customer("c");
    EXPECT_EQ(base.whep("eyJh.b-_c.d"),
              "https://customer-c.cloudflarestream.com/eyJh.b-_c.d/webRTC/play");
    EXPECT_EQ(base.whep("a/../b?"),
              "https://customer-c.cloudflarestream.com/a%2F..%2Fb%3F/webRTC/play");
}

TEST(WebUrls, AreHttpOrHttpsAndNothingElse) {
    EXPECT_EQ(WebUrl::parse("https://a.example")->target, "/");
    EXPECT_EQ(WebUrl::parse("https://a.example?x=1")->target, "/?x=1");
    EXPECT_EQ(WebUrl::parse("https://a.example:8443/p?q#f")->text(), "https://a.example:8443/p?q");
    EXPECT_EQ(WebUrl::parse("http://[::1]:80/")->origin, "http://[::1]:80");
    for (const char* text :
         {"", "a.example", "ftp://a.example", "https://", "https:///x", "https://user@a.example/",
          "https://a.example/a b", "https://a.example/\r\nX: y", "https://a\x80.example/"}) {
        EXPECT_FALSE(WebUrl::parse(text)) << text;
    }
}

TEST(WebUrls, ResolveALocation) {
    const WebUrl base = *WebUrl::parse("https://a.example:1/p/q?r");
    EXPECT_EQ(base.resolve("/s?t")->text(), "https://a.example:1/s?t");
    EXPECT_EQ(base.resolve("s")->text(), "https://a.example:1/p/s");
    EXPECT_EQ(base.resolve("?t")->text(), "https://a.example:1/p/q?t");
    EXPECT_EQ(base.resolve("//b.example/s")->text(), "https://b.example/s");
    EXPECT_EQ(base.resolve("https://b.example/s")->text(), "https://b.example/s");
    EXPECT_EQ(base.resolve("/s?u=http://x")->text(), "https://a.example:1/s?u=http://x");
    EXPECT_FALSE(base.resolve("http://a.example/s"));
    EXPECT_FALSE(base.resolve("ftp://a.example/s"));
    EXPECT_FALSE(base.resolve(""));
}

}  // namespace
}  // namespace lsl::cloudflare
