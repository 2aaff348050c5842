#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "client/media/desk.h"
#include "client/model/account/factors.h"
#include "client/model/account/notices.h"
#include "client/model/chapters.h"
#include "client/model/classes.h"
#include "client/model/drafts.h"
#include "client/model/intents.h"
#include "client/model/loadable.h"
#include "client/model/media.h"
#include "client/model/messages.h"
#include "client/model/practice.h"
#include "client/model/room/chat.h"
#include "client/model/room/replay_chat.h"
#include "client/model/route.h"
#include "client/model/toast.h"
#include "client/model/words.h"
#include "shared/domain/permissions.h"
#include "shared/wire/account_api.h"
#include "shared/wire/api.h"
#include "shared/wire/events.h"
#include "shared/wire/figures_api.h"
#include "shared/wire/people_api.h"

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
    Submission passkey;                    ///< signing in by one
    bool code_due = false;                 ///< the password was right: a code is asked for
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

/// The classes of a list that leaves some out. Their rows are in Classes.
struct FoundClasses {
    ClassFilter filter;  ///< what `list` is about
    Loadable<api::Empty> list;
    std::set<StreamId> ids;
    std::optional<std::string> next_cursor;
    bool loading_more = false;
};

/// The class that is watched. Its row and enrollment are in Classes and Enrollments.
struct Watching {
    Loadable<api::Empty> enrollment;  ///< whether the viewer's place is known
    bool as_viewer = false;           ///< staff without a place asked to see what viewers see
    bool class_over = false;          ///< ended while it was watched: its replay waits to be asked
    media::LiveDesk desk;             ///< what the player's script has of a live class
    std::optional<double> from_s;     ///< where the replay is wanted from, until it is there
    std::string address;              ///< opened last by the browser: it may ask for a place
    std::optional<Stretch> loop;      ///< which that address asks for, until the length is known
    std::optional<std::int64_t> effort;  ///< what the class took, 1 to 4, as told on this page
};

/// The link that the Invitation page is about.
struct Invitation {
    Loadable<wire::InvitationOffer> offer;
    Submission answering;
    bool declined = false;
};

/// What a link in a mail is for, once its button is pressed; on ForgotPassword, the mail with one.
/// A new password, or the address, is in the draft of signing in.
struct MailLink {
    Submission sending;
    bool done = false;
};

/// What the page of settings shows beside the account itself.
struct Settings {
    Loadable<std::vector<wire::SessionInfo>> sessions;  ///< newest first
    std::string ending;                     ///< the sign-in whose end is under way, or "others"
    Loadable<std::string> calendar;         ///< the address of the person's classes as a calendar
    Loadable<std::string> taught_calendar;  ///< of those that they teach, for staff
    Submission confirming;                  ///< the mail that confirms the address, once more
    bool mail_sent = false;                 ///< it is on its way
    SignInWays ways;
    Loadable<api::NoticeSettings> notices;
    Loadable<std::vector<wire::FollowedTeacher>> followed;  ///< newest first
    std::optional<FollowedId> unfollowing;
    TestSent test_mail, test_push;
};

enum class StudioAction : std::uint8_t {
    None,
    GoLive,
    BackToPlanned,
    End,
    Cancel,
    Refund,
    Save,
    Rotate
};

/// What this device has told of what it sends, in the present connection.
struct Told {
    api::TellSending::Request known;  ///< to the server, as far as this page knows
    api::TellSending::Request last;   ///< told last
    int repeated = 0;                 ///< because the server did not know it
};

