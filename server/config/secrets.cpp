#include "server/config/secrets.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include "server/base64/base64.h"
#include "shared/domain/text_rules.h"

namespace lsl::config {
namespace {

Error cannot(const std::string& what, const std::filesystem::path& path, int code) {
    return make_error(
        ErrorCode::Unavailable, "data_folder",
        "DATA_DIR: cannot " + what + " " + path.string() + ": " + std::strerror(code) + ".");
}

/// The first character is a letter: people hand secrets to command lines, where "-" begins an
/// option.
std::string random_secret() {
    std::array<char, 32> bytes{};
    std::string text;
    do {
        randombytes_buf(bytes.data(), bytes.size());
        text = to_base64url({bytes.data(), bytes.size()});
    } while (text[0] < 'A' || text[0] == '_');
    return text;
}

Result<void> write_private_file(const std::filesystem::path& path, const std::string& text) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return cannot("write", path, errno);
    const std::string line = text + "\n";
    const ssize_t written = write(file, line.data(), line.size());
    const int problem =
        written == static_cast<ssize_t>(line.size()) && fsync(file) == 0 ? 0 : errno;
    close(file);
    if (problem != 0) return cannot("write", path, problem);
    return {};
}

Result<void> complete(std::string& secret, const std::filesystem::path& path) {
    if (!secret.empty()) return {};
    if (std::ifstream file(path); file) {
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        secret = domain::trimmed(text);
        if (!is_weak_secret(secret)) return {};
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
    secret = random_secret();
    return write_private_file(path, secret);
}

}  // namespace

Result<void> complete_secrets(Settings& settings) {
    if (sodium_init() < 0) return internal_error("libsodium does not start");
    std::error_code failed;
    if (std::filesystem::create_directories(settings.data_dir, failed)) {
        std::filesystem::permissions(settings.data_dir, std::filesystem::perms::owner_all, failed);
    }
    if (failed || !std::filesystem::is_directory(settings.data_dir)) {
        return cannot("use the folder", settings.data_dir, failed ? failed.value() : ENOTDIR);
    }
    LSL_TRY(
        complete(settings.instructor_access_token, settings.data_dir / "instructor-access-token"));
    LSL_TRY(complete(settings.cron_secret, settings.data_dir / "cron-secret"));
    LSL_TRY(complete(settings.secrets_key, settings.data_dir / "secrets-key"));
    return {};
}

}  // namespace lsl::config
