#include "client/platform/null/fake_browser.h"

#include <algorithm>

namespace lsl::platform {
namespace {

FakeBrowser the_browser;

}  // namespace

FakeBrowser& fake_browser() { return the_browser; }

FakeBrowser& fresh_fake_browser() {
    the_browser = FakeBrowser();
    return the_browser;
}

void FakeBrowser::advance(std::chrono::milliseconds time) {
    utc += time;
    mono = mono + std::chrono::microseconds(time);
    if (!wake) return;
    *wake -= time;
    if (*wake > std::chrono::milliseconds::zero()) return;
    wake.reset();
    listener->on_wake(mono);
}

int FakeBrowser::run_frames(int limit) {
    int frames = 0;
    while (frame_requested && frames < limit) {
        frame_requested = false;
        mono = mono + std::chrono::microseconds(16667);
        utc += std::chrono::milliseconds(17);
        listener->on_frame(mono);
        ++frames;
    }
    return frames;
}

const FakeBrowser::Request* FakeBrowser::pending(std::string_view path) const {
    const auto waits = [&](const Request& request) {
        return request.path == path && !request.cancelled &&
               std::find(answered_.begin(), answered_.end(), request.id) == answered_.end();
    };
    const auto found = std::find_if(requests.rbegin(), requests.rend(), waits);
    return found == requests.rend() ? nullptr : &*found;
}

bool FakeBrowser::answer(std::string_view path, int status, std::string_view body,
                         int retry_after_s) {
    const Request* request = pending(path);
    if (!request) return false;
    const RequestId id = request->id;
    answered_.push_back(id);
    listener->on_http({id, status, retry_after_s, body});
    return true;
}

void FakeBrowser::press_back() {
    if (history.size() < 2) return;
    history.pop_back();
    listener->on_route(history.back(), 0);
}

}  // namespace lsl::platform
