#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "client/model/classes.h"
#include "client/model/drafts.h"
#include "client/model/intents.h"
#include "client/model/loadable.h"
#include "client/model/media.h"
#include "client/model/messages.h"
#include "client/model/route.h"
#include "client/model/words.h"
#include "shared/wire/api.h"
#include "shared/wire/events.h"

namespace lsl::model {

struct Viewer {
    wire::UserRow user;
    std::int64_t balance = 0;
};

/// Who uses this page. A viewer and an instructor session may exist side by side.
enum class Presence : std::uint8_t { Unknown, Out, In };

struct Account {
    Presence presence = Presence::Unknown;
    std::optional<Viewer> viewer;          ///< exactly when In
    Submission signing;                    ///< the sign-in and create-account buttons
    std::optional<StreamId> enroll_after;  ///< asked for before signing in

    Loadable<std::vector<domain::WalletEntry>> wallet;  ///< newest first
    std::optional<std::string> wallet_cursor;
    bool loading_more = false;
};

struct Workouts {
    Loadable<std::vector<domain::Workout>> list;
    std::string search;              ///< what `list` is about
    Loadable<domain::Workout> open;  ///< the one on its own page
    std::optional<std::string> next_cursor;
    bool loading_more = false;
};

/// The class that is watched. Its row and enrollment are in Classes and Enrollments.
struct Watching {
    Loadable<api::Empty> enrollment;  ///< whether the viewer's place is known
};

enum class StudioAction : std::uint8_t { None, GoLive, End, Cancel, Save };

struct Studio {
    Presence presence = Presence::Unknown;
    Submission signing;
    std::map<StreamId, wire::InstructorStream> rows;
    std::map<StreamId, Error> missing;
    Loadable<api::Empty> list;
    Loadable<api::ListJobs::Response> jobs;
    std::optional<std::string> next_cursor;
    bool loading_more = false;
    std::string media_backend;                 ///< of classes that are created now
    Submission save;                           ///< the class form
    StudioAction action = StudioAction::None;  ///< under way
    Capture capture;
    Broadcast broadcast;

    const wire::InstructorStream* find(StreamId id) const {
        const auto found = rows.find(id);
        return found == rows.end() ? nullptr : &found->second;
    }
};

namespace dialog {
struct Enroll {
    StreamId id;
    std::string key;  ///< Idempotency-Key of this attempt, kept through "Try again"
    Submission sending;
};
struct Withdraw {
    StreamId id;
    Submission sending;
};
struct CancelClass {
    StreamId id;
    Submission sending;
};
struct EndClass {
    StreamId id;
    Submission sending;
};
struct EditClass {
    StreamId id;
};
/// Leaving the console would end the running broadcast.
struct LeaveConsole {
    Route to;
};
}  // namespace dialog

using Dialog = std::variant<std::monostate, dialog::Enroll, dialog::Withdraw, dialog::CancelClass,
                            dialog::EndClass, dialog::EditClass, dialog::LeaveConsole>;

enum class Mood : std::uint8_t { Neutral, Good, Bad };

struct Toast {
    std::uint32_t key = 0;
    std::string text;
    Mood mood = Mood::Neutral;
    double until = 0;  ///< seconds of Model::seconds
};

/// Everything that the screens show. Only the reducers of client/app change it; views read it.
struct Model {
    // The world
    UtcTime now{};
    double seconds = 0;  ///< steady, of the frame being made
    const Words* words = nullptr;
    const Messages* messages = nullptr;
    std::string origin;  ///< "https://host", for links to copy
    bool online = true;
    bool events_open = false;          ///< the server tells of changes by itself
    std::optional<double> lost_since;  ///< when the server was last heard, while it isn't
    bool slow = false;                 ///< an answer is long in coming
    bool update_ready = false;         ///< the server has a newer build: the next page is loaded
    bool visible = true;
    bool can_share = false;
    bool coarse_pointer = false;

    Route route;
    Account account;
    Classes classes;
    Enrollments enrollments;
    std::map<StreamId, Submission> enrolling;  ///< free classes, without a dialog
    Workouts workouts;
    Watching watching;
    Player player;
    Studio studio;

    Dialog open_dialog;
    std::vector<Toast> toasts;
    std::uint32_t next_toast = 1;
    std::string copied;  ///< which button shows "Copied"
    double copied_until = 0;

    /// What the interface says, in the person's language.
    std::string_view say(msg::Plain message) const { return messages->say(message); }
    template <class Message>
    std::string say(const Message& message) const {
        return messages->say(message);
    }
    /// "◆ 1,200"; from the right the sign is read first, too, whatever stands around it.
    std::string tokens(std::int64_t amount) const;
    std::string_view explain(const Error& error) const { return messages->explain(error); }
    bool broadcasting() const {
        return studio.broadcast.stage != BroadcastStage::Idle &&
               studio.broadcast.stage != BroadcastStage::Failed;
    }
    bool signed_in() const { return account.presence == Presence::In; }
    std::int64_t balance() const { return account.viewer ? account.viewer->balance : 0; }
    /// What this viewer can watch of a class now.
    domain::Watch verdict(const domain::Stream& stream) const {
        return domain::watch_verdict(stream, enrollments.find(stream.id), now);
    }
};

}  // namespace lsl::model
