#include "server/services/accounts/passwords/passwords.h"

#include <sodium.h>

#include "server/services/accounts/secrets.h"

namespace lsl::services {

namespace {

Error busy() {
    Error error = make_error(ErrorCode::Unavailable, "busy",
                             "Too many people are signing in right now. Try again in a moment.");
    error.retry_after_seconds = 5;
    return error;
}

/// Empty when there is no memory for it.
std::string argon2id(std::string_view password, const PasswordCost& cost) {
    std::string text(crypto_pwhash_STRBYTES, '\0');
    const int failed =
        crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes,
                              cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
    text.resize(failed == 0 ? text.find('\0') : 0);
    return text;
}

}  // namespace

Passwords::Passwords(PasswordCost cost, FairWorkersOptions workers)
    : cost_(cost), workers_(workers), dummy_(argon2id(random_secret(), cost)) {}

Result<std::string> Passwords::hash(std::string_view password, const std::string& share) {
    std::string text;
    if (!workers_.run(share, [&] { text = argon2id(password, cost_); })) return busy();
    if (text.empty()) return busy();
    return text;
}

Result<bool> Passwords::verify(const std::string& hash, std::string_view password,
                               const std::string& share) {
    bool right = false;
    const bool done = workers_.run(share, [&] {
        right = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
    });
    if (!done) return busy();
    return right;
}

bool Passwords::needs_rehash(const std::string& hash) const {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

}  // namespace lsl::services
