#include "server/store/database.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <thread>
#include <vector>

#include "server/store/classes/idempotency_store.h"
#include "server/store/people/users_store.h"
#include "server/store/sqlite/migrations.h"
#include "server/store/sqlite/sqlite_connection.h"
#include "tests/server/store/store_rows.h"
#include "tests/server/temporary_folder.h"

namespace lsl::store {
namespace {

using namespace lsl::testing;
using sqlite::migrate;
using sqlite::Migration;
using sqlite::SqliteConnection;

class DatabaseTest : public ::testing::Test {
  protected:
    DatabaseTest() : database(Database::open(folder.path() / "leansporty.db").value()) {}

    std::int64_t count_users() {
        return database
            ->read([](Connection& reader) -> Result<std::int64_t> {
                Statement statement =
                    reader.prepare("SELECT count(*) FROM users WHERE email <> ''");
                LSL_TRY(statement.step());
                std::int64_t count = 0;
                statement.next(count);
                return count;
            })
            .value();
    }
    Result<void> insert(std::uint32_t number) {
        return database->write(
            [&](Connection& tx) { return UsersStore(tx).insert(a_user(number), "hash"); });
    }
    std::string text_of(const char* sql) {
        return database
            ->read([&](Connection& reader) -> Result<std::string> {
                Statement statement = reader.prepare(sql);
                LSL_TRY(statement.step());
                std::string text;
                statement.next(text);
                return text;
            })
            .value();
    }

