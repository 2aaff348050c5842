// Uploads what a data folder says is to be uploaded, until nothing is left: the part of the server
// that a test kills with SIGKILL wherever it happens to be. Time goes to whatever is due next.
//
//   upload_worker DATA_FOLDER RECORDINGS_FOLDER API_BASE ACCOUNT TOKEN

#include <cstdio>
#include <memory>

#include "server/services/hosted/recording_uploads.h"
#include "server/store/classes/streams_store.h"
#include "server/system_clock.h"
#include "tests/server/moving_clock.h"

namespace lsl {
namespace {

Result<void> upload(const std::filesystem::path& data, const std::filesystem::path& recordings,
                    cloudflare::ApiOptions account) {
    lsl::testing::MovingClock clock;
    const SystemClock real_clock;
    const auto database = LSL_TRY(store::Database::open(data / "leansporty.db"));
    const auto recorder = LSL_TRY(recorder::Recorder::open(
        {.folder = recordings, .keep_free_bytes = 0, .clock = &real_clock}, [](const auto&) {}));
    account.wait = [](std::chrono::milliseconds) {};
    cloudflare::ApiCalls calls(clock, std::move(account));
    cloudflare::StreamApi api(calls);
    cloudflare::TusUploads transfers(calls);
    services::LiveChanges changes;
    services::RecordingOutcomes outcomes(*database, clock, changes);
    services::RecordingUploads uploads(*database, clock, transfers, api, *recorder, outcomes);

    // As RecordingReports does at the start of the server.
    const auto open = LSL_TRY(database->read([](store::Connection& reader) {
        return store::StreamsStore(reader).with_open_recording();
    }));
    for (const auto& row : open) {
        if (row.stream.status != domain::StreamStatus::Ended) continue;
        LSL_TRY(uploads.add(row.stream.id, row.recording.file_name()));
    }
    while (const auto again = uploads.step()) {
        if (*again > clock.utc()) clock.advance(*again - clock.utc());
    }
    return {};
}

}  // namespace
}  // namespace lsl

int main(int count, char** arguments) {
    if (count != 6) return 2;
    lsl::cloudflare::ApiOptions account;
    account.api_base = arguments[3];
    account.account_id = arguments[4];
    account.api_token = arguments[5];
    const auto done = lsl::upload(arguments[1], arguments[2], std::move(account));
    if (!done)
        std::fprintf(stderr, "%s %s\n", done.error().message.c_str(), done.error().detail.c_str());
    return done ? 0 : 1;
}
