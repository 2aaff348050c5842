#include "server/media/transport/stun.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace lsl::media {
namespace {

constexpr std::size_t kHeaderSize = 20;
constexpr std::uint32_t kCookie = 0x2112a442;
constexpr std::uint32_t kFingerprintXor = 0x5354554e;
constexpr std::size_t kSha1Size = 20;

enum Attribute : std::uint16_t {
    kUsername = 0x0006,
    kMessageIntegrity = 0x0008,
    kErrorCode = 0x0009,
    kXorMappedAddress = 0x0020,
    kPriority = 0x0024,
    kUseCandidate = 0x0025,
    kFingerprint = 0x8028,
    kIceControlled = 0x8029,
    kIceControlling = 0x802a,
};

constexpr std::array<std::uint32_t, 256> make_crc_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1u) ? 0xedb88320u : 0u);
        table[i] = value;
    }
    return table;
}
constexpr auto kCrcTable = make_crc_table();

std::uint32_t crc32(Bytes bytes) {
    std::uint32_t crc = ~0u;
    for (std::byte b : bytes) {
        crc = kCrcTable[(crc ^ std::to_integer<std::uint32_t>(b)) & 0xff] ^ (crc >> 8);
    }
    return ~crc;
}

/// HMAC-SHA1 over the message up to MESSAGE-INTEGRITY, with the header's length field already
/// counting that attribute (RFC 8489 14.5).
std::array<std::byte, kSha1Size> integrity_of(Bytes raw, std::size_t integrity_offset,
                                              std::string_view password) {
    std::array<std::byte, 1500> copy;
    std::array<std::byte, kSha1Size> mac{};
    if (integrity_offset > copy.size()) return mac;
    std::memcpy(copy.data(), raw.data(), integrity_offset);
    store16(copy.data() + 2, static_cast<unsigned>(integrity_offset - kHeaderSize + 4 + kSha1Size));
    unsigned length = 0;
    HMAC(EVP_sha1(), password.data(), static_cast<int>(password.size()), as_uchar(copy.data()),
         integrity_offset, as_uchar(mac.data()), &length);
    return mac;
}

std::optional<Address> read_xor_address(Bytes value, Bytes transaction) {
    if (value.size() < 8) return std::nullopt;
    const auto port = static_cast<std::uint16_t>(load16(value.data() + 2) ^ (kCookie >> 16));
    const unsigned family = load8(value.data() + 1);
    if (family == 1) {
        std::array<std::uint8_t, 4> octets;
        const std::uint32_t ip = load32(value.data() + 4) ^ kCookie;
        for (unsigned i = 0; i < 4; ++i) {
            octets[i] = static_cast<std::uint8_t>((ip >> (24 - 8 * i)) & 0xff);
        }
        return Address::v4(octets, port);
    }
    if (family != 2 || value.size() < 20) return std::nullopt;
    std::array<std::byte, 16> mask;
    store32(mask.data(), kCookie);
    std::memcpy(mask.data() + 4, transaction.data(), 12);
    Address address;
    address.port = port;
    for (std::size_t i = 0; i < 16; ++i) {
        address.ip[i] = std::to_integer<std::uint8_t>(value[4 + i] ^ mask[i]);
    }
    return address;
}

void write_header(ByteWriter& out, StunClass type, Bytes transaction) {
    const unsigned bits = type == StunClass::Request      ? 0x000u
                          : type == StunClass::Indication ? 0x010u
                          : type == StunClass::Success    ? 0x100u
                                                          : 0x110u;
    out.u16(bits | kStunBinding);
    out.u16(0);  // length, filled in by finish()
    out.u32(kCookie);
    out.bytes(transaction);
}

void write_attribute(ByteWriter& out, std::uint16_t type, Bytes value) {
    out.u16(type);
    out.u16(static_cast<unsigned>(value.size()));
    out.bytes(value);
    out.zeros((4 - value.size() % 4) % 4);
}

std::size_t finish(ByteWriter& out, std::string_view password) {
    const std::size_t integrity_offset = out.size();
    if (!out.ok()) return 0;
    const auto mac = integrity_of(out.written(), integrity_offset, password);
    write_attribute(out, kMessageIntegrity, mac);
    if (!out.ok()) return 0;
    store16(out.data() + 2, static_cast<unsigned>(out.size() - kHeaderSize + 8));
    std::array<std::byte, 4> crc;
    store32(crc.data(), crc32(out.written()) ^ kFingerprintXor);
    write_attribute(out, kFingerprint, crc);
    return out.ok() ? out.size() : 0;
}

/// An attribute before MESSAGE-INTEGRITY. False if its length is wrong in a way that matters.
bool read_attribute(unsigned attribute, Bytes value, std::size_t offset, StunMessage& out) {
    switch (attribute) {
        case kUsername: out.username = as_text(value); break;
        case kUseCandidate: out.use_candidate = true; break;
        case kPriority:
            if (value.size() == 4) out.priority = load32(value.data());
            break;
        case kIceControlling:
        case kIceControlled:
            if (value.size() == 8) out.tie_breaker = load64(value.data());
            out.controlling = out.controlling || attribute == kIceControlling;
            out.controlled = out.controlled || attribute == kIceControlled;
            break;
        case kXorMappedAddress: out.mapped = read_xor_address(value, out.transaction()); break;
        case kErrorCode:
            if (value.size() < 4) break;
            out.error_code = (load8(value.data() + 2) & 7) * 100 + load8(value.data() + 3);
            break;
        case kMessageIntegrity:
            if (value.size() != kSha1Size) return false;
            out.integrity_offset = offset;
            break;
        default: break;
    }
    return true;
}

}  // namespace

