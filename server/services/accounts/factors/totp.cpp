#include "server/services/accounts/factors/totp.h"

#include <array>
#include <chrono>
#include <cstddef>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "server/services/accounts/secrets.h"

namespace lsl::services {
namespace {

constexpr std::chrono::seconds totp_period{30};
constexpr std::size_t totp_digits = 6;
constexpr std::uint32_t totp_codes = 1'000'000;

}  // namespace

std::int64_t totp_step(UtcTime now) {
    return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()) / totp_period;
}

std::string totp_code(std::string_view secret, std::int64_t step) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i) {
        counter[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (56 - 8 * i));
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int size = 0;
    const auto* const made = HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()),
                                  counter.data(), counter.size(), mac.data(), &size);
    if (made == nullptr || size != 20) return {};  // an empty code is nobody's
    // RFC 4226 5.3: the last four bits say where the code is.
    const std::size_t at = mac[19] & 15u;
    const std::uint32_t number = (mac[at] & 0x7fu) << 24 | std::uint32_t{mac[at + 1]} << 16 |
                                 std::uint32_t{mac[at + 2]} << 8 | std::uint32_t{mac[at + 3]};
    std::string digits = std::to_string(number % totp_codes);
    digits.insert(0, totp_digits - digits.size(), '0');
    return digits;
}

std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code,
                                         UtcTime now) {
    const std::int64_t present = totp_step(now);
    std::optional<std::int64_t> found;
    // All of them, whichever it is: the time tells nothing.
    for (const std::int64_t step : {present - 1, present, present + 1}) {
        if (same_secret(totp_code(secret, step), code)) found = step;
    }
    return found;
}

std::string to_base32(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t held = 0;
    int bits = 0;
    for (const char byte : bytes) {
        held = (held << 8 | static_cast<unsigned char>(byte)) & 0xffffu;
        bits += 8;
        for (; bits >= 5; bits -= 5) text += letters[held >> (bits - 5) & 31u];
    }
    if (bits > 0) text += letters[held << (5 - bits) & 31u];
    return text;
}

}  // namespace lsl::services
