#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

#include "server/services/accounts/secrets.h"
#include "server/services/pictures/picture.h"
#include "server/services/pictures/picture_download.h"
#include "server/services/pictures/thumbnails.h"
#include "tests/server/moving_clock.h"
#include "tests/server/services/plain_png.h"
#include "tests/server/services/studio.h"
#include "tests/server/temporary_folder.h"

namespace lsl::services {
namespace {

using lsl::testing::PlainPng;

/// Width and height from the start-of-frame segment of a JPEG (ITU-T T.81 B.2.2).
std::pair<int, int> size_of_jpeg(std::string_view jpeg) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(jpeg[i]); };
    std::size_t at = 2;
    while (at + 9 < jpeg.size()) {
        const int length = byte(at + 2) << 8 | byte(at + 3);
        if (byte(at + 1) >= 0xC0 && byte(at + 1) <= 0xC2) {
            return {byte(at + 7) << 8 | byte(at + 8), byte(at + 5) << 8 | byte(at + 6)};
        }
        at += 2 + static_cast<std::size_t>(length);
    }
    return {0, 0};
}

TEST(PictureTest, LargePicturesShrinkAndKeepTheirShape) {
    const auto jpeg = shrink_to_jpeg(PlainPng::of(2560, 1440));
    ASSERT_TRUE(jpeg) << jpeg.error().message;
    EXPECT_TRUE(jpeg->starts_with("\xFF\xD8\xFF"));
    EXPECT_EQ(size_of_jpeg(*jpeg), (std::pair{1280, 720}));
    EXPECT_EQ(size_of_jpeg(*shrink_to_jpeg(PlainPng::of(1000, 2000))), (std::pair{640, 1280}));
}

TEST(PictureTest, SmallPicturesStayAsSmall) {
    EXPECT_EQ(size_of_jpeg(*shrink_to_jpeg(PlainPng::of(640, 360))), (std::pair{640, 360}));
    EXPECT_EQ(size_of_jpeg(*shrink_to_jpeg(PlainPng::of(1, 1))), (std::pair{2, 2}));
}

TEST(PictureTest, ItsOwnJpegIsAPictureAgain) {
    const auto once = shrink_to_jpeg(PlainPng::of(640, 360));
    ASSERT_TRUE(once);
    EXPECT_TRUE(shrink_to_jpeg(*once));
}

TEST(PictureTest, WhatIsNoPictureIsRefusedByField) {
    const std::string png = PlainPng::of(64, 64);
    for (const std::string& bytes :
         {std::string(), std::string("GIF89a"), std::string("<svg xmlns='x'/>"),
          std::string("\xFF\xD8\xFF garbage"), png.substr(0, 40), png.substr(0, 8)}) {
        const auto refused = shrink_to_jpeg(bytes);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().field, "thumbnailUrl");
    }
    EXPECT_EQ(shrink_to_jpeg(std::string(largest_picture_bytes + 1, 'x')).error().code,
              ErrorCode::TooLarge);
}

TEST(PictureTest, APictureOfTooManyPixelsIsNotDecoded) {
    std::string bomb = PlainPng::of(1, 1);
    // Says 60,000 by 60,000 in its header; the checksum there is not looked at first.
    bomb.replace(16, 8, std::string("\x00\x00\xEA\x60\x00\x00\xEA\x60", 8));
    EXPECT_EQ(shrink_to_jpeg(bomb).error().word, "too_many_pixels");
}

TEST(ThumbnailsTest, TheSamePictureIsKeptOnceUnderItsContent) {
    lsl::testing::TemporaryFolder folder;
    lsl::testing::MovingClock clock;
    Thumbnails thumbnails(folder.path() / "thumbnails", clock, LSL_SERVER_PROGRAM);
    const auto first = thumbnails.keep(PlainPng::of(64, 48));
    ASSERT_TRUE(first);
    EXPECT_EQ(*first, *thumbnails.keep(PlainPng::of(64, 48)));
    const std::string name = first->substr(std::strlen("/thumbnails/"));
    const auto file = thumbnails.find(name);
    ASSERT_TRUE(file);
    std::stringstream bytes;
    bytes << std::ifstream(*file, std::ios::binary).rdbuf();
    EXPECT_EQ(size_of_jpeg(bytes.str()), (std::pair{64, 48}));
    int files = 0;
    for ([[maybe_unused]] const auto& one :
         std::filesystem::directory_iterator(folder.path() / "thumbnails")) {
        ++files;
    }
    EXPECT_EQ(files, 1);
}

