#include "server/services/notices/unsubscribe_links.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <sodium.h>

#include "server/services/accounts/secrets.h"
#include "server/store/classes/streams_store.h"
#include "server/store/notices/bells_store.h"
#include "server/store/notices/notice_settings_store.h"
#include "server/store/people/secrets_store.h"
#include "server/store/people/users_store.h"

namespace lsl::services {

namespace {

// The token is base64url of: which event, or what else ends (1 byte), whose (16), of what else
// which (16), a MAC (16).
constexpr std::size_t unsubscriber_size = 16, unsubscribe_claim_size = 1 + unsubscriber_size;
constexpr std::size_t unsubscribe_mac_size = 16;
constexpr char ends_bell = '\x7f', ends_following = '\x7e';

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
    return UnsubscribeLinks(database, clock, std::move(key));
}

std::string UnsubscribeLinks::signed_claim(char kind, UserId user, const Uuid* subject) const {
    std::string claim(1, kind);
    const auto add = [&](const Uuid& id) {
        claim.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
    };
    add(user.uuid);
    if (subject != nullptr) add(*subject);
    return to_base64url(claim + unsubscribe_mac(claim, key_));
}

std::string UnsubscribeLinks::token(UserId user, domain::NoticeEvent event) const {
    return signed_claim(static_cast<char>(event), user, nullptr);
}

std::string UnsubscribeLinks::token(UserId user, StreamId bell) const {
    return signed_claim(ends_bell, user, &bell.uuid);
}

std::string UnsubscribeLinks::token(UserId user, FollowedId teacher) const {
    return signed_claim(ends_following, user, &teacher.uuid);
}

std::optional<UnsubscribeLinks::Claim> UnsubscribeLinks::claim_of(std::string_view token) const {
    const std::string bytes = from_base64url(token);
    if (bytes.size() <= unsubscribe_mac_size) return std::nullopt;
    const std::string_view said(bytes.data(), bytes.size() - unsubscribe_mac_size);
    if (!same_secret(bytes.substr(said.size()), unsubscribe_mac(said, key_))) return std::nullopt;
    const char kind = said.front();
    const bool has_subject = kind == ends_bell || kind == ends_following;
    if (said.size() != unsubscribe_claim_size + (has_subject ? unsubscriber_size : 0)) {
        return std::nullopt;
    }
    Claim claim{{}, domain::NoticeEvent::Enrolled};
    std::copy_n(said.begin() + 1, unsubscriber_size, claim.user.uuid.bytes.begin());
    if (has_subject) {
        Uuid subject;
        std::copy_n(said.begin() + unsubscribe_claim_size, unsubscriber_size,
                    subject.bytes.begin());
        claim.ended = kind == ends_bell ? Ended(StreamId{subject}) : Ended(FollowedId{subject});
        return claim;
    }
    const auto event = static_cast<unsigned char>(kind);
    if (event >= domain::notice_event_names.size()) return std::nullopt;
    claim.ended = static_cast<domain::NoticeEvent>(event);
    return claim;
}

Result<void> UnsubscribeLinks::end(store::Connection& tx, const Claim& claim) const {
    if (const auto* event = std::get_if<domain::NoticeEvent>(&claim.ended)) {
        return store::NoticeSettingsStore(tx).choose(claim.user,
                                                     {*event, domain::NoticeChannel::Mail, false});
    }
    store::BellsStore bells(tx);
    if (const auto* teacher = std::get_if<FollowedId>(&claim.ended)) {
        LSL_TRY(bells.unfollow(claim.user, *teacher));
        return {};
    }
    const StreamId stream = std::get<StreamId>(claim.ended);
    // A class that is gone has no bell that rings.
    if (!LSL_TRY(store::StreamsStore(tx).find(stream))) return {};
    return bells.put({claim.user, stream, false, clock_->utc()});
}

Result<void> UnsubscribeLinks::unsubscribe(std::string_view token) {
    const auto claim = claim_of(token);
    const auto unknown = [] { return not_found("There is nothing to end by this link."); };
    if (!claim) return unknown();
    const auto* event = std::get_if<domain::NoticeEvent>(&claim->ended);
    const bool stays =
        event != nullptr &&
        (!domain::is_chosen(*event) || domain::is_always_on(*event, domain::NoticeChannel::Mail));
    if (stays) return unknown();
    return database_->write([&](store::Connection& tx) -> Result<void> {
        const auto account = LSL_TRY(store::UsersStore(tx).find(claim->user));
        // The account is gone, and with it the mails.
        if (!account || account->user.email.empty()) return unknown();
        return end(tx, *claim);
    });
}

}  // namespace lsl::services
