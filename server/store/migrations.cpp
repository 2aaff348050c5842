#include "server/store/migrations.h"

#include <string>

namespace lsl::store {

namespace {

constexpr Migration embedded[] = {
#include "migrations.inc"
};

Result<std::int64_t> version_of(Connection& connection) {
    Statement statement = connection.prepare("PRAGMA user_version");
    LSL_TRY(statement.step());
    std::int64_t version = 0;
    statement.next(version);
    return version;
}

Result<void> apply(Connection& connection, const Migration& migration, std::size_t version) {
    LSL_TRY(connection.execute("BEGIN IMMEDIATE"));
    const std::string mark = "PRAGMA user_version = " + std::to_string(version);
    Result<void> done = connection.execute(migration.sql);
    if (done) done = connection.execute(mark.c_str());
    if (done) done = connection.execute("COMMIT");
    if (done) return {};
    static_cast<void>(connection.execute("ROLLBACK"));
    return std::move(done.error())
        .with_detail(std::string(migration.name) + ": " + done.error().detail);
}

}  // namespace

std::span<const Migration> migrations() { return embedded; }

Result<void> migrate(Connection& connection, std::span<const Migration> steps) {
    const auto version = static_cast<std::size_t>(LSL_TRY(version_of(connection)));
    if (version > steps.size()) {
        return make_error(ErrorCode::Unavailable, "newer_database",
                          "The data folder belongs to a newer version of this program.");
    }
    for (std::size_t i = version; i < steps.size(); ++i) {
        LSL_TRY(apply(connection, steps[i], i + 1));
    }
    return {};
}

}  // namespace lsl::store
