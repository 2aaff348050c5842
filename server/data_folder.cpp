#include "server/data_folder.h"

#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace lsl {

Result<std::unique_ptr<DataFolder>> DataFolder::lock(const std::filesystem::path& path) {
    const std::filesystem::path name = path / "lock";
    const int file = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0) {
        return std::unique_ptr<DataFolder>(new DataFolder(file));
    }
    const int reason = errno;
    if (file >= 0) close(file);
    const bool taken = reason == EWOULDBLOCK;
    return make_error(ErrorCode::Unavailable, "data_folder",
                      "DATA_DIR: " + path.string() +
                          (taken ? std::string(" is in use by another server.")
                                 : std::string(" cannot be used: ") + std::strerror(reason) + "."));
}

DataFolder::~DataFolder() { close(file_); }

}  // namespace lsl
