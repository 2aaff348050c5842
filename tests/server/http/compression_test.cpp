#include "server/http/edge/compression.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "server/http/edge/conditional.h"
#include "tests/server/http/server_fixture.h"

namespace lsl::http {
namespace {

std::string unpacked(const std::string& packed) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    std::string out(1u << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

Request asking(std::string encodings) {
    Request request;
    request.method = "GET";
    if (!encodings.empty()) request.headers.push_back({"Accept-Encoding", std::move(encodings)});
    return request;
}

std::string long_text() {
    std::string text;
    for (int i = 0; i < 2000; ++i) text += "{\"number\":" + std::to_string(i) + "},";
    return text;
}

TEST(Compression, PacksLongTextForThoseWhoTakeIt) {
    Response response = text_response(200, "application/json; charset=utf-8", long_text());
    response.add("ETag", etag_of(long_text()));
    response.add("Vary", "Cookie");
    compress(asking("br, gzip"), response);
    EXPECT_EQ(response.header("Content-Encoding"), "gzip");
    EXPECT_EQ(response.header("Vary"), "Cookie, Accept-Encoding");
    EXPECT_EQ(response.header("ETag"), "W/" + etag_of(long_text()));
    const auto& packed = std::get<std::string>(response.body);
    EXPECT_LT(packed.size() * 4, long_text().size());
    EXPECT_EQ(unpacked(packed), long_text());
}

TEST(Compression, LeavesTheRestAsItIs) {
    const auto stays = [](const std::string& encodings, int status, std::string_view type,
                          const std::string& text) {
        Response response = text_response(status, type, text);
        compress(asking(encodings), response);
        return response.header("Content-Encoding").empty() &&
               std::get<std::string>(response.body) == text;
    };
    EXPECT_TRUE(stays("", 200, "text/html; charset=utf-8", long_text()));
    EXPECT_TRUE(stays("br, gzip;q=0", 200, "text/html; charset=utf-8", long_text()));
    EXPECT_TRUE(stays("gzip", 200, "text/html; charset=utf-8", "short"));
    EXPECT_TRUE(stays("gzip", 200, "image/jpeg", long_text()));
    EXPECT_TRUE(stays("gzip", 404, "text/html; charset=utf-8", long_text()));
}

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;

class CompressedAnswers : public lsl::testing::ServerTest {};

TEST_F(CompressedAnswers, ListsAndPagesArePackedAndTheStudioIsNot) {
    HttpClient in = instructor();
    for (int i = 0; i < 20; ++i) create_class(in);
    for (const char* path : {"/api/streams", "/streams"}) {
        const HttpAnswer whole = client().get(path);
        EXPECT_EQ(whole.header("Content-Encoding"), "") << path;
        const HttpAnswer packed = client().request("GET", path, "", {"Accept-Encoding: gzip"});
        EXPECT_EQ(packed.header("Content-Encoding"), "gzip") << path;
        EXPECT_EQ(unpacked(packed.body).size(), whole.body.size()) << path;
        EXPECT_LT(packed.body.size() * 3, whole.body.size()) << path;
        const std::string tag = packed.header("ETag");
        if (!tag.empty()) {
            EXPECT_EQ(
                client()
                    .request("GET", path, "", {"Accept-Encoding: gzip", "If-None-Match: " + tag})
                    .status,
                304);
        }
    }
    EXPECT_EQ(in.request("GET", "/api/instructor/streams", "", {"Accept-Encoding: gzip"})
                  .header("Content-Encoding"),
              "")
        << "publish secrets are in it";
}

}  // namespace
}  // namespace lsl::http
