#include "server/services/classes/calendar_feeds.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <utility>
#include <vector>

#include <sodium.h>

#include "server/services/accounts/secrets.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/classes/streams_store.h"
#include "server/store/notices/calendar_feeds_store.h"
#include "server/store/people/secrets_store.h"
#include "server/store/people/staff_store.h"
#include "shared/domain/calendar.h"

namespace lsl::services {
namespace {

constexpr std::chrono::days shown_afterwards{30};
constexpr std::int64_t most_classes = 500;
// The secret is base64url of: what kind (1 byte), whose (16), the address's number (4), a MAC (16).
constexpr std::size_t id_size = 16;
constexpr std::size_t number_size = 4;
constexpr std::size_t claim_size = 1 + id_size + number_size;
constexpr std::size_t mac_size = 16;
constexpr std::string_view file_ending = ".ics";

std::string_view name_of(CalendarKind kind) { return kind == CalendarKind::Own ? "own" : "taught"; }

Error no_such_calendar() { return not_found("There is no such calendar."); }

std::string claim_of(UserId user, CalendarKind kind, std::int64_t number) {
    std::string claim(1, static_cast<char>(kind));
    claim.append(reinterpret_cast<const char*>(user.uuid.bytes.data()), id_size);
    for (std::size_t i = 0; i < number_size; ++i) {
        claim += static_cast<char>(number >> (8 * (number_size - 1 - i)));
    }
    return claim;
}

/// BLAKE2b with a key (RFC 7693).
std::string calendar_mac(std::string_view claim, std::string_view key) {
    const std::string text = "calendar:" + std::string(claim);
    std::array<unsigned char, mac_size> mac{};
    crypto_generichash(mac.data(), mac.size(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size(), reinterpret_cast<const unsigned char*>(key.data()),
                       std::min<std::size_t>(key.size(), crypto_generichash_KEYBYTES_MAX));
    return {reinterpret_cast<const char*>(mac.data()), mac.size()};
}

}  // namespace

Result<CalendarFeeds> CalendarFeeds::open(store::Database& database, const Clock& clock,
                                          std::string public_url) {
    std::string key = LSL_TRY(database.write([&](store::Connection& tx) {
        return store::SecretsStore(tx).find_or_insert("calendars", random_secret(), clock.utc());
    }));
    return CalendarFeeds(database, clock, std::move(public_url), std::move(key));
}

std::string CalendarFeeds::secret_of(const Reader& reader) const {
    const std::string claim = claim_of(reader.user, reader.kind, reader.number);
    return to_base64url(claim + calendar_mac(claim, key_));
}

std::optional<CalendarFeeds::Reader> CalendarFeeds::reader_of(std::string_view secret) const {
    const std::string bytes = from_base64url(secret);
    if (bytes.size() != claim_size + mac_size) return std::nullopt;
    const std::string_view claim(bytes.data(), claim_size);
    if (!same_secret(bytes.substr(claim_size), calendar_mac(claim, key_))) return std::nullopt;
    Reader reader{{}, claim[0] == 0 ? CalendarKind::Own : CalendarKind::Taught, 0};
    std::copy_n(claim.begin() + 1, id_size, reader.user.uuid.bytes.begin());
    for (const char byte : claim.substr(1 + id_size)) {
        reader.number = reader.number << 8 | static_cast<unsigned char>(byte);
    }
    return reader;
}

api::CalendarAddress CalendarFeeds::address_of(const Reader& reader) const {
    return {public_url_ + "/calendar/" + secret_of(reader) + std::string(file_ending)};
}

Result<api::CalendarAddress> CalendarFeeds::address(const Person& person, CalendarKind kind) {
    const std::int64_t number = LSL_TRY(database_->read([&](store::Connection& reader) {
        return store::CalendarFeedsStore(reader).number(person.user.id, name_of(kind));
    }));
    return address_of({person.user.id, kind, number});
}

Result<api::CalendarAddress> CalendarFeeds::rotate(const Person& person, CalendarKind kind) {
    const auto next = [&](store::Connection& tx) -> Result<std::int64_t> {
        store::CalendarFeedsStore feeds(tx);
        const auto number = LSL_TRY(feeds.number(person.user.id, name_of(kind))) + 1;
        LSL_TRY(feeds.set_number(person.user.id, name_of(kind), number));
        return number;
    };
    return address_of({person.user.id, kind, LSL_TRY(database_->write(next))});
}

Result<CalendarFile> CalendarFeeds::read(std::string_view name) {
    if (!name.ends_with(file_ending)) return no_such_calendar();
    const auto reader = reader_of(name.substr(0, name.size() - file_ending.size()));
    if (!reader) return no_such_calendar();
    std::vector<domain::CalendarEntry> entries;
    const auto fill = [&](store::Connection& connection) -> Result<void> {
        const auto number = LSL_TRY(
            store::CalendarFeedsStore(connection).number(reader->user, name_of(reader->kind)));
        if (number != reader->number) return no_such_calendar();
        for (auto& row : LSL_TRY(classes_of(connection, *reader))) {
            if (row.stream.scheduled_start_time < clock_->utc() - shown_afterwards) continue;
            std::string url = public_url_ + "/streams/" + row.stream.id.to_string() + "/watch";
            entries.push_back({std::move(row.stream), row.calendar, std::move(url)});
        }
        return {};
    };
    LSL_TRY(database_->read(fill));
    CalendarFile file;
    file.text = domain::generate_calendar(entries, "LeanSporty Live");
    file.disposition = "inline; filename=\"classes.ics\"";
    file.etag = "\"" + sha256_hex(file.text).substr(0, 32) + "\"";
    return file;
}

Result<std::vector<domain::StudioClass>> CalendarFeeds::classes_of(store::Connection& connection,
                                                                   const Reader& reader) const {
    std::vector<domain::StudioClass> classes;
    if (reader.kind == CalendarKind::Own) {
        store::EnrollmentsStore enrollments(connection);
        for (auto& one : LSL_TRY(enrollments.list(reader.user, std::nullopt, most_classes))) {
            classes.push_back(std::move(one.row));
        }
        return classes;
    }
    store::StreamsStore streams(connection);
    if (domain::studio_role(LSL_TRY(store::StaffStore(connection).roles_of(reader.user)))) {
        using store::StreamList;
        for (const auto which : {StreamList::Live, StreamList::Upcoming, StreamList::Past}) {
            for (auto& row :
                 LSL_TRY(streams.list(which, std::nullopt, most_classes, clock_->utc()))) {
                classes.push_back(std::move(row));
            }
        }
        return classes;
    }
    for (auto& one : LSL_TRY(streams.of_staff(reader.user))) {
        classes.push_back(std::move(one.row));
    }
    return classes;
}

}  // namespace lsl::services
