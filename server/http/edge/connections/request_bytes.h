#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "server/http/api/wire.h"
#include "shared/base/clock.h"

namespace lsl::http {

/// As in HttpServerOptions.
struct RequestBounds {
    std::chrono::milliseconds request_deadline;
    std::chrono::milliseconds write_timeout;
    std::chrono::milliseconds answer_patience;
    std::size_t least_bytes_per_second;
    std::size_t largest_head;
};

/// One request and its answer on a connection: nothing can be read after the deadline, however
/// slowly the bytes drip (RFC 9110 leaves it to us; a slow loris would hold a thread for ever), nor
/// more bytes than are due; an answer must be taken at some rate; and it knows whether the answer
/// announced the end of the connection.
class RequestBytes {
  public:
    RequestBytes(Wire& wire, const RequestBounds& bounds, const Clock& clock);

    bool announced_close() const { return announced_close_; }
    /// No more than so many bytes belong to the rest of the request.
    void expect_at_most(std::size_t bytes) { due_ = bytes; }
    /// The answer has no end that is known: its rate is not looked at.
    void answer_is_live() { live_ = true; }
    /// The answer is written by somebody else: what is written here goes nowhere.
    void answer_elsewhere() { elsewhere_ = true; }
    /// Called once, when what is read is no part of the request's handling any more: the answer is
    /// out, and the rest of a refused body is read away.
    void when_only_waste_comes(std::function<void()> call) { only_waste_ = std::move(call); }

    /// As Wire's.
    ssize_t read(char* data, std::size_t size);
    ssize_t write(const char* data, std::size_t size);

  private:
    void notice_head(std::string_view text);

    Wire& wire_;
    const RequestBounds& bounds_;
    const Clock& clock_;
    const MonoTime started_;
    std::size_t due_;
    std::function<void()> only_waste_;
    std::optional<MonoTime> first_write_;
    std::uint64_t written_ = 0;
    bool has_begun_ = false;  ///< something came that is more than an empty line
    bool live_ = false;
    bool elsewhere_ = false;
    bool answered_ = false;
    bool announced_close_ = false;
};

}  // namespace lsl::http
