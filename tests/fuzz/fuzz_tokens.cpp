// Secrets that stand in addresses and headers, as strangers send them: links that end mails,
// calendars, playback, places in lists. What was not given out opens nothing.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/services/classes/calendar_feeds.h"
#include "server/services/classes/page_cursor.h"
#include "server/services/notices/unsubscribe_links.h"
#include "server/services/watching/playback_tokens.h"
#include "server/store/database.h"
#include "server/store/people/users_store.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/server/moving_clock.h"
#include "tests/server/temporary_folder.h"

namespace lsl {
namespace {

constexpr std::size_t kinds = 5;
constexpr std::size_t parts_of_cursor = 3;
constexpr std::string_view listed = "streams";

void require(bool holds) {
    if (!holds) std::abort();
}

/// A studio with one person, to whom one of each was given.
class House {
  public:
    House() {
        person_.user.id = *UserId::parse("01900000-0000-7000-8000-00000000a001");
        person_.user.email = "ana@example.com";
        person_.user.display_name = "Ana";
        person_.user.created_at = clock_.utc();
        require(database_
                    ->write([&](store::Connection& tx) {
                        return store::UsersStore(tx).insert(person_.user, "no hash");
                    })
                    .has_value());
        given_[0] = links_.token(person_.user.id, domain::NoticeEvent::Enrolled);
        given_[1] = feeds_.address(person_, services::CalendarKind::Own)->url;
        given_[1] = given_[1].substr(given_[1].rfind('/') + 1);
        given_[2] = playback_.sign({services::PlaybackClaims::Kind::Live,
                                    {person_.user.id, "a sign-in"},
                                    StreamId{person_.user.id.uuid},
                                    clock_.utc()});
        services::PageCursor cursor;
        cursor.parts = {store::Position{clock_.utc(), person_.user.id.uuid}, std::nullopt,
                        store::Position{clock_.utc(), nil_uuid}};
        given_[3] = cursor.encode(listed).value_or("");
        given_[4] = services::encode_number_cursor("wallet", 17);
    }

    const std::string& given(std::size_t kind) const { return given_[kind]; }
    void try_out(std::size_t kind, const std::string& token) {
        const bool is_given = token == given_[kind];
        switch (kind) {
            case 0: return require(links_.unsubscribe(token).has_value() == is_given);
            case 1: return require(feeds_.read(token).has_value() == is_given);
            case 2: return require(playback_.verify(token).has_value() == is_given);
            case 3: return try_cursor(token);
            default: static_cast<void>(services::decode_number_cursor("wallet", token));
        }
    }

  private:
    /// They are no secrets: whatever is taken for one is one.
    static void try_cursor(const std::string& text) {
        const auto cursor = services::PageCursor::decode(listed, parts_of_cursor, text);
        if (!cursor) return;
        require(cursor->parts.size() == parts_of_cursor);
        const auto again = cursor->encode(listed);
        if (!again) return;
        const auto read = services::PageCursor::decode(listed, parts_of_cursor, *again);
        require(read.has_value() && read->parts == cursor->parts);
    }

    testing::TemporaryFolder folder_;
    testing::MovingClock clock_;
    std::unique_ptr<store::Database> database_ =
        store::Database::open(folder_.path() / "leansporty.db").value();
    services::UnsubscribeLinks links_ =
        services::UnsubscribeLinks::open(*database_, clock_).value();
    services::CalendarFeeds feeds_ =
        services::CalendarFeeds::open(*database_, clock_, "https://live.example.com").value();
    services::PlaybackTokens playback_{"a secret of the fuzzer's, long enough"};
    services::Person person_;
    std::array<std::string, kinds> given_;
};

}  // namespace
}  // namespace lsl

/// A byte of kind, one that says whether a given token is changed at places, or this is the whole.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static lsl::House house;
    lsl::fuzz::FuzzInput input({data, size});
    const std::size_t kind = input.u8() % lsl::kinds;
    const bool changed = input.u8() % 2 == 1;
    const auto rest = input.rest();
    std::string token(reinterpret_cast<const char*>(rest.data()), rest.size());
    if (changed) {
        token = house.given(kind);
        for (std::size_t i = 0; i + 1 < rest.size(); i += 2) {
            token[rest[i] % token.size()] = static_cast<char>(rest[i + 1]);
        }
    }
    house.try_out(kind, token);
    return 0;
}
