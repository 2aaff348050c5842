#include "server/services/passwords.h"

#include <sodium.h>

#include <chrono>
#include <vector>

#include "server/services/secrets.h"

namespace lsl::services {

namespace {

constexpr int most_running = 2;
constexpr int most_waiting = 64;
constexpr std::chrono::seconds longest_wait{10};

Error busy() {
    Error error = make_error(ErrorCode::Unavailable, "busy",
                             "Too many people are signing in right now. Try again in a moment.");
    error.retry_after_seconds = 5;
    return error;
}

}  // namespace

/// A place among those that compute; given back when destroyed.
class Passwords::Turn {
  public:
    explicit Turn(Passwords& passwords) : passwords_(passwords) {
        std::unique_lock lock(passwords_.mutex_);
        if (passwords_.waiting_ >= most_waiting) return;
        ++passwords_.waiting_;
        taken_ = passwords_.freed_.wait_for(lock, longest_wait,
                                            [&] { return passwords_.running_ < most_running; });
        --passwords_.waiting_;
        if (taken_) ++passwords_.running_;
    }
    ~Turn() {
        if (!taken_) return;
        const std::lock_guard lock(passwords_.mutex_);
        --passwords_.running_;
        passwords_.freed_.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    bool taken() const { return taken_; }

  private:
    Passwords& passwords_;
    bool taken_ = false;
};

Passwords::Passwords(PasswordCost cost) : cost_(cost) { dummy_ = hash(random_secret()).value(); }

Result<std::string> Passwords::hash(std::string_view password) {
    const Turn turn(*this);
    if (!turn.taken()) return busy();
    std::string text(crypto_pwhash_STRBYTES, '\0');
    const int failed =
        crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost_.passes,
                              cost_.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) return busy();  // out of memory
    text.resize(text.find('\0'));
    return text;
}

Result<bool> Passwords::verify(const std::string& hash, std::string_view password) {
    const Turn turn(*this);
    if (!turn.taken()) return busy();
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool Passwords::needs_rehash(const std::string& hash) const {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

}  // namespace lsl::services
