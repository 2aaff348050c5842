#include "server/recorder/finish/conversion.h"

#include <algorithm>
#include <optional>

#include "server/recorder/finish/convert_part.h"
#include "server/threads/worker.h"

namespace lsl::recorder {

namespace fs = std::filesystem;

namespace {

Error no_room(std::uint64_t needed, std::uint64_t free_bytes) {
    return make_error(ErrorCode::Unavailable, "recording_no_room",
                      "There is not enough room on the disk to finish the recording.")
        .with_detail(std::to_string(needed) + " bytes needed, " + std::to_string(free_bytes) +
                     " free");
}

Result<Converted> convert(const RecordingFiles& files, const ConversionPlan& plan,
                          std::uint64_t total_bytes, const std::atomic<bool>& cancelled,
                          std::atomic<int>& percent) {
    Converted converted;
    std::uint64_t read = 0;
    const ConversionWatch watch{cancelled, [&](std::uint64_t bytes) {
                                    read += bytes;
                                    percent = static_cast<int>(std::min<std::uint64_t>(
                                        read * 100 / std::max<std::uint64_t>(total_bytes, 1), 100));
                                }};
    for (const int part : plan.parts) {
        auto pieces = convert_part(files, part, plan.to, watch);
        if (pieces) {
            converted.pieces[part] = std::move(pieces).value();
            continue;
        }
        const Error& error = pieces.error();
        if (error.code == ErrorCode::Conflict || error.code == ErrorCode::Unavailable) {
            return error;
        }
        if (converted.failure.empty()) converted.failure = error.message + " " + error.detail;
    }
    return converted;
}

Error not_converted() {
    return make_error(ErrorCode::Unavailable, "recording_not_converted",
                      "The picture could not be converted yet.")
        .with_detail("there was no memory or no thread; the log says which");
}

}  // namespace

Result<Converted> convert_parts(const RecordingFiles& files, const ConversionPlan& plan,
                                std::uint64_t free_bytes, int niceness,
                                const std::atomic<bool>& cancelled, std::atomic<int>& percent) {
    std::uint64_t all = 0;
    std::uint64_t to_convert = 0;
    for (const int part : files.parts()) all += size_on_disk(files.part(part));
    for (const int part : plan.parts) to_convert += size_on_disk(files.part(part));
    // The pieces, and afterwards the finished copy of everything.
    const std::uint64_t needed = all + all / 32 + 2 * to_convert + (2u << 20);
    if (free_bytes < needed) return no_room(needed, free_bytes);

    percent = 0;
    std::optional<Result<Converted>> result;
    // libav's threads inherit its priority.
    const bool done =
        threads::run_apart({.name = "conversion", .steps_below = std::clamp(niceness, 0, 19)},
                           [&] { result = convert(files, plan, to_convert, cancelled, percent); });
    if (!done) return not_converted();
    return std::move(*result);
}

}  // namespace lsl::recorder
