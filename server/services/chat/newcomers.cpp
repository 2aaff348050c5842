#include "server/services/chat/newcomers.h"

#include "server/store/classes/figures_store.h"

namespace lsl::services {

Result<Newcomers> Newcomers::of(store::Connection& connection, const domain::Stream& stream,
                                UtcTime now) {
    store::FiguresStore figures(connection);
    Newcomers newcomers;
    for (const store::NamedPlace& place : LSL_TRY(figures.places(stream.id))) {
        newcomers.places_.insert(place.user_id);
    }
    const UtcTime began = stream.actual_start_time.value_or(now);
    for (const UserId user : LSL_TRY(figures.been_here_before(stream, began))) {
        newcomers.known_.insert(user);
    }
    return newcomers;
}

}  // namespace lsl::services
