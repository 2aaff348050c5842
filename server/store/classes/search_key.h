#pragma once

#include <string>
#include <string_view>

namespace lsl::store {

/// A text as searches compare it, so that neither case nor accents nor ways of writing a letter
/// matter: compatibility forms made one (NFKC), folded, without marks (Unicode 3.13 and annex 15),
/// its white space single. Empty for what is no UTF-8.
std::string search_key(std::string_view text);

}  // namespace lsl::store
