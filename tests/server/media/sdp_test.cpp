#include "server/media/sdp/sdp.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "server/media/negotiation.h"
#include "server/media/sdp/sdp_answer.h"

namespace lsl::media {
namespace {

std::string file(const std::string& name) {
    std::ifstream in(std::string(LSL_SOURCE_DIR) + "/tests/server/media/sdp/" + name,
                     std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_FALSE(text.str().empty()) << name;
    return text.str();
}

SessionKind kind_of(const std::string& name) {
    return name.ends_with("whip") ? SessionKind::Publish : SessionKind::Watch;
}

LocalDescription local_description() {
    LocalDescription local;
    local.session_id = 1;
    local.ufrag = "UFRAGUFR";
    local.pwd = "PASSWORDPASSWORDPASSWORDPASSWORD";
    local.fingerprint_sha256 = "AB:CD";
    local.candidates = {*Address::parse("192.0.2.1", 8189), *Address::parse("2001:db8::1", 8189)};
    local.ingest_bitrate_bps = 4'000'000;
    local.cname = "CNAME";
    local.audio_ssrc = 11;
    local.video_ssrc = 22;
    local.video_rtx_ssrc = 33;
    return local;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

class Offers : public testing::TestWithParam<std::string> {};

TEST_P(Offers, AreAnsweredAsRecorded) {
    const auto offer = parse_sdp(file(GetParam() + ".offer.sdp"));
    ASSERT_TRUE(offer);
    const auto negotiation = negotiate(*offer, kind_of(GetParam()));
    ASSERT_TRUE(negotiation);
    EXPECT_EQ(write_answer(*offer, *negotiation, local_description()),
              file(GetParam() + ".answer.sdp"));
}

TEST_P(Offers, MeanTheSameWithBareLineFeedsAndTrailingSpaces) {
    const auto text = file(GetParam() + ".offer.sdp");
    for (const auto& variant : {replaced(text, "\r\n", "\n"), replaced(text, "\r\n", "  \r\n")}) {
        const auto offer = parse_sdp(variant);
        ASSERT_TRUE(offer);
        const auto negotiation = negotiate(*offer, kind_of(GetParam()));
        ASSERT_TRUE(negotiation);
        EXPECT_EQ(write_answer(*offer, *negotiation, local_description()),
                  file(GetParam() + ".answer.sdp"));
    }
}

TEST_P(Offers, AreAnsweredWithNothingThatWasNotOffered) {
    const auto offer = parse_sdp(file(GetParam() + ".offer.sdp"));
    const auto negotiation = negotiate(*offer, kind_of(GetParam()));
    const auto answer = parse_sdp(write_answer(*offer, *negotiation, local_description()));
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->media.size(), offer->media.size());
    EXPECT_TRUE(answer->ice_lite);
    EXPECT_EQ(answer->media.front().candidates.size(), 2u);
    for (std::size_t i = 0; i < answer->media.size(); ++i) {
        const SdpMedia& ours = answer->media[i];
        const SdpMedia& theirs = offer->media[i];
        EXPECT_EQ(ours.kind, theirs.kind);
        EXPECT_EQ(ours.mid, theirs.mid);
        EXPECT_EQ(ours.ice_ufrag, "UFRAGUFR");
        EXPECT_TRUE(ours.rtcp_mux);
        EXPECT_EQ(ours.direction, kind_of(GetParam()) == SessionKind::Publish
                                      ? Direction::RecvOnly
                                      : Direction::SendOnly);
        for (const SdpExtension& extension : ours.extensions) {
            const auto same = [&](const SdpExtension& other) {
                return other.id == extension.id && other.uri == extension.uri;
            };
            EXPECT_TRUE(std::any_of(theirs.extensions.begin(), theirs.extensions.end(), same));
        }
        for (const SdpFormat& format : ours.formats) {
            const auto same = [&](const SdpFormat& other) {
                return other.payload_type == format.payload_type &&
                       other.encoding == format.encoding;
            };
            const auto found = std::find_if(theirs.formats.begin(), theirs.formats.end(), same);
            ASSERT_NE(found, theirs.formats.end());
            for (const std::string& feedback : format.feedback) {
                EXPECT_TRUE(found->has_feedback(feedback)) << feedback;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Real, Offers,
                         testing::Values("chrome_whip", "chrome_whep", "firefox_whip",
                                         "gstreamer_whip", "gstreamer_whep", "whipclientsink_whip",
                                         "firefox_whep", "obs_whip", "obs_simulcast_whip",
                                         "ffmpeg_whip"),
                         [](const auto& name) { return name.param; });

TEST(Negotiation, SessionLevelTransportIsInherited) {
    const auto offer = parse_sdp(file("obs_whip.offer.sdp"));
    const auto negotiation = negotiate(*offer, SessionKind::Publish);
    ASSERT_TRUE(negotiation);
    EXPECT_EQ(negotiation->remote_ufrag, "ZiHd");
    EXPECT_EQ(negotiation->fingerprints.size(), 1u);
    EXPECT_EQ(negotiation->fingerprints.front().digest.size(), 32u);
}

TEST(Negotiation, EverySizeThatObsOffersIsTaken) {
    // It hangs up if one is refused, and declares the SSRC of the first alone.
    const auto offer = parse_sdp(file("obs_simulcast_whip.offer.sdp"));
    const auto negotiation = negotiate(*offer, SessionKind::Publish);
    ASSERT_TRUE(negotiation);
    ASSERT_EQ(negotiation->video->layers.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(negotiation->video->layers[i].id, std::to_string(i));
    }
}

TEST(Negotiation, PassiveOffersMakeUsTheDtlsClient) {
    const auto offer = parse_sdp(file("ffmpeg_whip.offer.sdp"));
    EXPECT_EQ(negotiate(*offer, SessionKind::Publish)->dtls_role, DtlsRole::Client);
}

struct Refusal {
    const char* what;
    const char* from;
    const char* to;
    ErrorCode code;
};

class Refused : public testing::TestWithParam<Refusal> {};

TEST_P(Refused, ForItsReason) {
    const auto text = replaced(file("chrome_whip.offer.sdp"), GetParam().from, GetParam().to);
    const auto offer = parse_sdp(text);
    const auto code =
        offer ? negotiate(*offer, SessionKind::Publish).error().code : offer.error().code;
    EXPECT_EQ(code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Offers, Refused,
    testing::Values(Refusal{"NoVersion", "v=0\r\n", "", ErrorCode::Malformed},
                    Refusal{"NotALine", "t=0 0", "this is not SDP", ErrorCode::Malformed},
                    Refusal{"ControlCharacter", "a=mid:0", "a=mid:0\ra=evil", ErrorCode::Malformed},
                    Refusal{"NoIce", "a=ice-ufrag", "a=x-ufrag", ErrorCode::Malformed},
                    Refusal{"NoFingerprint", "a=fingerprint", "a=x-fingerprint",
                            ErrorCode::Malformed},
                    Refusal{"WeakFingerprint", "sha-256", "sha-1", ErrorCode::Malformed},
                    Refusal{"TwoVideos", "m=audio", "m=video", ErrorCode::InvalidInput},
                    Refusal{"NotSending", "a=sendonly", "a=recvonly", ErrorCode::InvalidInput},
                    Refusal{"Inactive", "a=sendonly", "a=inactive", ErrorCode::InvalidInput},
                    Refusal{"NoMux", "a=rtcp-mux", "a=x-mux", ErrorCode::InvalidInput},
                    Refusal{"NoBundle", "a=group:BUNDLE 0 1", "a=x", ErrorCode::InvalidInput},
                    Refusal{"DataChannel", "m=video 9 UDP/TLS/RTP/SAVPF",
                            "m=application 9 UDP/DTLS/SCTP", ErrorCode::InvalidInput},
                    Refusal{"UnknownCodec", "VP8/90000", "H265/90000", ErrorCode::InvalidInput},
                    Refusal{"HoldConn", "actpass", "holdconn", ErrorCode::InvalidInput}),
    [](const auto& refusal) { return std::string(refusal.param.what); });

TEST(Negotiation, EveryProfileOfWebRtcIsAnsweredWithItself) {
    for (const std::string profile :
         {"UDP/TLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVPF", "RTP/SAVPF", "RTP/AVPF"}) {
        const auto offer =
            parse_sdp(replaced(file("chrome_whip.offer.sdp"), "UDP/TLS/RTP/SAVPF", profile));
        ASSERT_TRUE(offer) << profile;
        const auto negotiation = negotiate(*offer, SessionKind::Publish);
        ASSERT_TRUE(negotiation) << profile;
        const auto answer = write_answer(*offer, *negotiation, local_description());
        EXPECT_NE(answer.find("m=video 9 " + profile + " "), std::string::npos) << answer;
    }
}

TEST(Negotiation, WatchOffersRejectOtherSectionsInPlace) {
    const auto text = file("chrome_whep.offer.sdp") +
                      "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\n"
                      "a=mid:2\r\na=sctp-port:5000\r\n";
    const auto offer = parse_sdp(text);
    const auto negotiation = negotiate(*offer, SessionKind::Watch);
    ASSERT_TRUE(negotiation);
    const auto answer = write_answer(*offer, *negotiation, local_description());
    EXPECT_NE(answer.find("m=application 0 UDP/DTLS/SCTP webrtc-datachannel"), std::string::npos);
    EXPECT_NE(answer.find("a=group:BUNDLE 0 1\r\n"), std::string::npos);
}

TEST(Negotiation, AudioAloneAndVideoAloneAreFine) {
    const auto text = file("chrome_whip.offer.sdp");
    const auto video_at = text.find("m=video");
    const auto audio_at = text.find("m=audio");
    const auto audio_only = text.substr(0, video_at);
    const auto video_only = text.substr(0, audio_at) + text.substr(video_at);
    for (const auto& variant : {audio_only, video_only}) {
        const auto offer = parse_sdp(variant);
        ASSERT_TRUE(offer);
        EXPECT_TRUE(negotiate(*offer, SessionKind::Publish));
    }
}

TEST(Negotiation, StereoIsAgreedToInBothDirections) {
    const auto ask = [](const char* file_name, const char* parameters) {
        const auto offer =
            parse_sdp(replaced(file(file_name), "minptime=10;useinbandfec=1", parameters));
        return negotiate(*offer, kind_of(std::string(file_name).substr(0, 11)))
            ->audio->formats.front()
            .parameters;
    };
    EXPECT_EQ(ask("chrome_whip.offer.sdp", "minptime=10;sprop-stereo=1"),
              "minptime=10;sprop-stereo=1;stereo=1");
    EXPECT_EQ(ask("chrome_whep.offer.sdp", "minptime=10; stereo=1"),
              "minptime=10;stereo=1;sprop-stereo=1");
    EXPECT_EQ(ask("chrome_whep.offer.sdp", "minptime=10;usedtx=1"), "minptime=10");
}

/// Chrome's offer with layers instead of one picture: no SSRC lines, but RIDs.
std::string layered(const std::string& lines) {
    std::string offer = replaced(file("chrome_whip.offer.sdp"), "\r\na=ssrc", "\r\na=x-ssrc");
    return replaced(offer, "a=mid:1\r\n", "a=mid:1\r\n" + lines);
}

std::vector<std::string> layers_of(const std::string& offer, std::string* answer = nullptr) {
    const auto sdp = parse_sdp(offer);
    if (!sdp) return {"malformed"};
    const auto negotiation = negotiate(*sdp, SessionKind::Publish);
    if (!negotiation) return {"refused"};
    if (answer != nullptr) *answer = write_answer(*sdp, *negotiation, local_description());
    std::vector<std::string> ids;
    for (const SdpMedia::Rid& layer : negotiation->video->layers) ids.push_back(layer.id);
    return ids;
}

TEST(Simulcast, OfferedLayersAreTakenInTheirOrder) {
    std::string answer;
    const auto layers =
        layers_of(layered("a=rid:h send pt=96;max-width=1280\r\na=rid:m send\r\na=rid:l send\r\n"
                          "a=rid:back recv\r\na=simulcast:send h;~m,h;l recv back\r\n"),
                  &answer);
    EXPECT_EQ(layers, (std::vector<std::string>{"h", "m", "l"}));
    EXPECT_NE(answer.find("a=rid:h recv pt=96;max-width=1280\r\na=rid:m recv\r\na=rid:l recv\r\n"
                          "a=simulcast:recv h;m;l\r\n"),
              std::string::npos)
        << answer;
    EXPECT_EQ(answer.find("back"), std::string::npos);
}

TEST(Simulcast, WhatDoesNotHoldTogetherIsLeftOut) {
    using Ids = std::vector<std::string>;
    const std::string three = "a=rid:h send\r\na=rid:m send\r\na=rid:l send\r\n";
    EXPECT_EQ(layers_of(layered(three)), Ids{});
    EXPECT_EQ(layers_of(layered("a=simulcast:send h;m;l\r\n")), Ids{});
    EXPECT_EQ(layers_of(layered(three + "a=simulcast:send h;h;x;l\r\n")), (Ids{"h", "l"}));
    EXPECT_EQ(layers_of(layered("a=rid:no/good send\r\na=rid:ok send\r\n"
                                "a=simulcast:send no/good;ok;;\r\n")),
              Ids{"ok"});
    std::string many;
    std::string list;
    for (int i = 0; i < 30; ++i) {
        many += "a=rid:r" + std::to_string(i) + " send\r\n";
        list += "r" + std::to_string(i) + ";";
    }
    EXPECT_EQ(layers_of(layered(many + "a=simulcast:send " + list + "\r\n")).size(), kMaxLayers);
    // Without the extension nobody could tell the layers apart.
    const std::string bare =
        replaced(layered(three + "a=simulcast:send h;m;l\r\n"), "sdes:rtp-stream-id", "sdes:other");
    EXPECT_EQ(layers_of(bare), Ids{});
}

TEST(Negotiation, TooMuchTextIsRefusedBeforeItIsRead) {
    EXPECT_EQ(parse_sdp(std::string(kMaxSdpSize + 1, 'v')).error().code, ErrorCode::TooLarge);
    EXPECT_EQ(parse_sdp_fragment(std::string(kMaxSdpSize + 1, 'a')).error().code,
              ErrorCode::TooLarge);
}

NegotiatedFormat h264(std::string_view profile, int mode, std::uint8_t type) {
    NegotiatedFormat format;
    format.codec = Codec::H264;
    format.parameters =
        "profile-level-id=" + std::string(profile) + ";packetization-mode=" + std::to_string(mode);
    format.payload_type = type;
    return format;
}

TEST(FittingFormat, PrefersTheSameProfileThenBaselineAndNeverLosesFragments) {
    const std::vector<NegotiatedFormat> chrome{h264("42001f", 1, 1), h264("42001f", 0, 2),
                                               h264("42e01f", 1, 3), h264("42e01f", 0, 4),
                                               h264("4d001f", 1, 5), h264("64001f", 1, 6)};
    EXPECT_EQ(fitting_format(chrome, h264("42e01f", 1, 0))->payload_type, 3);
    EXPECT_EQ(fitting_format(chrome, h264("640c1f", 1, 0))->payload_type, 6);
    EXPECT_EQ(fitting_format(chrome, h264("4d0028", 1, 0))->payload_type, 5);
    EXPECT_EQ(fitting_format(chrome, h264("58a01f", 1, 0))->payload_type, 3);
    EXPECT_NE(fitting_format(chrome, h264("42e01f", 0, 0)), nullptr);
    const std::vector<NegotiatedFormat> old{h264("42e01f", 0, 4)};
    EXPECT_EQ(fitting_format(old, h264("42e01f", 1, 0)), nullptr);
    NegotiatedFormat vp8;
    vp8.codec = Codec::Vp8;
    EXPECT_EQ(fitting_format(chrome, vp8), nullptr);
}

}  // namespace
}  // namespace lsl::media
