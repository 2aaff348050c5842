#include "server/services/enrollments/idempotency.h"

#include <algorithm>

namespace lsl::services {

namespace {

constexpr std::size_t longest_key = 255;
constexpr std::string_view key_field = "Idempotency-Key";

}  // namespace

Result<void> check_idempotency_key(std::string_view key) {
    const bool visible =
        std::all_of(key.begin(), key.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (key.size() <= longest_key && visible) return {};
    return invalid_field(std::string(key_field),
                         "An idempotency key is a text of up to 255 visible ASCII characters.");
}

Result<std::optional<store::KeptAnswer>> kept_answer(store::Connection& tx, UserId user,
                                                     std::string_view key,
                                                     const std::string& request) {
    if (key.empty()) return std::optional<store::KeptAnswer>();
    auto kept = LSL_TRY(store::IdempotencyStore(tx).find(user, key));
    if (!kept) return kept;
    if (kept->request != request) {
        Error error = invalid_field(std::string(key_field),
                                    "This idempotency key was used for another request.");
        error.word = "idempotency_mismatch";
        return error;
    }
    return kept;
}

}  // namespace lsl::services
