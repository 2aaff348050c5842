#include "server/recorder/sample_dancer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

namespace lsl::recorder {

namespace {

/// BT.601, studio range.
struct Paint {
    std::uint8_t y, u, v;
};
constexpr Paint wall{58, 132, 158}, floor_paint{40, 130, 146}, sun{178, 92, 158},
    skin{168, 108, 154}, shirt{226, 128, 128}, trousers{52, 144, 128}, light{206, 70, 150},
    unlit{66, 130, 150};

struct Point {
    double x = 0, y = 0;
};

Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }

/// A point so far from here, `turns` clockwise from straight down.
Point limb(Point from, double length, double turns) {
    const double angle = turns * 2 * std::numbers::pi;
    return from + Point{length * std::sin(angle), length * std::cos(angle)};
}

double distance_to_stroke(double x, double y, Point a, Point b) {
    const double dx = b.x - a.x, dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    const double along =
        length == 0 ? 0 : std::clamp(((x - a.x) * dx + (y - a.y) * dy) / length, 0.0, 1.0);
    return std::hypot(x - a.x - along * dx, y - a.y - along * dy);
}

void put(const Planes& to, int x, int y, const Paint& paint) {
    to.rows[0][y * to.strides[0] + x] = paint.y;
    if (x % 2 != 0 || y % 2 != 0) return;
    to.rows[1][y / 2 * to.strides[1] + x / 2] = paint.u;
    to.rows[2][y / 2 * to.strides[2] + x / 2] = paint.v;
}

/// A line with round ends; a disc where both points are one.
void stroke(const Planes& to, Point a, Point b, double radius, const Paint& paint) {
    const auto within = [](double value, int size) {
        return std::clamp(static_cast<int>(value), 0, size);
    };
    const int left = within(std::min(a.x, b.x) - radius, to.width);
    const int right = within(std::max(a.x, b.x) + radius + 1, to.width);
    const int top = within(std::min(a.y, b.y) - radius, to.height);
    const int bottom = within(std::max(a.y, b.y) + radius + 1, to.height);
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) {
            if (distance_to_stroke(x, y, a, b) <= radius) put(to, x, y, paint);
        }
    }
}

void fill_rows(const Planes& to, int from, int until, const Paint& paint) {
    const std::array<std::uint8_t, 3> values = {paint.y, paint.u, paint.v};
    for (std::size_t plane = 0; plane < values.size(); ++plane) {
        const int divided = plane == 0 ? 1 : 2;
        for (int y = from / divided; y < until / divided; ++y) {
            std::memset(to.rows[plane] + y * to.strides[plane], values[plane],
                        static_cast<std::size_t>((to.width + divided - 1) / divided));
        }
    }
}

/// From 0 to 1 within a beat, quick at first: a step lands on the beat.
double landed(double beat) {
    const double into = beat - std::floor(beat);
    return 1 - std::pow(1 - into, 3);
}

/// Where the figure stands between two steps: 0 in the middle, 1 at the right, -1 at the left.
double place_at(double beat) {
    constexpr std::array<double, 4> places = {1, 0, -1, 0};
    const auto step = static_cast<std::size_t>(std::max(beat, 0.0));
    const double now = places[step % places.size()];
    const double before = places[(step + places.size() - 1) % places.size()];
    return before + (now - before) * landed(beat);
}

void draw_figure(const Planes& to, double beat) {
    const double unit = to.height / 100.0;
    const double place = place_at(beat), bounce = 2.5 * unit * (1 - landed(beat));
    const bool arms_up = std::fmod(std::max(beat, 0.0), 8) >= 4;
    const double lift = arms_up ? 0.5 : 0.12;
    const Point hip{to.width * 0.5 + place * 16 * unit, 56 * unit + bounce};
    const Point neck = hip + Point{place * 2 * unit, -25 * unit};
    const double feet = 86 * unit;
    const double spread = 9 * unit + 7 * unit * std::abs(place);
    for (const double side : {-1.0, 1.0}) {
        const Point foot{to.width * 0.5 + place * 14 * unit + side * spread, feet};
        const Point knee{(hip.x + foot.x) / 2 + side * 3 * unit, (hip.y + foot.y) / 2 - unit};
        stroke(to, hip + Point{side * 2 * unit, 0}, knee, 4.4 * unit, trousers);
        stroke(to, knee, foot, 3.6 * unit, trousers);
        stroke(to, foot, foot + Point{side * 4 * unit, 0}, 2.2 * unit, shirt);
    }
    stroke(to, hip, neck, 6.5 * unit, shirt);
    for (const double side : {-1.0, 1.0}) {
        const double sway = 0.06 * place * side;
        const Point shoulder = neck + Point{side * 6 * unit, 3 * unit};
        const Point elbow = limb(shoulder, 13 * unit, side * (lift * 0.7 + sway));
        const Point hand = limb(elbow, 13 * unit, side * (lift + sway));
        stroke(to, shoulder, elbow, 2.8 * unit, skin);
        stroke(to, elbow, hand, 2.4 * unit, skin);
    }
    const Point head = neck + Point{place * 1.5 * unit, -10 * unit};
    stroke(to, head, head, 6.5 * unit, skin);
}

/// Eight lights along the floor; the one of the count shines.
void draw_counts(const Planes& to, double beat) {
    constexpr int counts = 8;
    const auto count = static_cast<int>(std::max(beat, 0.0)) % counts;
    const double pitch = to.width / static_cast<double>(counts);
    for (int i = 0; i < counts; ++i) {
        const Point at{pitch * (i + 0.5), to.height * 0.955};
        stroke(to, at, at, to.height * 0.017, i == count ? light : unlit);
    }
}

}  // namespace

void draw_dancer(const Planes& picture, double beat) {
    const int horizon = picture.height * 88 / 100 / 2 * 2;
    fill_rows(picture, 0, horizon, wall);
    const Point middle{picture.width * 0.72, picture.height * 0.42};
    stroke(picture, middle, middle, picture.height * 0.3, sun);
    fill_rows(picture, horizon, picture.height, floor_paint);
    draw_figure(picture, beat);
    draw_counts(picture, beat);
}

}  // namespace lsl::recorder
