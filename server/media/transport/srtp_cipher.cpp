#include "server/media/transport/srtp_cipher.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "server/media/transport/srtp_kdf.h"

namespace lsl::media {
namespace {

constexpr std::size_t kGcmTag = GcmSealer::kTag;
constexpr std::size_t kCmTag = 10;
constexpr std::size_t kRtcpHeader = 8;
constexpr std::size_t kRtcpIndex = 4;
constexpr std::uint32_t kRtcpEncrypted = 0x80000000;

int length(std::size_t size) { return static_cast<int>(size); }

/// One HMAC implementation looked up once, not once per peer.
EVP_MAC* hmac() {
    static EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    return mac;
}

}  // namespace

void SrtpCipher::FreeCipher::operator()(evp_cipher_ctx_st* context) const {
    EVP_CIPHER_CTX_free(context);
}
void SrtpCipher::FreeMac::operator()(evp_mac_ctx_st* context) const { EVP_MAC_CTX_free(context); }
SrtpCipher::~SrtpCipher() = default;
SrtpCipher::SrtpCipher(SrtpCipher&&) noexcept = default;
SrtpCipher& SrtpCipher::operator=(SrtpCipher&&) noexcept = default;

SrtpCipher::SrtpCipher(SrtpProfile profile, const SrtpMaster& master, Direction direction)
    : gcm_(profile == SrtpProfile::AeadAes128Gcm),
      rtp_(make_keys(master, false, direction)),
      rtcp_(make_keys(master, true, direction)) {}

SrtpCipher::Keys SrtpCipher::make_keys(const SrtpMaster& master, bool rtcp,
                                       Direction direction) const {
    const SrtpProfile profile = gcm_ ? SrtpProfile::AeadAes128Gcm : SrtpProfile::Aes128CmSha1_80;
    Keys keys;
    std::array<std::byte, 16> key;
    derive_srtp_key(profile, master, rtcp ? SrtpLabel::RtcpEncryption : SrtpLabel::RtpEncryption,
                    key);
    derive_srtp_key(profile, master, rtcp ? SrtpLabel::RtcpSalt : SrtpLabel::RtpSalt,
                    MutableBytes(keys.salt).first(gcm_ ? 12 : 14));
    if (gcm_ && !rtcp && direction == Direction::Seal) {
        keys.sealer = make_gcm_sealer(key);
    } else {
        keys.cipher.reset(EVP_CIPHER_CTX_new());
        // Counter mode encrypts in both directions.
        const bool encrypt = !gcm_ || direction == Direction::Seal;
        EVP_CipherInit_ex(keys.cipher.get(), gcm_ ? EVP_aes_128_gcm() : EVP_aes_128_ctr(), nullptr,
                          as_uchar(key.data()), nullptr, encrypt ? 1 : 0);
    }
    if (!gcm_) {
        std::array<std::byte, 20> mac_key;
        derive_srtp_key(profile, master,
                        rtcp ? SrtpLabel::RtcpAuthentication : SrtpLabel::RtpAuthentication,
                        mac_key);
        keys.mac.reset(EVP_MAC_CTX_new(hmac()));
        char digest[] = "SHA1";
        const OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
            OSSL_PARAM_construct_end()};
        EVP_MAC_init(keys.mac.get(), as_uchar(mac_key.data()), mac_key.size(), parameters);
        OPENSSL_cleanse(mac_key.data(), mac_key.size());
    }
    OPENSSL_cleanse(key.data(), key.size());
    return keys;
}

/// RFC 7714 8.1 and 9.1: 00 00 | SSRC | 48-bit packet index, XOR salt. (For RTCP the index has 31
/// bits, so the two zero bytes of 9.1 come by themselves.)
std::array<std::byte, 12> SrtpCipher::gcm_iv(const Keys& keys, std::uint32_t ssrc,
                                             std::uint64_t index) {
    std::array<std::byte, 12> iv{};
    store32(iv.data() + 2, ssrc);
    store16(iv.data() + 6, static_cast<unsigned>(index >> 32));
    store32(iv.data() + 8, static_cast<std::uint32_t>(index));
    for (std::size_t i = 0; i < iv.size(); ++i) iv[i] ^= keys.salt[i];
    return iv;
}

