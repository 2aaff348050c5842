#pragma once

#include <cstdint>
#include <span>

namespace lsl::services {

/// Made by popular_passwords.py at build time: FNV-1a of the passwords in lower case, sorted.
std::span<const std::uint64_t> popular_password_hashes();

}  // namespace lsl::services