struct Studio {
    Presence presence = Presence::Unknown;
    std::vector<domain::HeldRole> roles;  ///< of whoever uses this page, those of guests too
    Submission signing;
    std::map<StreamId, wire::InstructorStream> rows;
    std::map<StreamId, Error> missing;
    Loadable<api::Empty> list;
    Loadable<api::ListJobs::Response> jobs;
    std::optional<std::string> next_cursor;
    bool loading_more = false;
    wire::StudioTotals totals;                          ///< of all classes, loaded or not
    std::string media_backend;                          ///< of classes that are created now
    Submission save;                                    ///< the class form
    StudioAction action = StudioAction::None;           ///< under way
    Loadable<api::ListStaff::Response> people;          ///< of the class whose page StudioPeople is
    Submission inviting;                                ///< from its form, a row or a dialog of it
    Loadable<wire::ClassFigures> figures;               ///< of the route's class
    Loadable<api::GetAttendance::Response> attendance;  ///< likewise, once it is asked for
    Loadable<api::ListQuestions::Response> questions;   ///< of the route's class, which is over
    Submission answering;                               ///< one of those
    std::string answer_key;                             ///< the clientId of that answer
    Loadable<api::GetStudioFigures::Response> all_figures;
    Loadable<api::GetStudioFigures::Response> figures_before;  ///< as long a time, right before
    std::string figures_by = "class";                          ///< what those are added up by
    Capture capture;
    Broadcast broadcast;
    media::Desk desk;     ///< sound, mix and check, as the part's script told them last
    Submission checking;  ///< the room to try the line with
    std::optional<std::int64_t> recording_room_s;  ///< as the last check's room said
    Told told;                                     ///< to the server, of what is switched off here

    const wire::InstructorStream* find(StreamId id) const {
        const auto found = rows.find(id);
        return found == rows.end() ? nullptr : &found->second;
    }
};

namespace dialog {
/// By `drafts.account`, as the next two.
struct ChangePassword {
    Submission sending;
};
struct ChangeEmail {
    Submission sending;
    bool sent = false;  ///< the mail with the link that changes it
};
struct DeleteAccount {
    Submission sending;
};
/// The present address of the calendar then leads nowhere.
struct RenewCalendar {
    bool taught = false;  ///< of the classes that the person teaches
    Submission sending;
};
struct Enroll {
    StreamId id;
    std::int64_t price = 0;  ///< that the person sees
    std::string key;         ///< Idempotency-Key of this attempt, kept through "Try again"
    Submission sending;
};
struct Withdraw {
    StreamId id;
    std::int64_t paid = 0;  ///< comes back; the place may be gone before the answer is here
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
/// A new publish token ends whoever publishes now.
struct RotateToken {
    StreamId id;
    Submission sending;
};
/// A link that was made for somebody: it is told this once.
struct InvitationLink {
    wire::InvitationRow made;
};
/// By a new invitation; `drafts.changed_role` is the choice.
struct ChangeRole {
    std::string email, name;
};
/// A person's role or an open invitation is taken back.
struct RemoveStaff {
    Uuid who;
    std::string name;     ///< of a person; empty: an invitation
    bool leaves = false;  ///< people remove themselves
    Submission sending;
};
/// By `drafts.grant`.
struct GiveTokens {
    api::GrantTokens::Request sent;  ///< by the last try
    std::string key;                 ///< its Idempotency-Key, good for the same request alone
    Submission sending;
};
/// What a daily job holds back is done after all.
struct ConfirmJob {
    std::string job;
    Submission sending;
};
/// Closing the form would lose what was changed in it.
struct DiscardChanges {
    StreamId id;
};
/// Going live early or without a picture.
struct GoLive {
    StreamId id;
    Submission sending;
};
struct RefundClass {
    StreamId id;
    Submission sending;
};
/// Who is in the room; viewers choose there whether others read their name.
struct WhoIsHere {};
/// By `drafts.moderation`: what is wrong with a message.
struct ReportMessage {
    MessageId id;
    Submission sending;
};
/// What viewers have told the team of messages.
struct RoomReports {
    Loadable<api::ListReports::Response> list;
    std::optional<ReportId> deciding;
};
/// One person in the room, for the team; by `drafts.moderation`.
struct RoomPerson {
    UserId id;
    Loadable<api::GetPersonNote::Response> known;
    Submission pausing, noting;
};
/// By `drafts.moderation`, as the next one.
struct NewPoll {
    Submission sending;
};
struct RoomSettings {
    Submission sending;
};
/// Leaving the console, or the studio, would end the running broadcast.
struct LeaveConsole {
    Route to;
    bool signs_out = false;
};
}  // namespace dialog

using Dialog =
    std::variant<std::monostate, dialog::Enroll, dialog::Withdraw, dialog::CancelClass,
                 dialog::EndClass, dialog::EditClass, dialog::DiscardChanges, dialog::GoLive,
                 dialog::RefundClass, dialog::RotateToken, dialog::ConfirmJob, dialog::LeaveConsole,
                 dialog::InvitationLink, dialog::ChangeRole, dialog::RemoveStaff,
                 dialog::GiveTokens, dialog::ChangePassword, dialog::ChangeEmail,
                 dialog::DeleteAccount, dialog::RenewCalendar, dialog::AddPasskey,
                 dialog::RenamePasskey, dialog::RemovePasskey, dialog::Codes, dialog::WhoIsHere,
                 dialog::ReportMessage, dialog::RoomReports, dialog::RoomPerson, dialog::NewPoll,
                 dialog::RoomSettings>;

/// Everything that the screens show. Only the reducers of client/app change it; views read it.
struct Model {
    // The world
    UtcTime now{};
    double seconds = 0;  ///< steady, of the frame being made
    const Words* words = nullptr;
    const Messages* messages = nullptr;
    std::string origin;              ///< "https://host", for links to copy
    std::string zone;                ///< of this device: "Europe/Zagreb", or empty
    std::string studio_contact;      ///< a link to whom people may ask, or empty
    std::int64_t signup_tokens = 0;  ///< that a new account begins with
    bool sends_mail = true;          ///< the studio's server; unless it says otherwise
    bool online = true;
    bool events_open = false;          ///< the server tells of changes by itself
    std::optional<double> lost_since;  ///< when the server was last heard, while it isn't
    bool slow = false;                 ///< an answer is long in coming
    bool update_ready = false;         ///< the server has a newer build: the next page is loaded
    bool visible = true;
    bool can_share = false;
    bool coarse_pointer = false;

