#pragma once

#include <optional>

#include "server/media/egress/log_reader.h"
#include "server/media/egress/packet_sender.h"
#include "server/media/egress/probe_cluster.h"
#include "server/media/egress/stream_rewriter.h"
#include "server/media/turn.h"

namespace lsl::media {

/// Sends a cluster. Nothing if there are too few packets to repeat, if the viewer's feedback could
/// not tell them apart from the stream (no transport-wide numbers, no RTX), or if the outbox is
/// full; a part of them may have left then.
std::optional<ProbeCluster> send_probe_cluster(const PacketLog& log, const LogReader& reader,
                                               const StreamRewriter& rewriter, PacketSender& sender,
                                               const Turn& turn);

}  // namespace lsl::media
