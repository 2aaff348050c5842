#include "server/http/edge/message.h"

#include <gtest/gtest.h>

#include "server/http/edge/compression.h"
#include "server/http/edge/conditional.h"
#include "server/http/edge/request_rules.h"
#include "server/http/edge/router.h"
#include "server/http/pages/static_files.h"

namespace lsl::http {
namespace {

Request request_to(std::string target, std::vector<Header> headers = {}) {
    Request request;
    request.method = "GET";
    request.target = std::move(target);
    request.headers = std::move(headers);
    [[maybe_unused]] const auto parsed = parse_target(request);
    return request;
}

TEST(TargetTest, IsSplitThenDecoded) {
    const Request request = request_to("/streams/a%2Fb%20c/watch?limit=2&q=tango%20%26+co&empty");
    EXPECT_EQ(request.path, (std::vector<std::string>{"streams", "a/b c", "watch"}));
    EXPECT_EQ(request.parameter("limit"), "2");
    EXPECT_EQ(request.parameter("q"), "tango & co");
    EXPECT_EQ(request.parameter("empty"), "");
    EXPECT_TRUE(request_to("/").path.empty());
    EXPECT_EQ(request_to("/streams/").path, std::vector<std::string>{"streams"});
    EXPECT_EQ(request_to("/a//b").path, (std::vector<std::string>{"a", "", "b"}));
}

TEST(TargetTest, WhatIsNoPathIsRefused) {
    for (const std::string target :
         {"", "streams", "http://a/b", "/%", "/%2", "/%zz", "/a b", "*"}) {
        Request request;
        request.target = target;
        EXPECT_FALSE(parse_target(request)) << target;
    }
}

TEST(RequestTest, FindsBearerTokensAndCookies) {
    const Request request = request_to(
        "/", {{"AUTHORIZATION", "bearer  abc"}, {"Cookie", "a=1; lsl_session=xyz; b=2"}});
    EXPECT_EQ(request.bearer(), "abc");
    EXPECT_EQ(request.cookie("lsl_session"), "xyz");
    EXPECT_EQ(request.cookie("session"), "");
    EXPECT_EQ(request.cookie("a"), "1");
    EXPECT_EQ(request_to("/", {{"Authorization", "Basic abc"}}).bearer(), "");
    EXPECT_EQ(request_to("/", {{"Authorization", "Bearer "}}).bearer(), "");
}

TEST(FramingTest, OneWellFormedHostAndOneLength) {
    for (const std::string host : {"localhost:8080", "live.example.com", "[::1]:80", "10.0.0.1"}) {
        EXPECT_TRUE(check_framing(request_to("/", {{"Host", host}}))) << host;
    }
    for (const std::string host : {"", "a b", "a/b", "a@b", "[::1", "a:port", "a:1:2", "[::1]x"}) {
        EXPECT_FALSE(check_framing(request_to("/", {{"Host", host}}))) << host;
    }
    EXPECT_FALSE(check_framing(request_to("/")));
    EXPECT_FALSE(check_framing(request_to("/", {{"Host", "a"}, {"host", "a"}})));
    EXPECT_FALSE(check_framing(request_to("/", {{"Host", "a"}, {"Content-Length", "-1"}})));
    EXPECT_FALSE(check_framing(request_to("/", {{"Host", "a"}, {"Content-Length", "1, 1"}})));
    EXPECT_FALSE(check_framing(request_to("/", {{"Host", "a"}, {"Transfer-Encoding", "gzip"}})));
}

TEST(OriginTest, ForeignPagesMayNotChangeAnything) {
    const auto verdict = [](std::vector<Header> headers) {
        headers.push_back({"Host", "live.example.com"});
        Request request = request_to("/api/streams/x/enroll", std::move(headers));
        request.method = "POST";
        return check_origin(request, "https://live.example.com").has_value();
    };
    EXPECT_TRUE(verdict({})) << "scripts send none";
    EXPECT_TRUE(
        verdict({{"Origin", "https://live.example.com"}, {"Sec-Fetch-Site", "same-origin"}}));
    EXPECT_TRUE(verdict({{"Origin", "http://live.example.com"}})) << "the host it was sent to";
    EXPECT_FALSE(verdict({{"Origin", "https://evil.example"}}));
    EXPECT_FALSE(verdict({{"Origin", "null"}}));
    EXPECT_FALSE(verdict({{"Origin", ""}}));
    EXPECT_FALSE(verdict({{"Origin", "https://live.example.com.evil.example"}}));
    EXPECT_FALSE(verdict({{"Sec-Fetch-Site", "cross-site"}}));
    Request reading = request_to("/", {{"Origin", "https://evil.example"}});
    EXPECT_TRUE(check_origin(reading, "https://live.example.com")) << "reading is not changing";
}

TEST(ContentTypeTest, ParametersDoNotMatter) {
    EXPECT_TRUE(require_content_type(
        request_to("/", {{"Content-Type", "Application/JSON ; charset=utf-8"}}),
        "application/json"));
    EXPECT_FALSE(require_content_type(request_to("/", {{"Content-Type", "application/jsonx"}}),
                                      "application/json"));
    EXPECT_FALSE(require_content_type(request_to("/"), "application/json"));
}

TEST(RouterTest, LiteralSegmentsWinAndMethodsAreListed) {
    Router router;
    const auto answer = [](Call&) { return Response{}; };
    router.add({"GET", "/classes/{id}", answer});
    router.add({"PATCH", "/classes/{id}", answer});
    router.add({"POST", "/classes/create", answer});
    router.add({"GET", "/classes/new", answer});

    EXPECT_EQ(router.find(request_to("/classes/new")).route->pattern, "/classes/new");
    const auto match = router.find(request_to("/classes/7"));
    EXPECT_EQ(match.route->pattern, "/classes/{id}");
    EXPECT_EQ(match.ids, std::vector<std::string>{"7"});
    EXPECT_EQ(match.allow, (std::vector<std::string>{"GET", "HEAD", "PATCH"}));

    Request head = request_to("/classes/7");
    head.method = "HEAD";
    EXPECT_NE(router.find(head).route, nullptr);
    Request put = request_to("/classes/create");
    put.method = "PUT";
    EXPECT_EQ(router.find(put).route, nullptr);
    EXPECT_FALSE(router.find(put).allow.empty());
    EXPECT_TRUE(router.find(request_to("/classes")).allow.empty());
    EXPECT_TRUE(router.find(request_to("/classes/")).allow.empty());
}

struct RangeCase {
    std::string header;
    RangeVerdict verdict;
    std::uint64_t first, length;
};

TEST(RangeTest, FollowsTheStandard) {
    for (const RangeCase& c : std::vector<RangeCase>{
             {"bytes=0-0", RangeVerdict::Part, 0, 1},
             {"bytes=10-", RangeVerdict::Part, 10, 90},
             {"Bytes=10-", RangeVerdict::Part, 10, 90},
             {"bytes=10-19", RangeVerdict::Part, 10, 10},
             {"bytes=90-500", RangeVerdict::Part, 90, 10},
             {"bytes=-5", RangeVerdict::Part, 95, 5},
             {"bytes=-500", RangeVerdict::Part, 0, 100},
             {"bytes=100-", RangeVerdict::Unsatisfiable, 0, 0},
             {"bytes=-0", RangeVerdict::Unsatisfiable, 0, 0},
             {"bytes=5-4", RangeVerdict::Whole, 0, 0},
             {"bytes=0-1,5-6", RangeVerdict::Whole, 0, 0},
             {"bytes=x", RangeVerdict::Whole, 0, 0},
             {"bytes=-", RangeVerdict::Whole, 0, 0},
             {"bytes=99999999999999999999-", RangeVerdict::Whole, 0, 0},
             {"lines=1-2", RangeVerdict::Whole, 0, 0},
             {"", RangeVerdict::Whole, 0, 0},
         }) {
        ByteRange range;
        EXPECT_EQ(requested_range(request_to("/", {{"Range", c.header}}), 100, "\"e\"", range),
                  c.verdict)
            << c.header;
        if (c.verdict != RangeVerdict::Part) continue;
        EXPECT_EQ(range.first, c.first) << c.header;
        EXPECT_EQ(range.length, c.length) << c.header;
    }
}

TEST(RangeTest, AnotherEntityIsSentWhole) {
    const auto answer = [](std::string if_range) {
        return file_response(
            request_to("/", {{"Range", "bytes=2-3"}, {"If-Range", std::move(if_range)}}), "/x", 10,
            "\"now\"", text_response(200, "video/webm", ""));
    };
    EXPECT_EQ(answer("\"now\"").status, 206);
    EXPECT_EQ(answer("\"now\"").header("Content-Range"), "bytes 2-3/10");
    EXPECT_EQ(answer("\"before\"").status, 200);
    EXPECT_EQ(answer("\"before\"").body_size(), 10u);
}

TEST(ConditionalTest, AnEntityThatIsNotTheWantedOneIsNotSent) {
    const auto status = [](std::vector<Header> headers) {
        return file_response(request_to("/", std::move(headers)), "/x", 10, "\"now\"",
                             text_response(200, "video/webm", ""))
            .status;
    };
    EXPECT_EQ(status({{"If-Match", "\"now\""}}), 200);
    EXPECT_EQ(status({{"If-Match", "\"before\", \"now\""}, {"Range", "bytes=2-3"}}), 206);
    EXPECT_EQ(status({{"If-Match", "*"}}), 200);
    EXPECT_EQ(status({{"If-Match", "\"before\""}}), 412);
    EXPECT_EQ(status({{"If-Match", "W/\"now\""}}), 412) << "weak tags never match strongly";
    EXPECT_EQ(status({{"If-Match", "\"before\""}, {"If-None-Match", "\"now\""}}), 412);
}

TEST(ConditionalTest, AKnownEntityIsNotSentAgain) {
    Response response = text_response(200, "text/html", "page");
    response.add("ETag", "\"a\"");
    EXPECT_EQ(
        unless_current(request_to("/", {{"If-None-Match", "\"b\", W/\"a\""}}), response).status,
        304);
    EXPECT_EQ(unless_current(request_to("/", {{"If-None-Match", "*"}}), response).status, 304);
    EXPECT_EQ(unless_current(request_to("/", {{"If-None-Match", "\"b\""}}), response).status, 200);
    EXPECT_EQ(unless_current(request_to("/"), response).status, 200);
}

TEST(EncodingTest, TheBestThatIsAccepted) {
    EXPECT_EQ(negotiated_encoding("gzip, deflate, br", true, true), Encoding::Brotli);
    EXPECT_EQ(negotiated_encoding("gzip, deflate, br;q=0", true, true), Encoding::Gzip);
    EXPECT_EQ(negotiated_encoding("br", false, true), Encoding::Identity);
    EXPECT_EQ(negotiated_encoding("GZIP;q=0.5", true, true), Encoding::Gzip);
    EXPECT_EQ(negotiated_encoding("", true, true), Encoding::Identity);
    EXPECT_EQ(negotiated_encoding("gzip;q=0.0", true, true), Encoding::Identity);
}

TEST(StaticFilesTest, HashedNamesAreKeptForEverAndTheTemplateIsNoFile) {
    const BundledFile files[] = {
        {"/index.html", "text/html", "aa", false, "<!--meta-->", {}, {}},
        {"/static/app.1.js", "text/javascript", "bb", true, "plain", "brotli", {}},
        {"/robots.txt", "text/plain", "cc", false, "robots", {}, {}},
    };
    const StaticFiles bundle(files);
    EXPECT_EQ(bundle.page_template(), "<!--meta-->");
    EXPECT_EQ(bundle.find("/index.html"), nullptr);
    const Response script = bundle.respond(request_to("/", {{"Accept-Encoding", "br"}}),
                                           *bundle.find("/static/app.1.js"));
    EXPECT_EQ(script.header("Content-Encoding"), "br");
    EXPECT_EQ(script.header("Vary"), "Accept-Encoding");
    EXPECT_NE(script.header("Cache-Control").find("immutable"), std::string::npos);
    EXPECT_EQ(std::get<StaticBytes>(script.body).bytes, "brotli");
    const Response robots = bundle.respond(request_to("/"), *bundle.find("/robots.txt"));
    EXPECT_EQ(robots.header("Cache-Control"), "no-cache");
}

TEST(DateTest, IsInTheFormOfTheStandard) {
    EXPECT_EQ(http_date(*parse_iso8601("1994-11-06T08:49:37Z")), "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace lsl::http
