#pragma once

#include "client/app/effects.h"
#include "client/app/state.h"
#include "client/model/intents.h"

// What each intent does: one overload per intent, chosen by its type in `update`. An intent without
// an overload does not compile, and no overload takes whatever is left.

namespace lsl::app {

namespace intent = model::intent;

// update_navigation.cpp
void reduce(State& state, const intent::Go& wish, Effects& effects);
void reduce(State& state, const intent::GoBack& wish, Effects& effects);
void reduce(State& state, const intent::LeaveConsole& wish, Effects& effects);
void reduce(State& state, const intent::Retry& wish, Effects& effects);
void reduce(State& state, const intent::CloseDialog& wish, Effects& effects);
void reduce(State& state, const intent::DiscardChanges& wish, Effects& effects);
void reduce(State& state, const intent::CloseToast& wish, Effects& effects);
void reduce(State& state, const intent::ReloadPage& wish, Effects& effects);
void reduce(State& state, const intent::ChooseLanguage& wish, Effects& effects);

// load_more.cpp
void reduce(State& state, const intent::LoadMore& wish, Effects& effects);

// update_session.cpp
void reduce(State& state, const intent::SignOut& wish, Effects& effects);

// update_sign_in.cpp
void reduce(State& state, const intent::SignIn& wish, Effects& effects);
void reduce(State& state, const intent::GiveCode& wish, Effects& effects);
void reduce(State& state, const intent::BackToPassword& wish, Effects& effects);
void reduce(State& state, const intent::CreateAccount& wish, Effects& effects);
void reduce(State& state, const intent::SignInByPasskey& wish, Effects& effects);

// update_passkeys.cpp
void reduce(State& state, const intent::HearPasskeys& wish, Effects& effects);
void reduce(State& state, const intent::ReadSignInWays& wish, Effects& effects);
void reduce(State& state, const intent::AskToAddPasskey& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmAddPasskey& wish, Effects& effects);
void reduce(State& state, const intent::AskToRenamePasskey& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmRenamePasskey& wish, Effects& effects);
void reduce(State& state, const intent::AskToRemovePasskey& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmRemovePasskey& wish, Effects& effects);

// update_codes.cpp
void reduce(State& state, const intent::AskAboutCodes& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmCodes& wish, Effects& effects);
void reduce(State& state, const intent::OpenCodesApp& wish, Effects& effects);

// update_people.cpp
void reduce(State& state, const intent::Invite& wish, Effects& effects);
void reduce(State& state, const intent::InviteAgain& wish, Effects& effects);
void reduce(State& state, const intent::AskToChangeRole& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmChangeRole& wish, Effects& effects);
void reduce(State& state, const intent::AskToRemove& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmRemove& wish, Effects& effects);

// update_figures.cpp
void reduce(State& state, const intent::ShowNames& wish, Effects& effects);
void reduce(State& state, const intent::RefreshFigures& wish, Effects& effects);
void reduce(State& state, const intent::WatchFrom& wish, Effects& effects);
void reduce(State& state, const intent::SumFigures& wish, Effects& effects);
void reduce(State& state, const intent::ChoosePeriod& wish, Effects& effects);
void reduce(State& state, const intent::DownloadFigures& wish, Effects& effects);

// update_class_over.cpp
void reduce(State& state, const intent::ReadOpenQuestions& wish, Effects& effects);
void reduce(State& state, const intent::SendAnswer& wish, Effects& effects);
void reduce(State& state, const intent::SettleQuestion& wish, Effects& effects);

// update_after_class.cpp
void reduce(State& state, const intent::SetEffort& wish, Effects& effects);

// update_grants.cpp
void reduce(State& state, const intent::AskToGiveTokens& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmGiveTokens& wish, Effects& effects);

// update_invitation.cpp
void reduce(State& state, const intent::AcceptInvitation& wish, Effects& effects);
void reduce(State& state, const intent::DeclineInvitation& wish, Effects& effects);

// update_mail_link.cpp
void reduce(State& state, const intent::FollowMailLink& wish, Effects& effects);
void reduce(State& state, const intent::SendPasswordLink& wish, Effects& effects);

// update_notices.cpp
void reduce(State& state, const intent::ReadNotice& wish, Effects& effects);
void reduce(State& state, const intent::ReadAllNotices& wish, Effects& effects);
void reduce(State& state, const intent::ChooseNotice& wish, Effects& effects);
void reduce(State& state, const intent::ChooseQuietHours& wish, Effects& effects);
void reduce(State& state, const intent::ChooseCalendar& wish, Effects& effects);
void reduce(State& state, const intent::SendTestNotice& wish, Effects& effects);
void reduce(State& state, const intent::ReadFollowed& wish, Effects& effects);
void reduce(State& state, const intent::Unfollow& wish, Effects& effects);

// update_bells.cpp
void reduce(State& state, const intent::RingBells& wish, Effects& effects);

// update_push.cpp
void reduce(State& state, const intent::TurnPushOn& wish, Effects& effects);
void reduce(State& state, const intent::TurnPushOff& wish, Effects& effects);

// update_settings.cpp
void reduce(State& state, const intent::ConfirmAddressAgain& wish, Effects& effects);
void reduce(State& state, const intent::AskToChangePassword& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmChangePassword& wish, Effects& effects);
void reduce(State& state, const intent::AskToChangeEmail& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmChangeEmail& wish, Effects& effects);
void reduce(State& state, const intent::EndSession& wish, Effects& effects);
void reduce(State& state, const intent::ReadTaughtCalendar& wish, Effects& effects);
void reduce(State& state, const intent::AskToRenewCalendar& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmRenewCalendar& wish, Effects& effects);
void reduce(State& state, const intent::ExportAccount& wish, Effects& effects);
void reduce(State& state, const intent::AskToDeleteAccount& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmDeleteAccount& wish, Effects& effects);

// update_classes.cpp
void reduce(State& state, const intent::AskToEnroll& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmEnroll& wish, Effects& effects);
void reduce(State& state, const intent::AskToWithdraw& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmWithdraw& wish, Effects& effects);
void reduce(State& state, const intent::SaveToCalendar& wish, Effects& effects);
void reduce(State& state, const intent::SharePage& wish, Effects& effects);
void reduce(State& state, const intent::WriteToStudio& wish, Effects& effects);
void reduce(State& state, const intent::SeeAsViewer& wish, Effects& effects);
void reduce(State& state, const intent::WatchReplay& wish, Effects& effects);
void reduce(State& state, const intent::SearchWorkouts& wish, Effects& effects);
void reduce(State& state, const intent::FilterClasses& wish, Effects& effects);

// update_player.cpp
void reduce(State& state, const intent::PlayPause& wish, Effects& effects);
void reduce(State& state, const intent::ToggleMute& wish, Effects& effects);
void reduce(State& state, const intent::SetVolume& wish, Effects& effects);
void reduce(State& state, const intent::Seek& wish, Effects& effects);
void reduce(State& state, const intent::SeekBy& wish, Effects& effects);
void reduce(State& state, const intent::SetQuality& wish, Effects& effects);
void reduce(State& state, const intent::ToggleFullscreen& wish, Effects& effects);
void reduce(State& state, const intent::TogglePictureInPicture& wish, Effects& effects);
void reduce(State& state, const intent::RetryPlayback& wish, Effects& effects);
void reduce(State& state, const intent::ToggleKeysHelp& wish, Effects& effects);
void reduce(State& state, const intent::ToggleCaptions& wish, Effects& effects);

// update_practice.cpp
void reduce(State& state, const intent::HearLiveDesk& told, Effects& effects);
void reduce(State& state, const intent::ToggleAgain& wish, Effects& effects);
void reduce(State& state, const intent::ToggleOwnCamera& wish, Effects& effects);
void reduce(State& state, const intent::ToggleOwnOver& wish, Effects& effects);
void reduce(State& state, const intent::ToggleOwnMirror& wish, Effects& effects);
void reduce(State& state, const intent::SetOwnDelay& wish, Effects& effects);
void reduce(State& state, const intent::ToggleMirror& wish, Effects& effects);
void reduce(State& state, const intent::StepZoom& wish, Effects& effects);
void reduce(State& state, const intent::ToggleZoom& wish, Effects& effects);
void reduce(State& state, const intent::PanPicture& wish, Effects& effects);
void reduce(State& state, const intent::SetSpeed& wish, Effects& effects);
void reduce(State& state, const intent::StepSpeed& wish, Effects& effects);
void reduce(State& state, const intent::StepFrames& wish, Effects& effects);
void reduce(State& state, const intent::MarkLoop& wish, Effects& effects);
void reduce(State& state, const intent::SetLoop& wish, Effects& effects);
void reduce(State& state, const intent::ToggleLoop& wish, Effects& effects);
void reduce(State& state, const intent::LoopLastCounts& wish, Effects& effects);
void reduce(State& state, const intent::TapBeat& wish, Effects& effects);
void reduce(State& state, const intent::ToggleAloud& wish, Effects& effects);
void reduce(State& state, const intent::ToggleSpoken& wish, Effects& effects);
void reduce(State& state, const intent::ToggleCountIn& wish, Effects& effects);
void reduce(State& state, const intent::ToggleSpeedUp& wish, Effects& effects);
void reduce(State& state, const intent::ContinueReplay& wish, Effects& effects);
void reduce(State& state, const intent::KeepLoop& wish, Effects& effects);
void reduce(State& state, const intent::PlayKeptLoop& wish, Effects& effects);
void reduce(State& state, const intent::RemoveKeptLoop& wish, Effects& effects);

// update_chapters.cpp
void reduce(State& state, const intent::ReadChapters& wish, Effects& effects);
void reduce(State& state, const intent::FollowAddress& wish, Effects& effects);
void reduce(State& state, const intent::TakeLinkedLoop& wish, Effects& effects);
void reduce(State& state, const intent::CopyPlace& wish, Effects& effects);

// update_marking.cpp
void reduce(State& state, const intent::MarkChapter& wish, Effects& effects);
void reduce(State& state, const intent::EditChapter& wish, Effects& effects);

// update_chat.cpp
void reduce(State& state, const intent::SendMessage& wish, Effects& effects);
void reduce(State& state, const intent::SendAgain& wish, Effects& effects);
void reduce(State& state, const intent::DropUnsent& wish, Effects& effects);
void reduce(State& state, const intent::ReadOlderMessages& wish, Effects& effects);
void reduce(State& state, const intent::ReplyTo& wish, Effects& effects);
void reduce(State& state, const intent::WriteMessage& wish, Effects& effects);
void reduce(State& state, const intent::HearNews& wish, Effects& effects);
void reduce(State& state, const intent::AskWhoIsHere& wish, Effects& effects);
void reduce(State& state, const intent::SetSeen& wish, Effects& effects);

// update_chat_actions.cpp
void reduce(State& state, const intent::OpenLink& wish, Effects& effects);
void reduce(State& state, const intent::AskToReport& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmReport& wish, Effects& effects);
void reduce(State& state, const intent::VoteForQuestion& wish, Effects& effects);
void reduce(State& state, const intent::VoteInPoll& wish, Effects& effects);
void reduce(State& state, const intent::SetWish& wish, Effects& effects);
void reduce(State& state, const intent::SendReactions& wish, Effects& effects);
void reduce(State& state, const intent::AllowMessage& wish, Effects& effects);
void reduce(State& state, const intent::PinMessage& wish, Effects& effects);
void reduce(State& state, const intent::AnswerQuestion& wish, Effects& effects);
void reduce(State& state, const intent::TimeOutPerson& wish, Effects& effects);
void reduce(State& state, const intent::SetChatMode& wish, Effects& effects);
void reduce(State& state, const intent::ClearWishes& wish, Effects& effects);

// removals.cpp
void reduce(State& state, const intent::RemoveMessage& wish, Effects& effects);
void reduce(State& state, const intent::RestoreMessages& wish, Effects& effects);

// update_replay_chat.cpp
void reduce(State& state, const intent::FollowReplayChat& wish, Effects& effects);

// update_moderation.cpp
void reduce(State& state, const intent::OpenReports& wish, Effects& effects);
void reduce(State& state, const intent::DecideReport& wish, Effects& effects);
void reduce(State& state, const intent::OpenPerson& wish, Effects& effects);
void reduce(State& state, const intent::ApplyPause& wish, Effects& effects);
void reduce(State& state, const intent::SaveNote& wish, Effects& effects);

// update_room_settings.cpp
void reduce(State& state, const intent::AskForPoll& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmPoll& wish, Effects& effects);
void reduce(State& state, const intent::ClosePoll& wish, Effects& effects);
void reduce(State& state, const intent::OpenRoomSettings& wish, Effects& effects);
void reduce(State& state, const intent::SaveRoomSettings& wish, Effects& effects);

// update_studio.cpp
void reduce(State& state, const intent::StudioSignIn& wish, Effects& effects);
void reduce(State& state, const intent::StudioSignOut& wish, Effects& effects);
void reduce(State& state, const intent::AskToConfirmJob& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmJob& wish, Effects& effects);

// update_class_form.cpp
void reduce(State& state, const intent::EditClass& wish, Effects& effects);
void reduce(State& state, const intent::CopyClass& wish, Effects& effects);
void reduce(State& state, const intent::SaveClass& wish, Effects& effects);
void reduce(State& state, const intent::JudgeField& wish, Effects& effects);
void reduce(State& state, const intent::ChoosePicture& wish, Effects& effects);
void reduce(State& state, const intent::RemovePicture& wish, Effects& effects);

// update_steps.cpp
void reduce(State& state, const intent::GoLive& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmGoLive& wish, Effects& effects);
void reduce(State& state, const intent::GoBackToPlanned& wish, Effects& effects);
void reduce(State& state, const intent::AskToRefund& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmRefund& wish, Effects& effects);
void reduce(State& state, const intent::AskToCancel& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmCancel& wish, Effects& effects);
void reduce(State& state, const intent::AskToEnd& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmEnd& wish, Effects& effects);
void reduce(State& state, const intent::AskToRotate& wish, Effects& effects);
void reduce(State& state, const intent::ConfirmRotate& wish, Effects& effects);

// update_desk.cpp
void reduce(State& state, const intent::HearDesk& told, Effects& effects);
void reduce(State& state, const intent::ChooseSound& wish, Effects& effects);
void reduce(State& state, const intent::ChooseLineDevice& wish, Effects& effects);
void reduce(State& state, const intent::AnswerRoomMusic& wish, Effects& effects);
void reduce(State& state, const intent::ChooseMusic& wish, Effects& effects);
void reduce(State& state, const intent::PlayPauseMusic& wish, Effects& effects);
void reduce(State& state, const intent::SetFader& wish, Effects& effects);
void reduce(State& state, const intent::ToggleDucking& wish, Effects& effects);
void reduce(State& state, const intent::ToggleSelfMirror& wish, Effects& effects);
void reduce(State& state, const intent::TestClap& wish, Effects& effects);
void reduce(State& state, const intent::StartCheck& wish, Effects& effects);
void reduce(State& state, const intent::LeaveCheck& wish, Effects& effects);

// update_console.cpp
void reduce(State& state, const intent::OpenCapture& wish, Effects& effects);
void reduce(State& state, const intent::ChooseCamera& wish, Effects& effects);
void reduce(State& state, const intent::ChooseMicrophone& wish, Effects& effects);
void reduce(State& state, const intent::ToggleCamera& wish, Effects& effects);
void reduce(State& state, const intent::ToggleMicrophone& wish, Effects& effects);
void reduce(State& state, const intent::ForgetClips& wish, Effects& effects);
void reduce(State& state, const intent::StartBroadcast& wish, Effects& effects);
void reduce(State& state, const intent::StopBroadcast& wish, Effects& effects);
void reduce(State& state, const intent::CopyText& wish, Effects& effects);

}  // namespace lsl::app
