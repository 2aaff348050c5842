#pragma once

#include "server/config/setting_reader.h"
#include "server/config/settings.h"

namespace lsl::config {

/// SMTP_URL, SMTP_USER, SMTP_PASSWORD, SMTP_CA_FILE, MAIL_FROM and REQUIRE_CONFIRMED; the reader
/// keeps their faults.
void read_mail_settings(SettingReader& reader, Settings& settings);

}  // namespace lsl::config
