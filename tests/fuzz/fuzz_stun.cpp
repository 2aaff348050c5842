// Datagrams that look like STUN. What is read lies inside the datagram.
#include "server/media/transport/stun.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lsl::media;
    const Bytes datagram = std::as_bytes(std::span(data, size));
    StunMessage message;
    if (parse_stun(datagram, message) != StunVerdict::Ok) return 0;
    if (message.integrity_offset > size || message.transaction().size() != 12) std::abort();
    // Reading the attribute's text touches each byte of it.
    std::size_t letters = 0;
    for (const char letter : message.username) letters += letter == ':' ? 1 : 0;
    if (letters > size) std::abort();
    if (stun_integrity_holds(message, "a password that nobody was told") && size < 44) std::abort();
    return 0;
}
