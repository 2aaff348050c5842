#pragma once

#include "server/services/chat/chapters.h"
#include "server/services/chat/chat.h"
#include "server/services/chat/chat_replay.h"
#include "server/services/chat/moderation.h"
#include "server/services/chat/polls.h"
#include "server/services/chat/presence.h"
#include "server/services/chat/room_news.h"
#include "server/services/chat/room_pulse.h"
#include "server/services/chat/room_view.h"
#include "server/services/chat/wishes.h"

namespace lsl::services {

/// A class's room as a whole, for whoever needs all of its parts. Each is thread-safe but for
/// `news`, which is for the reader of the outbox.
struct Community {
    /// All outlive the object.
    Community(store::Database& database, const Clock& clock, EventHub& hub,
              const MediaBackend& media, bool require_confirmed = false,
              Wishes::By by = Wishes::By::OwnThread)
        : wishes(clock, hub, by),
          view(clock, hub, media, wishes),
          chat(database, clock, view, require_confirmed),
          moderation(database, clock, view),
          polls(database, clock, view),
          pulse(database, clock, hub, wishes),
          presence(database, clock, hub),
          replay(database, clock),
          chapters(database, clock),
          news(database, clock, hub, view) {}

    Wishes wishes;
    RoomView view;
    Chat chat;
    Moderation moderation;
    Polls polls;
    RoomPulse pulse;
    Presence presence;
    ChatReplay replay;
    Chapters chapters;
    RoomNews news;
};

}  // namespace lsl::services