TEST(ThumbnailsTest, OnlyItsOwnNamesAreFound) {
    lsl::testing::TemporaryFolder folder;
    lsl::testing::MovingClock clock;
    Thumbnails thumbnails(folder.path() / "thumbnails", clock, LSL_SERVER_PROGRAM);
    std::ofstream(folder.path() / "secret.jpg") << "x";
    for (const char* name :
         {"", "../secret.jpg", "secret.jpg", "..", "/etc/passwd",
          "00000000000000000000000000000000.jpg", "..%2f0000000000000000000000000.jpg"}) {
        EXPECT_FALSE(thumbnails.find(name)) << name;
    }
}

TEST(ThumbnailsTest, PrivateAddressesAreNotAsked) {
    lsl::testing::TemporaryFolder folder;
    lsl::testing::MovingClock clock;
    Thumbnails thumbnails(folder.path(), clock, LSL_SERVER_PROGRAM);
    for (const char* url :
         {"http://127.0.0.1:8080/a.jpg", "http://localhost:8080/a.jpg", "http://[::1]/a.jpg",
          "http://10.0.0.1/a.jpg", "http://169.254.169.254/latest/meta-data", "http://0.0.0.0/a",
          "http://[::ffff:127.0.0.1]/a.jpg", "http://2130706433/a.jpg", "http://0x7f.1/a.jpg",
          "http://user@example.com/", "https://example.com:25/", "ftp://example.com/",
          "http://127.1/"}) {
        const auto refused = thumbnails.fetch(url);
        ASSERT_FALSE(refused) << url;
        EXPECT_EQ(refused.error().field, "thumbnailUrl") << url;
    }
}

sockaddr_storage address(const char* text) {
    sockaddr_storage storage{};
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        std::memcpy(&storage, &v4, sizeof v4);
    } else if (inet_pton(AF_INET6, text, &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        std::memcpy(&storage, &v6, sizeof v6);
    }
    return storage;
}

TEST(PublicAddressTest, OnlyTheOpenInternetIsPublic) {
    for (const char* open : {"1.1.1.1", "93.184.216.34", "172.15.0.1", "172.32.0.1", "100.63.0.1",
                             "2606:4700::1111", "2a00:1450::1", "2002:0101:0101::1"}) {
        EXPECT_TRUE(is_public_address(address(open))) << open;
    }
    for (const char* closed : {"0.0.0.0",
                               "10.1.2.3",
                               "100.64.0.1",
                               "127.0.0.1",
                               "127.9.9.9",
                               "169.254.169.254",
                               "172.16.0.1",
                               "172.31.255.255",
                               "192.0.0.1",
                               "192.0.2.1",
                               "192.168.1.1",
                               "198.18.0.1",
                               "198.51.100.1",
                               "203.0.113.1",
                               "224.0.0.1",
                               "255.255.255.255",
                               "::",
                               "::1",
                               "fe80::1",
                               "fc00::1",
                               "fd12::1",
                               "ff02::1",
                               "::ffff:10.0.0.1",
                               "::ffff:127.0.0.1",
                               "64:ff9b::a00:1",
                               "2001:db8::1",
                               "2001::1",
                               "2002:0a00:0001::1",
                               "2002:7f00:0001::1"}) {
        EXPECT_FALSE(is_public_address(address(closed))) << closed;
    }
}

TEST(PictureUrlTest, IsTakenApart) {
    const auto url = PictureUrl::parse("https://example.com/a/b.jpg?x=1#part");
    ASSERT_TRUE(url);
    EXPECT_TRUE(url->secure);
    EXPECT_EQ(url->host, "example.com");
    EXPECT_EQ(url->port, "443");
    EXPECT_EQ(url->target, "/a/b.jpg?x=1");
    EXPECT_EQ(PictureUrl::parse("http://[2606:4700::1]:8080")->host, "2606:4700::1");
    EXPECT_EQ(PictureUrl::parse("http://example.com?q")->target, "/?q");
    for (const char* bad : {"", "example.com/a.jpg", "https://", "https:///a", "https://a b/",
                            "https://example.com/\r\nHost: evil", "https://[::1", "gopher://x/",
                            "http://user@example.com/"}) {
        EXPECT_FALSE(PictureUrl::parse(bad)) << bad;
    }
}

TEST(PictureUrlTest, RedirectsAreSeenFromWhereTheyCome) {
    const auto base = PictureUrl::parse("https://example.com/a/b.jpg?x=1").value();
    EXPECT_EQ(base.resolve("/c.jpg")->target, "/c.jpg");
    EXPECT_EQ(base.resolve("c.jpg")->target, "/a/c.jpg");
    EXPECT_EQ(base.resolve("//other.example/d")->host, "other.example");
    EXPECT_EQ(base.resolve("https://other.example/d")->host, "other.example");
    EXPECT_FALSE(base.resolve("http://other.example/d"));
    EXPECT_FALSE(base.resolve("file:///etc/passwd"));
    EXPECT_FALSE(base.resolve(""));
}

