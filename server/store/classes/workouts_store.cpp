#include "server/store/classes/workouts_store.h"

#include "server/store/table.h"

namespace lsl::store {

namespace {

struct WorkoutsTable {
    static constexpr const char* name = "workouts";
    using Row = domain::Workout;
    template <class R, class Column>
    static void columns(R& w, Column column) {
        column("id", w.id, Written::Key);
        column("stream_id", w.stream_id);
        column("title", w.title);
        column("description", w.description);
        column("instructor_name", w.instructor_name);
        column("style", w.style);
        column("level", w.level);
        column("duration_seconds", w.duration_seconds);
        column("video_id", w.video_id);
        column("thumbnail_url", w.thumbnail_url);
        column("created_at", w.created_at);
    }
};

}  // namespace

Result<void> WorkoutsStore::insert(const domain::Workout& workout) {
    return insert_row<WorkoutsTable>(connection_, workout);
}

Result<std::optional<domain::Workout>> WorkoutsStore::find(WorkoutId id) {
    static const std::string sql = select_from<WorkoutsTable>() + "WHERE id = ?";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(id);
    return read_row(statement, read_row_of<WorkoutsTable>);
}

Result<std::optional<domain::Workout>> WorkoutsStore::find_by_video(const VideoId& video) {
    static const std::string sql = select_from<WorkoutsTable>() + "WHERE video_id = ?";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(video);
    return read_row(statement, read_row_of<WorkoutsTable>);
}

Result<std::vector<domain::Workout>> WorkoutsStore::list(const std::optional<Position>& after,
                                                         std::int64_t limit,
                                                         std::string_view search) {
    // Where there is no instr, a migration makes one.
    static const std::string sql = select_from<WorkoutsTable>() + R"sql(
        WHERE (created_at, id) < (?1, ?2)
            AND (?3 = '' OR instr(lower(title), lower(?3)) > 0
                 OR instr(lower(description), lower(?3)) > 0
                 OR instr(lower(instructor_name), lower(?3)) > 0)
        ORDER BY created_at DESC, id DESC LIMIT ?4)sql";
    const Position from = after.value_or(after_everything());
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(from.at, from.id, search, limit);
    return read_rows(statement, read_row_of<WorkoutsTable>);
}

}  // namespace lsl::store
