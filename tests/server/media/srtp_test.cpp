#include "server/media/transport/srtp.h"

#include <gtest/gtest.h>
#include <srtp2/srtp.h>

#include <random>
#include <vector>

#include "server/media/packet/rtp.h"

namespace lsl::media {
namespace {

constexpr std::uint32_t kSsrc = 0xcafebabe;

SrtpMaster some_master() {
    SrtpMaster master;
    for (std::size_t i = 0; i < 16; ++i) master.key[i] = static_cast<std::byte>(i * 17 + 3);
    for (std::size_t i = 0; i < 14; ++i) master.salt[i] = static_cast<std::byte>(i * 29 + 11);
    return master;
}

/// The same keys in libsrtp2, which is what everybody else trusts.
class Reference {
  public:
    Reference(SrtpProfile profile, const SrtpMaster& master, bool inbound) {
        static const bool initialised = srtp_init() == srtp_err_status_ok;
        EXPECT_TRUE(initialised);
        const bool gcm = profile == SrtpProfile::AeadAes128Gcm;
        std::memcpy(key_.data(), master.key.data(), 16);
        std::memcpy(key_.data() + 16, master.salt.data(), gcm ? 12 : 14);
        srtp_policy_t policy{};
        if (gcm) {
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp);
        } else {
            srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
            srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtcp);
        }
        policy.ssrc.type = inbound ? ssrc_any_inbound : ssrc_any_outbound;
        policy.key = key_.data();
        policy.window_size = 1024;
        EXPECT_EQ(srtp_create(&session_, &policy), srtp_err_status_ok);
    }
    ~Reference() { srtp_dealloc(session_); }

    std::vector<std::byte> protect(std::vector<std::byte> packet, bool rtcp) {
        int size = static_cast<int>(packet.size());
        packet.resize(packet.size() + SRTP_MAX_TRAILER_LEN + 4);
        const auto status = rtcp ? srtp_protect_rtcp(session_, packet.data(), &size)
                                 : srtp_protect(session_, packet.data(), &size);
        EXPECT_EQ(status, srtp_err_status_ok);
        packet.resize(static_cast<std::size_t>(size));
        return packet;
    }
    std::vector<std::byte> unprotect(std::vector<std::byte> packet, bool rtcp) {
        int size = static_cast<int>(packet.size());
        const auto status = rtcp ? srtp_unprotect_rtcp(session_, packet.data(), &size)
                                 : srtp_unprotect(session_, packet.data(), &size);
        EXPECT_EQ(status, srtp_err_status_ok);
        packet.resize(status == srtp_err_status_ok ? static_cast<std::size_t>(size) : 0);
        return packet;
    }

  private:
    std::array<unsigned char, 30> key_{};
    srtp_t session_ = nullptr;
};

std::vector<std::byte> plain_rtp(std::uint16_t sequence, std::size_t payload) {
    RtpHeaderWriter header;
    static constexpr std::array<std::byte, 3> kValue{std::byte{1}, std::byte{2}, std::byte{3}};
    header.add(3, kValue);
    std::vector<std::byte> packet(200 + payload);
    const std::size_t size = header.write(packet, 96, true, sequence, 1234, kSsrc);
    packet.resize(size + payload);
    for (std::size_t i = size; i < packet.size(); ++i) {
        packet[i] = static_cast<std::byte>((i * 7 + sequence) & 0xff);
    }
    return packet;
}

std::vector<std::byte> plain_rtcp(std::size_t words) {
    std::vector<std::byte> packet(8 + words * 4, std::byte{0x5a});
    store8(packet.data(), 0x81);
    store8(packet.data() + 1, 200);
    store16(packet.data() + 2, static_cast<unsigned>(1 + words));
    store32(packet.data() + 4, kSsrc);
    return packet;
}

class Srtp : public testing::TestWithParam<SrtpProfile> {
  protected:
    std::vector<std::byte> seal(SrtpSender& sender, const std::vector<std::byte>& plain,
                                std::uint64_t index, std::size_t prefix = 0) {
        RtpHeader header;
        EXPECT_EQ(parse_rtp_header(plain, header), RtpVerdict::Ok);
        std::vector<std::byte> out(plain.size() + sender.rtp_overhead());
        std::copy_n(plain.begin(), header.size, out.begin());
        const Bytes payload = Bytes(plain).subspan(header.size);
        EXPECT_EQ(sender.seal_rtp(out.data(), header.size, kSsrc, index, payload.first(prefix),
                                  payload.subspan(prefix)),
                  out.size());
        return out;
    }
    SrtpVerdict open(SrtpReceiver& receiver, std::vector<std::byte>& packet) {
        RtpHeader header;
        EXPECT_EQ(parse_rtp_header(packet, header), RtpVerdict::Ok);
        std::size_t size = 0;
        const auto verdict = receiver.open_rtp(packet, header.size, size);
        if (verdict == SrtpVerdict::Ok) packet.resize(size);
        return verdict;
    }
};

