// tus 1.0.0 as section 4.2 has it, and the form for small files.
#include <fstream>

#include "tests/fakes/cloudflare/parts.h"
#include "tests/fakes/cloudflare/signing.h"

namespace lsl::fakes {
namespace {

constexpr std::uint64_t most_bytes = 30'000'000'000;
constexpr std::uint64_t smallest_piece = 5ULL << 20;
constexpr std::uint64_t largest_piece = 200ULL << 20;
constexpr std::uint64_t piece_step = 256ULL << 10;

HttpResponse tus(int status, std::string text = "") {
    HttpResponse answer;
    answer.status = status;
    if (!text.empty()) answer = plain(status, std::move(text));
    answer.headers = {{"Tus-Resumable", "1.0.0"}, {"Cache-Control", "no-store"}};
    return answer;
}

std::optional<std::uint64_t> number(const std::string& text) {
    if (text.empty() || text.size() > 15 ||
        text.find_first_not_of("0123456789") != std::string::npos) {
        return std::nullopt;
    }
    return std::stoull(text);
}

/// "name bmFtZQ==,requiresignedurls" → what each key says, decoded.
std::map<std::string, std::string> metadata_of(std::string text) {
    std::map<std::string, std::string> metadata;
    while (!text.empty()) {
        const auto end = std::min(text.find(','), text.size());
        std::string pair = text.substr(0, end);
        text.erase(0, end + 1);
        pair.erase(0, pair.find_first_not_of(' '));
        const auto space = pair.find(' ');
        metadata[pair.substr(0, space)] =
            space == std::string::npos ? "" : decode_base64(pair.substr(space + 1));
    }
    return metadata;
}

void append(const std::filesystem::path& file, const std::string& bytes) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary | std::ios::app)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// What arrived is what lies in the file, also after a restart.
std::uint64_t offset_of(const std::filesystem::path& file) {
    std::error_code none;
    const auto size = std::filesystem::file_size(file, none);
    return none ? 0 : size;
}

HttpResponse receive_piece(Account& account, const HttpRequest& request, Json& video) {
    const auto file = account.file_of(video["uid"]);
    const std::uint64_t offset = offset_of(file);
    const std::uint64_t length = video["upload_length"];
    const std::uint64_t size = request.body.size();
    if (request.header("Content-Type") != "application/offset+octet-stream") {
        return tus(415, "Content-Type has to be application/offset+octet-stream");
    }
    const auto stated = number(request.header("Upload-Offset"));
    if (!stated) return tus(400, "Upload-Offset is missing");
    if (*stated != offset) return tus(409, "Upload-Offset is not where the upload stands");
    if (size > length - offset) return tus(400, "more than Upload-Length");
    if (size > largest_piece) return tus(413, "a piece has at most 200 MiB");
    const bool last = offset + size == length;
    if (!last && (size < smallest_piece || size % piece_step != 0)) {
        return tus(400, "a piece has at least 5 MiB and is a multiple of 256 KiB");
    }
    append(file, request.body);
    if (last) account.processing_begins(video);
    HttpResponse answer = tus(204);
    answer.headers["Upload-Offset"] = std::to_string(offset + size);
    return answer;
}

}  // namespace

HttpResponse create_upload(Account& account, const HttpRequest& request) {
    if (request.header("Tus-Resumable") != "1.0.0")
        return tus(412, "Tus-Resumable has to be 1.0.0");
    const auto length = number(request.header("Upload-Length"));
    if (!length || *length == 0) return tus(400, "Upload-Length is missing");
    if (*length > most_bytes) return tus(413, "at most 30 GB");
    const auto metadata = metadata_of(request.header("Upload-Metadata"));
    Json fields = {{"upload_length", *length},
                   {"requireSignedURLs", metadata.contains("requiresignedurls")}};
    if (metadata.contains("name")) {
        const Json name = metadata.at("name");
        fields["meta"] = {{"name", name}};
    }
    if (metadata.contains("scheduleddeletion")) {
        fields["scheduledDeletion"] = metadata.at("scheduleddeletion");
    }
    const std::string creator = request.header("Upload-Creator");
    if (!creator.empty()) fields["creator"] = creator;
    const Json& video = account.add_video(fields);
    const std::string upload = random_hex(40);  // not the uid: nobody may read it from there
    account.uploads[upload] = {{"video", video["uid"]}};
    account.save();
    HttpResponse answer = tus(201);
    answer.headers["Location"] = account.url + "/tus/" + upload + "?tusv2=true";
    answer.headers["stream-media-id"] = video["uid"];
    return answer;
}

HttpResponse receive_form(Account& account, const HttpRequest& request) {
    if (!request.file_part) return failure(400, 10005, "The form has no part \"file\"");
    if (request.file_part->size() > 200'000'000) return failure(413, 10006, "at most 200 MB");
    Json& video = account.add_video(Json::object());
    const auto file = account.file_of(video["uid"]);
    append(file, *request.file_part);
    account.processing_begins(video);
    if (video["error"] != "") {
        account.remove_video(video["uid"]);
        account.save();
        return failure(400, 10059, "The file is not a video");
    }
    return success(account.video_json(video));
}

HttpResponse answer_upload(Account& account, const HttpRequest& request,
                           const std::string& upload) {
    const auto found = account.uploads.find(upload);
    if (found == account.uploads.end()) return tus(404, "no such upload");
    if (request.header("Tus-Resumable") != "1.0.0")
        return tus(412, "Tus-Resumable has to be 1.0.0");
    const std::string uid = (*found)["video"];
    Json* video = account.find_video(uid);
    if (video == nullptr) return tus(410, "the video was deleted");
    if (request.method == "HEAD") {
        HttpResponse answer = tus(200);
        answer.headers["Upload-Offset"] = std::to_string(offset_of(account.file_of(uid)));
        answer.headers["Upload-Length"] =
            std::to_string((*video)["upload_length"].get<std::uint64_t>());
        return answer;
    }
    if (request.method == "DELETE") {
        account.remove_video(uid);
        account.save();
        return tus(204);
    }
    return request.method == "PATCH" ? receive_piece(account, request, *video)
                                     : tus(405, "HEAD, PATCH or DELETE");
}

}  // namespace lsl::fakes
