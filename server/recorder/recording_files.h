#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/media/ingest/tap.h"

namespace lsl::recorder {

/// "a-z0-9-", 1 to 100 of them, not starting with '-': a name is part of a path.
bool is_valid_name(std::string_view name);

/// Its bytes; 0 when there is no such file.
std::uint64_t size_on_disk(const std::filesystem::path& path);

/// Where the files of one recording are, all in one folder. A value for any thread; methods look at
/// the disk each time, and what cannot be read is as if it were not there:
///   name.webm, name.mp4       finished
///   name.other-2.webm         finished beside it: pictures that could not be converted
///   name.note                 what the finished file lacks, a sentence; usually absent
///   name.part-003.mkv         captured so far, in the order of the numbers
///   name.part-003.h264-0001.mkv   the first piece of that part in another codec (convert_part.h)
///   name.journal              what times the parts (journal.h)
///   name.finishing            the finished file while it is being written; pieces likewise
class RecordingFiles {
  public:
    RecordingFiles(std::filesystem::path folder, std::string name)
        : folder_(std::move(folder)), name_(std::move(name)) {}

    const std::string& name() const { return name_; }
    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path journal() const { return with(".journal"); }
    std::filesystem::path finishing() const { return with(".finishing"); }
    std::filesystem::path note() const { return with(".note"); }
    std::filesystem::path part(int number) const;
    /// A piece of a part in another codec, counted from 1.
    std::filesystem::path piece(int part, media::Codec codec, int number) const;
    /// `extension` is "webm" or "mp4"; `other` 0 for the recording itself, else counts from 1.
    std::filesystem::path finished(std::string_view extension, int other = 0) const;

    /// Numbers of the parts that exist, ascending.
    std::vector<int> parts() const;
    /// All pieces of all parts.
    std::vector<std::filesystem::path> pieces() const;
    /// Files beside the finished one that hold pictures of other codecs.
    std::vector<std::filesystem::path> others() const;
    /// The finished recording, if it exists.
    std::optional<std::filesystem::path> find_finished() const;
    /// Every file of this recording, whatever its state.
    std::vector<std::filesystem::path> all() const;

  private:
    std::filesystem::path with(std::string_view ending) const;

    std::filesystem::path folder_;
    std::string name_;
};

/// What all files in a folder take together.
std::uint64_t bytes_in(const std::filesystem::path& folder);

/// Removes what a crash left of finishing: half a file, or the parts of one that is whole.
void clear_up(const std::filesystem::path& folder);

/// Names of the recordings in a folder that have parts.
std::vector<std::string> names_with_parts(const std::filesystem::path& folder);

}  // namespace lsl::recorder
