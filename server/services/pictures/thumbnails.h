#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "server/services/pictures/picture_process.h"
#include "server/threads/worker.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

/// Keeps our own copies of pictures: decoded, scaled to at most 1280 pixels, encoded anew as JPEG
/// and named by their content, so that they can be cached for ever. Nothing of the bytes that
/// somebody gave reaches a viewer. Thread-safe.
class Thumbnails {
  public:
    /// `picture_program`: see PictureProcess.
    Thumbnails(std::filesystem::path folder, const Clock& clock,
               std::filesystem::path picture_program);

    /// From the bytes of a JPEG, PNG or WebP of at most 8 MB: "/thumbnails/<hash>.jpg".
    /// InvalidInput with field "thumbnailUrl" when it is not a picture, TooLarge.
    Result<std::string> keep(std::string_view bytes);
    /// From an http or https address, with limits in size, time and redirects, and never from a
    /// private, loopback or link-local address. Takes up to ten seconds.
    Result<std::string> fetch(const std::string& url);
    /// The same on a thread of its own, one after the other; `done` gets our address there. When
    /// the picture cannot be had, or too many wait, `done` is not called.
    void fetch_later(std::string url, std::function<void(const std::string& our_url)> done);

    /// The JPEG for GET /thumbnails/{name}; nothing unless `name` is one of ours.
    std::optional<std::filesystem::path> find(std::string_view name) const;

  private:
    struct Wanted {
        std::string url;
        std::function<void(const std::string&)> done;
    };
    threads::Worker::Rest fetch_one();

    const std::filesystem::path folder_;
    const Clock& clock_;
    PictureProcess pictures_;
    std::mutex mutex_;
    std::deque<Wanted> wanted_;
    threads::Worker worker_;  // last: it uses all the others
};

}  // namespace lsl::services
