#include "server/cloudflare/tus_upload.h"

#include "tests/server/cloudflare/api_fixture.h"

namespace lsl::cloudflare {
namespace {

using namespace std::chrono_literals;
using testing::Scripted;
using testing::ScriptedService;

constexpr std::uint64_t mib = 1u << 20;

class TusUploadTest : public testing::ApiTest {
  protected:
    Upload upload() const { return {uploads_host_.url() + "/tus/u1?tusv2=true", "v1"}; }

    static Scripted at_offset(int status, std::uint64_t offset) {
        return {status, "", {{"Upload-Offset", std::to_string(offset)}}};
    }

    ScriptedService uploads_host_;  ///< another one than the API's, as at Cloudflare
    TusUploads uploads_{calls_};
};

TEST_F(TusUploadTest, BeginsAnUpload) {
    service_.answer(
        {201, "", {{"Location", upload().url}, {"stream-media-id", "v1"}, {"Tus-Resumable", "1"}}});
    NewUpload file;
    file.bytes = 12 * mib;
    file.name = "Salsa ü";
    file.creator = "maria";
    file.allowed_origins = {"a.example", "b.example"};
    const auto begun = uploads_.create(file);
    ASSERT_TRUE(begun);
    EXPECT_EQ(begun->url, upload().url);
    EXPECT_EQ(begun->video_uid, "v1");
    const auto request = service_.seen().at(0);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/client/v4/accounts/acc/stream");
    EXPECT_EQ(request.header("Tus-Resumable"), "1.0.0");
    EXPECT_EQ(request.header("Upload-Length"), "12582912");
    EXPECT_EQ(request.header("Upload-Metadata"),
              "name U2Fsc2Egw7w=,requiresignedurls,allowedorigins YS5leGFtcGxlLGIuZXhhbXBsZQ==");
    EXPECT_EQ(request.header("Upload-Creator"), "maria");
    EXPECT_EQ(request.header("Authorization"), std::string("Bearer ") + token);
}

TEST_F(TusUploadTest, AnAnswerWithoutUrlOrUidIsNoUpload) {
    service_.answer({201, "", {{"Location", upload().url}}});
    EXPECT_FALSE(uploads_.create({mib}));
    service_.answer({201, "", {{"stream-media-id", "v1"}}});
    EXPECT_FALSE(uploads_.create({mib}));
    EXPECT_EQ(service_.seen().size(), 2u);
}

TEST_F(TusUploadTest, AFailedBeginIsNotRepeatedBehindTheJobsBack) {
    service_.answer(500);
    EXPECT_EQ(uploads_.create({mib}).error().code, ErrorCode::Unavailable);
    EXPECT_EQ(service_.seen().size(), 1u);
    EXPECT_EQ(uploads_.create({0}).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(uploads_.create({30'000'000'001}).error().code, ErrorCode::InvalidInput);
}

TEST_F(TusUploadTest, SendsAFileInPieces) {
    const std::string file(7 * mib, 'x');
    uploads_host_.answer(at_offset(204, 5 * mib));
    uploads_host_.answer(at_offset(204, 7 * mib));
    std::uint64_t offset = 0;
    while (offset < file.size()) {
        const auto size = tus_chunk_bytes(offset, file.size(), 0);
        const auto after = uploads_.send_chunk(
            upload(), offset, std::string_view(file).substr(offset, size), file.size());
        ASSERT_TRUE(after) << after.error().detail;
        offset = *after;
    }
    const auto seen = uploads_host_.seen();
    ASSERT_EQ(seen.size(), 2u);
    EXPECT_EQ(seen[0].method, "PATCH");
    EXPECT_EQ(seen[0].target, "/tus/u1?tusv2=true");
    EXPECT_EQ(seen[0].body.size(), 5 * mib);
    EXPECT_EQ(seen[0].header("Content-Type"), "application/offset+octet-stream");
    EXPECT_EQ(seen[0].header("Upload-Offset"), "0");
    EXPECT_EQ(seen[1].header("Upload-Offset"), "5242880");
    EXPECT_EQ(seen[1].body.size(), 2 * mib);
    EXPECT_EQ(seen[1].header("Tus-Resumable"), "1.0.0");
    EXPECT_EQ(seen[0].header("Authorization"), "");
}

TEST_F(TusUploadTest, GoesOnWhereACutConnectionEnded) {
    const std::string file(6 * mib, 'x');
    TusUploads hasty(calls_, 1s);
    uploads_host_.answer({204, "", {}, "application/json", 2500ms});
    const auto cut =
        hasty.send_chunk(upload(), 0, std::string_view(file).substr(0, 5 * mib), file.size());
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().code, ErrorCode::Unavailable);
    uploads_host_.answer(at_offset(200, 5 * mib));
    const auto offset = uploads_.offset(upload());
    ASSERT_TRUE(offset);
    EXPECT_EQ(*offset, 5 * mib);
    EXPECT_EQ(uploads_host_.seen().back().method, "HEAD");
    uploads_host_.answer(at_offset(204, 6 * mib));
    const auto after =
        uploads_.send_chunk(upload(), *offset, std::string_view(file).substr(*offset), file.size());
    ASSERT_TRUE(after);
    EXPECT_EQ(*after, file.size());
}

TEST_F(TusUploadTest, AnotherOffsetIsAConflictAndALostUploadIsNotFound) {
    const std::string rest = "rest";
    uploads_host_.answer(409, "");
    EXPECT_EQ(uploads_.send_chunk(upload(), 0, rest, 4).error().code, ErrorCode::Conflict);
    for (const int lost : {404, 410}) {
        uploads_host_.answer(lost);
        EXPECT_EQ(uploads_.send_chunk(upload(), 0, rest, 4).error().code, ErrorCode::NotFound);
        uploads_host_.answer(lost);
        EXPECT_EQ(uploads_.offset(upload()).error().code, ErrorCode::NotFound);
    }
    uploads_host_.answer(413);
    EXPECT_EQ(uploads_.send_chunk(upload(), 0, rest, 4).error().code, ErrorCode::TooLarge);
    uploads_host_.answer(503);
    EXPECT_EQ(uploads_.send_chunk(upload(), 0, rest, 4).error().code, ErrorCode::Unavailable);
}

TEST_F(TusUploadTest, OffsetsThatCannotBeAreNotBelieved) {
    for (const char* text : {"", "x", "-1", "5", "1e3"}) {
        uploads_host_.answer({204, "", {{"Upload-Offset", text}}});
        EXPECT_FALSE(uploads_.send_chunk(upload(), 0, "rest", 4)) << text;
    }
    uploads_host_.answer(200);
    EXPECT_FALSE(uploads_.offset(upload()));
}

TEST_F(TusUploadTest, PiecesThatBreakTheRuleAreNotSent) {
    const std::string file(6 * mib, 'x');
    const auto send = [&](std::uint64_t offset, std::uint64_t size, std::uint64_t total) {
        return uploads_.send_chunk(upload(), offset, std::string_view(file).substr(0, size), total)
            .error()
            .code;
    };
    EXPECT_EQ(send(0, 4 * mib, 100 * mib), ErrorCode::InvalidInput);
    EXPECT_EQ(send(0, 5 * mib + 1, 100 * mib), ErrorCode::InvalidInput);
    EXPECT_EQ(send(95 * mib, 6 * mib, 100 * mib), ErrorCode::InvalidInput);
    EXPECT_EQ(send(101 * mib, 0, 100 * mib), ErrorCode::InvalidInput);
    EXPECT_TRUE(uploads_host_.seen().empty());
}

TEST_F(TusUploadTest, ErrorsNameNeitherTheUploadUrlNorTheToken) {
    for (const int status : {400, 401, 403, 404, 409, 429, 500}) {
        uploads_host_.answer(status, failure(7000, std::string("bad ") + token));
        const auto result = uploads_.send_chunk(upload(), 0, "rest", 4);
        ASSERT_FALSE(result);
        EXPECT_EQ(everything(result.error()).find("u1"), std::string::npos);
        EXPECT_EQ(everything(result.error()).find(token), std::string::npos);
    }
}

TEST(TusChunks, FollowTheRule) {
    EXPECT_EQ(tus_chunk_bytes(0, 100 * mib, 0), 5 * mib);
    EXPECT_EQ(tus_chunk_bytes(0, 100 * mib, 8 * mib + 5), 8 * mib);
    EXPECT_EQ(tus_chunk_bytes(0, 1000 * mib, 900 * mib), 200 * mib);
    EXPECT_EQ(tus_chunk_bytes(98 * mib, 100 * mib, 8 * mib), 2 * mib);
    EXPECT_EQ(tus_chunk_bytes(0, 3, 8 * mib), 3u);
    EXPECT_EQ(tus_chunk_bytes(100 * mib, 100 * mib, 8 * mib), 0u);
    EXPECT_EQ(tus_chunk_bytes(101 * mib, 100 * mib, 8 * mib), 0u);
}

}  // namespace
}  // namespace lsl::cloudflare
