// What a tap may hear of a publisher, up to the finished file. A record is an op byte and what it
// needs: packets of both tracks with any codec, sequence and timestamp steps, sender reports,
// publishers that go, restarts.
#include "server/recorder/capture/capture.h"
#include "server/recorder/finish/finish_recording.h"
#include "server/recorder/libav.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace lsl;

struct Input {
    std::span<const std::uint8_t> left;

    unsigned byte() {
        if (left.empty()) return 0;
        const unsigned value = left[0];
        left = left.subspan(1);
        return value;
    }
    std::vector<std::byte> bytes(std::size_t count) {
        const auto taken = std::as_bytes(left.first(std::min(count, left.size())));
        left = left.subspan(taken.size());
        return {taken.begin(), taken.end()};
    }
};

struct Track {
    std::uint32_t source = 1;
    std::int64_t sequence = 65'500;
    std::uint32_t timestamp = 4'294'900'000u;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::filesystem::path folder = [] {
        recorder::capture_libav_log();
        // In memory where there is such a place: a run is a thousand files a second.
        std::error_code missing;
        const std::filesystem::path memory = "/dev/shm";
        const auto root = std::filesystem::is_directory(memory, missing)
                              ? memory
                              : std::filesystem::temp_directory_path();
        const auto own = root / ("fuzz-recorder-" + std::to_string(::getpid()));
        std::filesystem::create_directories(own);
        std::atexit([] {
            std::error_code ignored;
            for (const char* parent : {"/dev/shm", "/tmp"}) {
                std::filesystem::remove_all(
                    std::filesystem::path(parent) / ("fuzz-recorder-" + std::to_string(::getpid())),
                    ignored);
            }
        });
        return own;
    }();
    const recorder::RecordingFiles files(folder, "class");
    for (const auto& path : files.all()) std::filesystem::remove(path);

    constexpr media::Codec codecs[] = {media::Codec::Opus, media::Codec::Vp8, media::Codec::Vp9,
                                       media::Codec::H264, media::Codec::Av1};
    Input input{{data, size}};
    Track tracks[2];
    MonoTime now{1'000'000'000};
    UtcTime utc{std::chrono::milliseconds(1'800'000'000'000)};
    std::optional<recorder::Capture> capture;
    capture.emplace(files, std::chrono::seconds(5));
    while (!input.left.empty()) {
        const unsigned op = input.byte();
        Track& track = tracks[op & 1];
        const auto kind = (op & 1) != 0 ? media::TrackKind::Video : media::TrackKind::Audio;
        const auto step = std::chrono::milliseconds(input.byte());
        now = now + step;
        utc += step;
        switch ((op >> 1) & 7) {
            case 0: {
                const auto ntp = static_cast<std::uint64_t>(now.us / 1000) * 4'294'967u;
                capture->report({kind, track.source, ntp + (std::uint64_t{input.byte()} << 28),
                                 track.timestamp + input.byte() * 1000u, now});
                break;
            }
            case 1: {
                const unsigned what = input.byte();
                if ((what & 3) == 0) capture->publisher_gone(now);
                if ((what & 3) == 1) ++track.source;
                if ((what & 3) == 2) track.timestamp += what << 24;
                if ((what & 3) == 3) {
                    if ((what & 4) != 0) capture->close();
                    capture.emplace(files, std::chrono::seconds(5));
                }
                break;
            }
            default: {
                const unsigned codec = input.byte();
                const unsigned flags = input.byte();
                track.sequence += static_cast<std::int8_t>(flags & 0xf0) / 16 + 1;
                if ((flags & 2) != 0) track.timestamp += (op & 1) != 0 ? 3000 : 960;
                const auto payload = input.bytes(input.byte());
                capture->packet({kind, codecs[codec % std::size(codecs)], track.source,
                                 track.sequence, track.timestamp, (op & 1) != 0 ? 90'000u : 48'000u,
                                 (flags & 1) != 0, payload, now},
                                utc);
            }
        }
    }
    capture->close();
    if (capture->failure()) {
        std::fprintf(stderr, "%s\n", capture->failure()->c_str());
        std::abort();
    }
    capture.reset();

    const std::atomic<bool> cancelled{false};
    const auto finished = recorder::finish_recording(files, {}, UINT64_MAX, cancelled);
    if (!finished && finished.error().code != ErrorCode::NotFound) {
        std::fprintf(stderr, "%s\n", finished.error().detail.c_str());
        std::abort();
    }
    return 0;
}
