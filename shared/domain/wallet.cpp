#include "shared/domain/wallet.h"

#include <array>
#include <utility>

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

}  // namespace lsl::domain
