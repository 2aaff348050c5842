#pragma once

#include <cstddef>
#include <initializer_list>
#include <vector>

namespace lsl::media {

/// The bytes of those values, which are 0 to 255.
inline std::vector<std::byte> bytes(std::initializer_list<int> values) {
    std::vector<std::byte> made;
    for (const int value : values) made.push_back(static_cast<std::byte>(value));
    return made;
}

}  // namespace lsl::media
