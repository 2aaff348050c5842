#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/connection.h"
#include "server/store/notices/notices_store.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/notices.h"
#include "shared/domain/studio_class.h"

namespace lsl::services {

/// Why somebody is told of a class.
enum class ToldBecause : std::uint8_t {
    Place,    ///< they have a place there, or had one
    Bell,     ///< their bell of the class is on
    Teacher,  ///< they follow its teacher
};

/// One of those whom something about a class concerns.
struct Concerned {
    UserId user;
    ToldBecause because = ToldBecause::Place;
};

/// Whom it concerns, each once: first who has a place there, unless their bell of the class is off,
/// then whose bell is on, then who follows the teacher.
Result<std::vector<Concerned>> concerned_by(store::Connection& connection,
                                            domain::NoticeEvent event,
                                            const domain::StudioClass& row);

/// The key of a notice is what happened, this, and whose it is.
std::string_view mark_of(ToldBecause because);
ToldBecause told_because(const store::NoticeRow& notice);

/// What was planned for somebody may wait for the morning: whether their bells and whom they follow
/// still have it so.
Result<bool> is_still_wanted(store::Connection& connection, const store::NoticeRow& notice,
                             const domain::StudioClass& row);
/// Their bell of the class is off, and silences that.
Result<bool> is_silenced(store::Connection& connection, UserId user, domain::NoticeEvent event,
                         StreamId stream);

}  // namespace lsl::services
