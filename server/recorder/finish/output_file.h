#pragma once

#include <cstdint>
#include <filesystem>
#include <utility>

#include "server/recorder/depacketize/frame.h"
#include "shared/base/result.h"

namespace lsl::recorder {

/// A file that is only appended to; each write reaches the kernel before it returns, so that what
/// was written survives the death of the process. Owns the descriptor. One thread. `open` fails
/// with Internal; half a write is followed up until it is whole or fails.
class OutputFile {
  public:
    static Result<OutputFile> open(const std::filesystem::path& path);

    OutputFile(OutputFile&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), bytes_(other.bytes_) {}
    OutputFile& operator=(OutputFile&&) = delete;
    ~OutputFile();

    /// 0, or errno.
    int write(ByteView bytes);
    /// Size of the file.
    std::uint64_t bytes() const { return bytes_; }

  private:
    OutputFile(int descriptor, std::uint64_t bytes) : descriptor_(descriptor), bytes_(bytes) {}

    int descriptor_;
    std::uint64_t bytes_;
};

/// Makes the contents of a file or the entries of a folder survive a power cut. False on failure.
bool sync_to_disk(const std::filesystem::path& path);

/// Bytes that this process may still write to the disk of a folder; 0 when that cannot be told.
std::uint64_t free_bytes(const std::filesystem::path& folder);

}  // namespace lsl::recorder
