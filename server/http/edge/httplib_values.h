#pragma once

#include <cstddef>
#include <string>

#include "server/http/edge/message.h"

namespace httplib {
struct Request;
struct Response;
}  // namespace httplib

// Between httplib's requests and answers and ours.

namespace lsl::http {

/// httplib routes by this path alone: ours are parsed from the target.
inline constexpr const char* any_path = "/";
/// An unread body of so many bytes is read away to keep the connection; beyond, it ends.
inline constexpr std::size_t largest_unread_body = 64u << 10;

Request request_of(const httplib::Request& from, const std::string& address, bool secure);

/// Before httplib looks at it: every request takes the same route, and a body without a length is
/// no body (RFC 9112 6.3), where httplib would read the next request as one.
void prepare(httplib::Request& request);

/// A body that is not read to its end would be taken for the next request: either it is short
/// enough to be read away, or the connection ends.
bool is_short(const httplib::Request& request);

/// The connection ends after this answer.
void close_after(httplib::Response& response);
void put(Response from, httplib::Response& to);

/// httplib ends connections after every error and speaks of ranges everywhere: say what is so.
void correct_headers(const httplib::Request& request, httplib::Response& response);

/// Status line and headers but those of the framing.
std::string head_of(const Response& response);
/// An answer as bytes, for a connection whose request nobody reads. Its body is a text.
std::string farewell(const Response& response);

}  // namespace lsl::http
