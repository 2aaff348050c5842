#include "server/services/accounts/limits/known_devices.h"

#include <gtest/gtest.h>

#include "server/services/accounts/secrets.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

class KnownDevicesTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    KnownDevices devices = known_devices();
    UserId ana = new_id<UserId>(clock);
    UserId ben = new_id<UserId>(clock);
};

TEST_F(KnownDevicesTest, ABrowserIsKnownAtTheAccountsThatSignedInWithIt) {
    std::string notes = devices.noted("", ana);
    EXPECT_TRUE(devices.find(notes, ana));
    EXPECT_FALSE(devices.find(notes, ben));
    notes = devices.noted(notes, ben);
    EXPECT_TRUE(devices.find(notes, ana));
    EXPECT_TRUE(devices.find(notes, ben));
    EXPECT_NE(devices.find(notes, ana), devices.find(devices.noted("", ana), ana))
        << "each browser has a name of its own";
    EXPECT_TRUE(known_devices().find(notes, ana)) << "the key outlives a restart";
}

TEST_F(KnownDevicesTest, AnAccountHasOneNoteAndTheOldestAccountsGo) {
    std::string notes;
    for (int i = 0; i < 3; ++i) notes = devices.noted(notes, ana);
    EXPECT_EQ(notes.size(), 43u);
    for (std::size_t i = 1; i < most_accounts_of_a_device; ++i) {
        notes = devices.noted(notes, new_id<UserId>(clock));
    }
    EXPECT_TRUE(devices.find(notes, ana));
    notes = devices.noted(notes, ben);
    EXPECT_FALSE(devices.find(notes, ana));
    EXPECT_TRUE(devices.find(notes, ben));
    EXPECT_EQ(notes.size(), 43 * most_accounts_of_a_device + most_accounts_of_a_device - 1);
}

TEST_F(KnownDevicesTest, NotesEndAndMadeUpOnesAreNone) {
    const std::string note = devices.noted("", ana);
    for (std::size_t i = 0; i < note.size(); ++i) {
        std::string changed = note;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(devices.find(changed, ana)) << i;
    }
    for (const std::string& made_up : {std::string(), std::string("x"), std::string(43, 'A'),
                                       std::string(100'000, '.'), note.substr(1), note + "A"}) {
        EXPECT_FALSE(devices.find(made_up, ana));
        EXPECT_LE(devices.noted(made_up, ben).size(), 300u) << "rubbish does not grow";
    }
    clock.advance(known_device_lifetime - std::chrono::minutes(1));
    EXPECT_TRUE(devices.find(note, ana));
    clock.advance(std::chrono::minutes(1));
    EXPECT_FALSE(devices.find(note, ana));
}

}  // namespace
}  // namespace lsl::services
