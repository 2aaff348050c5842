// A tablet that lies has two columns where a desktop has them, by one rule; held upright it has
// one, and so has a phone that lies.

#include <gtest/gtest.h>

#include "shared/wire/figures_api.h"
#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

const std::string own_class = "/api/instructor/streams/01900000-0000-7000-8000-000000000001";

struct Tablet {
    float width, height;
    bool two;
};

constexpr Tablet tablets[] = {
    {1024, 768, true}, {820, 600, true}, {768, 1024, false}, {600, 820, false}};

class TabletPages : public testing::Test {
  protected:
    void hold(const Tablet& tablet, const model::Route& route) {
        person = std::make_unique<Person>();
        person->browser().viewport.width = tablet.width;
        person->browser().viewport.height = tablet.height;
        api::PageData data;
        data.roles = the_owner();
        data.session = ana();
        person->open(model::url_of(route), data);
    }
    void tell_class(const wire::PublicStream& row) {
        person->answer(own_class, api::OneInstructorStream{own(row)});
    }
    void open_camera() {
        platform::CaptureState capture;
        capture.phase = platform::CapturePhase::Open;
        capture.cameras = {{"c1", "Front"}, {"c2", "Back"}};
        capture.camera_id = "c1";
        capture.width = 1280;
        capture.height = 720;
        person->listener().on_capture(capture);
        person->settle();
    }
    ui::Rect picture() const {
        const platform::VideoPlace& place = person->browser().preview_place;
        EXPECT_TRUE(place.visible);
        return {place.x, place.y, place.width, place.height};
    }
    /// The second one stands at the end side of the first one, or else below it.
    void expect_columns(const Tablet& tablet, const ui::Rect& first, const ui::Rect& second) {
        const std::string where =
            std::to_string(tablet.width) + " x " + std::to_string(tablet.height);
        if (tablet.two) {
            EXPECT_GE(second.x, ui::right(first)) << where;
        } else {
            EXPECT_GE(second.y, ui::bottom(first)) << where;
            EXPECT_LT(second.x, ui::right(first)) << where;
        }
        EXPECT_LE(ui::right(second), tablet.width) << where;
    }
    wire::PublicStream over() {
        return ended(a_class(1, "Salsa", person->now() - hours(2)), person->now() - hours(1));
    }

    std::unique_ptr<Person> person;
};

TEST_F(TabletPages, TheStage) {
    for (const Tablet& tablet : tablets) {
        hold(tablet, model::broadcast_page(id_number(1)));
        tell_class(live(a_class(1, "Salsa", person->now()), person->now() - minutes(24)));
        open_camera();
        person->press(Role::Button, "Back on air");
        platform::BroadcastState sent;
        sent.phase = platform::BroadcastPhase::Connected;
        sent.frames_per_second = 30;
        person->listener().on_broadcast(sent);
        person->settle();
        expect_columns(tablet, picture(), person->get(Role::Link, "Your classes").rect);
        for (const char* name : {"Mute the microphone", "Turn the camera off", "End class…"}) {
            const ui::Rect key = person->get(Role::Button, name).rect;
            EXPECT_LE(ui::bottom(key), tablet.height) << name << " on the first screen";
            EXPECT_GE(key.width, 60) << name << " at " << tablet.width;
        }
    }
}

TEST_F(TabletPages, TheCheck) {
    for (const Tablet& tablet : tablets) {
        hold(tablet, model::check_page(id_number(1)));
        tell_class(a_class(1, "Salsa", person->now() + minutes(20)));
        open_camera();
        expect_columns(tablet, picture(), person->get(Role::Button, "Go to the stage").rect);
    }
}

TEST_F(TabletPages, TheFiguresOfAClass) {
    for (const Tablet& tablet : tablets) {
        hold(tablet, model::figures_page(id_number(1)));
        tell_class(over());
        wire::ClassFigures figures;
        figures.stream_id = id_number(1);
        figures.title = "Salsa";
        figures.began_at = person->now() - hours(2);
        figures.length_ms = 3'600'000;
        figures.enrolled = figures.attended = figures.peak = 38;
        figures.curve.resize(360);
        for (wire::FiguresStep& step : figures.curve) step.viewers = 30;
        person->answer(own_class + "/figures", figures);
        expect_columns(tablet, person->get(Role::Slider, "Watching at the same time").rect,
                       person->get(Role::Button, "See the names").rect);
    }
}

TEST_F(TabletPages, TheFiguresOfTheStudio) {
    for (const Tablet& tablet : tablets) {
        hold(tablet, model::page(model::Page::StudioFigures));
        api::GetStudioFigures::Response all;
        all.by = "class";
        for (int i = 1; i < 4; ++i) {
            wire::FiguresRow row;
            row.stream_id = id_number(i);
            row.title = "Salsa";
            row.begins = person->now() - days(i);
            row.money = {.charged = 3200, .refunded = 50, .revenue = 3150, .hosting_cost = 0};
            all.rows.push_back(row);
        }
        all.total = all.rows.front();
        person->answer("/api/instructor/figures", all);
        expect_columns(tablet, person->get(Role::Slider, "Earned").rect,
                       person->get(Role::Link, "Salsa").rect);
    }
}

}  // namespace
}  // namespace lsl::app
