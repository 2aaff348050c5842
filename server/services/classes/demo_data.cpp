#include "server/services/classes/demo_data.h"

#include <array>
#include <chrono>

#include "server/services/accounts/secrets.h"
#include "server/store/secrets_store.h"
#include "server/store/sessions_store.h"
#include "server/store/streams_store.h"
#include "server/store/users_store.h"

namespace lsl::services {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

struct DemoViewer {
    const char* email;
    const char* password;
    const char* name;
};
constexpr std::array<DemoViewer, 2> viewers = {{
    {"ana@example.com", "dance-with-ana", "Ana Novak"},
    {"ben@example.com", "dance-with-ben", "Ben Ortiz"},
}};

struct DemoClass {
    const char* title;
    const char* instructor;
    const char* description;
    std::chrono::minutes from_the_next_hour;
    std::int64_t duration_minutes;
    std::int64_t price;
};
constexpr std::array<DemoClass, 7> classes = {{
    {"Morning Dance Workout", "Mila Kovač",
     "High-energy dance cardio for every level. Bring water and a smile; the first song is easy, "
     "the last one isn’t.",
     minutes(0), 60, 50},
    {"Salsa Basics, Slow and Sweet", "Diego Ramos",
     "Basic step, right turn and a little partner work on your own. Shoes that slide help, socks "
     "do too.",
     hours(5), 60, 40},
    {"Wake-up Afrobeat", "Amara Obi",
     "Twenty minutes of groove, twenty of footwork, twenty of just dancing. Come as you are.",
     hours(20), 60, 30},
    {"Heels & Confidence", "Lena Brandt",
     "Lines, walks and a short choreography. Heels from 5 to 10 cm, or none: it works barefoot.",
     days(1) + hours(6), 60, 60},
    {"ダンスカーディオ入門 💃", "Yuki Tanaka",
     "はじめての方のためのダンスカーディオです。動きやすい服装と水をご用意ください。",
     days(2) + hours(4), 60, 45},
    {"Stretch & Restore", "Mila Kovač",
     "Half an hour on the mat after a long week. Free for everybody.", days(3) + hours(2), 30, 0},
    {"House Foundations", "Jules Okafor",
     "Jacking, the farmer, the loose leg: the three steps that everything else is made of.",
     days(4) + hours(3), 75, 55},
}};
constexpr std::size_t class_that_ana_takes = 2;

/// The next full hour that is not within the next ten minutes.
UtcTime next_full_hour(UtcTime now) { return std::chrono::ceil<hours>(now + minutes(10)); }

Result<bool> is_empty(store::Database& database) {
    return database.read([](store::Connection& reader) -> Result<bool> {
        const bool classes_there = LSL_TRY(store::StreamsStore(reader).any());
        const bool users_there = LSL_TRY(store::UsersStore(reader).any());
        return !classes_there && !users_there;
    });
}

constexpr std::string_view secret_name = "demo_password";

/// The one of this data folder, of all demo viewers, once it has been made.
Result<std::optional<std::string>> random_password(store::Database& database) {
    return database.read(
        [](store::Connection& reader) { return store::SecretsStore(reader).find(secret_name); });
}

Result<std::string> make_random_password(store::Database& database, const Clock& clock) {
    return database.write([&](store::Connection& tx) {
        return store::SecretsStore(tx).find_or_insert(secret_name, random_secret(), clock.utc());
    });
}

Result<std::optional<store::Account>> find_account(store::Database& database,
                                                   const DemoViewer& viewer) {
    return database.read([&](store::Connection& reader) {
        return store::UsersStore(reader).find_by_email(viewer.email);
    });
}

}  // namespace

Result<std::vector<DemoLogin>> fill_demo(store::Database& database, const Clock& clock,
                                         Accounts& accounts, Streams& streams,
                                         Enrollments& enrollments, DemoPasswords passwords) {
    std::vector<DemoLogin> logins;
    if (!LSL_TRY(is_empty(database))) return logins;
    if (passwords == DemoPasswords::Random) LSL_TRY(make_random_password(database, clock));
    const auto random = LSL_TRY(random_password(database));

    std::vector<std::string> ids;
    const UtcTime base = next_full_hour(clock.utc());
    for (const DemoClass& one : classes) {
        const auto created =
            LSL_TRY(streams.create({.title = one.title,
                                    .description = one.description,
                                    .instructorName = one.instructor,
                                    .scheduledStartTime = base + one.from_the_next_hour,
                                    .durationMinutes = one.duration_minutes,
                                    .priceInTokens = one.price}));
        ids.push_back(created.stream.stream.id.to_string());
    }
    for (const DemoViewer& viewer : viewers) {
        const std::string password = random.value_or(viewer.password);
        const auto registered = LSL_TRY(accounts.register_viewer(
            {.email = viewer.email, .password = password, .displayName = viewer.name}, {}));
        logins.push_back({viewer.email, password});
        accounts.logout(registered.session_token);
        if (logins.size() == 1) {
            LSL_TRY(enrollments.enroll(registered.session.user.id, ids[class_that_ana_takes], ""));
        }
    }
    return logins;
}

Result<void> close_known_demo_logins(store::Database& database, const Clock& clock,
                                     Passwords& passwords) {
    for (const DemoViewer& viewer : viewers) {
        const auto account = LSL_TRY(find_account(database, viewer));
        if (!account) continue;
        if (!LSL_TRY(passwords.verify(account->password_hash, viewer.password, ""))) continue;
        const std::string random = LSL_TRY(make_random_password(database, clock));
        const std::string hash = LSL_TRY(passwords.hash(random, ""));
        const auto changed = database.write([&](store::Connection& tx) -> Result<void> {
            LSL_TRY(store::UsersStore(tx).set_password_hash(account->user.id, hash));
            return store::SessionsStore(tx).remove_all_of(account->user.id);
        });
        if (!changed) return changed;
    }
    return {};
}

std::vector<DemoLogin> demo_logins(store::Database& database) {
    const auto random = random_password(database);
    std::vector<DemoLogin> logins;
    for (const DemoViewer& viewer : viewers) {
        const auto found = find_account(database, viewer);
        if (!found || !*found) continue;
        logins.push_back({viewer.email, random ? random->value_or(viewer.password)
                                               : std::string(viewer.password)});
    }
    return logins;
}

}  // namespace lsl::services
