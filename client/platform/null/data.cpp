#include <algorithm>
#include <string>
#include <string_view>

#include "client/platform/bridge.h"
#include "client/platform/null/fake_browser.h"

namespace lsl::platform {
namespace {

RequestId next_id() {
    static RequestId last = 0;
    return ++last;
}

}  // namespace

std::string current_url() { return fake_browser().history.back(); }

std::string origin() { return "https://live.example"; }

void push_url(std::string_view url) {
    if (fake_browser().history.back() != url) fake_browser().history.emplace_back(url);
}

void replace_url(std::string_view url) { fake_browser().history.back() = url; }

void go_back(std::string_view fallback) {
    FakeBrowser& browser = fake_browser();
    browser.calls.emplace_back("go_back");
    if (browser.history.size() > 1) {
        browser.history.pop_back();
    } else {
        browser.history.back() = fallback;
    }
}

void open_external(std::string_view url, bool) { fake_browser().left_to.emplace_back(url); }

void reload() { ++fake_browser().reloads; }

void load_part(Part part) {
    if (!part_is_here(part)) fake_browser().parts_asked_for.push_back(part);
}

bool part_is_here(Part part) { return fake_browser().parts.contains(part); }

void set_leave_guard(bool on) { fake_browser().leave_guard = on; }

std::string initial_data() { return fake_browser().initial_data; }

RequestId http_request(const HttpRequest& request) {
    FakeBrowser::Request asked;
    asked.id = next_id();
    asked.method = request.method;
    asked.path = request.path;
    asked.body = request.body;
    for (const auto& [name, value] : request.headers) asked.headers.emplace_back(name, value);
    fake_browser().requests.push_back(asked);
    return asked.id;
}

RequestId http_upload(std::string_view method, std::string_view path, std::uint32_t file_handle) {
    FakeBrowser::Request asked;
    asked.id = next_id();
    asked.method = method;
    asked.path = path;
    asked.file = file_handle;
    fake_browser().requests.push_back(asked);
    return asked.id;
}

void http_cancel(RequestId id) {
    for (FakeBrowser::Request& request : fake_browser().requests) {
        if (request.id == id) request.cancelled = true;
    }
}

void open_events(std::string_view path, std::span<const std::string_view> names,
                 std::string_view after) {
    fake_browser().events_path = path;
    fake_browser().events_after = after;
    fake_browser().event_names.assign(names.begin(), names.end());
}

void close_events() { fake_browser().events_path.clear(); }

std::string stored(std::string_view key) {
    const auto& storage = fake_browser().storage;
    const auto found = storage.find(key);
    return found == storage.end() ? std::string() : found->second;
}

void store(std::string_view key, std::string_view value) {
    fake_browser().storage.insert_or_assign(std::string(key), std::string(value));
}

std::string random_id() {
    std::string digits = std::to_string(next_id());
    digits.insert(0, 12 - std::min<std::size_t>(12, digits.size()), '0');
    return "00000000-0000-4000-8000-" + digits;
}

void copy_text(std::string_view text) { fake_browser().copied = text; }

void push_notices(PushWish wish) { fake_browser().push_wishes.push_back(wish); }

bool can_share() { return fake_browser().can_share; }

void share(std::string_view, std::string_view url) { fake_browser().shared_url = url; }

void download(std::string_view url, std::string_view) {
    fake_browser().downloads.emplace_back(url);
}

RequestId choose_file(std::string_view) { return fake_browser().file_choice = next_id(); }

Image use_image(std::string_view url, int) {
    FakeBrowser& browser = fake_browser();
    browser.images_asked.emplace_back(url);
    const auto found = browser.images.find(url);
    return found == browser.images.end() ? Image() : found->second;
}

}  // namespace lsl::platform
