#include "server/services/accounts/device_words.h"

#include <algorithm>
#include <cstddef>

namespace lsl::services {
namespace {

struct Sign {
    std::string_view sign, word;
};

// The first that is found: later ones stand in the names that earlier ones give themselves, too.
constexpr Sign browsers[] = {
    {"Edg", "Edge"},         {"OPR/", "Opera"},     {"SamsungBrowser/", "Samsung Internet"},
    {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"},
    {"Chrome/", "Chrome"},   {"Safari/", "Safari"}};
constexpr Sign systems[] = {{"iPhone", "iPhone"},   {"iPad", "iPad"},    {"Android", "Android"},
                            {"Windows", "Windows"}, {"Mac OS X", "Mac"}, {"CrOS", "Chrome OS"},
                            {"Linux", "Linux"}};
constexpr std::size_t longest_name = 30;

template <std::size_t N>
std::string_view word_of(const Sign (&signs)[N], std::string_view text) {
    for (const Sign& one : signs) {
        if (text.find(one.sign) != text.npos) return one.word;
    }
    return {};
}

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

/// The product's name of a program that is no browser: "curl/8.1" is curl.
std::string program_name(std::string_view user_agent) {
    const auto end = std::find_if_not(user_agent.begin(), user_agent.end(), is_plain);
    std::string name(user_agent.begin(), end);
    return name.substr(0, longest_name);
}

}  // namespace

std::string device_words(std::string_view user_agent) {
    const std::string_view browser = word_of(browsers, user_agent);
    const std::string_view system = word_of(systems, user_agent);
    if (browser.empty()) return program_name(user_agent);
    if (system.empty()) return std::string(browser);
    return std::string(browser) + " on " + std::string(system);
}

}  // namespace lsl::services
