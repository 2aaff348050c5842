#include "server/http/edge/connections/request_bytes.h"

#include <algorithm>
#include <utility>

namespace lsl::http {

RequestBytes::RequestBytes(Wire& wire, const RequestBounds& bounds, const Clock& clock)
    : wire_(wire),
      bounds_(bounds),
      clock_(clock),
      started_(clock.mono()),
      due_(bounds.largest_head) {}

ssize_t RequestBytes::read(char* data, std::size_t size) {
    if (due_ == 0) return -1;
    if (answered_ && only_waste_) std::exchange(only_waste_, nullptr)();
    const ssize_t count =
        wire_.read(data, std::min(size, due_), started_ + bounds_.request_deadline);
    if (count <= 0) return count;
    due_ -= static_cast<std::size_t>(count);
    if (has_begun_) return count;
    // Old clients send an empty line after a body: it is no part of a request (RFC 9112 2.2).
    const std::string_view text(data, static_cast<std::size_t>(count));
    const std::size_t begin = text.find_first_not_of("\r\n");
    if (begin == std::string_view::npos) return read(data, size);
    has_begun_ = true;
    std::copy(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), data);
    return count - static_cast<ssize_t>(begin);
}

ssize_t RequestBytes::write(const char* data, std::size_t size) {
    notice_head(std::string_view(data, size));
    if (elsewhere_) return static_cast<ssize_t>(size);
    const MonoTime now = clock_.mono();
    MonoTime deadline = now + bounds_.write_timeout;
    if (!live_) {
        if (!first_write_) first_write_ = now;
        const std::chrono::milliseconds earned(written_ * 1000 / bounds_.least_bytes_per_second);
        deadline = std::min(deadline, *first_write_ + bounds_.answer_patience + earned);
    }
    const ssize_t count = wire_.write(data, size, deadline);
    if (count > 0) written_ += static_cast<std::size_t>(count);
    return count;
}

void RequestBytes::notice_head(std::string_view text) {
    if (answered_ || !text.starts_with("HTTP/1.1 ") || text.starts_with("HTTP/1.1 1")) return;
    answered_ = true;
    const std::string_view head = text.substr(0, text.find("\r\n\r\n"));
    announced_close_ = head.find("\r\nConnection: close") != std::string_view::npos;
}

}  // namespace lsl::http
