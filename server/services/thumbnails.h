#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace lsl::services {

struct ThumbnailFile {
    std::filesystem::path path;  ///< a JPEG
};

/// Keeps our own copies of pictures: decoded, scaled to at most 1280 pixels, encoded anew as JPEG
/// and named by their content, so that they can be cached for ever. Thread-safe.
class Thumbnails {
  public:
    explicit Thumbnails(std::filesystem::path folder);

    /// From the bytes of a JPEG, PNG or WebP of at most 8 MB: "/thumbnails/<hash>.jpg".
    /// InvalidInput with field "thumbnailUrl" when it is not a picture, TooLarge.
    Result<std::string> keep(std::string_view bytes);
    /// From an http or https address, with limits in size, time and redirects, never from a
    /// private, loopback or link-local address. Takes up to ten seconds.
    Result<std::string> fetch(std::string_view url);

    /// For GET /thumbnails/{name}; nothing unless `name` is one of ours.
    std::optional<ThumbnailFile> find(std::string_view name) const;

  private:
    std::filesystem::path folder_;
};

}  // namespace lsl::services
