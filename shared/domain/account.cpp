#include "shared/domain/account.h"

#include "shared/domain/text_rules.h"

namespace lsl::domain {

Result<void> check_email(std::string_view email) {
    const std::string address = trimmed(email);
    const auto wrong = [] {
        return invalid_field("email", "Enter an e-mail address like ana@example.com.");
    };
    const auto at = address.find('@');
    if (at == std::string::npos || at == 0 || address.find('@', at + 1) != std::string::npos) {
        return wrong();
    }
    const std::string_view host = std::string_view(address).substr(at + 1);
    if (host.empty() || host.front() == '.' || host.back() == '.' ||
        host.find("..") != std::string_view::npos) {
        return wrong();
    }
    if (!is_valid_utf8(address) || has_control_characters(address, Lines::One) ||
        address.find_first_of(" \t<>()[]\\,;:\"") != std::string::npos) {
        return wrong();
    }
    if (count_code_points(address) > max_email_characters) {
        return invalid_field("email", "This e-mail address is too long.");
    }
    return {};
}

Result<void> check_password(std::string_view password) {
    const std::size_t length = count_code_points(password);
    if (length < min_password_characters) {
        return invalid_field("password", "Use at least 8 characters.");
    }
    if (length > max_password_characters) {
        return invalid_field("password", "Use at most 256 characters.");
    }
    return {};
}

Result<void> check_display_name(std::string_view name) {
    if (trimmed(name).empty()) return invalid_field("displayName", "Tell us what to call you.");
    if (!is_valid_utf8(name) || has_control_characters(name, Lines::One)) {
        return invalid_field("displayName", "The name contains characters that can't be shown.");
    }
    if (count_code_points(name) > 255) {
        return invalid_field("displayName", "The name can have at most 255 characters.");
    }
    return {};
}

}  // namespace lsl::domain
