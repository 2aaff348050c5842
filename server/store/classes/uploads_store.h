#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

enum class UploadState : std::uint8_t {
    Waiting,  ///< the upload has not begun
    Uploading,
    Processing,  ///< all is sent; the video can't be played yet
    Stored,      ///< the class has the video; the local copy is to go
    Unwanted,    ///< the class wants it no more; video and local copy are to go
    Failed,      ///< the service can't use the file; the local copy stays
};

std::string_view enum_name(UploadState state);
void enum_parse(std::string_view text, std::optional<UploadState>& out);

struct RecordingUpload {
    StreamId stream_id;
    std::string recording;
    std::int64_t bytes = 0;
    UploadState state = UploadState::Waiting;
    std::string upload_url;  ///< secret
    std::string video_uid;
    std::int64_t sent_bytes = 0;
    std::int64_t attempts = 0;
    UtcTime next_try_at{};
    std::string error;
};

/// Table recording_uploads.
class UploadsStore {
  public:
    explicit UploadsStore(Connection& connection) : connection_(connection) {}

    /// Does nothing when the class has an upload already.
    Result<void> insert(const RecordingUpload& upload);
    Result<void> update(const RecordingUpload& upload);
    Result<void> remove(StreamId stream);
    Result<std::optional<RecordingUpload>> find(StreamId stream);
    Result<std::optional<RecordingUpload>> find_by_video(std::string_view video_uid);
    /// The one that is due first, failed ones aside.
    Result<std::optional<RecordingUpload>> next();

  private:
    Connection& connection_;
};

}  // namespace lsl::store
