#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

struct Poll {
    PollId id;
    StreamId stream_id;
    std::string question;
    std::vector<std::string> options;
    UserId created_by;
    UtcTime created_at;
    std::optional<UtcTime> closed_at;
};

/// Tables chat_polls and chat_poll_votes.
class PollsStore {
  public:
    explicit PollsStore(Connection& connection) : connection_(connection) {}

    /// Conflict while the class has an open one.
    Result<void> insert(const Poll& poll);
    Result<std::optional<Poll>> find(StreamId stream, PollId id);
    Result<std::optional<Poll>> latest(StreamId stream);
    Result<void> close(PollId id, UtcTime now);
    /// A person has one vote, and may move it.
    Result<void> vote(PollId id, UserId user, std::int64_t option);
    Result<void> take_back(PollId id, UserId user);
    /// The option that the person chose; nothing: none yet.
    Result<std::optional<std::int64_t>> vote_of(PollId id, UserId user);
    /// By the options.
    Result<std::vector<std::int64_t>> votes(const Poll& poll);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
