#pragma once

#include <string_view>

#include "server/store/classes/streams_store.h"
#include "shared/base/result.h"

namespace lsl::services {

/// `?q=&style=&level=` of the public lists, as typed. Texts that are empty ask for nothing.
/// InvalidInput with field "level" for one that doesn't exist, with "q" for very many words.
Result<store::ListFilter> parse_class_filter(std::string_view words, std::string_view style,
                                             std::string_view level);

}  // namespace lsl::services
