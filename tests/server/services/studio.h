#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "server/services/accounts/accounts.h"
#include "server/services/accounts/limits/known_devices.h"
#include "server/services/chat/community.h"
#include "server/services/classes/streams.h"
#include "server/services/enrollments/enrollments.h"
#include "server/services/enrollments/wallets.h"
#include "server/services/events/announcements.h"
#include "server/services/events/live_changes.h"
#include "server/services/events/news_reader.h"
#include "server/services/watching/attendance.h"
#include "server/services/watching/playback.h"
#include "server/services/watching/playback_tokens.h"
#include "server/services/watching/watch_rights.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/streams_store.h"
#include "server/store/classes/wallet_store.h"
#include "server/store/database.h"
#include "tests/server/moving_clock.h"
#include "tests/server/services/fake_media.h"
#include "tests/server/temporary_folder.h"

namespace lsl::testing {

inline constexpr const char* instructor_token = "the-instructor-access-token";
inline constexpr const char* cron_secret = "the-cron-secret-of-tests";

/// A studio with a real database in a folder of its own, a clock that stands, cheap passwords and
/// media that carries nothing.
class Studio {
    // Before the database, which runs statements to its very end.
    std::mutex statements_mutex_;
    std::vector<std::string> statements_;

    void note_statement(const char* sql) {
        const std::lock_guard lock(statements_mutex_);
        statements_.emplace_back(sql);
    }

  public:
    Studio() { open(); }

