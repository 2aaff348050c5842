#include "server/services/accounts/limits/known_devices.h"

#include <sodium.h>

#include <array>

#include "server/services/accounts/secrets.h"
#include "server/store/people/secrets_store.h"

namespace lsl::services {

namespace {

// A note is base64url of: when it was made (8 bytes), a random name (8), a MAC (16).
constexpr std::size_t time_size = 8;
constexpr std::size_t name_size = 8;
constexpr std::size_t mac_size = 16;
constexpr std::size_t note_characters = 43;
constexpr char between_notes = '.';

std::string big_endian(std::uint64_t value) {
    std::string bytes(time_size, '\0');
    for (std::size_t i = 0; i < time_size; ++i) {
        bytes[i] = static_cast<char>(value >> (8 * (time_size - 1 - i)));
    }
    return bytes;
}

std::int64_t from_big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(value);
}

/// Calls `visit(note)` until it returns true; what cannot be a note is passed over.
template <class F>
void each_note(std::string_view notes, const F& visit) {
    for (std::size_t seen = 0; !notes.empty() && seen < most_accounts_of_a_device; ++seen) {
        const std::string_view note = notes.substr(0, notes.find(between_notes));
        notes.remove_prefix(std::min(notes.size(), note.size() + 1));
        if (note.size() == note_characters && visit(note)) return;
    }
}

}  // namespace

Result<KnownDevices> KnownDevices::open(store::Database& database, const Clock& clock) {
    std::string key = LSL_TRY(database.write([&](store::Connection& tx) {
        return store::SecretsStore(tx).find_or_insert("known_devices", random_secret(),
                                                      clock.utc());
    }));
    return KnownDevices(clock, std::move(key));
}

std::optional<std::string> KnownDevices::find(std::string_view notes, UserId user) const {
    std::optional<std::string> found;
    each_note(notes, [&](std::string_view note) {
        found = read(note, user);
        return found.has_value();
    });
    return found;
}

std::string KnownDevices::noted(std::string_view notes, UserId user) const {
    std::array<char, name_size> name{};
    randombytes_buf(name.data(), name.size());
    const auto now = static_cast<std::uint64_t>(clock_->utc().time_since_epoch().count());
    const std::string bytes = big_endian(now) + std::string(name.data(), name.size());
    std::string all = to_base64url(bytes + mac_of(bytes, user));
    std::size_t kept = 1;
    each_note(notes, [&](std::string_view note) {
        if (!read(note, user)) all.append(1, between_notes).append(note), ++kept;
        return kept == most_accounts_of_a_device;
    });
    return all;
}

std::optional<std::string> KnownDevices::read(std::string_view note, UserId user) const {
    const std::string bytes = from_base64url(note);
    if (bytes.size() != time_size + name_size + mac_size) return std::nullopt;
    const std::string_view signed_part(bytes.data(), time_size + name_size);
    if (!same_secret(bytes.substr(signed_part.size()), mac_of(signed_part, user))) {
        return std::nullopt;
    }
    const UtcTime made{std::chrono::milliseconds(from_big_endian(bytes.substr(0, time_size)))};
    if (clock_->utc() - made >= known_device_lifetime) return std::nullopt;
    return bytes.substr(time_size, name_size);
}

/// BLAKE2b with a key (RFC 7693).
std::string KnownDevices::mac_of(std::string_view made_and_name, UserId user) const {
    const std::string text = "known device:" + user.to_string() + std::string(made_and_name);
    std::array<unsigned char, mac_size> mac{};
    crypto_generichash(mac.data(), mac.size(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size(), reinterpret_cast<const unsigned char*>(key_.data()),
                       key_.size());
    return std::string(reinterpret_cast<const char*>(mac.data()), mac.size());
}

}  // namespace lsl::services
