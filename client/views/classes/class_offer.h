#pragma once

#include <string>

#include "client/views/view.h"

namespace lsl::views {

/// What the main button of a class offers the person now.
enum class Offer : std::uint8_t { Enroll, Watch, Details };

Offer offer_of(const View& view, const wire::PublicStream& row);
/// The wish to enroll is on its way to the server.
bool is_enrolling(const View& view, StreamId id);
/// What pressing the main button does.
void take_offer(const View& view, Offer offer, StreamId id);
/// "Enroll for ◆ 50 and watch"
std::string enroll_and_watch(const View& view, const domain::Stream& stream);

}  // namespace lsl::views
