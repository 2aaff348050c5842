#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/model/message.h"
#include "client/model/words.h"
#include "message_ids.h"
#include "shared/base/error.h"

namespace lsl::model {

inline constexpr std::size_t language_count = msg::languages;
extern const std::array<Language, language_count> languages;  ///< English first
extern const std::string_view english_texts;                  ///< a line for each message

/// The language of that list for the first of a person's `wishes` ("de-AT, en") that is there, else
/// English.
const Language& best_language(std::string_view wishes);

/// All that the interface says, in one language; English until another one is loaded. Texts stay
/// where they are until then. No locks: one thread.
class Messages {
  public:
    explicit Messages(const Words& words);

    /// False when that isn't a complete file of the language; then nothing has changed.
    bool load(const Language& language, std::string texts);
    /// Back to English, which needs no file.
    void load_english();
    const Language& language() const { return *language_; }

    std::string_view say(msg::Plain message) const { return texts_[message.index]; }
    template <class Message>
    std::string say(const Message& message) const {
        const auto arguments = message.arguments();
        return filled_in(Message::index, arguments);
    }
    /// What to tell the person of an error: its own sentence in English; in other languages the one
    /// for the word that it is named by, if that is known. Lives as long as the error.
    std::string_view explain(const Error& error) const;

  private:
    bool take(std::string_view texts);
    std::string filled_in(std::uint16_t index, std::span<const msg::Argument> arguments) const;

    const Words& words_;
    const Language* language_ = languages.data();
    std::string fetched_;
    std::vector<std::string_view> texts_;
};

}  // namespace lsl::model
