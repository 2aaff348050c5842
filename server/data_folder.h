#pragma once

#include <filesystem>
#include <memory>

#include "shared/base/result.h"

namespace lsl {

/// The data folder belongs to one server at a time; the lock goes with the process, however it
/// ends.
class DataFolder {
  public:
    /// Unavailable when another server has it.
    static Result<std::unique_ptr<DataFolder>> lock(const std::filesystem::path& path);
    ~DataFolder();
    DataFolder(const DataFolder&) = delete;
    DataFolder& operator=(const DataFolder&) = delete;

  private:
    explicit DataFolder(int file) : file_(file) {}
    const int file_;
};

}  // namespace lsl
