// EXPECT_KEPT(check): `check` finds nothing in the repository's own sources.
#pragma once

#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#define EXPECT_KEPT(check)                                       \
    do {                                                         \
        ASSERT_GT(source_tree().size(), 20u);                    \
        const Violations violations = check(source_tree());      \
        EXPECT_TRUE(violations.empty()) << describe(violations); \
    } while (false)
