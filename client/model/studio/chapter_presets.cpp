#include "client/model/studio/chapter_presets.h"

#include <algorithm>

namespace lsl::model {

namespace {

using domain::ChapterKind;

constexpr int warm_up_key = 1, first_phrase_key = 2, run_through_key = 8, cool_down_key = 9;

NewChapter numbered_phrase(const Model& model, std::int64_t number) {
    return {ChapterKind::Phrase, model.say(msg::ChaptersPhrase{number})};
}

}  // namespace

NewChapter preset_chapter(const Model& model, int key) {
    switch (key) {
        case warm_up_key:
            return {ChapterKind::WarmUp, std::string(model.say(msg::chapters_warm_up))};
        case run_through_key:
            return {ChapterKind::RunThrough, std::string(model.say(msg::chapters_run_through))};
        case cool_down_key:
            return {ChapterKind::CoolDown, std::string(model.say(msg::chapters_cool_down))};
        default: return numbered_phrase(model, key - first_phrase_key + 1);
    }
}

NewChapter next_chapter(const Model& model, const std::vector<wire::ChapterRow>& rows) {
    if (rows.empty()) return preset_chapter(model, warm_up_key);
    const auto phrases = std::count_if(
        rows.begin(), rows.end(), [](const auto& row) { return row.kind == ChapterKind::Phrase; });
    return numbered_phrase(model, phrases + 1);
}

}  // namespace lsl::model
