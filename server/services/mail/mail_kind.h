#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lsl::services {

/// What a mail is about. Those of the first line have no text: they ask whose an address is.
enum class MailKind : std::uint8_t {
    Forgot,
    Confirm,      ///< is the address yours?
    Change,       ///< is the new one?
    Taken,        ///< somebody asked for your address
    Reset,        ///< a link to a new password
    Undo,         ///< to the address from before a change
    Password,     ///< it was changed
    Invitation,   ///< to a role
    Deleted,      ///< the account is gone
    SignInWays,   ///< a passkey or the code after the password came, went or was used
    PasskeyCopy,  ///< there may be two of one passkey
    Notice,       ///< its words are those of the notice's event
};

inline constexpr std::array<std::string_view, 12> mail_kind_names{
    "forgot",   "confirm",    "change",  "taken",        "reset",        "undo",
    "password", "invitation", "deleted", "sign_in_ways", "passkey_copy", "notice"};

constexpr std::string_view enum_name(MailKind kind) {
    return mail_kind_names[static_cast<std::size_t>(kind)];
}
constexpr std::optional<MailKind> parse_mail_kind(std::string_view name) {
    for (std::size_t i = 0; i < mail_kind_names.size(); ++i) {
        if (mail_kind_names[i] == name) return static_cast<MailKind>(i);
    }
    return std::nullopt;
}

/// Why a notice's mail did not leave: said to the person, too.
inline constexpr std::string_view mail_unconfirmed =
    "nobody has confirmed the address, or it is another one now";

/// To an address that nobody has confirmed nothing else leaves: it may be a stranger's.
constexpr bool may_go_to_unconfirmed(MailKind kind) {
    return kind == MailKind::Confirm || kind == MailKind::Change || kind == MailKind::Reset ||
           kind == MailKind::Invitation;
}

}  // namespace lsl::services
