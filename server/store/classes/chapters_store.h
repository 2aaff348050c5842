#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/chapters.h"

namespace lsl::store {

struct Chapter {
    ChapterId id;
    StreamId stream_id;
    domain::ChapterKind kind = domain::ChapterKind::Own;
    std::string title;
    UtcTime began_at;
    std::optional<std::string> client_id;
};

/// Tables class_chapters and class_chapter_lists.
class ChaptersStore {
  public:
    explicit ChaptersStore(Connection& connection) : connection_(connection) {}

    /// By their beginnings.
    Result<std::vector<Chapter>> list(StreamId stream);
    Result<std::int64_t> count(StreamId stream);
    Result<std::optional<Chapter>> find(StreamId stream, ChapterId id);
    Result<std::optional<Chapter>> find_sent(StreamId stream, std::string_view client_id);
    Result<void> insert(const Chapter& chapter);
    /// Its title and beginning.
    Result<void> update(const Chapter& chapter);
    Result<void> remove(const Chapter& chapter);
    /// 0 until the class had chapters.
    Result<std::int64_t> revision(StreamId stream);

  private:
    Result<void> note_change(StreamId stream);

    Connection& connection_;
};

}  // namespace lsl::store
