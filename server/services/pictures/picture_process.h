#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

/// The word by which the server's own program is asked to be a picture process.
inline constexpr std::string_view picture_process_word = "--shrink-picture";

/// Does `shrink_to_jpeg` in a process of its own: pictures are made by strangers, and what reads
/// them has had faults. That process has no files, no network and no secrets, half a gigabyte of
/// memory, ten seconds of the processor that the media leaves over, and it ends with the picture.
/// One at a time. Thread-safe.
class PictureProcess {
  public:
    /// `program` becomes the picture process when it is started with the word above.
    PictureProcess(std::filesystem::path program, const Clock& clock)
        : program_(std::move(program)), clock_(clock) {}

    /// As shrink_to_jpeg; InvalidInput too for a picture that breaks the process or its limits,
    /// Unavailable while others are at work for too long.
    Result<std::string> shrink(std::string_view bytes);

  private:
    const std::filesystem::path program_;
    const Clock& clock_;
    std::timed_mutex one_at_a_time_;
};

/// The other side: takes a picture from the standard input and gives the JPEG, or a sentence, to
/// the standard output. The exit code says which.
int run_picture_process();

}  // namespace lsl::services
