#include "shared/domain/wallet.h"

#include <array>
#include <utility>

#include "shared/domain/text_rules.h"

namespace lsl::domain {

namespace {

constexpr std::array<std::pair<WalletReason, std::string_view>, 6> names = {{
    {WalletReason::Signup, "signup"},
    {WalletReason::Enrollment, "enrollment"},
    {WalletReason::Withdrawal, "withdrawal"},
    {WalletReason::Cancelled, "cancelled"},
    {WalletReason::Missed, "missed"},
    {WalletReason::Grant, "grant"},
}};

}  // namespace

std::string_view wallet_reason_name(WalletReason reason) {
    for (const auto& [key, name] : names) {
        if (key == reason) return name;
    }
    return {};
}

std::optional<WalletReason> parse_wallet_reason(std::string_view name) {
    for (const auto& [key, text] : names) {
        if (text == name) return key;
    }
    return std::nullopt;
}

Result<void> check_expected_price(std::int64_t tokens) {
    if (tokens >= 0) return {};
    return invalid_field("expectedPrice", "A price is 0 or more.");
}

Result<void> check_granted_tokens(std::int64_t tokens) {
    if (tokens >= 1 && tokens <= max_granted_tokens) return {};
    return invalid_field("tokens", "Give from 1 to 1,000,000 tokens.");
}

Result<void> check_grant_reason(std::string_view reason) {
    const std::string text = trimmed(reason);
    const std::size_t length = count_code_points(text);
    if (length < 1 || length > max_grant_reason_characters || !is_valid_utf8(text) ||
        has_control_characters(text, Lines::One)) {
        return invalid_field("reason", "Say why, in a line of up to 200 characters.");
    }
    return {};
}

}  // namespace lsl::domain
