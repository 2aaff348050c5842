#pragma once

#include <string_view>

#include "server/services/accounts/caller.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/chat_api.h"

namespace lsl::services {

/// The chat as it was at a place of the recording, and how lively it was. Only what is visible now:
/// a recording that kept what was taken away would be the worst place for it. Thread-safe.
class ChatReplay {
  public:
    /// Both outlive the object.
    ChatReplay(store::Database& database, const Clock& clock)
        : database_(database), clock_(clock) {}

    /// `from` and `to` in the words of the address, each may be empty. InvalidInput by their name.
    /// Who may not watch the replay hears what they hear there; Conflict `no_recording` when there
    /// is nothing to watch.
    Result<api::ReplayChat::Response> read(const Caller& caller, std::string_view stream_id,
                                           std::string_view from, std::string_view to) const;
    /// Taps by ten seconds of the recording. Refused like `read`.
    Result<api::ReplayEnergy::Response> energy(const Caller& caller,
                                               std::string_view stream_id) const;

  private:
    store::Database& database_;
    const Clock& clock_;
};

}  // namespace lsl::services
