#pragma once

#include "server/config/setting_reader.h"
#include "server/config/settings.h"

namespace lsl::config {

/// VAPID_SUBJECT and PUSH_HOSTS; the reader keeps their faults.
void read_push_settings(SettingReader& reader, Settings& settings);

}  // namespace lsl::config
