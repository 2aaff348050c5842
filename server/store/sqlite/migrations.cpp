#include "server/store/sqlite/migrations.h"

#include <string>
#include <utility>

namespace lsl::store::sqlite {

namespace {

constexpr Migration embedded[] = {
#include "migrations.inc"
};

Result<std::int64_t> version_of(DriverConnection& connection) {
    const auto statement = LSL_TRY(connection.prepare("PRAGMA user_version"));
    LSL_TRY(statement->step());
    return statement->integer(0);
}

/// That no row refers to one that is gone, since nobody watched while the migration ran.
Result<void> check_references(DriverConnection& connection) {
    const auto statement = LSL_TRY(connection.prepare("PRAGMA foreign_key_check"));
    if (!LSL_TRY(statement->step())) return {};
    return internal_error("a row of " + std::string(statement->text(0)) + " refers to nothing in " +
                          std::string(statement->text(2)));
}

Result<void> run(DriverConnection& connection, const Migration& migration, std::size_t version) {
    const std::string mark = "PRAGMA user_version = " + std::to_string(version);
    LSL_TRY(connection.execute(migration.sql));
    LSL_TRY(check_references(connection));
    LSL_TRY(connection.execute(mark.c_str()));
    return connection.execute("COMMIT");
}

Result<void> apply(DriverConnection& connection, const Migration& migration, std::size_t version) {
    LSL_TRY(connection.begin());
    auto done = run(connection, migration, version);
    if (done) return {};
    static_cast<void>(connection.execute("ROLLBACK"));
    return std::move(done.error())
        .with_detail(std::string(migration.name) + ": " + done.error().detail);
}

}  // namespace

std::span<const Migration> migrations() { return embedded; }

Result<void> migrate(DriverConnection& connection, std::span<const Migration> steps) {
    const auto version = static_cast<std::size_t>(LSL_TRY(version_of(connection)));
    if (version > steps.size()) {
        return make_error(ErrorCode::Unavailable, "newer_database",
                          "The data folder belongs to a newer version of this program.");
    }
    // A table that others refer to can be dropped and made anew only while nobody watches, and
    // that can be said outside of a transaction alone (https://sqlite.org/lang_altertable.html 7).
    LSL_TRY(connection.execute("PRAGMA foreign_keys = OFF"));
    for (std::size_t i = version; i < steps.size(); ++i) {
        LSL_TRY(apply(connection, steps[i], i + 1));
    }
    return connection.execute("PRAGMA foreign_keys = ON");
}

}  // namespace lsl::store::sqlite
