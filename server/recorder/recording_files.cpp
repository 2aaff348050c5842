#include "server/recorder/recording_files.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <set>
#include <system_error>

namespace lsl::recorder {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view part_mark = ".part-";
constexpr std::string_view part_ending = ".mkv";
constexpr std::string_view other_mark = ".other-";

/// Calls `visit` with the name of each regular file; an unreadable folder has none.
template <class Visit>
void each_file(const fs::path& folder, Visit visit) {
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        std::error_code unknown;
        if (entry->is_regular_file(unknown)) visit(entry->path().filename().string());
    }
}

/// The number in "name.part-003.mkv".
std::optional<int> part_number(std::string_view file, std::string_view name) {
    if (!file.starts_with(name)) return std::nullopt;
    file.remove_prefix(name.size());
    if (!file.starts_with(part_mark) || !file.ends_with(part_ending)) return std::nullopt;
    file.remove_prefix(part_mark.size());
    file.remove_suffix(part_ending.size());
    int number = 0;
    const auto [end, error] = std::from_chars(file.data(), file.data() + file.size(), number);
    if (error != std::errc{} || end != file.data() + file.size() || number < 1) return std::nullopt;
    return number;
}

}  // namespace

std::uint64_t size_on_disk(const std::filesystem::path& path) {
    std::error_code unknown;
    const auto size = std::filesystem::file_size(path, unknown);
    return unknown ? 0 : size;
}

bool is_valid_name(std::string_view name) {
    if (name.empty() || name.size() > 100 || name.front() == '-') return false;
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

fs::path RecordingFiles::with(std::string_view ending) const {
    return folder_ / (name_ + std::string(ending));
}

fs::path RecordingFiles::part(int number) const {
    std::string digits = std::to_string(number);
    if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
    return with(std::string(part_mark) + digits + std::string(part_ending));
}

fs::path RecordingFiles::piece(int number, media::Codec codec, int piece) const {
    std::string name(media::codec_name(codec));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    std::string digits = std::to_string(piece);
    if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
    fs::path path = part(number);
    return path.replace_extension("." + name + "-" + digits + std::string(part_ending));
}

fs::path RecordingFiles::finished(std::string_view extension, int other) const {
    std::string ending = other > 0 ? std::string(other_mark) + std::to_string(other) : "";
    return with(ending + "." + std::string(extension));
}

std::vector<int> RecordingFiles::parts() const {
    std::vector<int> numbers;
    each_file(folder_, [&](const std::string& file) {
        if (const auto number = part_number(file, name_)) numbers.push_back(*number);
    });
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

std::vector<fs::path> RecordingFiles::pieces() const {
    std::vector<fs::path> found;
    each_file(folder_, [&](const std::string& file) {
        if (!file.starts_with(name_ + std::string(part_mark)) || part_number(file, name_)) return;
        found.push_back(folder_ / file);
    });
    return found;
}

std::vector<fs::path> RecordingFiles::others() const {
    std::vector<fs::path> found;
    each_file(folder_, [&](const std::string& file) {
        if (file.starts_with(name_ + std::string(other_mark))) found.push_back(folder_ / file);
    });
    std::sort(found.begin(), found.end());
    return found;
}

std::optional<fs::path> RecordingFiles::find_finished() const {
    for (const std::string_view extension : {"webm", "mp4"}) {
        std::error_code unknown;
        const fs::path path = finished(extension);
        if (fs::is_regular_file(path, unknown)) return path;
    }
    return std::nullopt;
}

std::vector<fs::path> RecordingFiles::all() const {
    std::vector<fs::path> paths;
    // A name has no '.', so what starts with "name." belongs to it alone.
    each_file(folder_, [&](const std::string& file) {
        if (file.starts_with(name_ + ".")) paths.push_back(folder_ / file);
    });
    return paths;
}

std::uint64_t bytes_in(const fs::path& folder) {
    std::uint64_t bytes = 0;
    each_file(folder, [&](const std::string& file) {
        std::error_code gone;
        const auto size = fs::file_size(folder / file, gone);
        if (!gone) bytes += size;
    });
    return bytes;
}

void clear_up(const fs::path& folder) {
    std::vector<fs::path> useless;
    each_file(folder, [&](const std::string& file) {
        if (file.ends_with(".finishing")) useless.push_back(folder / file);
    });
    for (const std::string& name : names_with_parts(folder)) {
        const RecordingFiles files(folder, name);
        if (!files.find_finished()) continue;
        for (const int number : files.parts()) useless.push_back(files.part(number));
        for (const fs::path& piece : files.pieces()) useless.push_back(piece);
        useless.push_back(files.journal());
    }
    std::error_code ignored;
    for (const fs::path& path : useless) fs::remove(path, ignored);
}

std::vector<std::string> names_with_parts(const fs::path& folder) {
    std::set<std::string> names;
    each_file(folder, [&](const std::string& file) {
        const std::string name = file.substr(0, file.find('.'));
        if (is_valid_name(name) && part_number(file, name)) names.insert(name);
    });
    return {names.begin(), names.end()};
}

}  // namespace lsl::recorder
