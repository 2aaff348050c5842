#include "server/media/transport/gcm_sealer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <typeinfo>
#include <vector>

#include "server/media/transport/vector_gcm_sealer.h"

namespace lsl::media {
namespace {

using MakeSealer = std::unique_ptr<GcmSealer> (*)(GcmSealer::Key);

std::vector<std::byte> from_hex(std::string_view digits) {
    const auto value = [](char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; };
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        bytes.push_back(static_cast<std::byte>(value(digits[i]) * 16 + value(digits[i + 1])));
    }
    return bytes;
}

class Gcm : public testing::TestWithParam<MakeSealer> {};

// Test case 4 of McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B.
TEST_P(Gcm, SealsAsItsInventorsSay) {
    const auto key = from_hex("feffe9928665731c6d6a8f9467308308");
    const auto sealer = GetParam()(GcmSealer::Key(key.data(), 16));
    GcmSealer::Iv iv;
    std::ranges::copy(from_hex("cafebabefacedbaddecaf888"), iv.begin());
    const auto header = from_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    const auto text = from_hex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    const auto sealed = from_hex(
        "feedfacedeadbeeffeedfacedeadbeefabaddad2"
        "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
        "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
        "5bc94fbc3221a5db94fae95ae7121a47");
    for (const std::size_t prefix : {0u, 1u, 2u, 16u, 17u, 59u, 60u}) {
        std::vector<std::byte> packet(sealed.size());
        std::ranges::copy(header, packet.begin());
        const std::size_t size =
            sealer->seal(packet.data(), header.size(), iv, Bytes(text).first(prefix),
                         Bytes(text).subspan(prefix));
        EXPECT_EQ(size, sealed.size());
        EXPECT_EQ(packet, sealed) << "prefix of " << prefix;
    }
}

// Without libipsec-mb, or on a processor that it is not for, both are OpenSSL's.
INSTANTIATE_TEST_SUITE_P(OfBothMakers, Gcm,
                         testing::Values(&make_openssl_gcm_sealer, &make_gcm_sealer));

/// One packet as a viewer gets it, at any place in memory; what stands behind it stays.
struct Sample {
    static constexpr std::size_t most_room = 2048;

    explicit Sample(std::mt19937& random) : room(most_room), media(most_room) {
        const auto any = [&random](std::size_t most) { return random() % (most + 1); };
        for (std::byte& byte : room) byte = static_cast<std::byte>(random() & 0xff);
        for (std::byte& byte : media) byte = static_cast<std::byte>(random() & 0xff);
        for (std::byte& byte : iv) byte = static_cast<std::byte>(random() & 0xff);
        at = any(63);
        header = 12 + 4 * any(20);
        prefix = random() % 4 == 0 ? any(34) : 0;
        payload = random() % 8 == 0 ? any(33) : any(1400);
        media_at = any(63);
    }
    std::vector<std::byte> sealed_by(GcmSealer& sealer) const {
        std::vector<std::byte> packet = room;
        const Bytes all(media);
        const std::size_t size = sealer.seal(packet.data() + at, header, iv, all.first(prefix),
                                             all.subspan(media_at + prefix, payload));
        EXPECT_EQ(size, header + prefix + payload + GcmSealer::kTag);
        return packet;
    }

    std::vector<std::byte> room, media;
    GcmSealer::Iv iv;
    std::size_t at, header, prefix, payload, media_at;
};

TEST(GcmSealers, GiveTheSameBytesWhateverIsSealedUnderWhicheverKey) {
    std::mt19937 random(7);
    std::vector<std::unique_ptr<GcmSealer>> ours, theirs;
    for (int i = 0; i < 16; ++i) {
        std::array<std::byte, 16> key;
        for (std::byte& byte : key) byte = static_cast<std::byte>(random() & 0xff);
        ours.push_back(make_gcm_sealer(key));
        theirs.push_back(make_openssl_gcm_sealer(key));
    }
    for (int i = 0; i < 6000; ++i) {
        // The same key several times on end, and then another one, as packets leave.
        const std::size_t key = static_cast<std::size_t>(i / 5) % ours.size();
        const Sample sample(random);
        const auto packet = sample.sealed_by(*ours[key]);
        ASSERT_EQ(packet, sample.sealed_by(*theirs[key]))
            << "header of " << sample.header << ", prefix of " << sample.prefix << ", payload of "
            << sample.payload;
        const auto end = static_cast<std::ptrdiff_t>(sample.at + sample.header);
        EXPECT_TRUE(std::equal(packet.begin(), packet.begin() + end, sample.room.begin()));
    }
}

TEST(GcmSealers, TheFasterOneIsChosenWhereThereIsOne) {
    const std::vector<std::byte> key(16, std::byte{3});
    const GcmSealer::Key whole(key.data(), 16);
    const auto made = make_gcm_sealer(whole);
    ASSERT_NE(made, nullptr);
    const auto expected =
        has_vector_gcm() ? make_vector_gcm_sealer(whole) : make_openssl_gcm_sealer(whole);
    const GcmSealer &one = *made, &other = *expected;
    EXPECT_EQ(typeid(one), typeid(other));
}

}  // namespace
}  // namespace lsl::media