/// RFC 3711 4.1.1: (salt * 2^16) XOR (SSRC * 2^64) XOR (index * 2^16).
std::array<std::byte, 16> SrtpCipher::cm_iv(const Keys& keys, std::uint32_t ssrc,
                                            std::uint64_t index) {
    std::array<std::byte, 16> iv{};
    store32(iv.data() + 4, ssrc);
    store16(iv.data() + 8, static_cast<unsigned>(index >> 32));
    store32(iv.data() + 10, static_cast<std::uint32_t>(index));
    for (std::size_t i = 0; i < keys.salt.size(); ++i) iv[i] ^= keys.salt[i];
    return iv;
}

void SrtpCipher::start_cm(Keys& keys, std::uint32_t ssrc, std::uint64_t index) {
    const auto iv = cm_iv(keys, ssrc, index);
    EVP_EncryptInit_ex(keys.cipher.get(), nullptr, nullptr, nullptr, as_uchar(iv.data()));
}

std::array<std::byte, 20> SrtpCipher::mac_of(Keys& keys, Bytes packet, Bytes suffix) {
    std::array<std::byte, 20> mac;
    std::size_t size = 0;
    EVP_MAC_init(keys.mac.get(), nullptr, 0, nullptr);
    EVP_MAC_update(keys.mac.get(), as_uchar(packet.data()), packet.size());
    EVP_MAC_update(keys.mac.get(), as_uchar(suffix.data()), suffix.size());
    EVP_MAC_final(keys.mac.get(), as_uchar(mac.data()), &size, mac.size());
    return mac;
}

std::size_t SrtpCipher::seal_rtp(std::byte* packet, std::size_t header_size, std::uint32_t ssrc,
                                 std::uint64_t index, Bytes prefix, Bytes payload) {
    if (gcm_) {
        return rtp_.sealer->seal(packet, header_size, gcm_iv(rtp_, ssrc, index), prefix, payload);
    }
    start_cm(rtp_, ssrc, index);
    std::byte* at = packet + header_size;
    int written = 0;
    for (const Bytes part : {prefix, payload}) {
        if (part.empty()) continue;
        EVP_EncryptUpdate(rtp_.cipher.get(), as_uchar(at), &written, as_uchar(part.data()),
                          length(part.size()));
        at += part.size();
    }
    const auto size = static_cast<std::size_t>(at - packet);
    std::array<std::byte, 4> rollover;
    store32(rollover.data(), static_cast<std::uint32_t>(index >> 16));
    const auto mac = mac_of(rtp_, {packet, size}, rollover);
    std::memcpy(at, mac.data(), kCmTag);
    return size + kCmTag;
}

std::size_t SrtpCipher::open_rtp(MutableBytes packet, std::size_t header_size, std::uint32_t ssrc,
                                 std::uint64_t index) {
    if (packet.size() < header_size + rtp_overhead()) return 0;
    const std::size_t size = packet.size() - rtp_overhead();
    std::byte* payload = packet.data() + header_size;
    std::byte* tag = packet.data() + size;
    EVP_CIPHER_CTX* cipher = rtp_.cipher.get();
    int written = 0;
    if (!gcm_) {
        std::array<std::byte, 4> rollover;
        store32(rollover.data(), static_cast<std::uint32_t>(index >> 16));
        const auto mac = mac_of(rtp_, packet.first(size), rollover);
        if (CRYPTO_memcmp(mac.data(), tag, kCmTag) != 0) return 0;
        start_cm(rtp_, ssrc, index);
        EVP_EncryptUpdate(cipher, as_uchar(payload), &written, as_uchar(payload),
                          length(size - header_size));
        return size;
    }
    const auto iv = gcm_iv(rtp_, ssrc, index);
    EVP_DecryptInit_ex(cipher, nullptr, nullptr, nullptr, as_uchar(iv.data()));
    EVP_DecryptUpdate(cipher, nullptr, &written, as_uchar(packet.data()), length(header_size));
    if (size > header_size) {
        EVP_DecryptUpdate(cipher, as_uchar(payload), &written, as_uchar(payload),
                          length(size - header_size));
    }
    EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, kGcmTag, tag);
    std::array<unsigned char, 16> rest;
    return EVP_DecryptFinal_ex(cipher, rest.data(), &written) > 0 ? size : 0;
}

