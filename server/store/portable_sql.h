#pragma once

/// Names the index that a query has to use: without statistics SQLite reads every class of a state
/// and sorts. The one piece of dialect in the stores' texts; a driver for another database takes
/// it out when it prepares a statement.
#define LSL_INDEXED_BY(index) " INDEXED BY " index " "
