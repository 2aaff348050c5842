#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/domain/chapters.h"
#include "shared/wire/api.h"

// The contract's part about the chapters of a class: see api.h. They are marked while it runs, and
// kept by the time at which that was.

namespace lsl::wire {

struct ChapterRow {
    ChapterId id;
    domain::ChapterKind kind = domain::ChapterKind::Own;
    std::string title;
    UtcTime at;                               ///< when it began
    std::optional<std::int64_t> position_ms;  ///< in the recording; null while there is none
    bool operator==(const ChapterRow&) const = default;
};

void describe(Archive& a, ChapterRow& row);

}  // namespace lsl::wire

namespace lsl::api {

/// By their beginnings. For staff, and for who may watch the class now: 403 and 409 as of
/// GetPlayback. `chapters.vtt` beside it is the same for a media element (WebVTT, kind "chapters").
struct ListChapters {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/chapters";
    using Request = Empty;
    struct Response {
        std::vector<wire::ChapterRow> chapters;
    };
};

struct OneChapter {
    wire::ChapterRow chapter;
};
/// 201; with a `clientId` that was used before 200 and the chapter of then. Without `at` it begins
/// now. 409 `not_live` before the class, and without a time after it; `too_many_chapters` beyond
/// 100. 422 `title`, `at`, `clientId`.
struct MarkChapter {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/chapters";
    struct Request {
        std::string title;
        std::optional<domain::ChapterKind> kind;  // else "own"
        std::optional<UtcTime> at;
        std::optional<std::string> clientId;
    };
    using Response = OneChapter;
};
/// What is left out stays. A chapter is not moved out of its class.
struct ChangeChapter {
    static constexpr Method method = Method::Patch;
    static constexpr std::string_view path = "/api/streams/{id}/chapters/{chapter}";
    struct Request {
        std::optional<std::string> title;
        std::optional<std::int64_t> moveSeconds;
    };
    using Response = OneChapter;
};
struct RemoveChapter {
    static constexpr Method method = Method::Delete;
    static constexpr std::string_view path = "/api/streams/{id}/chapters/{chapter}";
    using Request = Empty;
    using Response = Empty;  // 204
};

void describe(wire::Archive& a, ListChapters::Response& m);
void describe(wire::Archive& a, OneChapter& m);
void describe(wire::Archive& a, MarkChapter::Request& m);
void describe(wire::Archive& a, ChangeChapter::Request& m);

}  // namespace lsl::api
