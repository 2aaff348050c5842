// What the database gives: durable enrollments per second beside a plain SQLite loop on the same
// disk, and how long the list of classes takes among many.
//
//     bench_store [--streams N] [--enrollments N] [--clients N] [--seconds N] [--folder PATH]
//
// The last line is JSON.

#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "server/services/accounts/secrets.h"
#include "server/services/classes/streams.h"
#include "server/services/enrollments/enrollments.h"
#include "server/services/events/announcements.h"
#include "server/services/events/news_reader.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/classes/streams_store.h"
#include "server/store/classes/wallet_store.h"
#include "server/store/people/users_store.h"
#include "server/system_clock.h"
#include "tests/server/services/fake_media.h"

namespace lsl::bench {
namespace {

using services::new_id;

struct Options {
    std::int64_t streams = 2'000;
    std::int64_t enrollments = 20'000;
    std::int64_t clients = 64;
    std::int64_t seconds = 3;
    std::filesystem::path folder = std::filesystem::temp_directory_path();
};

Options read_options(int count, char** values) {
    Options options;
    const std::map<std::string, std::int64_t*> numbers = {{"--streams", &options.streams},
                                                          {"--enrollments", &options.enrollments},
                                                          {"--clients", &options.clients},
                                                          {"--seconds", &options.seconds}};
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string name = values[i];
        const std::string value = values[i + 1];
        if (name == "--folder") options.folder = value;
        const auto number = numbers.find(name);
        if (number != numbers.end()) {
            std::from_chars(value.data(), value.data() + value.size(), *number->second);
        }
    }
    return options;
}

void must(const Result<void>& result) {
    if (result) return;
    std::fprintf(stderr, "%s %s\n", result.error().message.c_str(), result.error().detail.c_str());
    std::exit(1);
}

double seconds_between(MonoTime from, MonoTime to) {
    return std::chrono::duration<double>(to - from).count();
}

/// Processor time, which says the same on a busy machine.
double cpu_seconds(int whose) {
    rusage usage{};
    getrusage(whose, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// One client that inserts a row and commits, again and again, as durably as we do.
double plain_commits_per_second(const std::filesystem::path& folder, const Clock& clock,
                                std::int64_t seconds) {
    sqlite3* handle = nullptr;
    sqlite3_open((folder / "plain.db").c_str(), &handle);
    sqlite3_exec(handle,
                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                 "CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT)",
                 nullptr, nullptr, nullptr);
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(handle, "INSERT INTO rows (text) VALUES ('enrollment')", -1, &insert,
                       nullptr);
    const MonoTime begin = clock.mono();
    const MonoTime end = begin + std::chrono::seconds(seconds);
    std::int64_t commits = 0;
    while (clock.mono() < end) {
        if (sqlite3_step(insert) == SQLITE_DONE) ++commits;
        sqlite3_reset(insert);
    }
    const double rate = static_cast<double>(commits) / seconds_between(begin, clock.mono());
    sqlite3_finalize(insert);
    sqlite3_close(handle);
    return rate;
}

class Bench {
  public:
    Bench(const std::filesystem::path& folder, const Options& options)
        : options_(options),
          database_(store::Database::open(folder / "leansporty.db").value()),
          announcements_(*database_, hub_, media_, changes_),
          news_(services::NewsReader::open(*database_, "events",
                                           [this](const std::vector<store::NewsRow>& rows) {
                                               announcements_.tell(rows);
                                               return Result<void>();
                                           })
                    .value()),
          streams_(*database_, clock_, media_, nullptr, {"http://localhost"}),
          enrollments_(*database_, clock_, media_) {}

    void fill() {
        add_users(std::max<std::int64_t>(options_.enrollments / 10, options_.clients));
        add_streams(options_.streams);
        add_enrollments(options_.enrollments);
    }

    struct Throughput {
        double per_second = 0;
        double cpu_us_each = 0;
    };
    Throughput enroll_for_a_while() {
        std::atomic<std::int64_t> done{0};
        std::atomic<bool> stop{false};
        std::vector<std::thread> clients;
        const double cpu_before = cpu_seconds(RUSAGE_SELF);
        const MonoTime begin = clock_.mono();
        for (std::int64_t client = 0; client < options_.clients; ++client) {
            clients.emplace_back([&, client] {
                // Each with viewers of its own, in classes that nobody is in yet.
                auto user = static_cast<std::size_t>(client);
                std::size_t stream = 0;
                while (!stop) {
                    const auto enrolled = enrollments_.enroll(
                        users_[user], fresh_[stream].to_string(), services::random_name());
                    if (enrolled && enrolled->created) ++done;
                    if (++stream == fresh_.size()) {
                        stream = 0;
                        user += static_cast<std::size_t>(options_.clients);
                        if (user >= users_.size()) return;
                    }
                }
            });
        }
        const MonoTime end = begin + std::chrono::seconds(options_.seconds);
        while (clock_.mono() < end) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        const double rate = static_cast<double>(done) / seconds_between(begin, clock_.mono());
        stop = true;
        for (auto& client : clients) client.join();
        const double cpu = cpu_seconds(RUSAGE_SELF) - cpu_before;
        return {rate, cpu * 1e6 / std::max(1.0, static_cast<double>(done))};
    }

    struct Times {
        double p50 = 0;
        double p99 = 0;
        double cpu = 0;  ///< mean
    };
    Times list_milliseconds() {
        return milliseconds_of([this] { return wire::to_json(*streams_.list({})); });
    }
    /// The studio's list with the totals of all classes.
    Times studio_milliseconds() {
        return milliseconds_of([this] { return wire::to_json(*streams_.list_for_instructor({})); });
    }
    bool adds_up() {
        return database_
                   ->read([](store::Connection& r) {
                       return store::WalletStore(r).count_mismatches();
                   })
                   .value() == 0;
    }

  private:
    template <class List>
    Times milliseconds_of(List list) {
        constexpr int repetitions = 300;
        std::vector<double> times;
        const double cpu_before = cpu_seconds(RUSAGE_THREAD);
        for (int i = 0; i < repetitions; ++i) {
            const MonoTime begin = clock_.mono();
            const std::string json = list();
            times.push_back(seconds_between(begin, clock_.mono()) * 1000);
            if (json.size() < 1000) must(internal_error("the list is empty"));
        }
        const double cpu = (cpu_seconds(RUSAGE_THREAD) - cpu_before) * 1000 / repetitions;
        std::sort(times.begin(), times.end());
        return {times[times.size() / 2], times[times.size() * 99 / 100], cpu};
    }

    /// `count` times `add(tx, i)`, many to a transaction.
    template <class Add>
    void in_batches(std::int64_t count, Add add) {
        constexpr std::int64_t batch = 5'000;
        for (std::int64_t from = 0; from < count; from += batch) {
            must(database_->write([&](store::Connection& tx) -> Result<void> {
                for (std::int64_t i = from; i < std::min(count, from + batch); ++i) {
                    LSL_TRY(add(tx, i));
                }
                return {};
            }));
        }
    }

    void add_users(std::int64_t count) {
        in_batches(count, [&](store::Connection& tx, std::int64_t i) -> Result<void> {
            const domain::User user{.id = new_id<UserId>(clock_),
                                    .email = "user" + std::to_string(i) + "@example.com",
                                    .display_name = "Viewer",
                                    .created_at = clock_.utc()};
            LSL_TRY(store::UsersStore(tx).insert(user, "none"));
            LSL_TRY(store::WalletStore(tx).move({.id = new_id<WalletEntryId>(clock_),
                                                 .user_id = user.id,
                                                 .delta = 1'000'000,
                                                 .created_at = clock_.utc()},
                                                std::nullopt));
            users_.push_back(user.id);
            return {};
        });
    }

    /// A tenth is to come, a few are live, the rest is over, some of it with a replay.
    void add_streams(std::int64_t count) {
        in_batches(count + fresh_count, [&](store::Connection& tx, std::int64_t i) -> Result<void> {
            domain::StudioClass row;
            domain::Stream& stream = row.stream;
            stream.id = new_id<StreamId>(clock_);
            stream.title = "Class " + std::to_string(i);
            stream.description = "Steps, turns and a short choreography for every level.";
            stream.instructor_name = "Mila Kovač";
            stream.price_in_tokens = 1;
            row.ingest.playback = {.backend = "local",
                                   .playback_id = PlaybackId(services::random_name())};
            row.ingest.access.live_input_id = LiveInputId(services::random_name());
            stream.created_at = stream.updated_at = row.calendar.changed_at = clock_.utc();
            stream.scheduled_start_time = clock_.utc() + std::chrono::minutes(i);
            if (i >= count) {
                fresh_.push_back(stream.id);
            } else if (i % 1000 == 0) {
                stream.status = domain::StreamStatus::Live;
                stream.actual_start_time = clock_.utc() - std::chrono::seconds(i);
            } else if (i % 10 != 1) {
                stream.status = domain::StreamStatus::Ended;
                row.recording.state = domain::RecordingState::Available;
                row.recording.available = true;
                row.recording.video_id = VideoId(services::random_name());
                row.recording.expires_at =
                    clock_.utc() + std::chrono::days(7) - std::chrono::minutes(i);
            }
            streams_made_.push_back(stream.id);
            return store::StreamsStore(tx).insert(row);
        });
    }

    void add_enrollments(std::int64_t count) {
        const auto streams = static_cast<std::int64_t>(streams_made_.size()) - fresh_count;
        const auto users = static_cast<std::int64_t>(users_.size());
        in_batches(count, [&](store::Connection& tx, std::int64_t i) {
            domain::Enrollment place;
            place.id = new_id<EnrollmentId>(clock_);
            place.user_id = users_[static_cast<std::size_t>(i % users)];
            const std::int64_t stream = (i / users + i % users * 7) % streams;
            place.stream_id = streams_made_[static_cast<std::size_t>(stream)];
            place.enrolled_at = clock_.utc();
            return store::EnrollmentsStore(tx).insert(place);
        });
    }

    static constexpr std::int64_t fresh_count = 1000;

    const Options options_;
    SystemClock clock_;
    std::unique_ptr<store::Database> database_;
    services::EventHub hub_{clock_};
    lsl::testing::FakeMedia media_;
    services::LiveChanges changes_;
    services::Announcements announcements_;
    std::unique_ptr<services::NewsReader> news_;
    services::Streams streams_;
    services::Enrollments enrollments_;
    std::vector<UserId> users_;
    std::vector<StreamId> streams_made_;
    std::vector<StreamId> fresh_;  ///< for the enrollments that are measured
};

int run(const Options& options) {
    std::string name = (options.folder / "lsl-bench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) return 1;
    const std::filesystem::path folder = name;
    SystemClock clock;
    const double plain = plain_commits_per_second(folder, clock, options.seconds);
    std::printf("plain SQLite, one insert and commit after the other: %.0f/s\n", plain);
    int status = 0;
    {
        Bench bench(folder, options);
        bench.fill();
        const auto enrolled = bench.enroll_for_a_while();
        std::printf("durable enrollments, %lld clients: %.0f/s, %.0f us of processor each\n",
                    static_cast<long long>(options.clients), enrolled.per_second,
                    enrolled.cpu_us_each);
        const auto list = bench.list_milliseconds();
        std::printf(
            "list of classes among %lld with %lld enrollments: p50 %.2f ms, p99 %.2f ms, "
            "processor %.2f ms\n",
            static_cast<long long>(options.streams), static_cast<long long>(options.enrollments),
            list.p50, list.p99, list.cpu);
        const auto studio = bench.studio_milliseconds();
        std::printf("the studio's list of them, with totals: p50 %.2f ms, p99 %.2f ms\n",
                    studio.p50, studio.p99);
        if (!bench.adds_up()) status = 1;
        std::printf(
            "{\"plain_commits_per_s\": %.0f, \"enrollments_per_s\": %.0f, "
            "\"enrollment_cpu_us\": %.0f, \"list_p50_ms\": %.3f, \"list_p99_ms\": %.3f, "
            "\"list_cpu_ms\": %.3f, \"studio_p50_ms\": %.3f, \"studio_p99_ms\": %.3f, \"streams\": "
            "%lld, \"enrollments\": %lld, "
            "\"ledger_adds_up\": %s}\n",
            plain, enrolled.per_second, enrolled.cpu_us_each, list.p50, list.p99, list.cpu,
            studio.p50, studio.p99, static_cast<long long>(options.streams),
            static_cast<long long>(options.enrollments), status == 0 ? "true" : "false");
    }
    std::filesystem::remove_all(folder);
    return status;
}

}  // namespace
}  // namespace lsl::bench

int main(int count, char** values) {
    return lsl::bench::run(lsl::bench::read_options(count, values));
}