StunVerdict parse_stun(Bytes datagram, StunMessage& out) {
    out = {};
    if (datagram.size() < kHeaderSize) return StunVerdict::TooShort;
    const std::byte* p = datagram.data();
    const unsigned type = load16(p);
    const std::size_t length = load16(p + 2);
    if ((type & 0xc000) != 0 || length % 4 != 0 || length != datagram.size() - kHeaderSize) {
        return StunVerdict::BadLength;
    }
    if (load32(p + 4) != kCookie) return StunVerdict::BadCookie;

    const unsigned bits = ((type >> 7) & 2u) | ((type >> 4) & 1u);
    out.type = static_cast<StunClass>(bits);
    out.method = static_cast<std::uint16_t>((type & 0x000f) | ((type & 0x00e0) >> 1) |
                                            ((type & 0x3e00) >> 2));
    out.raw = datagram;

    std::size_t offset = kHeaderSize;
    while (offset < datagram.size()) {
        if (datagram.size() - offset < 4) return StunVerdict::BadAttribute;
        const unsigned attribute = load16(p + offset);
        const std::size_t size = load16(p + offset + 2);
        const std::size_t padded = (size + 3) & ~std::size_t{3};
        if (padded > datagram.size() - offset - 4) return StunVerdict::BadAttribute;
        const Bytes value = datagram.subspan(offset + 4, size);
        if (attribute == kFingerprint) {
            if (size != 4 || offset + 8 != datagram.size()) return StunVerdict::BadAttribute;
            const std::uint32_t expected = crc32(datagram.first(offset)) ^ kFingerprintXor;
            if (load32(value.data()) != expected) return StunVerdict::BadFingerprint;
        } else if (out.integrity_offset == 0) {
            // RFC 8489 14.5: what comes behind it is not covered, so it is ignored.
            if (!read_attribute(attribute, value, offset, out)) return StunVerdict::BadAttribute;
        }
        offset += 4 + padded;
    }
    return StunVerdict::Ok;
}

bool stun_integrity_holds(const StunMessage& message, std::string_view password) {
    if (message.integrity_offset == 0) return false;
    const auto expected = integrity_of(message.raw, message.integrity_offset, password);
    return CRYPTO_memcmp(expected.data(), message.raw.data() + message.integrity_offset + 4,
                         kSha1Size) == 0;
}

std::size_t write_binding_request(MutableBytes out, const BindingRequest& request) {
    ByteWriter writer(out);
    write_header(writer, StunClass::Request, request.transaction);
    write_attribute(writer, kUsername, as_bytes(request.username));
    if (request.priority != 0) {
        std::array<std::byte, 4> value;
        store32(value.data(), request.priority);
        write_attribute(writer, kPriority, value);
    }
    if (request.tie_breaker != 0) {
        std::array<std::byte, 8> value;
        store64(value.data(), request.tie_breaker);
        write_attribute(writer, request.controlling ? kIceControlling : kIceControlled, value);
    }
    if (request.use_candidate) write_attribute(writer, kUseCandidate, {});
    return finish(writer, request.password);
}

std::size_t write_binding_success(MutableBytes out, Bytes transaction, const Address& mapped,
                                  std::string_view password) {
    ByteWriter writer(out);
    write_header(writer, StunClass::Success, transaction);
    std::array<std::byte, 20> value;
    std::size_t size = 20;
    std::array<std::byte, 16> mask;
    store32(mask.data(), kCookie);
    std::memcpy(mask.data() + 4, transaction.data(), 12);
    store16(value.data() + 2, mapped.port ^ (kCookie >> 16));
    const std::size_t skip = mapped.is_v4() ? 12 : 0;
    store16(value.data(), mapped.is_v4() ? 1 : 2);
    for (std::size_t i = skip; i < 16; ++i) {
        value[4 + i - skip] = static_cast<std::byte>(mapped.ip[i]) ^ mask[i - skip];
    }
    if (mapped.is_v4()) size = 8;
    write_attribute(writer, kXorMappedAddress, Bytes(value).first(size));
    return finish(writer, password);
}

std::size_t write_binding_error(MutableBytes out, Bytes transaction, int code,
                                std::string_view reason, std::string_view password) {
    ByteWriter writer(out);
    write_header(writer, StunClass::Error, transaction);
    std::array<std::byte, 64> value{};
    const std::size_t length = std::min(reason.size(), value.size() - 4);
    store8(value.data() + 2, static_cast<unsigned>(code / 100));
    store8(value.data() + 3, static_cast<unsigned>(code % 100));
    std::memcpy(value.data() + 4, reason.data(), length);
    write_attribute(writer, kErrorCode, Bytes(value).first(4 + length));
    return finish(writer, password);
}

}  // namespace lsl::media
