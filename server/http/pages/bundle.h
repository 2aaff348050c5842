#pragma once

#include <span>
#include <string_view>

namespace lsl::http {

/// A file of the web bundle, inside the binary.
struct BundledFile {
    std::string_view path;  ///< "/static/app.3f2a….js"
    std::string_view type;  ///< value of Content-Type
    std::string_view hash;  ///< SHA-256 of its bytes, hexadecimal
    bool immutable;         ///< named by its contents
    std::string_view bytes;
    std::string_view brotli;  ///< empty when it would not be smaller
    std::string_view gzip;    ///< likewise
};

/// What web/bundle.mjs had made when this binary was built; nothing when it had not run.
/// "/index.html" is the template of all pages.
std::span<const BundledFile> bundled_files();

}  // namespace lsl::http
