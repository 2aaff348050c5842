// Uploads by tus and by form, and how the video that they make comes to life.
#include <cstdlib>
#include <vector>

#include "tests/fakes/checks/customer.h"
#include "tests/fakes/cloudflare/signing.h"

namespace lsl::fakes {
namespace {

constexpr std::size_t mebibyte = 1 << 20;

class Upload : public Customer {
  protected:
    Upload() { control("settings", {{"ready_after_ms", 0}}); }

    Answer create(std::size_t length, Headers more = {}) const {
        more.merge(Headers{{"Tus-Resumable", "1.0.0"}, {"Upload-Length", std::to_string(length)}});
        return api("POST", "", nullptr, more);
    }
    static Answer piece(const std::string& to, std::size_t offset, const std::string& bytes) {
        return call("PATCH", to,
                    {{"Tus-Resumable", "1.0.0"},
                     {"Upload-Offset", std::to_string(offset)},
                     {"Content-Type", "application/offset+octet-stream"}},
                    bytes);
    }
    static Answer where(const std::string& to) {
        return call("HEAD", to, {{"Tus-Resumable", "1.0.0"}});
    }
    std::string film(const std::string& name, const std::string& encoder) const {
        const auto file = folder.path() / name;
        const std::string command =
            "ffmpeg -v error -f lavfi -i testsrc=size=160x90:rate=10:duration=3 -f lavfi -i "
            "sine=duration=3 -g 10 " +
            encoder + " " + file.string();
        EXPECT_EQ(std::system(command.c_str()), 0);
        std::ifstream made(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(made), {}};
    }
    std::string upload(const std::string& bytes, Headers more = {}) const {
        const Answer created = create(bytes.size(), std::move(more));
        EXPECT_EQ(piece(created.headers.at("Location"), 0, bytes).status, 204);
        return created.headers.at("stream-media-id");
    }
};

TEST_F(Upload, IsCreatedWithItsMetadata) {
    const Answer created = create(
        10, {{"Upload-Metadata", "name WW9nYQ==,requiresignedurls"}, {"Upload-Creator", "ana"}});
    ASSERT_EQ(created.status, 201);
    const std::string uid = created.headers.at("stream-media-id");
    EXPECT_EQ(created.headers.at("Location").find(uid), std::string::npos);
    const Json video = api("GET", "/" + uid).json()["result"];
    EXPECT_EQ(video["meta"]["name"], "Yoga");
    EXPECT_EQ(video["requireSignedURLs"], true);
    EXPECT_EQ(video["creator"], "ana");
    EXPECT_EQ(video["status"]["state"], "pendingupload");
    EXPECT_EQ(video["duration"], -1);
    EXPECT_EQ(call("POST", stream(""), {{"Tus-Resumable", "1.0.0"}, {"Upload-Length", "5"}}).status,
              401);
    EXPECT_EQ(api("POST", "", nullptr, {{"Tus-Resumable", "1.0.0"}}).status, 400);
}

TEST_F(Upload, PiecesKeepTheRules) {
    const std::size_t length = 12 * mebibyte;
    const std::string to = create(length).headers.at("Location");
    EXPECT_EQ(piece(to, 0, std::string(4 * mebibyte, 'a')).status, 400);      // too small
    EXPECT_EQ(piece(to, 0, std::string(5 * mebibyte + 1, 'a')).status, 400);  // no multiple
    EXPECT_EQ(piece(to, 0, std::string(length + 1, 'a')).status, 400);        // too much
    EXPECT_EQ(piece(to, 1, std::string(5 * mebibyte, 'a')).status, 409);      // elsewhere
    EXPECT_EQ(call("PATCH", to, {{"Tus-Resumable", "1.0.0"}, {"Upload-Offset", "0"}}, "a").status,
              415);
    EXPECT_EQ(call("HEAD", to).status, 412);
    EXPECT_EQ(where(to).headers.at("Upload-Offset"), "0");
    const Answer first = piece(to, 0, std::string(5 * mebibyte, 'a'));
    EXPECT_EQ(first.status, 204);
    EXPECT_EQ(first.headers.at("Upload-Offset"), std::to_string(5 * mebibyte));
    EXPECT_EQ(piece(to, 0, std::string(5 * mebibyte, 'a')).status, 409);  // sent twice
}

TEST_F(Upload, GoesOnAfterARestartInTheMiddle) {
    const std::string film_bytes = film("a.mp4", "-c:v libx264 -c:a aac");
    std::string bytes = film_bytes + std::string(6 * mebibyte, '\0');
    const Answer created = create(bytes.size());
    const std::string to = created.headers.at("Location");
    const std::string uid = created.headers.at("stream-media-id");
    ASSERT_EQ(piece(to, 0, bytes.substr(0, 5 * mebibyte)).status, 204);
    restart();
    const Answer place = where(to);
    EXPECT_EQ(place.status, 200);
    EXPECT_EQ(place.headers.at("Upload-Offset"), std::to_string(5 * mebibyte));
    EXPECT_EQ(place.headers.at("Upload-Length"), std::to_string(bytes.size()));
    EXPECT_EQ(state_of(uid), "pendingupload");
    EXPECT_EQ(piece(to, 5 * mebibyte, bytes.substr(5 * mebibyte)).status, 204);
    EXPECT_TRUE(wait_until([&] { return state_of(uid) == "ready"; }));
    const Answer file = call("GET", url("/" + uid + "/file"));
    EXPECT_TRUE(file.body == bytes);
}

TEST_F(Upload, PassesTheStatesOfProcessing) {
    control("settings", {{"ready_after_ms", 3'600'000}});
    const std::string uid = upload(film("a.mp4", "-c:v libx264 -c:a aac"));
    EXPECT_EQ(state_of(uid), "queued");
    EXPECT_EQ(call("GET", url("/" + uid + "/manifest/video.m3u8")).status, 404);
    control("settings", {{"clock_offset_s", 2000}});
    EXPECT_EQ(state_of(uid), "inprogress");
    control("settings", {{"clock_offset_s", 3601}});
    const Json video = api("GET", "/" + uid).json()["result"];
    EXPECT_EQ(video["status"]["state"], "ready");
    EXPECT_EQ(video["readyToStream"], true);
    EXPECT_EQ(video["input"]["width"], 160);
    EXPECT_NEAR(video["duration"].get<double>(), 3, 0.2);
    const Json use = api("GET", "/storage-usage").json()["result"];
    EXPECT_EQ(use["videoCount"], 1);
    EXPECT_NEAR(use["totalStorageMinutes"].get<double>(), 0.05, 0.01);
}

TEST_F(Upload, WhatIsNoVideoFails) {
    const std::string uid = upload("this is a text");
    EXPECT_TRUE(wait_until([&] { return state_of(uid) == "error"; }));
    EXPECT_EQ(api("GET", "/" + uid).json()["result"]["status"]["errorReasonCode"], "ERR_NON_VIDEO");
    EXPECT_EQ(call("GET", url("/" + uid + "/manifest/video.m3u8")).status, 424);
    const std::string form =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; "
        "filename=\"a\"\r\n\r\ntext\r\n--x--\r\n";
    Headers headers = bearer();
    headers["Content-Type"] = "multipart/form-data; boundary=x";
    const Answer refused = call("POST", stream(""), headers, form);
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(failure_code(refused), 10059);
}

TEST_F(Upload, PlaysAsAFileAndAsHls) {
    for (const auto& [name, encoder] :
         {std::pair{"a.mp4", "-c:v libx264 -c:a aac"},
          {"b.webm", "-c:v libvpx-vp9 -deadline realtime -c:a libopus"}}) {
        const std::string uid = upload(film(name, encoder));
        EXPECT_TRUE(wait_until([&] { return state_of(uid) == "ready"; }));
        const Answer part = call("GET", url("/" + uid + "/file"), {{"Range", "bytes=4-7"}});
        EXPECT_EQ(part.status, 206);
        EXPECT_EQ(part.body.size(), 4u);
        EXPECT_EQ(call("GET", url("/" + uid + "/none"), {{"Range", "bytes=4-7"}}).status, 404);
        const Answer page = call("GET", url("/" + uid + "/iframe"));
        EXPECT_NE(page.body.find("<video"), std::string::npos);
        EXPECT_NE(page.body.find("/" + uid + "/file"), std::string::npos);
        const Answer playlist = call("GET", url("/" + uid + "/manifest/video.m3u8"));
        ASSERT_EQ(playlist.status, 200) << name;
        EXPECT_NE(playlist.body.find("#EXT-X-MAP:URI=\"video.m4s\""), std::string::npos);
        EXPECT_NE(playlist.body.find("#EXT-X-BYTERANGE"), std::string::npos);
        EXPECT_NE(playlist.body.find("#EXT-X-ENDLIST"), std::string::npos);
        const Answer media =
            call("GET", url("/" + uid + "/manifest/video.m4s"), {{"Range", "bytes=4-7"}});
        EXPECT_EQ(media.body, "ftyp");
        // A player that knows nothing of us reads all of it.
        const std::string probe = "ffmpeg -v error -i " + url("/" + uid + "/manifest/video.m3u8") +
                                  " -f null - 2> " + (folder.path() / "errors").string();
        EXPECT_EQ(std::system(probe.c_str()), 0);
        EXPECT_EQ(std::filesystem::file_size(folder.path() / "errors"), 0u);
    }
}

TEST_F(Upload, Vp8IsNotMadeIntoHls) {
    const std::string uid = upload(film("c.webm", "-c:v libvpx -deadline realtime -c:a libopus"));
    EXPECT_TRUE(wait_until([&] { return state_of(uid) == "ready"; }));
    EXPECT_EQ(call("GET", url("/" + uid + "/manifest/video.m3u8")).status, 501);
    EXPECT_EQ(call("GET", url("/" + uid + "/file")).headers.at("Content-Type"), "video/webm");
}

TEST_F(Upload, ASignedVideoPlaysByTokenAlone) {
    const std::string uid =
        upload(film("a.mp4", "-c:v libx264 -c:a aac"), {{"Upload-Metadata", "requiresignedurls"}});
    EXPECT_TRUE(wait_until([&] { return state_of(uid) == "ready"; }));
    const Json key = api("POST", "/keys").json()["result"];
    const auto now =
        std::chrono::floor<std::chrono::seconds>(clock.utc()).time_since_epoch().count();
    const std::string token =
        sign_token(key["id"], decode_base64(key["pem"]),
                   {{"sub", uid}, {"kid", key["id"]}, {"exp", now + 60}, {"nbf", now}});
    const auto statuses = [&](const std::string& id) {
        std::vector<int> found;
        for (const char* what : {"/file", "/iframe", "/manifest/video.m3u8", "/manifest/video.m4s",
                                 "/thumbnails/thumbnail.jpg"}) {
            found.push_back(call("GET", url("/" + id + what)).status);
        }
        return found;
    };
    EXPECT_EQ(statuses(uid), std::vector<int>(5, 401));
    EXPECT_EQ(statuses(token), std::vector<int>(5, 200));
    EXPECT_EQ(api("POST", "/" + uid, {{"requireSignedURLs", "no"}}).status, 400);
    const Json opened = api("POST", "/" + uid, {{"requireSignedURLs", false}}).json()["result"];
    EXPECT_EQ(opened["requireSignedURLs"], false);
    EXPECT_EQ(statuses(uid), std::vector<int>(5, 200));
}

TEST_F(Upload, IsFoundInTheListNewestFirst) {
    const std::string first = create(5, {{"Upload-Creator", "ana"}}).headers.at("stream-media-id");
    const std::string second = create(5).headers.at("stream-media-id");
    const auto listed = [&](const std::string& query) {
        std::vector<std::string> uids;
        const Json answer = api("GET", query).json();
        for (const Json& video : answer["result"]) uids.push_back(video["uid"]);
        return uids;
    };
    using Uids = std::vector<std::string>;
    EXPECT_EQ(listed(""), (Uids{second, first}));
    EXPECT_EQ(listed("?asc=true"), (Uids{first, second}));
    EXPECT_EQ(listed("?creator=ana"), Uids{first});
    EXPECT_EQ(listed("?status=ready"), Uids{});
    EXPECT_EQ(listed("?limit=1"), Uids{second});
    const Json counted = api("GET", "?limit=1&include_counts=true").json();
    EXPECT_EQ(counted["total"], 2);
    EXPECT_EQ(counted["range"], 1);
}

TEST_F(Upload, IsDeletedForGood) {
    const std::string uid = upload(film("a.mp4", "-c:v libx264 -c:a aac"));
    const Answer deleted = api("DELETE", "/" + uid);
    EXPECT_EQ(deleted.status, 200);
    EXPECT_EQ(deleted.body, "");
    EXPECT_EQ(api("GET", "/" + uid).status, 404);
    EXPECT_EQ(call("GET", url("/" + uid + "/file")).status, 404);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "media" / uid));
}

}  // namespace
}  // namespace lsl::fakes
