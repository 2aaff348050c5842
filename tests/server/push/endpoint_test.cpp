// Which addresses of strangers may be posted to.
#include "server/push/endpoint.h"

#include <gtest/gtest.h>

#include <string>

namespace lsl::push {
namespace {

bool is_allowed(const std::string& url, const std::vector<PushHost>& others = {}) {
    const auto endpoint = parse_endpoint(url, others);
    if (!endpoint) {
        EXPECT_EQ(endpoint.error().field, "endpoint");
    }
    return endpoint.has_value();
}

TEST(PushEndpointTest, KnownServicesAreAllowed) {
    for (const char* url :
         {"https://fcm.googleapis.com/fcm/send/abc:def", "https://web.push.apple.com/QABC",
          "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
          "https://wns2-am3p.notify.windows.com/w/?token=BQYAAA%2bb",
          "HTTPS://FCM.googleapis.com/x", "https://fcm.googleapis.com:443/x"}) {
        EXPECT_TRUE(is_allowed(url)) << url;
    }
    EXPECT_EQ(parse_endpoint("https://FCM.googleapis.com:443/x", {})->origin,
              "https://fcm.googleapis.com");
}

TEST(PushEndpointTest, EverythingElseIsRefused) {
    for (const char* url : {"",
                            "x",
                            "http://fcm.googleapis.com/x",
                            "https://fcm.googleapis.com:8443/x",
                            "https://fcm.googleapis.com.evil.example/x",
                            "https://evil.example/fcm.googleapis.com",
                            "https://push.apple.com.evil.example/",
                            "https://evilpush.apple.com.example/",
                            "https://.push.apple.com/",
                            "https://user@fcm.googleapis.com/x",
                            "https://fcm.googleapis.com@127.0.0.1/x",
                            "https://fcm.googleapis.com:x@127.0.0.1/",
                            "https://@fcm.googleapis.com/x",
                            "https://127.0.0.1/",
                            "https://[::1]/",
                            "https://2130706433/",
                            "https://169.254.169.254/latest/meta-data/",
                            "https://localhost/",
                            "file:///etc/passwd",
                            "ftp://fcm.googleapis.com/",
                            "gopher://fcm.googleapis.com/",
                            "//fcm.googleapis.com/x",
                            "fcm.googleapis.com/x",
                            "https:///x",
                            "https://fcm.googleapis.com/\r\nX: y",
                            "https://fcm.googleapis.com/a b",
                            "https://fcm.googleapis.com\\@127.0.0.1/",
                            "https://fcm.googleapis.com#@127.0.0.1/",
                            "https://fcm.googleapis.com./x"}) {
        EXPECT_FALSE(is_allowed(url)) << url;
    }
    EXPECT_FALSE(is_allowed("https://fcm.googleapis.com/" + std::string(longest_endpoint, 'a')));
}

TEST(PushEndpointTest, HostsOfTheSettingsAreAllowedAtTheirPort) {
    const std::vector<PushHost> hosts{*parse_push_host("push.example.com"),
                                      *parse_push_host("127.0.0.1:9090"),
                                      *parse_push_host("[::1]:9091")};
    EXPECT_TRUE(is_allowed("https://push.example.com/x", hosts));
    EXPECT_FALSE(is_allowed("http://push.example.com/x", hosts));
    EXPECT_FALSE(is_allowed("https://push.example.com:444/x", hosts));
    EXPECT_TRUE(is_allowed("http://127.0.0.1:9090/x", hosts));
    EXPECT_TRUE(is_allowed("http://[::1]:9091/x", hosts));
    EXPECT_FALSE(is_allowed("http://127.0.0.1:9091/x", hosts));
    EXPECT_FALSE(is_allowed("http://localhost:9090/x", hosts));
    EXPECT_EQ(parse_endpoint("http://127.0.0.1:9090/x", hosts)->origin, "http://127.0.0.1:9090");
    EXPECT_TRUE(parse_endpoint("http://127.0.0.1:9090/x", hosts)->may_be_loopback);
    EXPECT_FALSE(parse_endpoint("https://push.example.com/x", hosts)->may_be_loopback);
    EXPECT_FALSE(parse_endpoint("https://fcm.googleapis.com/x", hosts)->may_be_loopback);
}

TEST(PushEndpointTest, AListedHostIsANameAndAPort) {
    EXPECT_TRUE(parse_push_host("127.0.0.1")->is_loopback);
    EXPECT_TRUE(parse_push_host("[::1]:80")->is_loopback);
    EXPECT_TRUE(parse_push_host("LOCALHOST:80")->is_loopback);
    EXPECT_FALSE(parse_push_host("127.evil.example")->is_loopback);
    for (const char* text : {"", ":80", "host:", "host:0", "host:70000", "host:80x", "a b",
                             "https://host", "host/path", "[::1", "user@host"}) {
        EXPECT_FALSE(parse_push_host(text)) << text;
    }
}

}  // namespace
}  // namespace lsl::push
