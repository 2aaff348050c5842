#pragma once

#include <cstddef>
#include <memory>

#include "server/media/io/media_thread.h"

namespace lsl::media {

/// Several media threads behind the interface of one, for machines with cores to spare: each has a
/// UDP port of its own, `options.udp_port` and the following ones (or any free ones, for 0), and
/// engines that share nothing. A room stays on one thread, the one with the fewest rooms when it is
/// first named, until it is closed. The limits of `options` are each thread's.
///
/// The listener is called by one thread at a time. Errors: as of MediaThread::start, and
/// InvalidInput where the ports would pass 65,535.
Result<std::unique_ptr<MediaThread>> start_media_threads(std::size_t count,
                                                         const MediaOptions& options,
                                                         const Clock& clock,
                                                         MediaListener listener);

}  // namespace lsl::media
