#include "server/services/classes/demo_data.h"

#include <array>
#include <chrono>

#include "server/recorder/sample_film.h"
#include "server/services/accounts/secrets.h"
#include "server/services/live/local_media.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/streams_store.h"
#include "server/store/classes/workouts_store.h"
#include "server/store/people/secrets_store.h"
#include "server/store/people/sessions_store.h"
#include "server/store/people/users_store.h"
#include "shared/domain/lifecycle.h"

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
    const char* style;
    domain::Level level;
};
constexpr std::array<DemoClass, 7> classes = {{
    {"Morning Dance Workout", "Mila Kovač",
     "High-energy dance cardio for every level. Bring water and a smile; the first song is easy, "
     "the last one isn’t.",
     minutes(0), 60, 50, "Dance cardio", domain::Level::Any},
    {"Salsa Basics, Slow and Sweet", "Diego Ramos",
     "Basic step, right turn and a little partner work on your own. Shoes that slide help, socks "
     "do too.",
     hours(5), 60, 40, "Salsa", domain::Level::Beginner},
    {"Wake-up Afrobeat", "Amara Obi",
     "Twenty minutes of groove, twenty of footwork, twenty of just dancing. Come as you are.",
     hours(20), 60, 30, "Afrobeat", domain::Level::Any},
    {"Heels & Confidence", "Lena Brandt",
     "Lines, walks and a short choreography. Heels from 5 to 10 cm, or none: it works barefoot.",
     days(1) + hours(6), 60, 60, "Heels", domain::Level::Intermediate},
    {"ダンスカーディオ入門 💃", "Yuki Tanaka",
     "はじめての方のためのダンスカーディオです。動きやすい服装と水をご用意ください。",
     days(2) + hours(4), 60, 45, "ダンスカーディオ", domain::Level::Beginner},
    {"Stretch & Restore", "Mila Kovač",
     "Half an hour on the mat after a long week. Free for everybody.", days(3) + hours(2), 30, 0,
     "Stretch", domain::Level::Any},
    {"House Foundations", "Jules Okafor",
     "Jacking, the farmer, the loose leg: the three steps that everything else is made of.",
     days(4) + hours(3), 75, 55, "House", domain::Level::Intermediate},
}};
constexpr std::size_t class_that_ana_takes = 2;

/// Yesterday's, whose replay can be seen, and one that the catalogue has taken.
constexpr DemoClass class_of_yesterday = {
    "Side Steps on Eight Counts",
    "Mila Kovač",
    "Step, touch, arms up on five. Slow it down and loop it until the feet know it.",
    -hours(22),
    20,
    20,
    "Dance cardio",
    domain::Level::Beginner};
constexpr DemoClass class_of_the_catalogue = {
    "The Eight-Count Warm-up",
    "Diego Ramos",
    "Twenty minutes that wake up feet, hips and shoulders before any class.",
    -hours(24 * 75),
    20,
    0,
    "Warm-up",
    domain::Level::Any};

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

Result<domain::StudioClass> row_of(store::Connection& reader, StreamId id) {
    const auto row = LSL_TRY(store::StreamsStore(reader).find(id));
    if (!row) return not_found("There is no such class.");
    return *row;
}

Result<wire::InstructorStream> create(const DemoParts& parts, const DemoClass& one, UtcTime start) {
    const auto created = LSL_TRY(parts.streams.create({.title = one.title,
                                                       .description = one.description,
                                                       .instructorName = one.instructor,
                                                       .scheduledStartTime = start,
                                                       .durationMinutes = one.duration_minutes,
                                                       .priceInTokens = one.price,
                                                       .style = one.style,
                                                       .level = one.level}));
    return created.stream;
}

