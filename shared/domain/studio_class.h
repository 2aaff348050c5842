#pragma once

#include "shared/domain/calendar_stamp.h"
#include "shared/domain/media/ingest.h"
#include "shared/domain/media/recording.h"
#include "shared/domain/stream.h"

namespace lsl::domain {

/// A class in all its parts, as the server keeps it. Holds the publish secret: what others see is
/// made of the parts that they may see (shared/wire/rows.h).
struct StudioClass {
    Stream stream;
    Ingest ingest;
    Recording recording;
    CalendarStamp calendar;
};

}  // namespace lsl::domain
