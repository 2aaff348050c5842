// What was answered before a kill -9 is there afterwards, once.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

constexpr int viewers = 4;
constexpr int classes = 400;

struct Acknowledged {
    int viewer;
    int stream;
};

/// Everything the child needs, made anew there: threads do not survive a fork.
struct Enrolling {
    Enrolling(const std::filesystem::path& file, const Clock& clock)
        : database(store::Database::open(file).value()), enrollments(*database, clock, media) {}

    std::unique_ptr<store::Database> database;
    lsl::testing::FakeMedia media;
    Enrollments enrollments;
};

/// Each viewer enrolls in one class after the other on a thread of their own; whatever was
/// answered goes down the pipe.
[[noreturn]] void enroll_for_ever(const std::filesystem::path& file, const Clock& clock,
                                  const std::vector<UserId>& users,
                                  const std::vector<StreamId>& streams, int pipe) {
    Enrolling server(file, clock);
    std::vector<std::thread> threads;
    for (int viewer = 0; viewer < viewers; ++viewer) {
        threads.emplace_back([&, viewer] {
            for (int stream = 0; stream < classes; ++stream) {
                const auto done =
                    server.enrollments.enroll(users[static_cast<std::size_t>(viewer)],
                                              streams[static_cast<std::size_t>(stream)].to_string(),
                                              "key-" + std::to_string(stream));
                if (!done) _exit(2);
                const Acknowledged note{viewer, stream};
                if (::write(pipe, &note, sizeof note) != sizeof note) _exit(3);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    _exit(0);
}

class KillTest : public ::testing::TestWithParam<int>, protected lsl::testing::Studio {};

TEST_P(KillTest, LosesAndDoublesNoEnrollmentThatWasAnswered) {
    std::vector<UserId> users;
    for (int i = 0; i < viewers; ++i) users.push_back(viewer("user" + std::to_string(i)));
    std::vector<StreamId> ids;
    for (int i = 0; i < classes; ++i) ids.push_back(create(1).stream.id);
    ASSERT_TRUE(database->write([](store::Connection& tx) {
        return tx.execute(
            "UPDATE users SET token_balance = token_balance + 1000;"
            "INSERT INTO wallet_entries (id, user_id, delta, reason, created_at, "
            "balance_after) SELECT 'grant-' || id, id, 1000, 'grant', "
            "created_at, token_balance FROM users");
    }));
    const auto file = database->file();
    close();

    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) enroll_for_ever(file, clock, users, ids, pipe[1]);
    ::close(pipe[1]);

    std::vector<Acknowledged> answered;
    Acknowledged note{};
    while (::read(pipe[0], &note, sizeof note) == sizeof note) {
        answered.push_back(note);
        if (std::ssize(answered) == GetParam()) ::kill(child, SIGKILL);
    }
    ::close(pipe[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "exit status " << WEXITSTATUS(status);

    open();
    EXPECT_TRUE(ledger_adds_up());
    std::int64_t places = 0;
    for (const UserId user : users) {
        std::int64_t of_user = 0;
        PageRequest page{.limit = 200};
        while (true) {
            const auto rows = enrollments->list(user, page).value();
            of_user += std::ssize(rows.enrollments);
            if (!rows.next_cursor) break;
            page.cursor = *rows.next_cursor;
        }
        EXPECT_EQ(balance(user), 1100 - of_user);
        places += of_user;
    }
    EXPECT_GE(places, std::ssize(answered));
    for (const Acknowledged& one : answered) {
        const UserId user = users[static_cast<std::size_t>(one.viewer)];
        const std::string stream = ids[static_cast<std::size_t>(one.stream)].to_string();
        ASSERT_TRUE(enrollments->find(user, stream));
    }
    // A client that saw no answer tries again with its key: still one place, one payment.
    for (int viewer = 0; viewer < viewers; ++viewer) {
        const UserId user = users[static_cast<std::size_t>(viewer)];
        for (int stream = 0; stream < 10; ++stream) {
            ASSERT_TRUE(enrollments->enroll(user, ids[static_cast<std::size_t>(stream)].to_string(),
                                            "key-" + std::to_string(stream)));
        }
    }
    EXPECT_TRUE(ledger_adds_up());
    std::int64_t counted = 0;
    std::int64_t entries = 0;
    for (const StreamId stream : ids) counted += row(stream).stream.total_enrollments;
    for (const UserId user : users) entries += 1100 - balance(user);
    EXPECT_EQ(counted, entries);
}

INSTANTIATE_TEST_SUITE_P(AfterSoManyAnswers, KillTest, ::testing::Values(1, 50, 500));

}  // namespace
}  // namespace lsl::services
