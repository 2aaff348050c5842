#pragma once

#include <string>
#include <vector>

#include "client/model/model.h"
#include "shared/wire/chapter_api.h"

namespace lsl::model {

/// A chapter that may begin, named in the person's language.
struct NewChapter {
    domain::ChapterKind kind = domain::ChapterKind::Own;
    std::string title;
};

/// What the keys 1 to 9 stand for: the warm-up, phrases, the run-through, the cool-down.
inline constexpr int chapter_keys = 9;
NewChapter preset_chapter(const Model& model, int key);

/// A class begins with its warm-up; what follows are phrases until somebody says otherwise.
NewChapter next_chapter(const Model& model, const std::vector<wire::ChapterRow>& rows);

}  // namespace lsl::model
