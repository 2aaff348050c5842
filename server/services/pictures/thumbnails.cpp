#include "server/services/pictures/thumbnails.h"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "server/services/accounts/secrets.h"
#include "server/services/pictures/picture_download.h"

namespace lsl::services {

namespace {

constexpr std::string_view public_folder = "/thumbnails/";
constexpr std::string_view jpeg_ending = ".jpg";
constexpr std::size_t name_length = 32;
constexpr std::size_t most_waiting = 100;

/// Under its final name only when it is complete.
Result<void> write_file(const std::filesystem::path& path, const std::string& bytes) {
    const std::filesystem::path unfinished = path.string() + "." + random_name() + ".part";
    {
        std::ofstream file(unfinished, std::ios::binary);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (!file.flush()) return internal_error("cannot write " + unfinished.string());
    }
    std::error_code problem;
    std::filesystem::rename(unfinished, path, problem);
    if (problem) return internal_error(path.string() + ": " + problem.message());
    return {};
}

}  // namespace

Thumbnails::Thumbnails(std::filesystem::path folder, const Clock& clock,
                       std::filesystem::path picture_program)
    : folder_(std::move(folder)),
      clock_(clock),
      pictures_(std::move(picture_program), clock),
      // After a failure that class goes without its picture.
      worker_({.name = "thumbnails", .after_failure = std::chrono::milliseconds(0)},
              [this] { return fetch_one(); }) {
    std::error_code ignored;  // a folder that is missing shows at the first write
    std::filesystem::create_directories(folder_, ignored);
}

Result<std::string> Thumbnails::keep(std::string_view bytes) {
    const std::string jpeg = LSL_TRY(pictures_.shrink(bytes));
    const std::string name = sha256_hex(jpeg).substr(0, name_length) + std::string(jpeg_ending);
    const std::filesystem::path path = folder_ / name;
    if (!std::filesystem::exists(path)) LSL_TRY(write_file(path, jpeg));
    return std::string(public_folder) + name;
}

Result<std::string> Thumbnails::fetch(const std::string& url) {
    return keep(LSL_TRY(download_picture(url, clock_)));
}

void Thumbnails::fetch_later(std::string url,
                             std::function<void(const std::string& our_url)> done) {
    {
        const std::lock_guard lock(mutex_);
        if (wanted_.size() >= most_waiting) return;
        wanted_.push_back({std::move(url), std::move(done)});
    }
    worker_.wake();
}

threads::Worker::Rest Thumbnails::fetch_one() {
    Wanted wanted;
    {
        const std::lock_guard lock(mutex_);
        if (wanted_.empty()) return threads::Worker::until_woken;
        wanted = std::move(wanted_.front());
        wanted_.pop_front();
    }
    if (const auto ours = fetch(wanted.url)) wanted.done(*ours);
    return threads::Worker::no_rest;
}

std::optional<std::filesystem::path> Thumbnails::find(std::string_view name) const {
    if (name.size() != name_length + jpeg_ending.size() || !name.ends_with(jpeg_ending)) {
        return std::nullopt;
    }
    const std::string_view hash = name.substr(0, name_length);
    const bool ours = std::all_of(hash.begin(), hash.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    });
    if (!ours) return std::nullopt;
    std::filesystem::path path = folder_ / name;
    std::error_code problem;
    if (!std::filesystem::is_regular_file(path, problem)) return std::nullopt;
    return path;
}

}  // namespace lsl::services
