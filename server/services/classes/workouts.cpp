#include "server/services/classes/workouts.h"

#include "server/services/classes/page_cursor.h"
#include "server/store/classes/workouts_store.h"
#include "shared/domain/text_rules.h"

namespace lsl::services {

Workouts::Workouts(store::Database& database) : database_(database) {}

Result<api::ListWorkouts::Response> Workouts::list(const PageRequest& page,
                                                   std::string_view search) {
    std::optional<store::Position> after;
    if (!page.cursor.empty()) {
        after = LSL_TRY(PageCursor::decode("workouts", 1, page.cursor)).parts.front();
    }
    api::ListWorkouts::Response response;
    response.workouts = LSL_TRY(database_.read([&](store::Connection& reader) {
        return store::WorkoutsStore(reader).list(after, page.limit + 1, domain::trimmed(search));
    }));
    if (std::ssize(response.workouts) > page.limit) {
        response.workouts.resize(static_cast<std::size_t>(page.limit));
        const domain::Workout& last = response.workouts.back();
        PageCursor next;
        next.parts.push_back(store::Position{last.created_at, last.id.uuid});
        response.next_cursor = next.encode("workouts");
    }
    return response;
}

Result<api::GetWorkout::Response> Workouts::get(std::string_view id_text) {
    const auto id = WorkoutId::parse(id_text);
    if (!id) return not_found("There is no such workout.");
    const auto found = LSL_TRY(database_.read(
        [&](store::Connection& reader) { return store::WorkoutsStore(reader).find(*id); }));
    if (!found) return not_found("There is no such workout.");
    return api::GetWorkout::Response{*found};
}

}  // namespace lsl::services
