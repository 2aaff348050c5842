// Tab goes through every screen as it is read: from the top down, and within a line from its start
// to its end, which is its left end in Arabic.

#include <gtest/gtest.h>

#include <string>

#include "shared/wire/account_api.h"
#include "shared/wire/chapter_api.h"
#include "shared/wire/figures_api.h"
#include "shared/wire/notice_api.h"
#include "tests/client/room.h"
#include "tests/client/tab_order.h"

namespace lsl::app {
namespace {

using ui::Role;

// ---- For everybody

class TabOrderOfViewers : public TabOrder {
  protected:
    api::PageData programme(bool guest) {
        api::PageData data = guest ? api::PageData{} : ana_at_home();
        data.streams.emplace();
        data.streams->live_streams.push_back(live(a_class(1, "Live", now(), 50), now()));
        for (int i = 2; i < 6; ++i) {
            wire::PublicStream row = a_class(i, "Class " + std::to_string(i), now() + hours(8 * i));
            row.stream.style = i % 2 == 0 ? "Salsa" : "Heels";
            data.streams->upcoming_streams.push_back(row);
        }
        data.streams->replay_streams.push_back(
            ended(a_class(7, "Replay", now() - hours(30)), now() - hours(29)));
        data.streams->next_cursor = "more";
        if (!guest) {
            data.enrollments.emplace();
            data.enrollments->enrollments.push_back(place_in(data.streams->upcoming_streams[1]));
            data.enrollments->enrollments.push_back(place_in(data.streams->replay_streams[0]));
        }
        return data;
    }
    /// The page of that class, with a place in it.
    void open_class(const wire::PublicStream& row) {
        api::PageData data = ana_at_home();
        data.stream = row;
        data.enrollments.emplace();
        data.enrollments->enrollments.push_back(place_in(row));
        open(model::url_of(model::watch_page(id_number(1))), data);
    }
};

TEST_F(TabOrderOfViewers, TheListsOfClasses) {
    expect_order("classes", [&] { open("/streams", programme(false)); });
    expect_order("classes for guests", [&] { open("/streams", programme(true)); });
    expect_order("my classes", [&] { open("/streams?mine", programme(false)); });
}

TEST_F(TabOrderOfViewers, AClassThatIsToCome) {
    expect_order("a class to come", [&] {
        api::PageData data = ana_at_home();
        data.stream = a_class(1, "Salsa Basics", now() + hours(3));
        open(model::url_of(model::watch_page(id_number(1))), data);
    });
    expect_order("its question", [&] {
        api::PageData data = ana_at_home();
        data.stream = a_class(1, "Salsa Basics", now() + hours(3));
        data.enrollments.emplace();
        open(model::url_of(model::watch_page(id_number(1))), data);
        if (!arabic) person->press(Role::Button, "Enroll");
    });
}

TEST_F(TabOrderOfViewers, ALiveClassWithItsRoom) {
    expect_order("a live class", [&] {
        open_class(live(a_class(1, "Morning Dance", now()), now() - minutes(24)));
        answer(room_class + "/chat?limit=50",
               room_page({room_message(1, "slower arms"), room_message(2, "thank you")}));
    });
}

TEST_F(TabOrderOfViewers, AReplayToPractiseWith) {
    expect_order("a replay", [&] {
        open_class(ended(a_class(1, "Morning Dance", now() - hours(3)), now() - hours(2)));
        answer(room_class + "/playback",
               api::GetPlayback::Response{"file", "/recordings/abc", "", now() + minutes(5), ""});
        api::ListChapters::Response chapters;
        for (int i = 1; i < 4; ++i) {
            chapters.chapters.push_back({.id = ChapterId{id_number(10 + i).uuid},
                                         .kind = domain::ChapterKind::Phrase,
                                         .title = "Phrase",
                                         .at = now() - hours(3) + minutes(i),
                                         .position_ms = i * 60'000});
        }
        answer(room_class + "/chapters", chapters);
        platform::PlayerState state;
        state.phase = platform::PlayerPhase::Playing;
        state.picture = true;
        state.duration_s = 3600;
        person->listener().on_player(state);
        person->settle();
    });
}

TEST_F(TabOrderOfViewers, ThePagesOfAnAccount) {
    expect_order("signing in", [&] { open("/login", nobody()); });
    expect_order("a new account", [&] { open("/login?create", nobody()); });
    expect_order("the account", [&] {
        open("/account", programme(false));
        answer("/api/wallet", api::GetWallet::Response{});
    });
    expect_order("settings", [&] {
        api::PageData data = ana_at_home();
        data.sends_mail = true;
        open("/settings", data);
        api::ListSessions::Response sessions;
        for (int i = 1; i < 3; ++i) {
            wire::SessionInfo info;
            info.id = {id_number(i).uuid};
            info.device = "Firefox on Linux";
            info.created_at = info.last_seen_at = now();
            info.current = i == 1;
            sessions.sessions.push_back(info);
        }
        answer("/api/me/sessions", sessions);
        answer("/api/me/calendar", api::CalendarAddress{"https://studio.example/calendar/a.ics"});
        api::NoticeSettings choices;
        choices.timezone = "UTC";
        choices.quiet_from = "21:00";
        choices.quiet_to = "08:00";
        for (const std::string_view name : domain::notice_event_names) {
            choices.events[std::string(name)] = {.mail = true, .push = false, .app = true};
        }
        answer("/api/me/notices/settings", choices);
    });
    expect_order("notices", [&] {
        open("/notices", ana_at_home());
        api::ListNotices::Response page;
        for (int i = 1; i < 3; ++i) {
            wire::NoticeRow row;
            row.id = {id_number(10 + i).uuid};
            row.event = domain::NoticeEvent::Moved;
            row.stream_id = id_number(1);
            row.title = "Salsa moved";
            row.text = "It begins later.";
            row.created_at = now();
            page.notices.push_back(row);
        }
        answer("/api/me/notices?limit=30", page);
    });
}

TEST_F(TabOrderOfViewers, TheWorkouts) {
    domain::Workout workout;
    workout.id = {id_number(1).uuid};
    workout.title = "Classic Salsa";
    workout.instructor_name = "Diego";
    workout.duration_seconds = 1800;
    expect_order("workouts", [&] {
        api::PageData data = ana_at_home();
        data.workouts.emplace();
        data.workouts->workouts = {workout};
        open("/workouts", data);
    });
    expect_order("a workout", [&] {
        api::PageData data = ana_at_home();
        data.workout = workout;
        open("/workouts/" + id_number(1).to_string(), data);
    });
}

// ---- For who teaches

class TabOrderOfTeachers : public TabOrder {
  protected:
    void open_own(const model::Route& route, const wire::PublicStream& row) {
        open(model::url_of(route), owner_at_home());
        answer(own_class, api::OneInstructorStream{own(row)});
    }
    void open_camera() {
        platform::CaptureState capture;
        capture.phase = platform::CapturePhase::Open;
        capture.cameras = {{"c1", "Front"}, {"c2", "Back"}};
        capture.microphones = {{"m1", "Built in"}, {"m2", "Mixer"}};
        capture.camera_id = "c1";
        capture.microphone_id = "m1";
        capture.width = 1280;
        capture.height = 720;
        person->listener().on_capture(capture);
        person->settle();
    }
};

TEST_F(TabOrderOfTeachers, TheListOfClasses) {
    expect_order("the studio", [&] {
        open("/instructor/streams", owner_at_home());
        api::ListInstructorStreams::Response rows;
        rows.streams = {own(a_class(1, "Next", now() + hours(1))),
                        own(a_class(2, "Later", now() + hours(30))),
                        own(ended(a_class(3, "Past", now() - days(2)), now() - days(2)))};
        answer("/api/instructor/streams", rows);
    });
}

TEST_F(TabOrderOfTeachers, TheFormOfAClass) {
    expect_order("a new class", [&] { open("/instructor/streams/create", owner_at_home()); });
}

TEST_F(TabOrderOfTeachers, ConsoleCheckAndStage) {
    expect_order("the console", [&] {
        open_own(model::broadcast_page(id_number(1)), a_class(1, "Salsa", now() + minutes(5)));
        open_camera();
    });
    expect_order("the check", [&] {
        open_own(model::check_page(id_number(1)), a_class(1, "Salsa", now() + minutes(5)));
        open_camera();
    });
    expect_order("the stage", [&] {
        open_own(model::broadcast_page(id_number(1)),
                 live(a_class(1, "Salsa", now()), now() - minutes(24)));
        open_camera();
    });
    expect_order("a class that is over", [&] {
        open_own(model::broadcast_page(id_number(1)),
                 ended(a_class(1, "Salsa", now() - hours(2)), now() - hours(1)));
    });
}

TEST_F(TabOrderOfTeachers, PeopleAndFigures) {
    expect_order("people", [&] {
        open_own(model::people_page(id_number(1)), a_class(1, "Salsa", now() + hours(3)));
        api::ListStaff::Response team;
        for (int i = 2; i < 4; ++i) {
            team.staff.push_back({UserId(id_number(i).uuid), "Mona", domain::StaffRole::Moderator,
                                  std::nullopt, now(), "mona@example.com"});
        }
        answer(own_class + "/staff", team);
    });
    expect_order("figures of a class", [&] {
        open_own(model::figures_page(id_number(1)),
                 ended(a_class(1, "Salsa", now() - hours(2)), now() - hours(1)));
        wire::ClassFigures figures;
        figures.stream_id = id_number(1);
        figures.title = "Salsa";
        figures.began_at = now() - hours(2);
        figures.length_ms = 3'600'000;
        figures.enrolled = figures.attended = figures.peak = 38;
        figures.curve.resize(360);
        figures.money = {.charged = 3200, .refunded = 50, .revenue = 3150, .hosting_cost = 0};
        answer(own_class + "/figures", figures);
    });
    expect_order("figures of the studio", [&] {
        open(model::url_of(model::page(model::Page::StudioFigures)), owner_at_home());
        api::GetStudioFigures::Response all;
        all.by = "class";
        for (int i = 1; i < 4; ++i) {
            wire::FiguresRow row;
            row.stream_id = id_number(i);
            row.title = "Salsa";
            row.begins = now() - days(i);
            row.money = {.charged = 3200, .refunded = 50, .revenue = 3150, .hosting_cost = 0};
            all.rows.push_back(row);
        }
        all.total = all.rows.front();
        answer("/api/instructor/figures", all);
    });
}

TEST_F(TabOrder, TheGallery) {
    expect_order("the gallery", [&] { open("/gallery", nobody()); });
}

}  // namespace
}  // namespace lsl::app
