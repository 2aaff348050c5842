#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "server/media/sdp/sdp_offer.h"

namespace lsl::media::pulled {
namespace {

LocalDescription local_description() {
    LocalDescription local;
    local.session_id = 1;
    local.ufrag = "UFRAGUFR";
    local.pwd = "PASSWORDPASSWORDPASSWORDPASSWORD";
    local.fingerprint_sha256 = "AB:CD";
    local.candidates = {*Address::parse("192.0.2.1", 8189), *Address::parse("2001:db8::1", 8189)};
    return local;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

constexpr const char* kTransport =
    "a=ice-ufrag:theirs\r\na=ice-pwd:theirstheirstheirstheirs\r\n"
    "a=fingerprint:sha-256 "
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:"
    "FF\r\na=setup:passive\r\n";

/// What a server of the kind of Cloudflare's answers: full ICE, one codec, candidates in the first
/// section, extensions in an order of its own.
std::string hosted_answer() {
    return std::string(
               "v=0\r\no=- 7 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
               "a=group:BUNDLE 0 1\r\na=msid-semantic: WMS *\r\n"
               "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\n") +
           kTransport +
           "a=candidate:1 1 udp 2130706431 203.0.113.7 1473 typ host\r\n"
           "a=candidate:2 1 udp 2130706175 2001:db8::7 1473 typ host\r\n"
           "a=candidate:3 1 tcp 1 203.0.113.7 443 typ host tcptype passive\r\n"
           "a=end-of-candidates\r\na=sendonly\r\na=rtcp-mux\r\na=rtcp-rsize\r\n"
           "a=extmap:2 "
           "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
           "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1\r\na=rtcp-fb:111 "
           "transport-cc\r\n"
           "a=ssrc:1 cname:x\r\n"
           "m=video 9 UDP/TLS/RTP/SAVPF 98 99\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\n" +
           kTransport +
           "a=sendonly\r\na=rtcp-mux\r\na=rtcp-rsize\r\n"
           "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
           "a=extmap:2 "
           "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
           "a=rtpmap:98 H264/90000\r\n"
           "a=fmtp:98 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n"
           "a=rtcp-fb:98 transport-cc\r\na=rtcp-fb:98 nack\r\na=rtcp-fb:98 nack pli\r\n"
           "a=rtpmap:99 rtx/90000\r\na=fmtp:99 apt=98\r\n"
           "a=ssrc-group:FID 2 3\r\na=ssrc:2 cname:x\r\na=ssrc:3 cname:x\r\n";
}

Result<Negotiation> read(const std::string& answer) {
    const Sdp sdp = LSL_TRY(parse_sdp(answer));
    return negotiate_answer(offered_media(), sdp);
}

TEST(PullOffer, IsAsRecorded) {
    std::ifstream in(std::string(LSL_SOURCE_DIR) + "/tests/server/media/sdp/pull.offer.sdp",
                     std::ios::binary);
    std::stringstream recorded;
    recorded << in.rdbuf();
    EXPECT_EQ(write_offer(offered_media(), local_description()), recorded.str());
}

TEST(PullOffer, HasEachPayloadTypeOnceAndNoneThatLooksLikeRtcp) {
    const auto offer = parse_sdp(write_offer(offered_media(), local_description()));
    ASSERT_TRUE(offer);
    EXPECT_FALSE(offer->ice_lite);
    std::vector<std::uint8_t> types;
    for (const SdpMedia& media : offer->media) {
        EXPECT_EQ(media.direction, Direction::RecvOnly);
        EXPECT_EQ(media.setup, SetupRole::ActPass);
        EXPECT_TRUE(media.rtcp_mux);
        for (const SdpFormat& format : media.formats) {
            EXPECT_FALSE(format.encoding.empty());
            EXPECT_FALSE(format.payload_type >= 64 && format.payload_type < 96);
            types.push_back(format.payload_type);
        }
    }
    std::sort(types.begin(), types.end());
    EXPECT_EQ(std::adjacent_find(types.begin(), types.end()), types.end());
}

TEST(PullOffer, IsAnsweredByOurOwnServerWithEveryCodec) {
    const auto offer = parse_sdp(write_offer(offered_media(), local_description()));
    const auto watched = negotiate(*offer, SessionKind::Watch);
    ASSERT_TRUE(watched);
    LocalDescription server = local_description();
    server.cname = "class";
    server.fingerprint_sha256 = "00:11:22:33";
    const auto agreed = read(write_answer(*offer, *watched, server));
    ASSERT_TRUE(agreed);
    const Negotiation offered = offered_media();
    EXPECT_EQ(agreed->video->formats.size(), offered.video->formats.size());
    EXPECT_EQ(agreed->audio->formats.size(), 1u);
    EXPECT_EQ(agreed->dtls_role, DtlsRole::Client);
    EXPECT_EQ(agreed->candidates.size(), 2u);
    for (std::size_t i = 0; i < agreed->video->formats.size(); ++i) {
        const NegotiatedFormat& format = agreed->video->formats[i];
        EXPECT_EQ(format.payload_type, offered.video->formats[i].payload_type);
        EXPECT_EQ(format.rtx_payload_type, offered.video->formats[i].rtx_payload_type);
        EXPECT_TRUE(format.nack && format.pli);
    }
}

TEST(PullAnswer, OfAHostedServerIsRead) {
    const auto agreed = read(hosted_answer());
    ASSERT_TRUE(agreed);
    EXPECT_EQ(agreed->kind, SessionKind::Publish);
    EXPECT_EQ(agreed->remote_ufrag, "theirs");
    ASSERT_EQ(agreed->candidates.size(), 2u);
    EXPECT_EQ(agreed->candidates[0].address, *Address::parse("203.0.113.7", 1473));
    ASSERT_EQ(agreed->video->formats.size(), 1u);
    const NegotiatedFormat& video = agreed->video->formats.front();
    EXPECT_EQ(video.codec, Codec::H264);
    EXPECT_EQ(video.payload_type, 98);
    EXPECT_EQ(video.rtx_payload_type, 99);
    EXPECT_TRUE(video.nack && video.pli && video.transport_cc);
    EXPECT_FALSE(video.fir);
    EXPECT_FALSE(video.remb);
    EXPECT_EQ(agreed->video->extensions.of(RtpExtension::TransportCc), 2);
    EXPECT_EQ(agreed->video->extensions.of(RtpExtension::DependencyDescriptor), 0);
    EXPECT_EQ(agreed->audio->extensions.of(RtpExtension::Mid), 0);
}

TEST(PullAnswer, SetupDecidesWhoBeginsAndWeDoWhereItSaysNothingUseful) {
    const auto role = [](std::string_view setup) {
        return read(replaced(hosted_answer(), "a=setup:passive", setup))->dtls_role;
    };
    EXPECT_EQ(role("a=setup:active"), DtlsRole::Server);
    EXPECT_EQ(role("a=setup:passive"), DtlsRole::Client);
    EXPECT_EQ(role("a=setup:actpass"), DtlsRole::Client);
    EXPECT_EQ(role("a=x"), DtlsRole::Client);
}

TEST(PullAnswer, RejectedOrSilentSectionsAreDoneWithout) {
    const auto no_audio = read(replaced(hosted_answer(), "m=audio 9", "m=audio 0"));
    ASSERT_TRUE(no_audio);
    EXPECT_FALSE(no_audio->audio);
    EXPECT_TRUE(no_audio->video);
    EXPECT_EQ(no_audio->remote_ufrag, "theirs");
    const auto no_video = read(replaced(hosted_answer(), "H264/90000", "H265/90000"));
    ASSERT_TRUE(no_video);
    EXPECT_TRUE(no_video->audio);
    EXPECT_FALSE(no_video->video);
    const auto text = hosted_answer();
    const auto cut = read(text.substr(0, text.find("m=video")));
    ASSERT_TRUE(cut);
    EXPECT_FALSE(cut->video);
}

TEST(PullAnswer, WithoutMidsSectionsAreTakenInTheirOrder) {
    const auto agreed =
        read(replaced(replaced(hosted_answer(), "a=mid:0\r\n", ""), "a=mid:1\r\n", ""));
    ASSERT_TRUE(agreed);
    EXPECT_TRUE(agreed->audio && agreed->video);
}

TEST(PullAnswer, NumbersOfTheAnswerersOwnDoNotChangeWhatArrives) {
    auto text = replaced(hosted_answer(), "SAVPF 98 99", "SAVPF 120 121");
    text = replaced(replaced(text, ":98 ", ":120 "), ":99 ", ":121 ");
    text = replaced(text, "apt=98", "apt=120");
    const auto agreed = read(text);
    ASSERT_TRUE(agreed && agreed->video);
    EXPECT_EQ(agreed->video->formats.front().payload_type, 98);
    EXPECT_EQ(agreed->video->formats.front().rtx_payload_type, 99);
}

TEST(PullAnswer, ExtensionsUnderOtherNumbersThanOfferedAreNotBelieved) {
    const auto agreed = read(replaced(hosted_answer(), "extmap:2 ", "extmap:9 "));
    ASSERT_TRUE(agreed);
    EXPECT_FALSE(agreed->video->extensions.has(RtpExtension::TransportCc));
    EXPECT_FALSE(agreed->video->formats.front().transport_cc);
}

struct Refusal {
    const char* what;
    const char* from;
    const char* to;
    ErrorCode code;
};

class RefusedAnswer : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedAnswer, ForItsReason) {
    const auto agreed = read(replaced(hosted_answer(), GetParam().from, GetParam().to));
    ASSERT_FALSE(agreed);
    EXPECT_EQ(agreed.error().code, GetParam().code);
    EXPECT_FALSE(agreed.error().message.empty());
    EXPECT_EQ(agreed.error().message.find("offer"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Answers, RefusedAnswer,
    testing::Values(Refusal{"NotSdp", "v=0\r\n", "", ErrorCode::Malformed},
                    Refusal{"NothingAccepted", " 9 UDP", " 0 UDP", ErrorCode::InvalidInput},
                    Refusal{"Inactive", "a=sendonly", "a=inactive", ErrorCode::InvalidInput},
                    Refusal{"Receiving", "a=sendonly", "a=recvonly", ErrorCode::InvalidInput},
                    Refusal{"NoCodec", "a=rtpmap", "a=x-rtpmap", ErrorCode::InvalidInput},
                    Refusal{"NoIce", "a=ice-pwd", "a=x", ErrorCode::Malformed},
                    Refusal{"NoFingerprint", "a=fingerprint", "a=x", ErrorCode::Malformed},
                    Refusal{"HoldConn", "a=setup:passive", "a=setup:holdconn",
                            ErrorCode::InvalidInput}),
    [](const auto& refusal) { return std::string(refusal.param.what); });

TEST(PullAnswer, SectionsOnTransportsOfTheirOwnAreRefused) {
    auto text = hosted_answer();
    text.replace(text.rfind("a=ice-ufrag:theirs"), 18, "a=ice-ufrag:others");
    EXPECT_EQ(read(text).error().code, ErrorCode::InvalidInput);
}

}  // namespace
}  // namespace lsl::media::pulled
