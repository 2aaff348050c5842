#pragma once

#include <string>

#include "client/app/effects.h"
#include "client/app/state.h"
#include "client/model/intents.h"
#include "client/net/server_events.h"
#include "client/platform/bridge.h"
#include "shared/wire/page.h"

// The reducers: the only code that changes the model. One file per area.

namespace lsl::app {

namespace msg = model::msg;

/// What a person wants, done by the overload of reducers.h for it.
void update(State& state, const model::Intent& intent, Effects& effects);

// update_navigation.cpp
/// The first page, with what the server wrote into it (nothing: ask for all).
void open_app(State& state, const std::optional<api::PageData>& data, model::Route first,
              Effects& effects);
/// Shows a page and asks for what it lacks; redirects to sign-in where that is needed.
void show_page(State& state, model::Route to, Effects& effects);
/// The person followed a link: a new history entry. A running broadcast asks first.
void go(State& state, model::Route to, Effects& effects);
/// Takes the address bar along without a new entry, e.g. after signing in.
void go_instead(State& state, model::Route to, Effects& effects);
/// Back or Forward: the address has changed already.
void on_address_changed(State& state, model::Route to, Effects& effects);
/// Asks for whatever the present page lacks.
void load_page(State& state, Effects& effects);
/// After a gap in the server's events: asks again for what the page shows.
void refresh_page(State& state, Effects& effects);
/// Something was typed into a class's form that leaving this page would lose.
bool has_unsaved_changes(const State& state);

// page_title.cpp
std::string title_of(const model::Model& model);

// update_classes.cpp
void load_classes(State& state, Effects& effects);
/// The classes that the address asks for, if it leaves some out.
void load_found(State& state, Effects& effects);
void put_found(State& state, api::ListStreams::Response list);
/// What goes into the address of that list's request.
net::Place found_place(const model::ClassFilter& filter, std::string cursor);
void load_class(State& state, StreamId id, Effects& effects);
void load_enrollments(State& state, Effects& effects);
void load_enrollment(State& state, StreamId id, Effects& effects);
void load_wallet(State& state, Effects& effects);
void load_workouts(State& state, Effects& effects);
void load_workout(State& state, Effects& effects);
void put_list(State& state, api::ListStreams::Response list);
void put_enrollment(State& state, wire::EnrollmentRow row);
/// The class that is watched has ended: thanks, the way to its replay, and what comes next.
void end_of_class(State& state, Effects& effects);

// load_more.cpp
/// A page of the viewer's places; asks for the next one.
void put_enrollments(State& state, api::ListEnrollments::Response page, Effects& effects);

// update_studio.cpp
void load_studio(State& state, Effects& effects);
void load_jobs(State& state, Effects& effects);
void load_studio_class(State& state, StreamId id, Effects& effects);
void put_studio_row(State& state, wire::InstructorStream row);

// update_class_form.cpp
void on_picture_chosen(State& state, std::uint32_t file, std::string name, std::int64_t size);

// update_people.cpp
void load_people(State& state, StreamId id, Effects& effects);
/// Of a class that is over, or whose page of figures is shown (update_figures.cpp).
void load_class_figures(State& state, StreamId id, Effects& effects);
void load_studio_figures(State& state, Effects& effects);

// update_invitation.cpp
void load_invitation(State& state, Effects& effects);

// load_settings.cpp
void load_settings(State& state, Effects& effects);
void load_sessions(State& state, Effects& effects);
void load_notice_settings(State& state, Effects& effects);
/// Quiet hours and the times in mails are those of the person's clocks.
void tell_time_zone(State& state, Effects& effects);

// load_notices.cpp
/// The newest ones.
void load_notices(State& state, Effects& effects);
void load_older_notices(State& state, Effects& effects);

// update_push.cpp
/// The subscription of this browser is told again at each visit: it may have changed by itself, and
/// another person may be signed in.
void renew_push(State& state, Effects& effects);
/// What the browser answered.
void on_push(State& state, const platform::PushAnswer& answer, Effects& effects);
/// Before somebody signs out: neither the server nor this browser keeps the subscription.
void forget_push(State& state, Effects& effects);

// update_session.cpp
/// Nobody is signed in here as a viewer any more.
void forget_viewer(State& state);
void load_session(State& state, Effects& effects);
/// Who may run a class is at home in the studio.
void put_roles(State& state, std::vector<domain::HeldRole> roles);
void put_session(State& state, api::Session session);

// update_sending.cpp
/// Says what is switched off on this device while it is on air, whenever that isn't known yet.
void tell_sending(State& state, Effects& effects);
/// The server's row of the class says otherwise.
void check_sending(State& state, const wire::PublicStream& told);

// practice_notes.cpp
/// Another recording is about to be played: what the person noted for it is fetched.
void begin_practice(State& state, Effects& effects);
/// The replay of that class stands there.
void keep_progress(State& state, StreamId id, double position_s, Effects& effects);
/// Tells the server what is noted now.
void keep_notes(State& state, Effects& effects);

// update_room.cpp
/// Enters and leaves the room of the class that is shown, as the person may.
void follow_room(State& state, Effects& effects);
/// Reads it again, after a gap.
void refresh_room(State& state, Effects& effects);
/// The stream of the room broke off: perhaps the person may not be in it any more.
void check_room_rights(State& state, Effects& effects);

// update_chat.cpp, in a part: called while its page is here
struct ReadRoom {};
/// Asks for the newest messages, and listens from there.
void reduce(State& state, const ReadRoom& room, Effects& effects);
/// The data of an event wire::RoomChanged, or of wire::RoomMeChanged.
struct RoomNews {
    std::string_view data;
    bool own = false;  ///< the latter
};
void reduce(State& state, const RoomNews& news, Effects& effects);

// update_events.cpp
void apply(State& state, const net::ServerEvent& event, Effects& effects);

// update.cpp
void toast(State& state, std::string_view text, model::Mood mood = model::Mood::Neutral);
/// The device's clock is that much ahead of the server's; 0 = it is right again.
void on_clock(State& state, double ahead_s);
void on_copied(State& state, const std::string& what, bool copied);
/// Removes what has had its time.
void expire(State& state);

// update_console.cpp
/// The broadcast ended because another device is on air.
void on_air_elsewhere(State& state, Effects& effects);

}  // namespace lsl::app
