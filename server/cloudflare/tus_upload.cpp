#include "server/cloudflare/tus_upload.h"

#include <algorithm>
#include <charconv>

#include "server/base64/base64.h"
#include "server/cloudflare/failures.h"
#include "server/cloudflare/web_url.h"

namespace lsl::cloudflare {

namespace {

constexpr const char* tus_version = "1.0.0";
constexpr std::uint64_t largest_upload = 30ull * 1000 * 1000 * 1000;

std::string metadata_of(const NewUpload& upload) {
    std::string hosts;
    for (const std::string& host : upload.allowed_origins) {
        if (!hosts.empty()) hosts += ',';
        hosts += host;
    }
    std::string text;
    const auto add = [&](const std::string& entry) { text += (text.empty() ? "" : ",") + entry; };
    if (!upload.name.empty()) add("name " + to_base64(upload.name));
    if (upload.require_signed_urls) add("requiresignedurls");
    if (!hosts.empty()) add("allowedorigins " + to_base64(hosts));
    return text;
}

std::optional<std::uint64_t> offset_of(const HttpAnswer& answer) {
    const std::string text = answer.header("upload-offset");
    std::uint64_t offset = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), offset);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return offset;
}

Result<void> check_chunk(std::uint64_t offset, std::uint64_t size, std::uint64_t total) {
    const auto wrong = [](std::string message) {
        return invalid_field("chunk", std::move(message));
    };
    if (offset > total || size > total - offset) return wrong("The piece leaves the file.");
    if (size > largest_tus_chunk) return wrong("A piece has at most 200 MiB.");
    const bool last = offset + size == total;
    if (!last && (size < smallest_tus_chunk || size % tus_chunk_step != 0)) {
        return wrong("A piece has at least 5 MiB and is a multiple of 256 KiB, but for the last.");
    }
    return {};
}

}  // namespace

std::uint64_t tus_chunk_bytes(std::uint64_t offset, std::uint64_t bytes, std::uint64_t wanted) {
    const std::uint64_t left = offset < bytes ? bytes - offset : 0;
    const std::uint64_t size =
        std::clamp(wanted / tus_chunk_step * tus_chunk_step, smallest_tus_chunk, largest_tus_chunk);
    return std::min(size, left);
}

Result<Upload> TusUploads::create(const NewUpload& upload) {
    if (upload.bytes == 0 || upload.bytes > largest_upload) {
        return invalid_field("bytes", "An upload has 1 byte to 30 GB.");
    }
    ApiCall call{"create upload", "POST", "/stream"};
    call.headers = {{"Tus-Resumable", tus_version},
                    {"Upload-Length", std::to_string(upload.bytes)},
                    {"Upload-Metadata", metadata_of(upload)}};
    if (!upload.creator.empty()) call.headers.emplace_back("Upload-Creator", upload.creator);
    call.repeat = Repeat::IfRefused;  // each arrival is a video of its own
    const HttpAnswer answer = LSL_TRY(calls_.call_plain(call));
    // Location is absolute in practice; relative ones are seen from the API's own address.
    const auto base = WebUrl::parse(calls_.api_base() + "/stream");
    const auto url = base ? base->resolve(answer.header("location")) : std::nullopt;
    const std::string uid = answer.header("stream-media-id");
    if (!url || uid.empty()) return unreachable(call.name + ": the answer has no upload");
    return Upload{url->text(), uid};
}

Result<std::uint64_t> TusUploads::offset(const Upload& upload) {
    HttpRequest request;
    request.method = "HEAD";
    request.url = upload.url;
    request.headers = {{"Tus-Resumable", tus_version}};
    const HttpAnswer answer =
        LSL_TRY(calls_.call_url("ask upload offset", request, calls_.limits()));
    const auto offset = offset_of(answer);
    if (!offset) return unreachable("ask upload offset: the answer has none");
    return *offset;
}

Result<std::uint64_t> TusUploads::send_chunk(const Upload& upload, std::uint64_t offset,
                                             std::string_view bytes, std::uint64_t total) {
    LSL_TRY(check_chunk(offset, bytes.size(), total));
    HttpRequest request;
    request.method = "PATCH";
    request.url = upload.url;
    request.headers = {{"Tus-Resumable", tus_version}, {"Upload-Offset", std::to_string(offset)}};
    request.content_type = "application/offset+octet-stream";
    request.body = bytes;
    HttpLimits limits = calls_.limits();
    limits.whole = chunk_time_;
    const HttpAnswer answer = LSL_TRY(calls_.call_url("send upload chunk", request, limits));
    const auto now_at = offset_of(answer);
    if (!now_at || *now_at < offset || *now_at > total)
        return unreachable("send upload chunk: the answer has no fitting offset");
    return *now_at;
}

}  // namespace lsl::cloudflare