/// Lets a class have been taught at its time in the past, with a film for its recording.
Result<void> teach(const DemoParts& parts, StreamId id, const DemoClass& one) {
    const UtcTime start = next_full_hour(parts.clock.utc()) + one.from_the_next_hour;
    const std::string film = random_name();
    LSL_TRY(recorder::write_sample_film({parts.recordings, film}, {.started_at = start}));
    return parts.database.write([&](store::Connection& tx) -> Result<void> {
        domain::StudioClass row = LSL_TRY(row_of(tx, id));
        row.stream.scheduled_start_time = start;
        LSL_TRY(domain::start(row, VideoId(film), start));
        LSL_TRY(domain::end(row, start + minutes(one.duration_minutes)));
        row.recording.become_available();
        LSL_TRY(store::StreamsStore(tx).update(row));
        return store::ClassCountersStore(tx).add_media(id, row.stream.scheduled_duration_seconds);
    });
}

Result<void> put_into_catalogue(const DemoParts& parts, StreamId id) {
    return parts.database.write([&](store::Connection& tx) -> Result<void> {
        domain::StudioClass row = LSL_TRY(row_of(tx, id));
        const domain::Stream& stream = row.stream;
        const domain::Workout workout{.id = new_id<WorkoutId>(parts.clock),
                                      .stream_id = stream.id,
                                      .title = stream.title,
                                      .description = stream.description,
                                      .instructor_name = stream.instructor_name,
                                      .style = stream.style,
                                      .level = stream.level,
                                      .duration_seconds = stream.scheduled_duration_seconds,
                                      .video_id = *row.recording.video_id,
                                      .thumbnail_url = stream.thumbnail_url,
                                      .created_at = parts.clock.utc()};
        LSL_TRY(store::WorkoutsStore(tx).insert(workout));
        row.stream.migrated_to_workout_id = workout.id;
        return store::StreamsStore(tx).update(row);
    });
}

/// A class of yesterday, which is returned, and one that the catalogue has taken.
Result<StreamId> fill_past(const DemoParts& parts) {
    const UtcTime now = parts.clock.utc();
    const StreamId taught = LSL_TRY(create(parts, class_of_yesterday, now)).stream.id;
    LSL_TRY(teach(parts, taught, class_of_yesterday));
    const StreamId kept = LSL_TRY(create(parts, class_of_the_catalogue, now)).stream.id;
    LSL_TRY(teach(parts, kept, class_of_the_catalogue));
    LSL_TRY(parts.streams.expire_recording(kept));
    LSL_TRY(put_into_catalogue(parts, kept));
    return taught;
}

/// Nobody reads mail there: none is sent to be confirmed by.
Result<void> confirm(store::Database& database, const Clock& clock, UserId user,
                     const DemoViewer& viewer) {
    return database.write([&](store::Connection& tx) {
        return store::UsersStore(tx).note_verified(user, viewer.email, clock.utc());
    });
}

}  // namespace

Result<std::vector<DemoLogin>> fill_demo(const DemoParts& parts, DemoPasswords passwords) {
    std::vector<DemoLogin> logins;
    if (!LSL_TRY(is_empty(parts.database))) return logins;
    if (passwords == DemoPasswords::Random) {
        LSL_TRY(make_random_password(parts.database, parts.clock));
    }
    const auto random = LSL_TRY(random_password(parts.database));

    std::vector<std::string> ids;
    bool recorded_here = false;
    const UtcTime base = next_full_hour(parts.clock.utc());
    for (const DemoClass& one : classes) {
        const auto row = LSL_TRY(create(parts, one, base + one.from_the_next_hour));
        ids.push_back(row.stream.id.to_string());
        recorded_here = row.playback.backend == LocalMedia::backend_name;
    }
    std::optional<StreamId> taught;
    if (recorded_here) taught = LSL_TRY(fill_past(parts));
    for (const DemoViewer& viewer : viewers) {
        const std::string password = random.value_or(viewer.password);
        const auto registered = LSL_TRY(parts.accounts.register_viewer(
            {.email = viewer.email, .password = password, .displayName = viewer.name}, {}));
        logins.push_back({viewer.email, password});
        parts.accounts.logout(registered.session_token);
        LSL_TRY(confirm(parts.database, parts.clock, registered.session.user.id, viewer));
        if (logins.size() > 1) continue;
        const UserId ana = registered.session.user.id;
        LSL_TRY(parts.enrollments.enroll(ana, ids[class_that_ana_takes], ""));
        if (taught) LSL_TRY(parts.enrollments.enroll(ana, taught->to_string(), ""));
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
