#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/model/loadable.h"
#include "shared/base/time.h"
#include "shared/wire/notice_api.h"

namespace lsl::model {

/// What the person was told.
struct Notices {
    Loadable<std::vector<wire::NoticeRow>> list;  ///< newest first
    bool goes_on = false;                         ///< there may be older ones
    bool loading_more = false;
    std::int64_t unread = 0;  ///< of all of them
};

/// Whether this browser shows what is pushed, and if not, why.
enum class PushStage : std::uint8_t {
    Unknown,  ///< it was not asked yet
    Off,      ///< it could
    Asking,   ///< the browser's own question is open
    On,
    Blocked,          ///< the person, or whoever runs the device, forbade it
    Unsupported,      ///< this browser cannot
    NeedsInstalling,  ///< an iPhone or iPad shows them to apps of the home screen alone
    NoAnswer,         ///< the browser did not answer in time: its push service is out of reach
    Failed,
};

struct Push {
    PushStage stage = PushStage::Unknown;
    std::string endpoint;  ///< of this browser's subscription; empty: there is none
    std::optional<UtcTime> since, last_sent_at;  ///< as the server has them
};

/// Whose bells of which class. A place that is taken or given up changes how they stand.
struct BellsOf {
    StreamId stream;
    UserId user;
    bool has_place = false;
    bool operator==(const BellsOf&) const = default;
};

/// The bells of the class whose page is shown.
struct Bells {
    std::optional<BellsOf> about;  ///< what `state` is, or was asked, of
    Loadable<api::Bells> state;
};

/// Why a test was not sent.
enum class TestRefusal : std::uint8_t {
    Unconfirmed,     ///< nobody has confirmed the address
    AddressRefused,  ///< the mail server says that nobody is there
    NoBrowser,       ///< the server does not know this browser
    Other,           ///< as the error says
};

/// A notice that the person sends to themselves.
struct TestSent {
    Submission sending;
    bool sent = false;  ///< it is on its way
    TestRefusal refusal = TestRefusal::Other;
};

}  // namespace lsl::model