    Route route;
    bool page_is_here = true;  ///< the code of the route's page; it may still be on its way
    Account account;
    Classes classes;
    FoundClasses found;
    Enrollments enrollments;
    std::map<StreamId, Submission> enrolling;  ///< free classes, without a dialog
    Workouts workouts;
    Watching watching;
    Chat chat;               ///< of the class whose page is shown
    std::string chat_emoji;  ///< recent ones, the newest first, a space between them
    std::string chat_news;   ///< what screen readers hear of it: see news_of_all; empty: of all
    Invitation invitation;
    MailLink mail_link;
    Settings settings;
    Notices notices;
    Push push;
    PasskeyDesk passkeys;
    Bells bells;
    Player player;
    Practice practice;       ///< with the recording that is played
    ReplayChat replay_chat;  ///< likewise
    Chapters chapters;       ///< of the class whose page is shown
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
               studio.broadcast.stage != BroadcastStage::Opening &&
               studio.broadcast.stage != BroadcastStage::Failed;
    }
    bool signed_in() const { return account.presence == Presence::In; }
    std::int64_t balance() const { return account.viewer ? account.viewer->balance : 0; }
    /// The studio's people, on public pages too: whoever runs a class of it.
    bool staff() const { return studio.presence == Presence::In; }
    std::optional<domain::StaffRole> role_on(StreamId id) const {
        return domain::role_on(studio.roles, id);
    }
    bool may(domain::StaffAction action, StreamId id) const {
        const auto role = role_on(id);
        return role && domain::may(*role, action);
    }
    /// In the whole studio.
    bool may(domain::StaffAction action) const {
        const auto role = domain::studio_role(studio.roles);
        return role && domain::may(*role, action);
    }
    /// What this viewer can watch of a class now. Who runs it sees it when they ask to: what plays
    /// by itself beside a microphone that is on air would be heard by everybody.
    domain::Watch verdict(const wire::PublicStream& row) const {
        const domain::Stream& stream = row.stream;
        const domain::Enrollment* place = enrollments.find(stream.id);
        const bool asked = watching.as_viewer && route.stream == stream.id;
        const bool by_role = !place && (asked || !may(domain::StaffAction::RunClass, stream.id));
        return domain::watch_verdict(stream, row.recording, place, now,
                                     by_role ? role_on(stream.id) : std::nullopt);
    }
};

}  // namespace lsl::model