    TemporaryFolder folder;
    std::unique_ptr<Database> database;
};

TEST_F(DatabaseTest, IsReadableByItsOwnerAlone) {
    ASSERT_TRUE(insert(1));
    for (const char* ending : {"", "-wal", "-shm"}) {
        struct stat info {};
        const std::string file = database->file().string() + ending;
        ASSERT_EQ(::stat(file.c_str(), &info), 0) << file;
        EXPECT_EQ(info.st_mode & 0777, 0600u) << file;
    }
}

TEST_F(DatabaseTest, WritesAheadAndWaitsForTheDisk) {
    EXPECT_EQ(text_of("PRAGMA journal_mode"), "wal");
    const auto writer_says = database->write([](Connection& tx) -> Result<std::string> {
        std::string both;
        for (const char* sql : {"PRAGMA synchronous", "PRAGMA foreign_keys"}) {
            Statement statement = tx.prepare(sql);
            LSL_TRY(statement.step());
            std::string value;
            statement.next(value);
            both += value;
        }
        return both;
    });
    EXPECT_EQ(writer_says.value(), "21");  // FULL, ON
}

TEST_F(DatabaseTest, KeepsWhatWasWrittenThroughReopening) {
    ASSERT_TRUE(insert(1));
    database.reset();
    database = Database::open(folder.path() / "leansporty.db").value();
    EXPECT_EQ(count_users(), 1);
}

TEST_F(DatabaseTest, WorkThatFailsLeavesNothingBehind) {
    const auto done = database->write([](Connection& tx) -> Result<void> {
        LSL_TRY(UsersStore(tx).insert(a_user(1), "hash"));
        return not_found("changed my mind");
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::NotFound);
    EXPECT_EQ(count_users(), 0);
}

TEST_F(DatabaseTest, WorkThatFailsHarmsNoneBesideIt) {
    // Held back by the first, the others go through in one batch.
    std::atomic<bool> held{true};
    std::thread first([&] {
        EXPECT_TRUE(database->write([&](Connection&) -> Result<void> {
            while (held) std::this_thread::yield();
            return {};
        }));
    });
    std::atomic<int> well{0};
    std::vector<std::thread> others;
    for (std::uint32_t i = 1; i <= 20; ++i) {
        others.emplace_back([&, i] {
            const auto done = database->write([&](Connection& tx) -> Result<void> {
                LSL_TRY(UsersStore(tx).insert(a_user(i), "hash"));
                if (i % 4 == 0) return internal_error("on purpose");
                return {};
            });
            if (done) ++well;
        });
    }
    held = false;
    first.join();
    for (auto& thread : others) thread.join();
    EXPECT_EQ(well, 15);
    EXPECT_EQ(count_users(), 15);
}

TEST_F(DatabaseTest, WorkSeesTheWorkBeforeIt) {
    ASSERT_TRUE(insert(1));
    const auto again = insert(1);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::Conflict);
}

TEST_F(DatabaseTest, ReadersCannotWrite) {
    const auto done = database->read(
        [](Connection& reader) { return UsersStore(reader).insert(a_user(1), "hash"); });
    EXPECT_FALSE(done);
    EXPECT_EQ(count_users(), 0);
}

TEST_F(DatabaseTest, AReaderSeesOneMomentThroughout) {
    ASSERT_TRUE(insert(1));
    const auto seen = database->read([&](Connection& reader) -> Result<std::int64_t> {
        const auto count = [&]() -> Result<std::int64_t> {
            Statement statement = reader.prepare("SELECT count(*) FROM users WHERE email <> ''");
            LSL_TRY(statement.step());
            std::int64_t value = 0;
            statement.next(value);
            return value;
        };
        const std::int64_t before = LSL_TRY(count());
        std::thread([&] { EXPECT_TRUE(insert(2)); }).join();
        const std::int64_t after = LSL_TRY(count());
        return before * 10 + after;
    });
    EXPECT_EQ(seen.value(), 11);
    EXPECT_EQ(count_users(), 2);
}

TEST_F(DatabaseTest, LaterWorkIsDoneBeforeTheEnd) {
    for (std::uint32_t i = 1; i <= 300; ++i) {
        database->write_later(
            [i](Connection& tx) { return UsersStore(tx).insert(a_user(i), "hash"); });
    }
    database.reset();
    database = Database::open(folder.path() / "leansporty.db").value();
    EXPECT_EQ(count_users(), 300);
}

TEST_F(DatabaseTest, MigrationsRunOnceAndLeaveTheirNumber) {
    EXPECT_EQ(text_of("PRAGMA user_version"), std::to_string(sqlite::migrations().size()));
    database.reset();
    EXPECT_TRUE(Database::open(folder.path() / "leansporty.db"));
}

TEST_F(DatabaseTest, KeysFromBeforeTheirOutcomesWereKeptAreStillGood) {
    const auto steps = sqlite::migrations();
    std::size_t before = 0;
    while (std::string_view(steps[before].name) != "0007_kept_outcomes") ++before;
    auto driver = SqliteConnection::open(folder.path() / "old.db", OpenAs::Writer).value();
    DriverConnection& file = *driver;
    Connection connection(std::move(driver));
    ASSERT_TRUE(migrate(file, steps.first(before)));
    auto user = connection.prepare(R"sql(
        INSERT INTO users (id, email, email_key, display_name, password_hash, created_at)
        VALUES (?, 'ana@example.com', 'ana@example.com', 'Ana', 'hash', '2026-11-01T09:00:00.000Z'))sql");
    user.bind(a_user(1).id);
    ASSERT_TRUE(user.run());
    auto insert = connection.prepare(R"sql(
        INSERT INTO idempotency_keys VALUES (?, 'key-1', 'enroll x', 1,
            '{"enrollment":{"id":"01890a5d-ac96-774b-bcce-b302099a8057","tokens_paid":30,
            "enrolled_at":"2026-11-22T09:00:00.000Z"},"token_balance":70}',
            '2026-11-22T09:00:00.000Z'))sql");
    insert.bind(a_user(1).id);
    ASSERT_TRUE(insert.run());
    ASSERT_TRUE(migrate(file));
    const auto kept = IdempotencyStore(connection).find(a_user(1).id, "key-1").value();
    ASSERT_TRUE(kept);
    EXPECT_TRUE(kept->created);
    EXPECT_EQ(kept->made_id.to_string(), "01890a5d-ac96-774b-bcce-b302099a8057");
    EXPECT_EQ(kept->tokens, 30);
    EXPECT_EQ(to_iso8601(kept->made_at), "2026-11-22T09:00:00.000Z");
    EXPECT_EQ(kept->token_balance, 70);
}

TEST_F(DatabaseTest, AddressesFromBeforeAllLettersCountedAreComparedAnew) {
    const auto steps = sqlite::migrations();
    std::size_t before = 0;
    while (std::string_view(steps[before].name) != "0014_email_keys") ++before;
    auto driver = SqliteConnection::open(folder.path() / "old.db", OpenAs::Writer).value();
    DriverConnection& file = *driver;
    Connection connection(std::move(driver));
    ASSERT_TRUE(migrate(file, steps.first(before)));
    const auto add = [&](std::uint32_t number, std::string_view email, std::string_view key) {
        auto user = connection.prepare(R"sql(
            INSERT INTO users (id, email, email_key, display_name, password_hash, created_at)
            VALUES (?, ?, ?, 'Somebody', 'hash', '2026-11-01T09:00:00.000Z'))sql");
        user.bind(a_user(number).id, email, key);
        ASSERT_TRUE(user.run());
    };
    add(1, "\u00d6zil@example.com", "\u00d6zil@example.com");
    add(2, "m\u00fcller@example.com", "m\u00fcller@example.com");
    add(3, "M\u00dcLLER@example.com", "m\u00dcller@example.com");
    ASSERT_TRUE(migrate(file));
    UsersStore users(connection);
    const auto found = [&](std::string_view email) {
        const auto account = users.find_by_email(email).value();
        return account ? account->user.id : UserId();
    };
    EXPECT_EQ(found("o\u0308zil@example.com"), a_user(1).id);
    EXPECT_EQ(found("m\u00fcller@example.com"), a_user(2).id);
    EXPECT_EQ(found("M\u00dcLLER@example.com"), a_user(3).id) << "their way in stays";
}

