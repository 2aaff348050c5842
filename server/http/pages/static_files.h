#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "server/http/edge/message.h"
#include "server/http/pages/bundle.h"

namespace lsl::http {

/// Serves the web bundle from memory: compressed beforehand, hashed names cached for ever.
class StaticFiles {
  public:
    explicit StaticFiles(std::span<const BundledFile> files);

    /// The file at a path; null when there is none. The page template is not among them.
    const BundledFile* find(std::string_view path) const;
    Response respond(const Request& request, const BundledFile& file) const;
    /// The template of all pages; empty when the server was built without the web bundle.
    std::string_view page_template() const { return page_template_; }
    /// Names the web bundle: another build has another one. Empty without a bundle.
    std::string_view build() const { return build_; }

  private:
    std::map<std::string_view, const BundledFile*> files_;
    std::string_view page_template_;
    std::string_view build_;
};

}  // namespace lsl::http
