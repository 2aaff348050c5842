#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "client/model/account/account_intents.h"
#include "client/model/account/factors.h"
#include "client/model/practice_intents.h"
#include "client/model/room/chat_intents.h"
#include "client/model/route.h"
#include "client/model/studio/desk_intents.h"
#include "shared/base/id.h"
#include "shared/domain/staff.h"

namespace lsl::model {

/// What a person wants, as the views say it. The reducers in client/app answer.
namespace intent {

// Moving about
struct Go {
    Route to;
};
struct GoBack {
    Route fallback;  ///< when this page was the first that the tab showed
};
struct LeaveConsole {};  ///< yes, although the broadcast runs
struct Retry {};         ///< what this page failed to load
struct LoadMore {};      ///< the next rows of this page's list
struct CloseDialog {};
struct CloseToast {
    std::uint32_t key = 0;
};
struct ReloadPage {};

// The account
struct SignIn {};         ///< with the draft's e-mail and password
struct CreateAccount {};  ///< with all of the draft
struct SignOut {
    Route to = {};  ///< the page afterwards
};

/// What the page's link in a mail is for: confirming, a new password, the former address.
struct FollowMailLink {};

// The team of a class
struct AcceptInvitation {};
struct DeclineInvitation {};
struct Invite {};     ///< by the draft of the page
struct InviteAgain {  ///< a new link in place of one that got lost
    std::string email;
    domain::StaffRole role;
};
struct AskToChangeRole {
    std::string email, name;
    domain::StaffRole role;  ///< the present one
};
struct ConfirmChangeRole {};
struct AskToRemove {
    Uuid who;
    std::string name;  ///< of a person; empty: an invitation
    bool leaves = false;
};
struct ConfirmRemove {};

// Figures
struct ShowNames {};          ///< of who came to the route's class
struct RefreshFigures {};     ///< of the route's class, which is live
struct SetEffort {            ///< what the class took that this page showed
    std::int64_t effort = 0;  ///< 1 to 4
};
struct ReadOpenQuestions {};  ///< of the route's class, which is over
struct SendAnswer {           ///< the draft, to an open question of the route's class
    MessageId id;
};
struct SettleQuestion {  ///< it was answered otherwise
    MessageId id;
};
struct WatchFrom {  ///< the replay of a class, from there
    StreamId id;
    double position_s = 0;
};
struct SumFigures {  ///< of the studio, by "class", "week" or "month"
    std::string_view by;
};
struct ChoosePeriod {  ///< of the studio's figures, as the address has it
    std::string_view word;
};
struct DownloadFigures {     ///< of the route's class; on the studio's page of all
    std::string_view table;  ///< as the endpoint calls it; empty: the only one
};

// Classes
struct AskToEnroll {
    StreamId id;
};
struct ConfirmEnroll {
    StreamId id;
};
struct AskToWithdraw {
    StreamId id;
};
struct ConfirmWithdraw {
    StreamId id;
};
struct WriteToStudio {};
struct SaveToCalendar {
    StreamId id;
};
struct SharePage {};
struct SeeAsViewer {};  ///< staff, of the class that this page shows
struct WatchReplay {};  ///< of the class that ended while it was watched
struct FilterClasses {
    ClassFilter filter;
};
struct SearchWorkouts {
    std::string text;
};

// The player
struct PlayPause {};
struct ToggleMute {};
struct SetVolume {
    double volume = 1;
};
struct Seek {
    double position_s = 0;
};
struct SeekBy {
    double seconds = 0;
};
struct SetQuality {
    int height = 0;  ///< 0 = automatic
};
struct ToggleFullscreen {};
struct TogglePictureInPicture {};
struct RetryPlayback {};
struct ToggleKeysHelp {};
struct ToggleCaptions {};

// The studio
struct StudioSignIn {};  ///< with the draft's token
struct StudioSignOut {};
struct SaveClass {};  ///< creates or changes, by the draft of the page
struct JudgeField {   ///< the person left a field of the class form
    std::string field;
};
struct ChoosePicture {};  ///< a file, for the class form
struct RemovePicture {};
struct CopyClass {  ///< as the draft of a new one, weeks later
    StreamId id;
};
struct EditClass {
    StreamId id;
};
struct AskToCancel {
    StreamId id;
};
struct ConfirmCancel {
    StreamId id;
};
struct OpenCapture {};
struct ChooseCamera {
    std::string id;
};
struct ChooseMicrophone {
    std::string id;
};
struct ToggleCamera {};
struct ToggleMicrophone {};
struct ForgetClips {};  ///< the lamp that says how often the sound was too loud
/// Opens camera and microphone first when they are closed.
struct StartBroadcast {
    bool take_over = false;  ///< from another device that is on air
};
struct StopBroadcast {};
struct GoLive {};         ///< asks first when it is early or nothing arrives
struct ConfirmGoLive {};  ///< all the same
struct GoBackToPlanned {
    StreamId id;
};
struct AskToRefund {
    StreamId id;
};
struct ConfirmRefund {
    StreamId id;
};
struct DiscardChanges {};  ///< of the form that was about to be closed
struct AskToEnd {
    StreamId id;
};
struct ConfirmEnd {
    StreamId id;
};
struct AskToRotate {  ///< the publish token
    StreamId id;
};
struct ConfirmRotate {
    StreamId id;
};
struct AskToGiveTokens {};
struct ConfirmGiveTokens {};  ///< by the draft
struct AskToConfirmJob {
    std::string job;
};
struct ConfirmJob {
    std::string job;
};
struct ChooseLanguage {
    std::string tag;
};
struct CopyText {
    std::string what;  ///< names the button, so that it alone says "Copied"
    std::string text;
};

}  // namespace intent

// A variant's cost to the compiler grows with the square of its alternatives, in time and in the
// size of its objects, and every view builds intents: hence a variant of small ones, by subject.
using PageIntent = std::variant<intent::Go, intent::GoBack, intent::LeaveConsole, intent::Retry,
                                intent::LoadMore, intent::CloseDialog, intent::CloseToast,
                                intent::ReloadPage, intent::SharePage, intent::WriteToStudio,
                                intent::DiscardChanges, intent::ChooseLanguage, intent::CopyText>;
using SessionIntent =
    std::variant<intent::SignIn, intent::CreateAccount, intent::SignOut, intent::StudioSignIn,
                 intent::StudioSignOut, intent::FollowMailLink>;
using AccountIntent =
    std::variant<intent::SendPasswordLink, intent::ConfirmAddressAgain, intent::AskToChangePassword,
                 intent::ConfirmChangePassword, intent::AskToChangeEmail,
                 intent::ConfirmChangeEmail, intent::EndSession, intent::ReadTaughtCalendar,
                 intent::AskToRenewCalendar, intent::ConfirmRenewCalendar, intent::ExportAccount,
                 intent::AskToDeleteAccount, intent::ConfirmDeleteAccount, intent::ReadNotice,
                 intent::ReadAllNotices, intent::ChooseNotice, intent::ChooseQuietHours,
                 intent::ChooseCalendar, intent::SendTestNotice, intent::RingBells,
                 intent::ReadFollowed, intent::Unfollow, intent::TurnPushOn, intent::TurnPushOff>;
using FactorIntent =
    std::variant<intent::SignInByPasskey, intent::GiveCode, intent::BackToPassword,
                 intent::HearPasskeys, intent::ReadSignInWays, intent::AskToAddPasskey,
                 intent::ConfirmAddPasskey, intent::AskToRenamePasskey,
                 intent::ConfirmRenamePasskey, intent::AskToRemovePasskey,
                 intent::ConfirmRemovePasskey, intent::AskAboutCodes, intent::ConfirmCodes,
                 intent::OpenCodesApp>;
using ClassIntent =
    std::variant<intent::AskToEnroll, intent::ConfirmEnroll, intent::AskToWithdraw,
                 intent::ConfirmWithdraw, intent::SaveToCalendar, intent::SeeAsViewer,
                 intent::WatchReplay, intent::SearchWorkouts, intent::FilterClasses>;
using PlayerIntent =
    std::variant<intent::PlayPause, intent::ToggleMute, intent::SetVolume, intent::SetQuality,
                 intent::Seek, intent::SeekBy, intent::ToggleFullscreen,
                 intent::TogglePictureInPicture, intent::RetryPlayback, intent::ToggleKeysHelp,
                 intent::ToggleCaptions, intent::HearLiveDesk, intent::ToggleAgain,
                 intent::StepZoom, intent::ToggleZoom, intent::PanPicture>;
using PracticeIntent = std::variant<
    intent::ToggleMirror, intent::SetSpeed, intent::StepSpeed, intent::StepFrames, intent::MarkLoop,
    intent::SetLoop, intent::ToggleLoop, intent::LoopLastCounts, intent::TapBeat,
    intent::ToggleAloud, intent::ToggleSpoken, intent::ToggleCountIn, intent::ToggleSpeedUp,
    intent::ContinueReplay, intent::KeepLoop, intent::PlayKeptLoop, intent::RemoveKeptLoop,
    intent::ToggleOwnCamera, intent::ToggleOwnOver, intent::ToggleOwnMirror, intent::SetOwnDelay,
    intent::ReadChapters, intent::FollowAddress, intent::TakeLinkedLoop, intent::CopyPlace>;
using StudioIntent =
    std::variant<intent::SaveClass, intent::JudgeField, intent::ChoosePicture,
                 intent::RemovePicture, intent::EditClass, intent::CopyClass, intent::AskToCancel,
                 intent::ConfirmCancel, intent::AskToRefund, intent::ConfirmRefund,
                 intent::AskToRotate, intent::ConfirmRotate, intent::AskToConfirmJob,
                 intent::ConfirmJob, intent::AskToGiveTokens, intent::ConfirmGiveTokens>;
using BroadcastIntent =
    std::variant<intent::OpenCapture, intent::ChooseCamera, intent::ChooseMicrophone,
                 intent::ToggleCamera, intent::ToggleMicrophone, intent::ForgetClips,
                 intent::StartBroadcast, intent::StopBroadcast, intent::GoLive,
                 intent::ConfirmGoLive, intent::GoBackToPlanned, intent::AskToEnd,
                 intent::ConfirmEnd>;
using DeskIntent = std::variant<intent::HearDesk, intent::ChooseSound, intent::ChooseLineDevice,
                                intent::AnswerRoomMusic, intent::ChooseMusic,
                                intent::PlayPauseMusic, intent::SetFader, intent::ToggleDucking,
                                intent::ToggleSelfMirror, intent::TestClap, intent::StartCheck,
                                intent::LeaveCheck, intent::MarkChapter, intent::EditChapter>;
using TeamIntent =
    std::variant<intent::AcceptInvitation, intent::DeclineInvitation, intent::Invite,
                 intent::InviteAgain, intent::AskToChangeRole, intent::ConfirmChangeRole,
                 intent::AskToRemove, intent::ConfirmRemove>;
using FiguresIntent =
    std::variant<intent::ShowNames, intent::RefreshFigures, intent::WatchFrom, intent::SumFigures,
                 intent::ChoosePeriod, intent::DownloadFigures, intent::ReadOpenQuestions,
                 intent::SendAnswer, intent::SettleQuestion>;
using ChatIntent =
    std::variant<intent::SendMessage, intent::SendAgain, intent::DropUnsent,
                 intent::ReadOlderMessages, intent::RemoveMessage, intent::ReplyTo,
                 intent::AskToReport, intent::ConfirmReport, intent::VoteForQuestion,
                 intent::VoteInPoll, intent::SetWish, intent::SendReactions, intent::AskWhoIsHere,
                 intent::SetSeen, intent::FollowReplayChat, intent::SetEffort, intent::WriteMessage,
                 intent::HearNews, intent::OpenLink>;
using ModerationIntent =
    std::variant<intent::AllowMessage, intent::RestoreMessages, intent::PinMessage,
                 intent::AnswerQuestion, intent::TimeOutPerson, intent::SetChatMode,
                 intent::ClearWishes, intent::OpenReports, intent::DecideReport, intent::OpenPerson,
                 intent::ApplyPause, intent::SaveNote, intent::AskForPoll, intent::ConfirmPoll,
                 intent::ClosePoll, intent::OpenRoomSettings, intent::SaveRoomSettings>;

using Intent = std::variant<PageIntent, SessionIntent, AccountIntent, ClassIntent, PlayerIntent,
                            PracticeIntent, StudioIntent, BroadcastIntent, DeskIntent, TeamIntent,
                            FiguresIntent, ChatIntent, ModerationIntent, FactorIntent>;

using Intents = std::vector<Intent>;

}  // namespace lsl::model