TEST_F(DatabaseTest, AMigrationThatFailsChangesNothing) {
    const Migration broken[] = {{"0001_half", "CREATE TABLE a (x); CREATE TABLE a (x);"}};
    const auto connection =
        SqliteConnection::open(folder.path() / "other.db", OpenAs::Writer).value();
    EXPECT_FALSE(migrate(*connection, broken));
    const Migration sound[] = {{"0001_whole", "CREATE TABLE a (x);"}};
    EXPECT_TRUE(migrate(*connection, sound));
    EXPECT_TRUE(migrate(*connection, sound));
}

TEST_F(DatabaseTest, AMigrationThatLeavesARowWithoutItsOwnChangesNothing) {
    const Migration made[] = {
        {"0001",
         "CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1);"
         "CREATE TABLE b (a INTEGER REFERENCES a (id)); INSERT INTO b VALUES (1);"}};
    const Migration broken[] = {made[0], {"0002", "DELETE FROM a;"}};
    // Made anew under the same name: whoever refers to it does not notice.
    const Migration sound[] = {
        made[0],
        {"0002",
         "CREATE TABLE c (id INTEGER PRIMARY KEY, name TEXT);"
         "INSERT INTO c (id) SELECT id FROM a; DROP TABLE a; ALTER TABLE c RENAME TO a;"}};
    const auto connection =
        SqliteConnection::open(folder.path() / "other.db", OpenAs::Writer).value();
    ASSERT_TRUE(migrate(*connection, made));
    EXPECT_FALSE(migrate(*connection, broken));
    ASSERT_TRUE(migrate(*connection, sound));
    EXPECT_FALSE(connection->execute("INSERT INTO b VALUES (2)"));
    EXPECT_TRUE(connection->execute("INSERT INTO b VALUES (1)"));
}

TEST_F(DatabaseTest, WorkThatRunsTwiceIsDoneOnceAndSeesWhatOthersDidMeanwhile) {
    database.reset();
    const auto somebody_else = [](Connection& tx) {
        EXPECT_TRUE(UsersStore(tx).insert(a_user(2), "hash"));
    };
    database =
        Database::open(folder.path() / "leansporty.db", {.between_runs = somebody_else}).value();
    std::vector<bool> seen;
    ASSERT_TRUE(database->write([&](Connection& tx) -> Result<void> {
        seen.push_back(LSL_TRY(UsersStore(tx).find(a_user(2).id)).has_value());
        return UsersStore(tx).insert(a_user(1), "hash");
    }));
    EXPECT_EQ(seen, (std::vector<bool>{false, true}));
    EXPECT_EQ(count_users(), 2);
}

TEST_F(DatabaseTest, RefusesTheFileOfANewerProgram) {
    ASSERT_TRUE(
        database->write([](Connection& tx) { return tx.execute("PRAGMA user_version = 999"); }));
    database.reset();
    const auto reopened = Database::open(folder.path() / "leansporty.db");
    ASSERT_FALSE(reopened);
    EXPECT_EQ(reopened.error().word, "newer_database");
}

TEST_F(DatabaseTest, RefusesAFileThatIsNoDatabase) {
    const auto file = folder.path() / "text.db";
    std::ofstream(file) << std::string(4096, 'x');
    const auto opened = Database::open(file);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().word, "damaged_database");
}

TEST_F(DatabaseTest, EveryTableIsStrict) {
    EXPECT_EQ(text_of("SELECT coalesce(group_concat(name), '') FROM pragma_table_list "
                      "WHERE schema = 'main' AND type = 'table' AND strict = 0 "
                      "AND name NOT LIKE 'sqlite_%'"),
              "");
}

}  // namespace
}  // namespace lsl::store
