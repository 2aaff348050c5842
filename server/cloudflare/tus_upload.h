#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/cloudflare/api_calls.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::cloudflare {

struct NewUpload {
    std::uint64_t bytes = 0;  ///< of the whole file; at most 30 GB
    std::string name;
    std::string creator;  ///< may be empty
    bool require_signed_urls = true;
    std::vector<std::string> allowed_origins;  ///< hosts; empty = all
};

/// An upload that has begun. Keep both over restarts.
struct Upload {
    std::string url;        ///< whoever has it can upload: keep it out of logs
    std::string video_uid;  ///< of the video that it becomes
};

/// Every chunk but the last has 5 MiB … 200 MiB and is a multiple of 256 KiB.
inline constexpr std::uint64_t tus_chunk_step = 256u << 10;
inline constexpr std::uint64_t smallest_tus_chunk = 5u << 20;
inline constexpr std::uint64_t largest_tus_chunk = 200u << 20;

/// Bytes of the chunk to send at `offset` of a file of `bytes`: `wanted` as far as the rule lets
/// it, or the rest.
std::uint64_t tus_chunk_bytes(std::uint64_t offset, std::uint64_t bytes, std::uint64_t wanted);

/// Uploads of any size in pieces (tus 1.0.0), each call one step that a job can stop after and
/// resume anywhere: create, then send_chunk until the offset is the size; after any failure ask
/// `offset` where to go on. Blocking, thread-safe, no state.
/// The steps after `create` try once: resuming is the retry, and the job decides when.
class TusUploads {
  public:
    /// `calls` outlives the object. `chunk_time` is the limit for sending one chunk.
    explicit TusUploads(ApiCalls& calls,
                        std::chrono::milliseconds chunk_time = std::chrono::minutes(10))
        : calls_(calls), chunk_time_(chunk_time) {}

    /// Begins an upload. Errors as in `ApiCalls`; after an Unavailable there may be an upload that
    /// nobody knows of, which Cloudflare forgets by itself.
    Result<Upload> create(const NewUpload& upload);

    /// How many bytes have arrived. NotFound: the upload is lost (404, 410), begin anew.
    Result<std::uint64_t> offset(const Upload& upload);

    /// Sends the bytes from `offset` on, of a file of `total`; gives the offset after them.
    /// Conflict: `offset` is not where the upload stands (409), ask. NotFound: lost, begin anew.
    /// InvalidInput, without sending: the piece breaks the chunk rule or leaves the file.
    Result<std::uint64_t> send_chunk(const Upload& upload, std::uint64_t offset,
                                     std::string_view bytes, std::uint64_t total);

  private:
    ApiCalls& calls_;
    std::chrono::milliseconds chunk_time_;
};

}  // namespace lsl::cloudflare