TEST_P(Srtp, LibsrtpReadsWhatWeSealAcrossAWrap) {
    SrtpSender sender(GetParam(), some_master());
    Reference reference(GetParam(), some_master(), true);
    for (std::uint64_t index = 65'530; index < 65'545; ++index) {
        const auto plain = plain_rtp(static_cast<std::uint16_t>(index), 1 + index % 1100);
        const std::size_t prefix = index % 3 == 0 ? 1 : 0;
        EXPECT_EQ(reference.unprotect(seal(sender, plain, index, prefix), false), plain);
    }
}

TEST_P(Srtp, WeReadWhatLibsrtpSealsAcrossAWrapInAnyOrder) {
    SrtpReceiver receiver(GetParam(), some_master());
    Reference reference(GetParam(), some_master(), false);
    std::vector<std::vector<std::byte>> plain;
    std::vector<std::vector<std::byte>> sealed;
    for (std::uint32_t i = 0; i < 600; ++i) {
        plain.push_back(plain_rtp(static_cast<std::uint16_t>(65'300 + i), 10 + i));
        sealed.push_back(reference.protect(plain.back(), false));
    }
    // Neighbours swapped, one in ten late by sixty.
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < 600; i += 2) {
        order.push_back(i + 1);
        if (i % 10 != 0) order.push_back(i);
        if (i >= 60 && (i - 60) % 10 == 0) order.push_back(i - 60);
    }
    for (std::size_t i : order) {
        ASSERT_EQ(open(receiver, sealed[i]), SrtpVerdict::Ok) << i;
        EXPECT_EQ(sealed[i], plain[i]);
    }
}

TEST_P(Srtp, ControlPacketsAreReadInBothDirections) {
    SrtpSender sender(GetParam(), some_master());
    SrtpReceiver receiver(GetParam(), some_master());
    Reference opens(GetParam(), some_master(), true);
    Reference seals(GetParam(), some_master(), false);
    for (std::size_t words = 0; words < 40; ++words) {
        const auto plain = plain_rtcp(words);
        auto ours = plain;
        ours.resize(plain.size() + sender.rtcp_overhead());
        ASSERT_EQ(sender.seal_rtcp(ours.data(), plain.size()), ours.size());
        EXPECT_EQ(opens.unprotect(ours, true), plain);
        auto theirs = seals.protect(plain, true);
        std::size_t size = 0;
        ASSERT_EQ(receiver.open_rtcp(theirs, size), SrtpVerdict::Ok);
        theirs.resize(size);
        EXPECT_EQ(theirs, plain);
    }
}

TEST_P(Srtp, DamagedAndReplayedPacketsAreRefused) {
    SrtpSender sender(GetParam(), some_master());
    SrtpReceiver receiver(GetParam(), some_master());
    std::mt19937 random(1);
    for (std::uint16_t i = 100; i < 400; ++i) {
        const auto sealed = seal(sender, plain_rtp(i, 50), i);
        auto damaged = sealed;
        const std::size_t bit = 12 * 8 + random() % ((damaged.size() - 12) * 8);
        damaged[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
        RtpHeader header;
        if (parse_rtp_header(damaged, header) == RtpVerdict::Ok) {
            EXPECT_NE(open(receiver, damaged), SrtpVerdict::Ok);
        }
        auto good = sealed;
        EXPECT_EQ(open(receiver, good), SrtpVerdict::Ok);
        auto again = sealed;
        EXPECT_EQ(open(receiver, again), SrtpVerdict::Replayed);
    }
}

TEST_P(Srtp, ForgedPacketsLeaveNoTraceOfTheirSources) {
    SrtpReceiver receiver(GetParam(), some_master());
    for (std::uint32_t i = 0; i < 1000; ++i) {
        auto packet = plain_rtp(1, 60);
        store32(packet.data() + 8, i);
        EXPECT_NE(open(receiver, packet), SrtpVerdict::Ok);
    }
    EXPECT_EQ(receiver.sources(), 0u);
}

TEST_P(Srtp, StreamWhoseFirstPacketsWereLostBeforeTheWrapIsUnderstood) {
    SrtpSender sender(GetParam(), some_master());
    SrtpReceiver receiver(GetParam(), some_master());
    for (std::uint64_t index = 65'536 + 5; index < 65'536 + 20; ++index) {
        const auto plain = plain_rtp(static_cast<std::uint16_t>(index), 80);
        auto sealed = seal(sender, plain, index);
        ASSERT_EQ(open(receiver, sealed), SrtpVerdict::Ok);
        EXPECT_EQ(sealed, plain);
    }
}

INSTANTIATE_TEST_SUITE_P(Profiles, Srtp,
                         testing::Values(SrtpProfile::AeadAes128Gcm, SrtpProfile::Aes128CmSha1_80));

TEST(ReplayWindow, KnowsWhatItHasSeenAsFarAsItReaches) {
    ReplayWindow window;
    window.accept(5000);
    EXPECT_FALSE(window.is_new(5000));
    EXPECT_TRUE(window.is_new(4999));
    EXPECT_FALSE(window.is_new(5000 - ReplayWindow::kWidth));
    window.accept(4500);
    window.accept(5200);
    EXPECT_FALSE(window.is_new(4500));
    EXPECT_TRUE(window.is_new(5100));
    window.accept(100'000);
    EXPECT_FALSE(window.is_new(5200));
    EXPECT_TRUE(window.is_new(99'500));
}

}  // namespace
}  // namespace lsl::media
