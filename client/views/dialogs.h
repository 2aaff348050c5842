#pragma once

#include "client/views/view.h"

// One overload per dialog of the model, which `dialogs` (pages.h) chooses by its type: a dialog
// that nobody draws does not compile.

namespace lsl::views {

// dialogs.cpp
void show(const View& view, const model::dialog::Enroll& open);
void show(const View& view, const model::dialog::Withdraw& open);

// account/account_dialogs.cpp
void show(const View& view, const model::dialog::ChangePassword& open);
void show(const View& view, const model::dialog::ChangeEmail& open);
void show(const View& view, const model::dialog::DeleteAccount& open);
void show(const View& view, const model::dialog::RenewCalendar& open);

// account/factor_dialogs.cpp
void show(const View& view, const model::dialog::AddPasskey& open);
void show(const View& view, const model::dialog::RenamePasskey& open);
void show(const View& view, const model::dialog::RemovePasskey& open);

// account/codes_dialog.cpp
void show(const View& view, const model::dialog::Codes& open);

// studio/studio_dialogs.cpp
void show(const View& view, const model::dialog::CancelClass& open);
void show(const View& view, const model::dialog::EndClass& open);
void show(const View& view, const model::dialog::EditClass& open);
void show(const View& view, const model::dialog::DiscardChanges& open);
void show(const View& view, const model::dialog::GoLive& open);
void show(const View& view, const model::dialog::RefundClass& open);
void show(const View& view, const model::dialog::RotateToken& open);
void show(const View& view, const model::dialog::ConfirmJob& open);
void show(const View& view, const model::dialog::LeaveConsole& open);

// studio/grant_dialog.cpp
void show(const View& view, const model::dialog::GiveTokens& open);

// team/team_dialogs.cpp
void show(const View& view, const model::dialog::InvitationLink& open);
void show(const View& view, const model::dialog::ChangeRole& open);
void show(const View& view, const model::dialog::RemoveStaff& open);

// chat/room_dialogs.cpp
void show(const View& view, const model::dialog::WhoIsHere& open);
void show(const View& view, const model::dialog::ReportMessage& open);

// chat/moderation_dialogs.cpp
void show(const View& view, const model::dialog::RoomReports& open);
void show(const View& view, const model::dialog::RoomPerson& open);

// chat/room_settings_dialogs.cpp
void show(const View& view, const model::dialog::NewPoll& open);
void show(const View& view, const model::dialog::RoomSettings& open);

}  // namespace lsl::views