/// A plain HTTP server on loopback that gives the same answers to whoever comes, one each.
class SmallWebServer {
  public:
    explicit SmallWebServer(std::vector<std::string> answers) : answers_(std::move(answers)) {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in any{};
        any.sin_family = AF_INET;
        any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&any), sizeof any), 0);
        EXPECT_EQ(::listen(socket_, 8), 0);
        socklen_t size = sizeof any;
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&any), &size);
        port_ = ntohs(any.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~SmallWebServer() {
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }
    std::string url(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }
    std::string first_request;

  private:
    void serve() {
        for (const std::string& answer : answers_) {
            const int peer = ::accept(socket_, nullptr, nullptr);
            if (peer < 0) return;
            char buffer[4096];
            const auto got = ::recv(peer, buffer, sizeof buffer, 0);
            if (first_request.empty() && got > 0) {
                first_request.assign(buffer, static_cast<std::size_t>(got));
            }
            ::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
            ::close(peer);
        }
    }
    const std::vector<std::string> answers_;
    int socket_ = -1;
    int port_ = 0;
    std::thread thread_;
};

constexpr PictureSources anywhere{.address = [](const sockaddr_storage&) { return true; },
                                  .port = [](std::string_view) { return true; }};

TEST(PictureDownloadTest, TakesTheBodyAndFollowsRedirects) {
    lsl::testing::MovingClock clock;
    SmallWebServer server({"HTTP/1.1 302 Found\r\nlocation: b.jpg\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\nthe picture"});
    const auto got = download_picture(server.url("/a/a.jpg"), clock, anywhere);
    ASSERT_TRUE(got) << got.error().detail;
    EXPECT_EQ(*got, "the picture");
    EXPECT_TRUE(server.first_request.starts_with("GET /a/a.jpg HTTP/1.0\r\nHost: 127.0.0.1"));
}

TEST(PictureDownloadTest, EachRedirectIsCheckedAnew) {
    lsl::testing::MovingClock clock;
    const PictureSources only_loopback{.address =
                                           [](const sockaddr_storage& address) {
                                               sockaddr_in v4{};
                                               std::memcpy(&v4, &address, sizeof v4);
                                               return v4.sin_addr.s_addr == htonl(INADDR_LOOPBACK);
                                           },
                                       .port = anywhere.port};
    SmallWebServer server({"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n"});
    const auto refused = download_picture(server.url("/"), clock, only_loopback);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("169.254.169.254"), std::string::npos);
}

TEST(PictureDownloadTest, GivesUpOnLoopsErrorsAndNonsense) {
    lsl::testing::MovingClock clock;
    const std::string loop = "HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n";
    for (const std::string& answer :
         {loop, std::string("HTTP/1.1 404 Not Found\r\n\r\n"), std::string("SSH-2.0\r\n"),
          std::string(), std::string("HTTP/1.1 302 Found\r\n\r\n")}) {
        SmallWebServer server({answer, answer, answer, answer, answer});
        EXPECT_FALSE(download_picture(server.url("/"), clock, anywhere)) << answer;
    }
}

TEST(PictureDownloadTest, StopsAtEightMegabytes) {
    lsl::testing::MovingClock clock;
    SmallWebServer server({"HTTP/1.1 200 OK\r\n\r\n" + std::string(10u << 20, 'x')});
    EXPECT_FALSE(download_picture(server.url("/"), clock, anywhere));
}

TEST(PicturesOfClassesTest, AnUploadBecomesTheThumbnail) {
    lsl::testing::Studio studio;
    Thumbnails thumbnails(studio.folder.path() / "thumbnails", studio.clock, LSL_SERVER_PROGRAM);
    Streams streams(*studio.database, studio.clock, studio.media, &thumbnails,
                    {"http://localhost:8080"});
    const auto salsa = studio.create();
    const auto changed = streams.set_picture(studio.id(salsa), PlainPng::of(64, 64));
    ASSERT_TRUE(changed);
    EXPECT_TRUE(changed->stream.stream.thumbnail_url->starts_with("/thumbnails/"));
    const std::string ours = *changed->stream.stream.thumbnail_url;
    EXPECT_TRUE(streams.change(studio.id(salsa), {.title = "Salsa II", .thumbnailUrl = ours}));
    EXPECT_EQ(studio.row(salsa.stream.id).stream.thumbnail_url, ours);
    EXPECT_EQ(streams.set_picture(studio.id(salsa), "text").error().field, "thumbnailUrl");
    EXPECT_EQ(streams.set_picture("x", PlainPng::of(64, 64)).error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace lsl::services
