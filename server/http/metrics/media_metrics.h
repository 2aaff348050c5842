#pragma once

#include "server/http/metrics/prometheus_text.h"
#include "server/services/live/media_inbox.h"

namespace lsl::http {

/// The media engine stage by stage, in the order of a packet's way: received, dropped and why,
/// asked for again, sent on, batched, handed to the kernel; and the queue to the recorder.
void write_media_metrics(PrometheusText& out, const media::EngineStats& stats);
void write_recorder_metrics(PrometheusText& out, const recorder::RecorderLoad& load);

}  // namespace lsl::http
