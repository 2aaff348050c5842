#include "server/recorder/libav.h"

#include <cstdarg>
#include <cstdio>

extern "C" {
#include <libavutil/log.h>
}

namespace lsl::recorder {

namespace {

// libav's log callback is one per process and has no context of ours, hence per thread.
thread_local char last_message[256] = "";

void keep_message(void*, int level, const char* format, va_list arguments) {
    if (level > AV_LOG_ERROR) return;
    std::vsnprintf(last_message, sizeof(last_message), format, arguments);
}

}  // namespace

void capture_libav_log() { av_log_set_callback(&keep_message); }

std::string libav_error(int code) {
    char text[AV_ERROR_MAX_STRING_SIZE] = "";
    av_strerror(code, text, sizeof(text));
    std::string message = text;
    std::string logged = last_message;
    while (!logged.empty() && (logged.back() == '\n' || logged.back() == ' ')) logged.pop_back();
    if (!logged.empty()) message += " (" + logged + ")";
    last_message[0] = '\0';
    return message;
}

}  // namespace lsl::recorder