    /// As after a restart of the server.
    void reopen() {
        close();
        open();
    }
    /// Before a fork: SQLite's locks and our threads do not go with the child.
    void close() {
        playback.reset();
        attendance.reset();
        rights.reset();
        tokens.reset();
        accounts.reset();
        wallets.reset();
        enrollments.reset();
        streams.reset();
        news.reset();
        community.reset();
        announcements.reset();
        database.reset();
    }
    void open() {
        using namespace services;
        database =
            store::Database::open(folder.path() / "leansporty.db",
                                  {.between_runs =
                                       [this](store::Connection& tx) {
                                           if (meanwhile) meanwhile(tx);
                                       },
                                   .observer = [this](const char* sql) { note_statement(sql); }})
                .value();
        news = NewsReader::open(
                   *database, "events",
                   [this](const std::vector<store::NewsRow>& rows) {
                       community->news.tell(rows);
                       announcements->tell(rows);
                       return Result<void>();
                   },
                   NewsReader::By::Callers)
                   .value();
        wallets = std::make_unique<Wallets>(*database);
        accounts =
            std::make_unique<Accounts>(*database, clock, hub, passwords, known_devices(),
                                       AccountsOptions{.signup_tokens = 100,
                                                       .instructor_access_token = instructor_token,
                                                       .cron_secret = cron_secret,
                                                       .new_per_address = 100'000});
        tokens = std::make_unique<PlaybackTokens>(PlaybackTokens::open(*database, clock).value());
        rights = std::make_unique<WatchRights>(*database, clock, *tokens);
        attendance = std::make_unique<Attendance>(*database, clock, *rights);
        carry_by(media);
    }
    /// From now on classes are carried by another backend, which outlives the studio or its next
    /// `carry_by`.
    void carry_by(services::MediaBackend& backend) {
        using namespace services;
        announcements = std::make_unique<Announcements>(*database, hub, backend, changes,
                                                        std::chrono::milliseconds(0),
                                                        Announcements::By::Callers);
        community =
            std::make_unique<Community>(*database, clock, hub, backend, false, Wishes::By::Callers);
        streams = std::make_unique<Streams>(*database, clock, backend, nullptr,
                                            StreamsOptions{"http://localhost:8080"});
        enrollments = std::make_unique<Enrollments>(*database, clock, backend);
        playback =
            std::make_unique<Playback>(*database, clock, *tokens, *rights, *attendance, backend);
    }

    services::KnownDevices known_devices() {
        return services::KnownDevices::open(*database, clock).value();
    }
    UserId viewer(const std::string& name = "ana") {
        const auto in = accounts
                            ->register_viewer({.email = name + "@example.com",
                                               .password = "correct horse",
                                               .displayName = name},
                                              {})
                            .value();
        session_tokens[in.session.user.id] = in.session_token;
        return in.session.user.id;
    }
    /// By the login that came with the account.
    services::Watcher watcher(UserId user) {
        return {user, services::sha256_hex(session_tokens.at(user))};
    }
    services::Watcher staff() {
        const std::string token = accounts->owner_login(instructor_token, {}).value();
        return {accounts->person_of(token).value().user.id, services::sha256_hex(token)};
    }
    /// A class tomorrow.
    domain::StudioClass create(std::int64_t price = 30, const std::string& title = "Salsa") {
        return row(streams
                       ->create({.title = title,
                                 .scheduledStartTime = clock.utc() + std::chrono::days(1),
                                 .priceInTokens = price})
                       .value()
                       .stream.stream.id);
    }
    std::string id(const domain::StudioClass& made) const { return made.stream.id.to_string(); }
    domain::StudioClass row(StreamId stream) {
        return database
            ->read([&](store::Connection& r) { return store::StreamsStore(r).find(stream); })
            .value()
            .value();
    }
    std::int64_t revenue(StreamId stream) {
        return database
            ->read(
                [&](store::Connection& r) { return store::ClassCountersStore(r).totals(stream); })
            .value()
            .revenue;
    }
    std::int64_t balance(UserId user) { return wallets->read(user, {}).value().balance; }
    std::vector<domain::WalletEntry> ledger(UserId user) {
        return wallets->read(user, {.limit = 200}).value().entries;
    }
    /// The recording of an ended class is ready, as RecordingOutcomes would note it.
    void make_replay(StreamId id) {
        const auto done = database->write([&](store::Connection& tx) -> Result<void> {
            store::StreamsStore rows(tx);
            auto ended = LSL_TRY(rows.find(id)).value();
            if (!ended.recording.become_available()) return internal_error("it is not prepared");
            return rows.update(ended);
        });
        if (!done) std::abort();
        media.files.insert(row(id).recording.file_name());
    }
    bool ledger_adds_up() {
        return database
                   ->read([](store::Connection& r) {
                       return store::WalletStore(r).count_mismatches();
                   })
                   .value() == 0;
    }

    /// To what happens from now on.
    std::unique_ptr<services::Subscription> listen(const services::Topic& topic) {
        tell_news();
        return hub.subscribe({.topics = {topic}, .room = {}, .last_event_id = {}});
    }
    /// An event as a listener hears it.
    struct Heard {
        std::string name, data;
    };
    /// What has come since the last call.
    std::vector<Heard> heard(services::Subscription& listener) {
        tell_news();
        std::vector<services::SharedText> texts;
        listener.take(texts);
        std::vector<Heard> events;
        for (const auto& text : texts) {
            std::istringstream lines(*text);
            for (std::string line; std::getline(lines, line);) {
                if (line.starts_with("event: ")) events.push_back({line.substr(7), {}});
                if (line.starts_with("data: ")) events.back().data = line.substr(6);
            }
        }
        return events;
    }
    void tell_news() {
        news->read();
        announcements->tell_changes();
    }
    static bool is_dropped(services::Subscription& listener) {
        std::vector<services::SharedText> texts;
        return listener.take(texts) == services::Subscription::State::Dropped;
    }

    /// Each work runs twice; this is what happens in between.
    std::function<void(store::Connection&)> meanwhile;
    /// The texts of the statements that the database runs meanwhile.
    template <class Act>
    std::vector<std::string> statements_of(Act act) {
        {
            const std::lock_guard lock(statements_mutex_);
            statements_.clear();
        }
        act();
        const std::lock_guard lock(statements_mutex_);
        return statements_;
    }

    std::map<UserId, std::string> session_tokens;  ///< session tokens
    TemporaryFolder folder;
    MovingClock clock;
    FakeMedia media;
    services::EventHub hub{clock, std::chrono::milliseconds(0)};
    services::LiveChanges changes;
    services::Passwords passwords{{.passes = 1, .memory_bytes = 8192}};
    std::unique_ptr<store::Database> database;
    std::unique_ptr<services::Announcements> announcements;
    std::unique_ptr<services::Community> community;
    std::unique_ptr<services::NewsReader> news;
    std::unique_ptr<services::Streams> streams;
    std::unique_ptr<services::Enrollments> enrollments;
    std::unique_ptr<services::Wallets> wallets;
    std::unique_ptr<services::Accounts> accounts;
    std::unique_ptr<services::PlaybackTokens> tokens;
    std::unique_ptr<services::WatchRights> rights;
    std::unique_ptr<services::Attendance> attendance;
    std::unique_ptr<services::Playback> playback;
};

}  // namespace lsl::testing
