#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "server/media/packet/bytes.h"
#include "server/media/transport/address.h"

namespace lsl::media {

// STUN as ICE uses it (RFC 8489, RFC 8445 7): Binding requests and their answers.

enum class StunVerdict : std::uint8_t {
    Ok,
    TooShort,
    BadLength,
    BadCookie,
    BadAttribute,
    BadFingerprint
};
enum class StunClass : std::uint8_t { Request, Indication, Success, Error };

inline constexpr std::uint16_t kStunBinding = 0x001;

/// A view into the datagram it was read from.
struct StunMessage {
    StunClass type = StunClass::Request;
    std::uint16_t method = 0;
    Bytes raw;
    std::string_view username;
    bool use_candidate = false;
    bool controlling = false;
    bool controlled = false;
    std::uint64_t tie_breaker = 0;     ///< of whichever of the two, or 0
    std::uint32_t priority = 0;        ///< 0 = none
    std::optional<Address> mapped;     ///< XOR-MAPPED-ADDRESS of an answer
    int error_code = 0;                ///< ERROR-CODE of an answer, or 0
    std::size_t integrity_offset = 0;  ///< of the MESSAGE-INTEGRITY attribute, 0 = none

    Bytes transaction() const { return raw.subspan(8, 12); }
};

/// Reads one message. What follows MESSAGE-INTEGRITY is ignored except FINGERPRINT (RFC 8489
/// 14.5); a wrong FINGERPRINT refuses the message. Unknown attributes are skipped.
StunVerdict parse_stun(Bytes datagram, StunMessage& out);

/// Checks MESSAGE-INTEGRITY with a short-term credential's password. False without the attribute.
bool stun_integrity_holds(const StunMessage& message, std::string_view password);

struct BindingRequest {
    std::array<std::byte, 12> transaction{};
    std::string_view username;
    std::string_view password;
    std::uint32_t priority = 0;  ///< 0 = leave PRIORITY out
    bool use_candidate = false;
    bool controlling = true;
    std::uint64_t tie_breaker = 0;  ///< 0 = leave ICE-CONTROLLING/-CONTROLLED out
};

// Each writes a whole message with MESSAGE-INTEGRITY and FINGERPRINT and returns its length, or 0
// when it does not fit.

std::size_t write_binding_request(MutableBytes out, const BindingRequest& request);
std::size_t write_binding_success(MutableBytes out, Bytes transaction, const Address& mapped,
                                  std::string_view password);
std::size_t write_binding_error(MutableBytes out, Bytes transaction, int code,
                                std::string_view reason, std::string_view password);

}  // namespace lsl::media
