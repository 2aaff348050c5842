#include "server/cloudflare/webhook.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>
#include <cstdint>

#include "server/cloudflare/api_json.h"

namespace lsl::cloudflare {

namespace {

using Sha256 = std::array<unsigned char, 32>;

Error refused(std::string detail) {
    return make_error(ErrorCode::Unauthenticated, "webhook_refused", "This webhook is not signed.")
        .with_detail(std::move(detail));
}

Error unreadable() {
    return make_error(ErrorCode::Malformed, "malformed_json", "This is not a webhook's body.");
}

struct Signature {
    std::string time;
    std::string sig1;
};

/// Contract 9.1, step 1: split on "," and then on the first "="; unknown keys are ignored.
Signature parse_signature(std::string_view header) {
    Signature signature;
    while (!header.empty()) {
        const auto comma = header.find(',');
        std::string_view part = header.substr(0, comma);
        header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
        while (part.starts_with(' ')) part.remove_prefix(1);
        const auto equals = part.find('=');
        if (equals == std::string_view::npos) continue;
        if (part.substr(0, equals) == "time") signature.time = part.substr(equals + 1);
        if (part.substr(0, equals) == "sig1") signature.sig1 = part.substr(equals + 1);
    }
    return signature;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// In seconds, without overflow for any number that a header may have.
bool is_near(std::int64_t seconds, UtcTime now) {
    constexpr std::int64_t tolerance = std::chrono::seconds(webhook_time_tolerance).count();
    const std::int64_t ours =
        std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    return seconds >= ours - tolerance && seconds <= ours + tolerance;
}

std::optional<Sha256> hmac(std::string_view secret, const std::string& message) {
    Sha256 code{};
    unsigned int size = 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
    if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes, message.size(),
             code.data(), &size) == nullptr) {
        return std::nullopt;
    }
    return code;
}

std::string to_hex(const Sha256& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

/// In a time that does not depend on where they differ. Lengths are no secret here.
bool same(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

Result<void> verify_video_webhook(std::string_view signature_header, std::string_view body,
                                  std::string_view secret, UtcTime now) {
    if (secret.empty()) return refused("no webhook secret is configured");
    const Signature signature = parse_signature(signature_header);
    const auto time = whole_number(signature.time);
    if (!time) return refused("the signature has no time");
    if (!is_near(*time, now)) return refused("the time of the signature is too far from now");
    const auto expected = hmac(secret, signature.time + "." + std::string(body));
    if (!expected || !same(to_hex(*expected), signature.sig1)) {
        return refused("the signature is wrong");
    }
    return {};
}

Result<void> verify_notification(std::string_view auth_header, std::string_view secret) {
    if (secret.empty()) return refused("no notification secret is configured");
    // Both are hashed first, so that not even the length of the secret shows.
    const auto given = hmac("cf-webhook-auth", std::string(auth_header));
    const auto wanted = hmac("cf-webhook-auth", std::string(secret));
    if (!given || !wanted || CRYPTO_memcmp(given->data(), wanted->data(), given->size()) != 0) {
        return refused("cf-webhook-auth is missing or wrong");
    }
    return {};
}

Result<Video> parse_video_webhook(std::string_view body) {
    auto video = read_bare_video(body);
    if (!video) return unreadable();
    return std::move(*video);
}

Result<LiveInputNotification> parse_notification(std::string_view body) {
    auto notification = read_notification(body);
    if (!notification) return unreadable();
    return std::move(*notification);
}

}  // namespace lsl::cloudflare
