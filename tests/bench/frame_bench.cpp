// bench_frame
//
// What a frame of the app takes of the processor while a list of classes is scrolled, beside a
// frame of Dear ImGui in which nothing is drawn: the screen's logic, layout, letters and triangles,
// and the mirror where it changed. Neither the browser nor the GPU has a part in it. Prints one
// JSON line, microseconds of this thread.

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include <imgui.h>

#include "client/app/app.h"
#include "client/platform/null/fake_browser.h"
#include "client/ui/core/imgui_frame.h"
#include "shared/wire/json/json.h"
#include "shared/wire/page.h"

namespace {

using namespace lsl;

constexpr int frames = 600, warm_up = 60, classes = 48;
constexpr float width = 1280, height = 860, furthest = 2400, step = 23;

/// Of this thread, user and system together.
double cpu_us() {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

template <class Work>
std::vector<double> times_of(const Work& work) {
    std::vector<double> times;
    for (int i = 0; i < frames; ++i) {
        const double before = cpu_us();
        work(i);
        if (i >= warm_up) times.push_back(cpu_us() - before);
    }
    std::sort(times.begin(), times.end());
    return times;
}

double quantile(const std::vector<double>& sorted, double share) {
    const auto last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(share * last)];
}

/// A studio with two days of classes.
api::PageData studio(UtcTime now) {
    api::PageData data;
    data.streams.emplace();
    for (int i = 0; i < classes; ++i) {
        wire::PublicStream row;
        std::string id = "01900000-0000-7000-8000-000000000000";
        const std::string digits = std::to_string(i + 1);
        id.replace(id.size() - digits.size(), digits.size(), digits);
        row.stream.id = *StreamId::parse(id);
        row.stream.title = "Class number " + digits;
        row.stream.description = "High-energy dance cardio for every level.";
        row.stream.instructor_name = "Mila Kova\u010D";
        row.stream.scheduled_start_time = now + std::chrono::hours(i + 1);
        row.stream.price_in_tokens = 40;
        data.streams->upcoming_streams.push_back(row);
    }
    return data;
}

std::vector<double> app_frames() {
    platform::FakeBrowser& browser = platform::fresh_fake_browser();
    browser.viewport.width = width;
    browser.viewport.height = height;
    browser.history = {"/streams"};
    browser.initial_data = wire::to_json(studio(browser.utc));
    const auto page = std::make_unique<app::App>();
    if (!page->start()) return {};
    browser.run_frames();
    return times_of([&](int frame) {
        const float along = step * static_cast<float>(frame);
        browser.scroll_y =
            along - furthest * static_cast<float>(static_cast<int>(along / furthest));
        browser.advance(std::chrono::milliseconds(16));
        browser.listener->on_scroll(browser.scroll_y);
        browser.run_frames(1);
    });
}

std::vector<double> empty_frames() {
    ImGuiContext* context = ui::make_imgui_context();
    ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    std::vector<double> times = times_of([&](int) {
        ui::begin_imgui_frame(*context, width, height, 1);
        ui::end_imgui_frame(*context);
        platform::paint(ImGui::GetDrawData());
    });
    ui::destroy_imgui_context(context);
    return times;
}

}  // namespace

int main() {
    const std::vector<double> app = app_frames();
    const std::vector<double> empty = empty_frames();
    if (app.empty()) return 1;
    std::printf(
        "{\"frames\":%zu,\"frame_p50_us\":%.1f,\"frame_p95_us\":%.1f,\"empty_p50_us\":%.2f,"
        "\"frame_to_empty\":%.0f}\n",
        app.size(), quantile(app, 0.5), quantile(app, 0.95), quantile(empty, 0.5),
        quantile(app, 0.5) / std::max(quantile(empty, 0.5), 0.01));
    return 0;
}
