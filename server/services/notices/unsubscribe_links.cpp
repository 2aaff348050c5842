#include "server/services/notices/unsubscribe_links.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <sodium.h>

#include "server/services/accounts/secrets.h"
#include "server/store/notice_settings_store.h"
#include "server/store/secrets_store.h"
#include "server/store/users_store.h"

namespace lsl::services {

namespace {

// The token is base64url of: which event (1 byte), whose (16), a MAC (16).
constexpr std::size_t unsubscriber_size = 16, unsubscribe_claim_size = 1 + unsubscriber_size;
constexpr std::size_t unsubscribe_mac_size = 16;

/// BLAKE2b with a key (RFC 7693).
std::string unsubscribe_mac(std::string_view claim, std::string_view key) {
    const std::string text = "unsubscribe:" + std::string(claim);
    std::array<unsigned char, unsubscribe_mac_size> mac{};
    crypto_generichash(mac.data(), mac.size(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size(), reinterpret_cast<const unsigned char*>(key.data()),
                       std::min<std::size_t>(key.size(), crypto_generichash_KEYBYTES_MAX));
    return {reinterpret_cast<const char*>(mac.data()), mac.size()};
}

}  // namespace

Result<UnsubscribeLinks> UnsubscribeLinks::open(store::Database& database, const Clock& clock) {
    std::string key = LSL_TRY(database.write([&](store::Connection& tx) {
        return store::SecretsStore(tx).find_or_insert("unsubscribe", random_secret(), clock.utc());
    }));
    return UnsubscribeLinks(database, std::move(key));
}

std::string UnsubscribeLinks::token(UserId user, domain::NoticeEvent event) const {
    std::string claim(1, static_cast<char>(event));
    claim.append(reinterpret_cast<const char*>(user.uuid.bytes.data()), unsubscriber_size);
    return to_base64url(claim + unsubscribe_mac(claim, key_));
}

std::optional<UnsubscribeLinks::Claim> UnsubscribeLinks::claim_of(std::string_view token) const {
    const std::string bytes = from_base64url(token);
    if (bytes.size() != unsubscribe_claim_size + unsubscribe_mac_size) return std::nullopt;
    const std::string_view said(bytes.data(), unsubscribe_claim_size);
    if (!same_secret(bytes.substr(unsubscribe_claim_size), unsubscribe_mac(said, key_))) {
        return std::nullopt;
    }
    const auto event = static_cast<unsigned char>(said.front());
    if (event >= domain::notice_event_names.size()) return std::nullopt;
    Claim claim{{}, static_cast<domain::NoticeEvent>(event)};
    std::copy_n(said.begin() + 1, unsubscriber_size, claim.user.uuid.bytes.begin());
    return claim;
}

Result<void> UnsubscribeLinks::unsubscribe(std::string_view token) {
    const auto claim = claim_of(token);
    const auto unknown = [] { return not_found("There is nothing to end by this link."); };
    constexpr auto mail = domain::NoticeChannel::Mail;
    if (!claim || domain::is_always_on(claim->event, mail)) return unknown();
    return database_->write([&](store::Connection& tx) -> Result<void> {
        const auto account = LSL_TRY(store::UsersStore(tx).find(claim->user));
        // The account is gone, and with it the mails.
        if (!account || account->user.email.empty()) return unknown();
        return store::NoticeSettingsStore(tx).choose(claim->user, {claim->event, mail, false});
    });
}

}  // namespace lsl::services
