#pragma once

#include <string>
#include <string_view>

#include "client/views/view.h"

namespace lsl::views {

/// The text of a question, after why the last try failed.
inline std::string with_error(const View& view, std::string_view text,
                              const model::Submission& sending) {
    return sending.error ? std::string(view.explain(*sending.error)) + "\n\n" + std::string(text)
                         : std::string(text);
}

}  // namespace lsl::views
