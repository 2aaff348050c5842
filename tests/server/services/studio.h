#pragma once

#include <memory>
#include <string>

#include "server/services/accounts.h"
#include "server/services/announcements.h"
#include "server/services/enrollments.h"
#include "server/services/playback.h"
#include "server/services/streams.h"
#include "server/services/wallets.h"
#include "server/store/database.h"
#include "server/store/streams_store.h"
#include "server/store/wallet_store.h"
#include "tests/server/moving_clock.h"
#include "tests/server/services/fake_media.h"
#include "tests/server/temporary_folder.h"

namespace lsl::testing {

inline constexpr const char* instructor_token = "the-instructor-access-token";
inline constexpr const char* cron_secret = "the-cron-secret-of-tests";

/// A studio with a real database in a folder of its own, a clock that stands, cheap passwords and
/// media that carries nothing.
class Studio {
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
        accounts.reset();
        wallets.reset();
        enrollments.reset();
        streams.reset();
        announcements.reset();
        database.reset();
    }
    void open() {
        using namespace services;
        database = store::Database::open(folder.path() / "leansporty.db").value();
        announcements = std::make_unique<Announcements>(*database, hub);
        announcements->use(media);
        streams = std::make_unique<Streams>(*database, clock, *announcements, media, nullptr,
                                            StreamsOptions{"http://localhost:8080"});
        enrollments = std::make_unique<Enrollments>(*database, clock, *announcements, media);
        wallets = std::make_unique<Wallets>(*database);
        accounts =
            std::make_unique<Accounts>(*database, clock, hub, limits, passwords,
                                       AccountsOptions{.signup_tokens = 100,
                                                       .instructor_access_token = instructor_token,
                                                       .cron_secret = cron_secret});
        playback = Playback::open(*database, clock, media).value();
    }

    UserId viewer(const std::string& name = "ana") {
        return accounts
            ->register_viewer(
                {.email = name + "@example.com", .password = "correct horse", .displayName = name},
                {})
            .value()
            .session.user.id;
    }
    /// A class tomorrow.
    domain::Stream create(std::int64_t price = 30, const std::string& title = "Salsa") {
        return streams
            ->create({.title = title,
                      .scheduledStartTime = clock.utc() + std::chrono::days(1),
                      .priceInTokens = price})
            .value()
            .stream.stream;
    }
    std::string id(const domain::Stream& stream) const { return stream.id.to_string(); }
    domain::Stream row(StreamId stream) {
        return database
            ->read([&](store::Connection& r) { return store::StreamsStore(r).find(stream); })
            .value()
            .value();
    }
    std::int64_t revenue(StreamId stream) {
        return database
            ->read([&](store::Connection& r) { return store::StreamsStore(r).totals(stream); })
            .value()
            .revenue;
    }
    std::int64_t balance(UserId user) { return wallets->read(user, {}).value().balance; }
    std::vector<domain::WalletEntry> ledger(UserId user) {
        return wallets->read(user, {.limit = 200}).value().entries;
    }
    /// The recording of an ended class is ready, as LiveMedia would note it.
    void make_replay(StreamId id) {
        const auto done = database->write([&](store::Connection& tx) -> Result<void> {
            store::StreamsStore rows(tx);
            auto stream = LSL_TRY(rows.find(id)).value();
            stream.recording_state = domain::RecordingState::Available;
            stream.recording_available = true;
            return rows.update(stream);
        });
        if (!done) std::abort();
        media.files.insert(row(id).recording_video_id.value());
    }
    bool ledger_adds_up() {
        return database
                   ->read([](store::Connection& r) {
                       return store::WalletStore(r).count_mismatches();
                   })
                   .value() == 0;
    }

    TemporaryFolder folder;
    MovingClock clock;
    FakeMedia media;
    services::EventHub hub;
    services::RateLimits limits{clock};
    services::Passwords passwords{{.passes = 1, .memory_bytes = 8192}};
    std::unique_ptr<store::Database> database;
    std::unique_ptr<services::Announcements> announcements;
    std::unique_ptr<services::Streams> streams;
    std::unique_ptr<services::Enrollments> enrollments;
    std::unique_ptr<services::Wallets> wallets;
    std::unique_ptr<services::Accounts> accounts;
    std::unique_ptr<services::Playback> playback;
};

}  // namespace lsl::testing