std::size_t SrtpCipher::seal_rtcp(std::byte* packet, std::size_t size, std::uint32_t index) {
    const std::uint32_t ssrc = load32(packet + 4);
    std::array<std::byte, kRtcpIndex> trailer;
    store32(trailer.data(), index | kRtcpEncrypted);
    EVP_CIPHER_CTX* cipher = rtcp_.cipher.get();
    std::byte* body = packet + kRtcpHeader;
    const std::size_t body_size = size - kRtcpHeader;
    int written = 0;
    if (gcm_) {
        // RFC 7714 9.2: the index word is authenticated and stands behind the tag.
        const auto iv = gcm_iv(rtcp_, ssrc, index);
        EVP_EncryptInit_ex(cipher, nullptr, nullptr, nullptr, as_uchar(iv.data()));
        EVP_EncryptUpdate(cipher, nullptr, &written, as_uchar(packet), length(kRtcpHeader));
        EVP_EncryptUpdate(cipher, nullptr, &written, as_uchar(trailer.data()),
                          length(trailer.size()));
        if (body_size > 0) {
            EVP_EncryptUpdate(cipher, as_uchar(body), &written, as_uchar(body), length(body_size));
        }
        EVP_EncryptFinal_ex(cipher, as_uchar(packet + size), &written);
        EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, kGcmTag, packet + size);
        std::memcpy(packet + size + kGcmTag, trailer.data(), trailer.size());
        return size + kGcmTag + kRtcpIndex;
    }
    start_cm(rtcp_, ssrc, index);
    EVP_EncryptUpdate(cipher, as_uchar(body), &written, as_uchar(body), length(body_size));
    std::memcpy(packet + size, trailer.data(), trailer.size());
    const auto mac = mac_of(rtcp_, {packet, size + kRtcpIndex}, {});
    std::memcpy(packet + size + kRtcpIndex, mac.data(), kCmTag);
    return size + kRtcpIndex + kCmTag;
}

bool SrtpCipher::rtcp_index(Bytes packet, std::uint32_t& index) const {
    if (packet.size() < kRtcpHeader + rtcp_overhead()) return false;
    const std::size_t behind = gcm_ ? kRtcpIndex : kRtcpIndex + kCmTag;
    index = load32(packet.data() + packet.size() - behind) & ~kRtcpEncrypted;
    return true;
}

std::size_t SrtpCipher::open_rtcp(MutableBytes packet, std::uint32_t index) {
    const std::size_t size = packet.size() - rtcp_overhead();
    const std::uint32_t ssrc = load32(packet.data() + 4);
    std::byte* body = packet.data() + kRtcpHeader;
    const std::size_t body_size = size - kRtcpHeader;
    EVP_CIPHER_CTX* cipher = rtcp_.cipher.get();
    int written = 0;
    if (!gcm_) {
        const auto mac = mac_of(rtcp_, packet.first(size + kRtcpIndex), {});
        if (CRYPTO_memcmp(mac.data(), packet.data() + size + kRtcpIndex, kCmTag) != 0) return 0;
        const bool encrypted = (load32(packet.data() + size) & kRtcpEncrypted) != 0;
        if (encrypted) {
            start_cm(rtcp_, ssrc, index);
            EVP_EncryptUpdate(cipher, as_uchar(body), &written, as_uchar(body), length(body_size));
        }
        return size;
    }
    const std::byte* trailer = packet.data() + size + kGcmTag;
    // Unencrypted SRTCP under an AEAD profile (RFC 7714 9.3) is nothing that a browser sends.
    if ((load32(trailer) & kRtcpEncrypted) == 0) return 0;
    const auto iv = gcm_iv(rtcp_, ssrc, index);
    EVP_DecryptInit_ex(cipher, nullptr, nullptr, nullptr, as_uchar(iv.data()));
    EVP_DecryptUpdate(cipher, nullptr, &written, as_uchar(packet.data()), length(kRtcpHeader));
    EVP_DecryptUpdate(cipher, nullptr, &written, as_uchar(trailer), length(kRtcpIndex));
    if (body_size > 0) {
        EVP_DecryptUpdate(cipher, as_uchar(body), &written, as_uchar(body), length(body_size));
    }
    EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, kGcmTag, packet.data() + size);
    std::array<unsigned char, 16> rest;
    return EVP_DecryptFinal_ex(cipher, rest.data(), &written) > 0 ? size : 0;
}

}  // namespace lsl::media
