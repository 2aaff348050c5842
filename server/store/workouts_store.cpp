#include "server/store/workouts_store.h"

namespace lsl::store {

namespace {

#define WORKOUT_COLUMNS                                                                \
    "id, stream_id, title, description, instructor_name, duration_seconds, video_id, " \
    "thumbnail_url, created_at"

domain::Workout read_workout(Statement& row) {
    domain::Workout w;
    row.columns(w.id, w.stream_id, w.title, w.description, w.instructor_name, w.duration_seconds,
                w.video_id, w.thumbnail_url, w.created_at);
    return w;
}

}  // namespace

Result<void> WorkoutsStore::insert(const domain::Workout& w) {
    Statement statement = connection_.prepare("INSERT INTO workouts (" WORKOUT_COLUMNS
                                              ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    statement.bind(w.id, w.stream_id, w.title, w.description, w.instructor_name, w.duration_seconds,
                   w.video_id, w.thumbnail_url, w.created_at);
    return statement.run();
}

Result<std::optional<domain::Workout>> WorkoutsStore::find(WorkoutId id) {
    Statement statement =
        connection_.prepare("SELECT " WORKOUT_COLUMNS " FROM workouts WHERE id = ?");
    statement.bind(id);
    return read_row(statement, read_workout);
}

Result<std::optional<domain::Workout>> WorkoutsStore::find_by_video(std::string_view video_id) {
    Statement statement =
        connection_.prepare("SELECT " WORKOUT_COLUMNS " FROM workouts WHERE video_id = ?");
    statement.bind(video_id);
    return read_row(statement, read_workout);
}

Result<std::vector<domain::Workout>> WorkoutsStore::list(const std::optional<Position>& after,
                                                         std::int64_t limit,
                                                         std::string_view search) {
    const Position from = after.value_or(after_everything());
    Statement statement = connection_.prepare("SELECT " WORKOUT_COLUMNS R"sql( FROM workouts
        WHERE (created_at, id) < (?1, ?2)
            AND (?3 = '' OR instr(lower(title), lower(?3)) > 0
                 OR instr(lower(description), lower(?3)) > 0
                 OR instr(lower(instructor_name), lower(?3)) > 0)
        ORDER BY created_at DESC, id DESC LIMIT ?4)sql");
    statement.bind(from.at, from.id, search, limit);
    return read_rows(statement, read_workout);
}

}  // namespace lsl::store
