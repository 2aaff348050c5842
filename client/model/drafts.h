#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "client/model/words.h"
#include "shared/base/error.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/stream.h"

namespace lsl::model {

/// Sentences under fields, by the request's field name.
class FieldErrors {
  public:
    std::string_view operator[](std::string_view field) const;
    const Error* find(std::string_view field) const;
    /// Takes the outcome of a check: its sentence, or none.
    void judge(std::string_view field, const Result<void>& outcome);
    void set(std::string_view field, std::string sentence);
    void set(std::string_view field, Error error);
    void clear(std::string_view field);
    void clear() { errors_.clear(); }
    bool empty() const { return errors_.empty(); }
    /// The first field in `order` with a sentence, or "".
    std::string_view first_of(std::initializer_list<std::string_view> order) const;

  private:
    std::map<std::string, Error, std::less<>> errors_;
};

/// Signing in and creating an account share what was typed.
struct SignInDraft {
    std::string email, password, display_name;
    bool password_shown = false;
    FieldErrors errors;
};
/// The same rules as the server's, all fields. True when nothing is wrong.
bool check_sign_in(SignInDraft& draft);
bool check_account(SignInDraft& draft);

struct StudioSignInDraft {
    std::string token;
    FieldErrors errors;
};
bool check_studio_sign_in(StudioSignInDraft& draft);

/// A class while it is written or changed; texts as in the fields.
struct ClassDraft {
    std::optional<StreamId> id;  ///< the class that is changed; nothing for a new one
    std::string title, description, starts, minutes = "60", price = "0", instructor_name;
    std::string thumbnail_url;
    std::string picture_name;        ///< of a file that was chosen and not sent yet
    std::uint32_t picture_file = 0;  ///< its handle for the upload; 0 = none
    bool keep_for_catalog = true;
    FieldErrors errors;
};

ClassDraft draft_of(const domain::Stream& stream, const Words& words);

/// A whole number as people write it, with separators and a real or typed minus.
std::optional<std::int64_t> whole_number(std::string_view text);

/// Judges one field, named as in the request ("durationMinutes").
void check_class_field(ClassDraft& draft, std::string_view field, const Words& words, UtcTime now);
/// All fields; the details when nothing is wrong.
std::optional<domain::StreamDetails> check_class(ClassDraft& draft, const Words& words,
                                                 UtcTime now);

/// What only the view under the person's fingers knows.
struct PlayerDraft {
    double last_activity = 0;  ///< seconds of the frame clock: controls hide after it
    bool pointer_over = false;
    bool help_open = false;         ///< the list of keys
    std::optional<double> seeking;  ///< position under the finger while dragging
    bool volume_open = false;
    bool settings_open = false;
    bool statistics_open = false;
};

struct SearchDraft {
    std::string text;
    double due =
        0;  ///< seconds of the frame clock: sent then, once nothing more is typed; 0 = it is
};

struct ConsoleDraft {
    bool token_shown = false;
    bool encoder_open = false;  ///< "Use another encoder"
};

struct Drafts {
    SignInDraft sign_in;
    StudioSignInDraft studio_sign_in;
    ClassDraft new_class;
    ClassDraft changed_class;
    std::string expected_viewers = "50";  ///< for the estimate of a new class's cost
    PlayerDraft player;
    ConsoleDraft console;
    SearchDraft search;
    bool account_menu_open = false;
    bool language_menu_open = false;
    int studio_tab = 0;
    bool gallery_switch = false;
};

}  // namespace lsl::model
