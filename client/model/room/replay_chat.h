#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "client/model/loadable.h"
#include "shared/base/id.h"
#include "shared/wire/chat_api.h"

// What was said and tapped while what is now played was recorded. Positions are milliseconds of
// the recording.

namespace lsl::model {

/// Rows that are shown before a place; nobody reads back further while a recording plays.
inline constexpr std::size_t most_replay_rows = 30;

/// The chat of one recording, five minutes a page: those around the place that is played.
struct ReplayChat {
    using Page = Loadable<api::ReplayChat::Response>;
    std::optional<StreamId> stream;      ///< whose recording it is
    std::map<std::int64_t, Page> pages;  ///< by how many five minutes they begin after the start
    Loadable<api::ReplayEnergy::Response> energy;
};

/// The page that a place is in.
std::int64_t replay_page_of(std::int64_t position_ms);
/// Forgets pages that are not next to that one.
void keep_replay_pages(ReplayChat& chat, std::int64_t page);
/// A page that is wanted at that place, and not asked for yet: the one of the place itself, the one
/// before it where too few rows are known, the one after it shortly before its time.
std::optional<std::int64_t> missing_replay_page(const ReplayChat& chat, std::int64_t position_ms);

/// A message at its place, with who wrote it: null for nobody.
struct ReplayRow {
    const wire::MessageRow* message = nullptr;
    const wire::ChatPerson* author = nullptr;
};
/// The last ones up to that place, the oldest first. They live as long as the chat is not changed.
std::vector<ReplayRow> replay_rows(const ReplayChat& chat, std::int64_t position_ms);

/// Where most was tapped; nothing: nobody tapped.
std::optional<std::int64_t> liveliest_ms(const api::ReplayEnergy::Response& energy);

}  // namespace lsl::model
